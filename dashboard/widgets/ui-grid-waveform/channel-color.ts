/**
 * Phase colours that can be told apart with any colour vision (Okabe and Ito, 2008): A vermilion, B green, C blue, and
 * the neutral grey; the standards of countries disagree about all of them. Lighter on dark ground.
 */
const PHASES = {
  A: ['#c44a00', '#ff8a4c'],
  B: ['#00805a', '#3fd6a4'],
  C: ['#0062a3', '#5cb8ff'],
  N: ['#666666', '#b0b0b0'],
} as const;
const OTHERS = ['A', 'B', 'C', 'N'] as const;

export function channelColor(channel: { phase?: keyof typeof PHASES }, index: number, dark: boolean): string {
  return PHASES[channel.phase ?? OTHERS[index % OTHERS.length]!][dark ? 1 : 0];
}
