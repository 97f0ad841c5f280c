import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { AssetHealthOperator } from '../../../lib/assets';
import { FAILURE_FEATURES } from '../../../lib/assets/failure-features';
import type { FailureModel } from '../../../lib/assets/failure-model';
import type { AssetInspection } from '../../../lib/messages';

const T0 = Date.UTC(2026, 0, 1);
const DAY_MS = 86_400_000;
const FEATURES = FAILURE_FEATURES.length;

/** As probability a tenth for each fact that is known, and half more when it is hotter than 95 °C. */
const countingModel: FailureModel = {
  engine: 'test',
  why: [],
  async probabilities(rows, count) {
    return Float32Array.from({ length: count }, (_, i) => {
      const row = rows.subarray(i * FEATURES, (i + 1) * FEATURES);
      return row.filter((value) => !Number.isNaN(value)).length * 0.05 + (row[0]! > 95 ? 0.5 : 0);
    });
  },
  close: async () => undefined,
};

const inspection = (more: Partial<AssetInspection> = {}): AssetInspection => {
  return { assetId: 'A', timeMs: T0, vibration: 0.5, ageYears: 20, corrosion: 0.1, oilQuality: 0.8, ...more };
};
const load = (timeMs: number, loadFactor = 1) => ({ transformerId: 'A', timeMs, loadFactor, ambientC: 20 });

