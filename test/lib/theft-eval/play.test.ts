import assert from 'node:assert/strict';
import { DetectorJudge } from '../../../bench/theft-eval/detector-judge';
import { fleet } from '../../../bench/theft-eval/fleets';
import { DAY_MS, delayAt, delayOfAlarms, type MeterRun, recovered } from '../../../bench/theft-eval/meter-run';
import { play } from '../../../bench/theft-eval/play';
import { TheftDetector } from '../../../lib/theft';
import type { Attack } from '../../../simulator/theft';

describe('the play of the theft evaluation', () => {
  it('says of a life with an attack without effect what it says of the honest one, and of another something else', async function () {
    this.timeout(60_000);
    const source = fleet({ seed: 1199, meters: 2, days: 5, season: 0.3, life: 'typical' });
    const branchMs = source.startMs + 3 * DAY_MS;
    const attacks = (severity: number) =>
      source.meterIds.map((meterId): Attack => {
        const startMs = branchMs + DAY_MS / 4;
        return { meterId, kind: 'h1', severity, startMs, endMs: source.endMs, seed: 1, schedule: { kind: 'always' } };
      });
    const make = () => new TheftDetector({ warmUpDays: 1 });
    const judges = [new DetectorJudge({ arm: 'ours', make })];
    const { runs, samples } = await play(source, { branchMs, branches: [attacks(1e-9), attacks(0.7)] }, judges);

    assert.ok(samples > 0.9 * 2 * 5 * 17_280, `${samples} samples`);
    const all = runs.ours!;
    for (const meterId of source.meterIds) {
      const own = all.filter((run) => run.meterId === meterId);
      const [honest, without, stolen] = own as [MeterRun, MeterRun, MeterRun];
      const later = honest.days.filter((day) => day.startMs + DAY_MS > branchMs);
      assert.ok(later.length > 0);
      assert.deepEqual(without.days, later);
      assert.deepEqual(without.alarms, honest.alarms);
      assert.notDeepEqual(stolen.days, later);
      const total = stolen.attack!.stolenWh.reduce((sum, energy) => sum + energy, 0);
      assert.ok(total > 100, `${total} Wh stolen`);
    }
  });

  it('counts delays and energy from the start of the attack', () => {
    const startMs = 10 * DAY_MS + DAY_MS / 2;
    const attack = { kind: 'h1', severity: 0.5, startMs, endMs: startMs + DAY_MS, stolenWh: Array(24).fill(100) };
    const day = (number: number, score: number) => {
      return { startMs: number * DAY_MS, knownMs: (number + 1) * DAY_MS, score, because: '' };
    };
    const alarm = (knownMs: number) => {
      return { knownMs, startMs: startMs - DAY_MS, endMs: startMs + DAY_MS / 4, score: 4, because: '' };
    };
    const run: MeterRun = {
      meterId: 'a',
      attack,
      lifeEvents: [],
      days: [day(9, 9), day(10, 3), day(11, 5)],
      alarms: [],
    };
    // The ninth day lies before the attack, whatever its score.
    assert.equal(delayAt(run, 4), 1.5 * DAY_MS);
    assert.equal(delayAt(run, 3), 0.5 * DAY_MS);
    assert.equal(delayAt(run, 6), undefined);
    assert.equal(delayOfAlarms({ ...run, alarms: [alarm(startMs - 1)] }), undefined);
    assert.equal(delayOfAlarms({ ...run, alarms: [alarm(startMs + 7)] }), 7);
    assert.equal(recovered(attack, 0), 1);
    assert.equal(recovered(attack, 6 * 3_600_000), 0.75);
    assert.equal(recovered(attack, undefined), 0);
    assert.ok(Number.isNaN(recovered({ ...attack, stolenWh: [] }, 0)));
  });
});
