import assert from 'node:assert/strict';
import fc from 'fast-check';
import { AlarmPhases, CHANGE } from '../../../lib/alarms/alarm-phases';

const delays = { raiseAfterMs: 60, clearAfterMs: 100 };

/** Feeds values at instants against limit 10 and clear limit 9; gives the changes as [time, what]. */
function run(values: readonly [timeMs: number, value: number][], longestGapMs = 1000) {
  const phases = new AlarmPhases(1, delays);
  const changes: [number, string][] = [];
  let before = Number.NEGATIVE_INFINITY;
  for (const [timeMs, value] of values) {
    const change = phases.step(0, value > 10, value <= 9, timeMs, timeMs, timeMs - before <= longestGapMs);
    before = timeMs;
    if (change === CHANGE.raised) changes.push([timeMs, 'raised']);
    if (change === CHANGE.cleared) changes.push([timeMs, 'cleared']);
  }
  return changes;
}

describe('AlarmPhases', () => {
  it('raises after the minimum duration, once', () => {
    const changes = run([
      [0, 11],
      [59, 11],
      [60, 11],
      [70, 50],
      [1000, 11],
    ]);
    assert.deepEqual(changes, [[60, 'raised']]);
  });

  it('does not raise for a shorter peak, at the limit itself, or when it dips in between', () => {
    assert.deepEqual(
      run([
        [0, 11],
        [59, 11],
        [60, 9],
      ]),
      [],
    );
    assert.deepEqual(
      run([
        [0, 10],
        [1000, 10],
      ]),
      [],
    );
    assert.deepEqual(
      run([
        [0, 11],
        [50, 10],
        [60, 11],
        [119, 11],
      ]),
      [],
    );
  });

  it('clears after the minimum duration below the hysteresis', () => {
    const changes = run([
      [0, 11],
      [60, 11],
      [100, 9],
      [199, 9],
      [200, 9],
      [300, 9],
    ]);
    assert.deepEqual(changes, [
      [60, 'raised'],
      [200, 'cleared'],
    ]);
  });

  it('does not clear within the hysteresis, or when it comes back in between', () => {
    assert.deepEqual(
      run([
        [0, 11],
        [60, 11],
        [100, 9.5],
        [900, 9.5],
      ]).length,
      1,
    );
    assert.deepEqual(
      run([
        [0, 11],
        [60, 11],
        [100, 9],
        [150, 9.5],
        [160, 9],
        [259, 9],
      ]).length,
      1,
    );
  });

  it('begins to wait anew after a gap', () => {
    assert.deepEqual(
      run([
        [0, 11],
        [5000, 11],
        [5059, 11],
      ]),
      [],
    );
    assert.deepEqual(
      run([
        [0, 11],
        [5000, 11],
        [5060, 11],
      ]),
      [[5060, 'raised']],
    );
  });

  it('counts the time that one observation covers', () => {
    const phases = new AlarmPhases(1, delays);
    assert.equal(phases.step(0, true, false, 0, 60, true), CHANGE.raised);
    assert.equal(phases.step(0, false, true, 60, 160, true), CHANGE.cleared);
  });

  it('never changes back within the minimum duration, and raises and clears in turn', () => {
    const values = fc.array(fc.tuple(fc.integer({ min: 1, max: 80 }), fc.integer({ min: 7, max: 13 })), {
      maxLength: 80,
    });
    fc.assert(
      fc.property(values, (steps) => {
        let timeMs = 0;
        const series = steps.map(([dt, value]): [number, number] => [(timeMs += dt), value]);
        const changes = run(series);
        for (const [i, [at, what]] of changes.entries()) {
          assert.equal(what, i % 2 === 0 ? 'raised' : 'cleared');
          const [span, beyond] = what === 'raised' ? [60, (v: number) => v > 10] : [100, (v: number) => v <= 9];
          const during = series.filter(([t]) => t > at - span && t <= at).map(([, v]) => v);
          assert.ok(during.every(beyond));
          if (i > 0) assert.ok(at - changes[i - 1]![0] >= span);
        }
      }),
      { seed: 43, numRuns: 300 },
    );
  });
});
