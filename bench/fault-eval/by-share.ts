import { Random } from '../../test/support/random';
import { table, thousands } from '../theft-eval/report';
import { balancedAccuracy } from './balanced';
import type { Collected } from './collect';
import { isInternal } from './outcome';
import { WINDOWS } from './plan';
import { percentWithin } from './report';
import { TASKS } from './tasks';

const SHOWN = ['unit', '45 classes'];

/** Internal faults on the full window by where they lie in the winding: some places are harder than others. */
export function byShare({ test, testScenarios }: Collected, seed: number, rounds: number): string[] {
  const full = test.get(WINDOWS[0]!.name)!;
  const tenths = new Map<number, typeof full>();
  for (const [i, { label, windingShare }] of testScenarios.entries()) {
    if (!isInternal(label)) continue;
    const tenth = Math.round(windingShare * 10);
    tenths.set(tenth, [...(tenths.get(tenth) ?? []), full[i]!]);
  }
  const tasks = TASKS.filter(({ name }) => SHOWN.includes(name));
  return table(
    ['share of the winding', 'records', ...tasks.map(({ name }) => (name === 'unit' ? name : 'internal classes'))],
    [...tenths]
      .sort(([a], [b]) => a - b)
      .map(([tenth, own]) => [
        `${10 * tenth} %`,
        thousands(own.length),
        ...tasks.map((task) => percentWithin(balancedAccuracy(task.judge(own), new Random(seed), rounds))),
      ]),
  );
}
