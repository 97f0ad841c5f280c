import assert from 'node:assert/strict';
import { maintenanceList } from '../../../lib/assets/maintenance-list';
import { riskLevel, transformerScore } from '../../../lib/assets/original-score';
import { judgeTemperatures } from '../../../lib/assets/thermal-limits';
import type { GasFinding, TransformerHealth } from '../../../lib/messages';

const SOUND = {
  temperatureC: 55,
  ageYears: 5,
  daysSinceMaintenance: 180,
  vibration: 3,
  efficiency: 0.9,
  loadPercent: 75,
};
const DAY_MS = 86_400_000;
const NOW_MS = Date.UTC(2025, 5, 1);

describe('transformer score of the original', () => {
  it('adds the weighted bands up, as by hand', () => {
    assert.equal(transformerScore(SOUND).score, 14.5);
    assert.equal(transformerScore(SOUND).level, 'low');
    assert.deepEqual(transformerScore(SOUND).because, []);
    // 22.5 + 9 + 12 + 9 + 7.5 + 5
    const middle = {
      temperatureC: 80,
      ageYears: 20,
      daysSinceMaintenance: 200,
      vibration: 4,
      efficiency: 0.89,
      loadPercent: 80,
    };
    const { score, level, because } = transformerScore(middle);
    assert.equal(score, 65);
    assert.equal(level, 'high');
    assert.equal(because[0], 'temperature 80 °C, above 75: 22.5 points');
    assert.ok(because.includes('efficiency 0.89, below 0.9: 7.5 points'));
    const worst = {
      temperatureC: 76,
      ageYears: 26,
      daysSinceMaintenance: 366,
      vibration: 5.1,
      efficiency: 0.87,
      loadPercent: 91,
    };
    assert.equal(transformerScore(worst).score, 87.5);
    assert.equal(transformerScore(worst).level, 'critical');
  });

  it('changes by each fact alone as its bands say', () => {
    const steps: [Partial<typeof SOUND>, number][] = [
      [{ temperatureC: 55.1 }, 10],
      [{ temperatureC: 75.1 }, 20],
      [{ ageYears: 5.1 }, 3],
      [{ ageYears: 15.1 }, 7.5],
      [{ ageYears: 25.1 }, 12],
      [{ daysSinceMaintenance: 181 }, 8],
      [{ daysSinceMaintenance: 366 }, 14],
      [{ vibration: 3.1 }, 6],
      [{ vibration: 5.1 }, 10.5],
      [{ efficiency: 0.899 }, 6],
      [{ efficiency: 0.879 }, 10.5],
      [{ loadPercent: 75.1 }, 3],
      [{ loadPercent: 90.1 }, 6],
    ];
    for (const [change, more] of steps) {
      assert.equal(transformerScore({ ...SOUND, ...change }).score, 14.5 + more, JSON.stringify(change));
    }
  });

  it('names the fact that is missing', () => {
    assert.throws(() => transformerScore({ ...SOUND, vibration: Number.NaN }), /vibration is NaN: give a number/);
  });

  it('has the levels of a probability with their limits excluded', () => {
    assert.deepEqual([0.2, 0.21, 0.4, 0.41, 0.7, 0.71].map(riskLevel), [
      'low',
      'medium',
      'medium',
      'high',
      'high',
      'critical',
    ]);
  });
});

describe('maintenance list', () => {
  const health = (topOilC: number, hotSpotC: number, lifeUsedPercent = 1) =>
    ({ lifeUsedPercent, ...judgeTemperatures(topOilC, hotSpotC) }) as TransformerHealth;
  const gas = (condition: number, zone: GasFinding['zone']): GasFinding => {
    return { transformerId: 'G', timeMs: 0, condition, gases: [], zone, isFault: true, because: ['gas'] };
  };

  it('is sorted by due date, with the gravest reason first', () => {
    const list = maintenanceList(
      [
        { assetId: 'sound', timeMs: NOW_MS, failureProbability: 0.1, health: health(60, 80) },
        { assetId: 'medium', timeMs: NOW_MS, failureProbability: 0.3 },
        { assetId: 'high', timeMs: NOW_MS, failureProbability: 0.5, health: health(60, 130) },
        { assetId: 'critical', timeMs: NOW_MS, health: health(60, 170) },
        { assetId: 'routine', timeMs: NOW_MS, lastMaintenanceMs: NOW_MS - 366 * DAY_MS },
      ],
      NOW_MS,
    );
    assert.deepEqual(
      list.map(({ assetId, level, dueMs, isOverdue }) => [assetId, level, (dueMs - NOW_MS) / DAY_MS, isOverdue]),
      [
        ['routine', 'low', -1, true],
        ['critical', 'critical', 0, false],
        ['high', 'high', 7, false],
        ['medium', 'medium', 30, false],
      ],
    );
    assert.deepEqual(list[2]!.reasons, [
      'probability of failure 0.50',
      'hot spot 130.0 °C above 120 °C, the limit of normal cyclic loading',
    ]);
  });

  it('brings gases, life used and a falling efficiency onto it', () => {
    const level = (knowledge: object) =>
      maintenanceList([{ assetId: 'A', timeMs: NOW_MS, ...knowledge }], NOW_MS)[0]?.level;
    assert.equal(level({ gas: gas(1, 'T1') }), undefined);
    assert.equal(level({ gas: gas(2, 'T1') }), 'medium');
    assert.equal(level({ gas: gas(2, 'D2') }), 'high');
    assert.equal(level({ gas: gas(4, null) }), 'critical');
    assert.equal(level({ health: health(60, 80, 80) }), 'medium');
    const trend = { points: 9, perYear: -1, lowPerYear: -2, highPerYear: -0.5, because: '−1 a year' };
    assert.equal(level({ efficiency: { ...trend, direction: 'falling' } }), 'medium');
    assert.equal(level({ efficiency: { ...trend, direction: 'unclear' } }), undefined);
  });

  it('takes other intervals, and refuses nonsense', () => {
    const [entry] = maintenanceList([{ assetId: 'A', timeMs: 0, failureProbability: 0.5 }], 0, { highDays: 3 });
    assert.equal(entry!.dueMs, 3 * DAY_MS);
    assert.throws(() => maintenanceList([], 0, { highDays: -1 }), /maintenance settings: highDays/);
  });
});
