import assert from 'node:assert/strict';
import { Value } from '@sinclair/typebox/value';
import { ModelComparison, type RiskOverview } from '../../../lib/messages';
import { ModelComparer } from '../../../lib/stress';

const MINUTE = 60_000;
const NOW = 1_000 * MINUTE + 20_000;

/** An overview whose risks are given by node; the highest first. */
function overview(risks: Record<string, number>, more: Partial<RiskOverview> = {}): RiskOverview {
  const critical = Object.entries(risks)
    .map(([nodeId, risk]) => ({ nodeId, risk, isRaised: risk >= 0.3 }))
    .sort((a, b) => b.risk - a.risk);
  const meanRisk = critical.reduce((sum, { risk }) => sum + risk, 0) / Math.max(1, critical.length);
  const activeAlerts = critical.filter(({ isRaised }) => isRaised).length;
  return {
    timeMs: 5e11,
    nodes: critical.length,
    meanRisk,
    activeAlerts,
    alerts: 0,
    late: 0,
    critical,
    alertRate: [],
    ...more,
  };
}
const rows = (comparer: ModelComparer, nowMs = NOW) => {
  const { models } = comparer.comparison(nowMs);
  return Object.fromEntries(models.map((row) => [row.model, row]));
};

describe('model comparison', () => {
  it('measures agreement with the reference, by hand', () => {
    const comparer = new ModelComparer({ topCount: 3 });
    comparer.process(
      [
        { model: 'electrical', overview: overview({ A: 0.5, B: 0.4, C: 0.3, D: 0.2, E: 0.1 }) },
        // B and A, and D and C, have changed places: of ten pairs eight agree, (8 − 2) / 10.
        { model: 'linear', overview: overview({ B: 0.6, A: 0.5, D: 0.35, C: 0.3, E: 0.01 }) },
        { model: 'centrality', overview: overview({ E: 0.5, D: 0.4, C: 0.3, B: 0.2, A: 0.1 }) },
      ],
      NOW,
    );
    const { linear, centrality, electrical } = rows(comparer);
    assert.equal(linear!.kendallTau, 0.6);
    assert.equal(linear!.topOverlap, 2 / 3);
    assert.deepEqual(
      linear!.top.map(({ nodeId }) => nodeId),
      ['B', 'A', 'D'],
    );
    assert.equal(centrality!.kendallTau, -1);
    assert.equal(centrality!.topOverlap, 1 / 3);
    assert.deepEqual([electrical!.kendallTau, electrical!.topOverlap], [null, null]);
    assert.equal(electrical!.meanRisk, 0.3);
    assert.equal(electrical!.activeAlerts, 3);
  });

  it('counts a node that only one of two lists as without risk in the other', () => {
    const comparer = new ModelComparer({ models: ['a', 'b'], reference: 'b' });
    comparer.process(
      [
        { model: 'a', overview: overview({ X: 0.3, Y: 0.2 }) },
        { model: 'b', overview: overview({ X: 0.3, Z: 0.2 }) },
      ],
      NOW,
    );
    // X > Y and X > Z in both; Y and Z are apart in both, the other way round: (2 − 1) / 3.
    assert.equal(rows(comparer).a!.kendallTau, 1 / 3);
    assert.equal(rows(comparer).a!.topOverlap, 1 / 2);
  });

  it('says nothing of agreement where there is no risk, or no reference yet', () => {
    const comparer = new ModelComparer();
    comparer.process([{ model: 'linear', overview: overview({ A: 0.5, B: 0.1 }) }], NOW);
    assert.deepEqual([rows(comparer).linear!.kendallTau, rows(comparer).linear!.topOverlap], [null, null]);
    assert.equal(rows(comparer).electrical!.timeMs, null);
    comparer.process([{ model: 'electrical', overview: overview({ A: 0, B: 0 }) }], NOW);
    assert.equal(rows(comparer).linear!.kendallTau, null);
    assert.equal(rows(comparer).linear!.topOverlap, 0);
    assert.deepEqual(rows(comparer).electrical!.top, []);
  });

  it('counts alerts by the minute in which they came, and forgets after ten', () => {
    const comparer = new ModelComparer();
    const came = (alerts: number, nowMs: number) =>
      comparer.process([{ model: 'linear', overview: overview({ A: 0.5 }, { alerts }) }], nowMs);
    const rate = (nowMs: number) => rows(comparer, nowMs).linear!.alertRate.map(({ alerts }) => alerts);
    came(7, NOW);
    assert.deepEqual(rate(NOW), [0, 0, 0, 0, 0, 0, 0, 0, 0, 0], 'those before it looked have no minute');
    came(9, NOW + 1000);
    came(10, NOW + 2000);
    came(14, NOW + 2 * MINUTE);
    assert.deepEqual(rate(NOW + 2 * MINUTE), [0, 0, 0, 0, 0, 0, 0, 3, 0, 4]);
    came(2, NOW + 3 * MINUTE);
    assert.deepEqual(rate(NOW + 3 * MINUTE), [0, 0, 0, 0, 0, 0, 3, 0, 4, 0], 'a reset brings no alert');
    assert.deepEqual(rate(NOW + 10 * MINUTE), [0, 4, 0, 0, 0, 0, 0, 0, 0, 0]);
    came(2, NOW + 30 * MINUTE);
    assert.equal((comparer.snapshot().models[0]![1] as { rate: unknown[] }).rate.length, 0);
  });

  it('tells with a tick what has changed, and when a minute has passed', () => {
    const comparer = new ModelComparer();
    assert.equal(comparer.tick(NOW), undefined);
    assert.equal(comparer.process([{ model: 'linear', overview: overview({ A: 0.5 }) }], NOW), undefined);
    const [told] = comparer.tick(NOW)!.comparison!;
    assert.ok(Value.Check(ModelComparison, told));
    assert.equal(comparer.tick(NOW + 1000), undefined);
    assert.ok(comparer.tick(NOW + MINUTE)?.comparison);
  });

  it('refuses what is no overview or of no model, and says what to do', () => {
    const comparer = new ModelComparer();
    const long = Array.from({ length: 1001 }, (_, i) => ({ nodeId: `N${i}`, risk: 0, isRaised: false }));
    const bad: [unknown, string, string][] = [
      [null, 'linear', 'no-overview'],
      ['{', 'linear', 'no-overview'],
      [{ ...overview({}), meanRisk: 'high' }, 'linear', 'no-overview'],
      [{ ...overview({}), meanRisk: Number.NaN }, 'linear', 'no-overview'],
      [{ ...overview({}), critical: long }, 'linear', 'too-many-nodes'],
      [overview({}), '__proto__', 'unknown-model'],
    ];
    for (const [given, model, reason] of bad) {
      const refused = comparer.process([{ model, overview: given }], NOW)!.refused!;
      assert.equal(refused[0]!.reason, reason);
      assert.ok(refused[0]!.remedy.length > 5);
    }
    assert.equal(comparer.tick(NOW), undefined);
    assert.throws(() => new ModelComparer({ reference: 'none' }), /reference: none is none of the models/);
  });

  it('goes on after a restart where it was', () => {
    const comparer = new ModelComparer();
    comparer.process([{ model: 'linear', overview: overview({ A: 0.5 }, { alerts: 3 }) }], NOW);
    comparer.process([{ model: 'linear', overview: overview({ A: 0.5 }, { alerts: 5 }) }], NOW);
    const other = new ModelComparer();
    other.restore(JSON.parse(JSON.stringify(comparer.snapshot())));
    assert.deepEqual(other.comparison(NOW), comparer.comparison(NOW));
    assert.ok(other.tick(NOW)?.comparison);
    assert.throws(() => other.restore({}), /not a snapshot/);
  });
});
