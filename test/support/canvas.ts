import type { Page } from 'playwright-core';

/** How many pixels of a colour ([r, g, b], within `reach` each) a widget has drawn, and the middle of them on the page. */
export async function pixelsOf(
  page: Page,
  [r, g, b]: number[],
  reach = 6,
): Promise<{ count: number; x: number; y: number; left: number; right: number }> {
  return page.evaluate(
    ({ r, g, b, reach }) => {
      const found = { count: 0, x: 0, y: 0, left: Number.POSITIVE_INFINITY, right: Number.NEGATIVE_INFINITY };
      for (const canvas of document.querySelectorAll<HTMLCanvasElement>('.grid-widget-drawing canvas')) {
        const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
        const box = canvas.getBoundingClientRect();
        for (let i = 0; i < data.length; i += 4) {
          if (data[i + 3]! < 250 || Math.abs(data[i]! - r!) > reach) continue;
          if (Math.abs(data[i + 1]! - g!) > reach || Math.abs(data[i + 2]! - b!) > reach) continue;
          const x = box.left + (((i / 4) % canvas.width) * box.width) / canvas.width;
          const y = box.top + (Math.floor(i / 4 / canvas.width) * box.height) / canvas.height;
          found.count++;
          found.x += x;
          found.y += y;
          found.left = Math.min(found.left, x);
          found.right = Math.max(found.right, x);
        }
      }
      return { ...found, x: found.x / found.count, y: found.y / found.count };
    },
    { r, g, b, reach },
  );
}

/** `#rrggbb` or `rgb(r,g,b)` → [r, g, b]. */
export function rgb(color: string): number[] {
  if (color.startsWith('#')) return [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
  return color.match(/\d+/g)!.map(Number);
}
