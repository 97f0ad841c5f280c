import type { Outcome } from './outcome';

/** Every wrong answer on the whole window, with what the model held likeliest: where to look. */
export function misses(outcomes: readonly Outcome[]): string {
  const lines = outcomes
    .filter(({ truth, label }) => truth !== label)
    .map(({ group, truth, label, reason, top, relay, inceptionErrorMs }) =>
      [
        group,
        truth,
        label,
        top ? `${top.label} ${top.probability.toFixed(3)}` : 'not asked',
        `relay ${relay ?? 'not asked'}`,
        inceptionErrorMs === null ? 'no inception' : `inception ${inceptionErrorMs.toFixed(2)} ms`,
        reason ?? '',
      ].join('; '),
    );
  return `${lines.join('\n')}\n`;
}
