import type { Verdict } from './rule';

/** Verdicts as lines: `ok` or `FAIL`, the rule, and under it each fault on a line of its own. */
export function table(title: string, verdicts: readonly Verdict[]): string {
  const width = Math.max(...verdicts.map(({ id }) => id.length));
  const lines = verdicts.flatMap(({ id, asks, faults, ms }) => [
    `  ${faults.length === 0 ? 'ok  ' : 'FAIL'}  ${id.padEnd(width)}  ${asks}${ms >= 500 ? `  (${seconds(ms)})` : ''}`,
    ...faults.map((fault) => `        ${' '.repeat(width)}  - ${fault.trim().replace(/\s*\n\s*/g, ' ⏎ ')}`),
  ]);
  return ['', title, ...lines, ''].join('\n');
}

export function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
