import assert from 'node:assert/strict';
import { balancedAccuracy, type Judged } from '../../../bench/fault-eval/balanced';
import { expectedCalibrationError, reliability } from '../../../bench/fault-eval/calibration';
import type { Outcome } from '../../../bench/fault-eval/outcome';
import { percent } from '../../../bench/fault-eval/report';
import { RELAY_TASK, TASKS } from '../../../bench/fault-eval/tasks';
import { Random } from '../../support/random';

const near = (actual: number, expected: number, within = 1e-9) =>
  assert.ok(Math.abs(actual - expected) <= within, `${actual} is not ${expected}`);

const judged = (truth: string, right: number, wrong: number): Judged[] =>
  Array.from({ length: right + wrong }, (_, i) => ({ group: `${truth}${i}`, truth, isRight: i < right }));

describe('figures of the fault evaluation', () => {
  it('weighs classes alike, however many records they have', () => {
    const { value, low, high } = balancedAccuracy([...judged('a', 90, 10), ...judged('b', 1, 1)], new Random(1));
    near(value, (0.9 + 0.5) / 2);
    assert.ok(low < value && value < high);
  });

  it('has the interval of a binomial share where there is one class of scenarios with one record each', () => {
    const { low, high } = balancedAccuracy(judged('a', 300, 100), new Random(2), 4000);
    const normal = 1.96 * Math.sqrt((0.75 * 0.25) / 400);
    near(low, 0.75 - normal, 0.006);
    near(high, 0.75 + normal, 0.006);
  });

  it('draws the records of a scenario together: ten copies of each say no more than one', () => {
    const once = judged('a', 30, 10);
    const tenfold = Array.from({ length: 10 }, () => once).flat();
    const width = (of: Judged[]) => {
      const { low, high } = balancedAccuracy(of, new Random(3), 4000);
      return high - low;
    };
    near(width(tenfold), width(once), 0.02);
  });

  it('doubts what is all right by the class with the fewest scenarios', () => {
    const { value, low, high } = balancedAccuracy([...judged('a', 1000, 0), ...judged('b', 10, 0)], new Random(4));
    // Clopper–Pearson for 10 of 10 begins at 0.6915.
    near(low, 1 - (1 - 0.6915) / 2, 1e-4);
    assert.deepEqual([value, high], [1, 1]);
    assert.ok(Number.isNaN(balancedAccuracy([], new Random(4)).value));
  });

  it('finds the calibration error of probabilities that are too high by a tenth', () => {
    const said = [0.9, 0.5].flatMap((probability) =>
      Array.from({ length: 100 }, (_, i) => ({ probability, isRight: i < 100 * (probability - 0.1) })),
    );
    near(expectedCalibrationError(said), 0.1);
    assert.deepEqual(
      reliability(said).map(({ count }) => count),
      [100, 100],
    );
    near(expectedCalibrationError([{ probability: 1, isRight: true }]), 0);
  });

  it('rounds down, so that no bar is met by rounding', () => {
    assert.equal(percent(0.99899), '99.89 %');
    assert.equal(percent(0.99996), '99.99 %');
    assert.equal(percent(1), '100.00 %');
    assert.equal(percent(0.976, 1), '97.6 %');
  });

  it('counts unknown as wrong in every task, normal as no internal fault', () => {
    const internal = 'internal_power_transformer_internal_faults_Class1';
    const inrush = 'transient_magnetising_inrush';
    const answer = (truth: string, label: string, relay: Outcome['relay'] = null): Outcome => ({
      group: '0',
      truth,
      label,
      reason: null,
      top: null,
      relay,
      inceptionErrorMs: null,
    });
    const right = (outcome: Outcome) =>
      TASKS.flatMap((task) => task.judge([outcome]).map(({ isRight }) => `${task.name}: ${isRight}`));
    const all = (isRight: boolean, ...names: string[]) => names.map((name) => `${name}: ${isRight}`);
    const ofInternal = ['internal fault or not', 'fault or not', 'unit', '45 classes'];
    const ofTransient = ['internal fault or not', 'fault or not', 'transient type', '45 classes'];
    assert.deepEqual(right(answer(internal, internal)), all(true, ...ofInternal));
    assert.deepEqual(right(answer(internal, 'unknown')), all(false, ...ofInternal));
    assert.deepEqual(right(answer(inrush, 'unknown')), all(false, ...ofTransient));
    assert.deepEqual(right(answer(inrush, 'normal')), [
      ...all(true, 'internal fault or not', 'fault or not'),
      ...all(false, 'transient type', '45 classes'),
    ]);
    assert.deepEqual(right(answer(internal, internal.replace('power', 'ispar_series'))), [
      ...all(true, 'internal fault or not', 'fault or not'),
      ...all(false, 'unit', '45 classes'),
    ]);
    const relayIsRight = (outcome: Outcome) => RELAY_TASK.judge([outcome])[0]!.isRight;
    assert.equal(relayIsRight(answer(internal, 'unknown', 'operate')), true);
    assert.equal(relayIsRight(answer(internal, 'unknown', 'restrain')), false);
    assert.equal(relayIsRight(answer(inrush, 'unknown', 'restrain')), true);
    assert.equal(relayIsRight(answer(inrush, 'normal')), true);
  });
});
