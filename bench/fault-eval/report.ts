import type { Interval } from '../theft-eval/metrics';

/** Rounded towards the worse, so that 99.97 % is not printed as 100 and a bar is never met by rounding. */
export function percent(share: number, digits = 2): string {
  if (Number.isNaN(share)) return '–';
  const scale = 10 ** digits;
  return `${(Math.floor(100 * share * scale + 1e-9) / scale).toFixed(digits)} %`;
}

/** With its 95 % interval. */
export function percentWithin({ value, low, high }: Interval, digits = 2): string {
  if (Number.isNaN(value)) return '–';
  const bare = (share: number) => percent(share, digits).slice(0, -2);
  return low === high ? percent(value, digits) : `${percent(value, digits)} (${bare(low)}–${bare(high)})`;
}

export const verdict = (isMet: boolean) => (isMet ? 'met' : 'not met');

export const ms = (value: number) => (Number.isNaN(value) ? '–' : value.toFixed(2));

export const section = (title: string, lines: readonly string[]) => ['', `## ${title}`, '', ...lines];
