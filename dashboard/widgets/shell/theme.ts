import { onBeforeUnmount, onMounted, type Ref, shallowRef } from 'vue';

/** The colours a drawing needs, taken from where it stands on the page. */
export interface Theme {
  dark: boolean;
  text: string;
  muted: string;
  /** Lines of axes and frames. */
  line: string;
  background: string;
  accent: string;
}

const LIGHT: Theme = {
  dark: false,
  text: '#1d2939',
  muted: '#5d6b80',
  line: '#d5dbe4',
  background: '#ffffff',
  accent: '#1f6fb2',
};
const DARK: Theme = {
  dark: true,
  text: '#e6ebf2',
  muted: '#9aa7b8',
  line: '#3a4656',
  background: '#1b232e',
  accent: '#6cb6f2',
};

const FADED_MS = 500;

/** The theme at an element: by the background that is really behind it, so that a page's own style sheet counts too. */
export function useTheme(element: Ref<HTMLElement | undefined>): Ref<Theme> {
  const theme = shallowRef(LIGHT);
  const read = () => {
    if (!element.value) return;
    const background = backgroundBehind(element.value);
    const next = isDark(background) ? DARK : LIGHT;
    if (theme.value.dark === next.dark && theme.value.background === background) return;
    theme.value = { ...next, background };
  };
  const scheme = window.matchMedia('(prefers-color-scheme: dark)');
  // Dashboard changes themes by style attributes and style elements, and lets colours fade, also at first.
  const follow = () => {
    read();
    setTimeout(read, FADED_MS);
  };
  const observer = new MutationObserver(follow);
  onMounted(() => {
    follow();
    scheme.addEventListener('change', follow);
    observer.observe(document.head, { childList: true, subtree: true, characterData: true });
    observer.observe(document.body, { attributes: true, attributeFilter: ['class', 'style'], subtree: false });
    const app = document.querySelector('.v-application');
    if (app) observer.observe(app, { attributes: true, attributeFilter: ['class', 'style'] });
  });
  onBeforeUnmount(() => {
    scheme.removeEventListener('change', follow);
    observer.disconnect();
  });
  return theme;
}

function backgroundBehind(element: HTMLElement): string {
  for (let at: HTMLElement | null = element; at; at = at.parentElement) {
    const color = getComputedStyle(at).backgroundColor;
    if (color && !/^(transparent|rgba\(.*, ?0\))$/.test(color)) return color;
  }
  return LIGHT.background;
}

/** By relative luminance, WCAG 2. */
function isDark(color: string): boolean {
  const [r = 255, g = 255, b = 255] = (color.match(/[\d.]+/g) ?? []).map(Number);
  const linear = (channel: number) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b) < 0.18;
}
