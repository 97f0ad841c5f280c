import type { RiskLevel } from '../../messages';
import type { ChartOption } from '../echarts';
import { plainText } from '../plain-text';

export const INK = '#1f2933';
export const FAINT_INK = '#52606d';
export const GRID_LINE = '#e4e7eb';
/** Blue of the Okabe-Ito palette, which people with any kind of colour vision tell apart. */
export const BLUE = '#0072b2';
export const VERMILION = '#d55e00';

/** Lighter for less, so that they differ in grey too; every use also names the level. */
export const LEVEL_COLORS: Record<RiskLevel, string> = {
  'NO RISK': '#cbd2d9',
  LOW: '#56b4e9',
  MEDIUM: '#d98c00',
  HIGH: '#8c1c13',
};

export interface Drawing {
  width: number;
  height: number;
  option: ChartOption;
}

/** The title of a drawing; the texts must be plain already. */
export function title(text: string, subtext: string): object {
  return {
    title: {
      text,
      subtext,
      left: 20,
      top: 14,
      itemGap: 6,
      textStyle: { color: INK, fontSize: 17, fontWeight: 600 },
      subtextStyle: { color: FAINT_INK, fontSize: 12, lineHeight: 17 },
    },
  };
}

/** Room above the plot for the title. */
export const TOP = 84;

/** A name from outside as it fits into titles and labels; East Asian characters are twice as wide as letters. */
export const name = (text: string) => plainText(text, /[\u1100-\u11ff\u2e80-\uffef]/.test(text.slice(0, 32)) ? 18 : 32);

const LABEL = { color: FAINT_INK, fontSize: 12 };

/** An axis of numbers with its name in the middle; `gap` is the distance of the name from the axis. */
export function valueAxis(axisName: string, gap: number, more: object = {}): object {
  return {
    type: 'value',
    name: axisName,
    nameLocation: 'middle',
    nameGap: gap,
    nameTextStyle: { color: INK, fontSize: 12 },
    axisLabel: LABEL,
    splitLine: { lineStyle: { color: GRID_LINE } },
    ...more,
  };
}

/** An axis of names. `data` are plain texts. */
export function nameAxis(axisName: string, gap: number, data: readonly string[], more: object = {}): object {
  return {
    type: 'category',
    name: axisName,
    nameLocation: 'middle',
    nameGap: gap,
    nameTextStyle: { color: INK, fontSize: 12 },
    data: data.map((value) => ({ value })),
    axisLine: { lineStyle: { color: FAINT_INK } },
    axisTick: { show: false },
    axisLabel: { ...LABEL, interval: 0 },
    ...more,
  };
}

/** Width of the widest of some texts in px, by the size of the font; a little more than it is. */
export function textWidth(texts: readonly string[], fontSize: number): number {
  const units = texts.map((text) => Array.from(text).reduce((sum, c) => sum + (c < '\u2000' ? 0.6 : 1.05), 0));
  return Math.ceil(fontSize * Math.max(0, ...units));
}
