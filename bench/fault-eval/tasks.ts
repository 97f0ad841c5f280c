import { isFaultLabel } from '../../lib/waveform/fault-classes';
import type { Judged } from './balanced';
import { isInternal, isUnknown, type Outcome, unitOf } from './outcome';

/** A question that is put to the answers. `unknown` is always wrong. */
export interface Task {
  name: string;
  /** Balanced accuracy that has to be reached; null: no bar. */
  bar: number | null;
  judge(outcomes: readonly Outcome[]): Judged[];
}

const yesNo = (value: boolean) => (value ? 'yes' : 'no');

/** @param classOf the class of a label in this task; null: records of such labels are left out */
function task(name: string, bar: number | null, classOf: (label: string) => string | null): Task {
  return {
    name,
    bar,
    judge: (outcomes) =>
      outcomes.flatMap((outcome) => {
        const truth = classOf(outcome.truth);
        if (truth === null) return [];
        return [{ group: outcome.group, truth, isRight: !isUnknown(outcome) && classOf(outcome.label) === truth }];
      }),
  };
}

/** In the order of the tables. The answer `normal` is no internal fault and no fault, and wrong in all other tasks. */
export const TASKS: readonly Task[] = [
  task('internal fault or not', 0.999, (label) => yesNo(isInternal(label))),
  task('fault or not', 0.999, (label) => yesNo(isFaultLabel(label))),
  task('unit', 0.987, unitOf),
  task('transient type', 0.995, (label) => (isInternal(label) ? null : label)),
  task('45 classes', 0.976, (label) => label),
];

/** The relay by itself, with its settings as shipped; where nobody asked it because nothing happens, it does not operate. */
export const RELAY_TASK: Task = {
  name: 'relay alone: internal fault or not',
  bar: null,
  judge: (outcomes) =>
    outcomes.map(({ group, truth, relay }) => ({
      group,
      truth: yesNo(isInternal(truth)),
      isRight: (relay === 'operate') === isInternal(truth),
    })),
};
