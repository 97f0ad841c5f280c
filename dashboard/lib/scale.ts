import { type Static, Type } from '@sinclair/typebox';

/** Colours from low to high; the first two keep their order of brightness for people who see few colours. */
export const PALETTES = {
  viridis: ['#440154', '#3b528b', '#21918c', '#5ec962', '#fde725'],
  heat: ['#fff3b0', '#fdbb5c', '#f3722c', '#c1121f', '#5f0f1f'],
  traffic: ['#2a9d55', '#9ac24a', '#f2c230', '#ee7f2d', '#d0312d'],
} as const;
export type Palette = keyof typeof PALETTES;

/** How values become colours; part of the settings of several widgets. */
export const ScaleSettings = {
  unit: Type.String({ default: '', maxLength: 20, description: 'Unit of the values' }),
  autoScale: Type.Boolean({ default: true, description: 'The ends of the scale follow the values' }),
  min: Type.Number({ default: 0, description: 'Lower end of the scale' }),
  max: Type.Number({ default: 100, description: 'Upper end of the scale' }),
  palette: Type.Union([Type.Literal('viridis'), Type.Literal('heat'), Type.Literal('traffic')], {
    default: 'viridis',
    description: 'Colours of the scale',
  }),
};
const ScaleSchema = Type.Object(ScaleSettings);
export type Scale = Static<typeof ScaleSchema>;

/** The ends of the scale: as set, or those of the values; always apart. */
export function scaleEnds(scale: Pick<Scale, 'autoScale' | 'min' | 'max'>, values: Iterable<number>): [number, number] {
  let [low, high] = scale.autoScale ? [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY] : [scale.min, scale.max];
  if (scale.autoScale) {
    for (const value of values) {
      if (value < low) low = value;
      if (value > high) high = value;
    }
    if (low > high) return [0, 1];
  }
  return high > low ? [low, high] : [low, low + 1];
}

/** A value's place between the ends as a colour; what lies outside takes the colour of the end. */
export function colorOf(value: number, [low, high]: [number, number], palette: Palette): string {
  const colors = PALETTES[palette];
  const place = Math.min(1, Math.max(0, (value - low) / (high - low))) * (colors.length - 1);
  const index = Math.min(colors.length - 2, Math.floor(place));
  return mix(colors[index]!, colors[index + 1]!, place - index);
}

function mix(from: string, to: string, share: number): string {
  const channel = (at: number) => {
    const [a, b] = [from, to].map((color) => Number.parseInt(color.slice(at, at + 2), 16)) as [number, number];
    return Math.round(a + (b - a) * share);
  };
  return `rgb(${channel(1)},${channel(3)},${channel(5)})`;
}