describe('asset health operator', function () {
  this.timeout(10_000);

  it('asks about what inspections and the thermal model know, and says what raises the answer', async () => {
    const operator = new AssetHealthOperator({ reportSeconds: 0 }, countingModel);
    const first = await operator.process([inspection()], T0);
    assert.deepEqual([first.values, first.maintenance![0]!.entries], [[], []], 'four facts are too few');
    // Settled at rated load and 20 °C: top oil 80 °C, hot spot 98 °C. Temperature, load and ambient make seven facts.
    const second = await operator.process([load(T0 + 1)], T0);
    assert.deepEqual(
      second.values!.map(({ quantity, value }) => [quantity, Number(value.toFixed(6))]),
      [
        ['temperatureC', 80],
        ['risk', 0.35],
      ],
    );
    const third = await operator.process([inspection({ timeMs: T0 + 2, temperatureC: 103 })], T0);
    const [entry] = third.maintenance![0]!.entries;
    assert.deepEqual([entry!.level, entry!.dueMs], ['critical', T0 + 2]);
    assert.ok(Math.abs(entry!.failureProbability! - 0.85) < 1e-6);
    const reasons =
      'probability of failure 0.85: temperature 103 °C (+0.55), load 100 % (+0.05), vibration 0.5 mm/s (+0.05)';
    assert.equal(entry!.reasons[0], reasons);
  });

  it('forgets what sensors told after a day, and not what people found', async () => {
    const operator = new AssetHealthOperator({ reportSeconds: 0 }, countingModel);
    const risk = async (more: Partial<AssetInspection>) =>
      (await operator.process([inspection(more)], T0 + 500 * DAY_MS)).values!.find(
        ({ quantity }) => quantity === 'risk',
      )?.value;
    assert.ok(Math.abs((await risk({ temperatureC: 60, tripCount: 3 }))! - 0.3) < 1e-6);
    assert.ok(Math.abs((await risk({ timeMs: T0 + DAY_MS }))! - 0.3) < 1e-6);
    // Temperature is gone, the trips of the first inspection are not.
    assert.ok(Math.abs((await risk({ timeMs: T0 + DAY_MS + 1 }))! - 0.25) < 1e-6);
    assert.equal(await risk({ timeMs: T0 + 401 * DAY_MS }), undefined);
  });

  it('scores by the original once all six facts are known, and knows when maintenance is due', async () => {
    const operator = new AssetHealthOperator({ intervalDays: 100 });
    const lastMaintenanceMs = T0 - 400 * DAY_MS;
    await operator.process([load(T0)], T0);
    await operator.process([inspection({ vibration: 4, efficiency: 0.89, lastMaintenanceMs })], T0);
    const { timeMs, assets, entries } = (await operator.flush(T0)).maintenance![0]!;
    // 80 °C 22.5, 20 years 9, 400 days 18, vibration 4 9, efficiency 0.89 7.5, load 100 % 8: in all 74
    assert.deepEqual([timeMs, assets, entries[0]!.score, entries[0]!.isOverdue], [T0, 1, 74, true]);
    assert.equal(entries[0]!.dueMs, lastMaintenanceMs + 100 * DAY_MS);
  });

  it('puts a sure degradation onto the list, a few days after it began', async () => {
    const operator = new AssetHealthOperator();
    for (let day = 0; day < 12; day++) {
      await operator.process(
        [inspection({ timeMs: T0 + day * DAY_MS, corrosion: 0.1 + day * 0.001 })],
        T0 + day * DAY_MS,
      );
    }
    const reasons = async () => (await operator.flush(T0)).maintenance![0]!.entries.flatMap(({ reasons }) => reasons);
    // Lost oil quality, 0.2, is the larger of the two and does not change.
    assert.deepEqual(await reasons(), []);
    for (let day = 12; day < 30; day++) {
      const timeMs = T0 + day * DAY_MS;
      await operator.process([inspection({ timeMs, oilQuality: 0.8 - (day - 11) * 0.002 })], timeMs);
    }
    assert.match((await reasons())[0]!, /^degradation is rising: 0\.\d+ a year/);
  });

  it('gives the list at most so often by the clock, and then by itself', async () => {
    const operator = new AssetHealthOperator({ reportSeconds: 5 });
    const lists = async (emission: Promise<{ maintenance?: unknown[] } | undefined>) =>
      (await emission)?.maintenance?.length ?? 0;
    assert.equal(await lists(operator.process([inspection()], T0)), 1);
    assert.equal(await lists(operator.process([inspection()], T0 + 4999)), 0);
    assert.equal(await lists(operator.tick(T0 + 4999)), 0);
    assert.equal(await lists(operator.tick(T0 + 5000)), 1);
    assert.equal(await lists(operator.tick(T0 + 60_000)), 0, 'nothing new');
  });

  it('refuses what is late, ahead of the clock or none of the three, and takes what is beside it', async () => {
    const operator = new AssetHealthOperator({ maximumAssets: 2 });
    const gas = { transformerId: 'A', timeMs: T0, methanePpm: 1, acetylenePpm: 1, ethylenePpm: 1 };
    const odd = [null, 7, 'x', {}, { assetId: {} }, { assetId: 'A' }, { ...gas, timeMs: '0' }, { loadFactor: 1 }];
    const late = [gas, { ...gas, timeMs: T0 - 1 }, inspection(), inspection({ timeMs: T0 - 1 })];
    const { refused, findings } = await operator.process([...odd, ...late, inspection({ timeMs: T0 + DAY_MS })], T0);
    const reasons = refused!.map(({ reason }) => reason);
    assert.deepEqual(reasons, [...Array(8).fill('bad-value'), 'out-of-order', 'out-of-order', 'ahead-of-clock']);
    assert.equal(findings!.length, 1);
    await operator.process(
      ['B', 'C', '__proto__'].map((assetId) => inspection({ assetId })),
      T0,
    );
    assert.equal(operator.size, 2);
  });

  it('goes on without an answer of the model', async () => {
    const broken = { ...countingModel, probabilities: () => Promise.reject(new Error('no')) };
    const operator = new AssetHealthOperator({}, broken);
    const { values, maintenance } = await operator.process([inspection({ temperatureC: 60 })], T0);
    assert.deepEqual([values!.length, maintenance!.length], [1, 1]);
  });

  it('gives the same bytes for the same input, cut by a restart or not', async () => {
    const minute = fc.integer({ min: 0, max: 4000 });
    const element = fc.oneof(
      minute.map((at) => load(T0 + at * 60_000, (at % 13) / 10)),
      fc
        .record({ at: minute, temperatureC: fc.integer({ min: 20, max: 120 }) })
        .map(({ at, temperatureC }) =>
          inspection({ timeMs: T0 + at * 60_000, temperatureC, assetId: at % 2 ? 'A' : 'B', efficiency: 0.9 }),
        ),
    );
    const batches = fc.array(fc.array(element, { maxLength: 6 }), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(batches, fc.nat(8), async (list, cut) => {
        const run = async (restartAt?: number) => {
          let operator = new AssetHealthOperator({}, countingModel);
          const out: unknown[] = [];
          for (const [i, batch] of list.entries()) {
            if (i === restartAt) {
              const state = JSON.parse(JSON.stringify(await operator.snapshot()));
              operator = new AssetHealthOperator({}, countingModel);
              operator.restore(state);
            }
            out.push(await operator.process(batch, T0 + i * 3000 + DAY_MS * 3));
          }
          return JSON.stringify([out, await operator.snapshot()]);
        };
        const whole = await run();
        assert.equal(await run(), whole);
        assert.equal(await run(cut % list.length), whole);
      }),
      { seed: 8, numRuns: 12 },
    );
  });

  it('says why a snapshot is none of its own', () => {
    assert.throws(() => new AssetHealthOperator().restore({ operator: 'grid-alarms' }), /not a snapshot of the health/);
  });
});
