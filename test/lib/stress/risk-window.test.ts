import assert from 'node:assert/strict';
import { Value } from '@sinclair/typebox/value';
import { NodeRisk } from '../../../lib/messages/node-risk';
import { RiskAlert } from '../../../lib/messages/risk-alert';
import { RiskOverview } from '../../../lib/messages/risk-overview';
import { ORIGINAL_OLDER_RISK, ORIGINAL_RISK, RiskWindow, type RiskWindowSettings } from '../../../lib/stress';

type Given = Partial<RiskWindowSettings>;

const SECOND = 1000;
const HOUR = 3_600_000;
const NOW = 2e12;
const at = (timeMs: number, stress: number, nodeId = 'A') => ({ nodeId, timeMs, stress, sourceId: 'S' });
const close = (actual: number, expected: number) =>
  assert.ok(Math.abs(actual - expected) < 1e-12, `${actual} is not ${expected}`);

function run(settings: Given, values: unknown[]) {
  const operator = new RiskWindow(settings);
  const out = operator.process(values, NOW);
  const rest = operator.flush();
  const risks = [...(out?.risks ?? []), ...(rest?.risks ?? [])];
  const alerts = [...(out?.alerts ?? []), ...(rest?.alerts ?? [])];
  return { operator, risks, alerts, late: out?.late ?? [], refused: out?.refused ?? [] };
}
const brief = (alerts: RiskAlert[], unitMs: number) => alerts.map(({ state, timeMs }) => `${state} ${timeMs / unitMs}`);
/** Mean of tumbling hours, as it is. */
const PLAIN: Given = { windows: 'tumbling', windowMinutes: 60, latenessMinutes: 0, slopeWeight: 0, isBounded: false };

describe('risk window', () => {
  describe('the original’s rules, by hand', () => {
    it('sums the last ten values, alerts from 0.7 on and again after twelve values', () => {
      // 0.125 each: the sixth makes 0.75. Twelve are then passed over: 19, 32, 45.
      const values = Array.from({ length: 46 }, (_, i) => at((i + 1) * SECOND, 0.125));
      const { risks, alerts } = run(ORIGINAL_RISK, values);
      assert.deepEqual(
        risks.map(({ risk }) => risk).slice(0, 12),
        [0.125, 0.25, 0.375, 0.5, 0.625, 0.75, 0.875, 1, 1.125, 1.25, 1.25, 1.25],
      );
      assert.deepEqual(brief(alerts, SECOND), ['raised 6', 'repeated 19', 'repeated 32', 'repeated 45']);
      assert.deepEqual([alerts[0]!.risk, alerts[0]!.threshold], [0.75, 0.7]);
    });

    it('counts values of one time and of all sources, each node for itself', () => {
      const values = [at(1, 0.4), at(1, 0.4, 'B'), at(1, 0.3), at(2, 0.3, 'B')];
      assert.deepEqual(
        run(ORIGINAL_RISK, values).alerts.map(({ nodeId, timeMs }) => [nodeId, timeMs]),
        [
          ['A', 1],
          ['B', 2],
        ],
      );
    });

    it('older: 300 s, three values, half the slope added, again after 120 s', () => {
      const steady = [0, 60, 120, 180, 240, 300, 360, 420].map((s) => at(s * SECOND, 0.2));
      // 0.6 with three values, 0.8 with four; in 300 s, both ends included, six values lie: 1.2.
      const { alerts, risks } = run(ORIGINAL_OLDER_RISK, steady);
      assert.deepEqual(brief(alerts, SECOND), ['raised 180', 'repeated 300', 'repeated 420']);
      assert.deepEqual(
        risks.map(({ points }) => points),
        [1, 2, 3, 4, 5, 6, 6, 6],
      );
      assert.deepEqual(risks.map(({ isJudged }) => isJudged).slice(0, 3), [false, false, true]);
      close(risks.at(-1)!.risk, 1.2);
      // 0.125 + 0.25 + 0.375 = 0.75; slope 0.125 a value: 0.8125
      const rising = run(
        ORIGINAL_OLDER_RISK,
        [0.125, 0.25, 0.375].map((stress, i) => at(i * 60 * SECOND, stress)),
      );
      assert.equal(rising.risks[2]!.risk, 0.8125);
      // Falling adds nothing; two values alone decide nothing.
      const falling = run(
        ORIGINAL_OLDER_RISK,
        [0.5, 0.25, 0].map((stress, i) => at(i * 60 * SECOND, stress)),
      );
      assert.equal(falling.risks[2]!.risk, 0.75);
      assert.deepEqual(run(ORIGINAL_OLDER_RISK, [at(0, 1), at(1, 1)]).alerts, []);
    });
  });

  it('holds to the vector of sliding windows', () => {
    const values = [at(8000, 0.125), at(9200, 0.25), at(12400, 0.5)];
    const { risks } = run({ ...ORIGINAL_RISK, windows: 'sliding', windowMinutes: 5 / 60 }, values);
    assert.deepEqual(
      risks.map(({ startMs, endMs, sum }) => [startMs, endMs - 1, sum]),
      [
        [3000, 8000, 0.125],
        [4200, 9200, 0.375],
        [7400, 12400, 0.875],
        [8001, 13001, 0.75],
        [9201, 14201, 0.5],
      ],
    );
    const { risks: trailing } = run({ ...ORIGINAL_RISK, windows: 'trailing', windowMinutes: 5 / 60 }, values);
    assert.deepEqual(trailing, risks.slice(0, 3));
  });

  it('makes a risk of sum, mean, maximum and rise, bounded', () => {
    // Values 0, 0.1, 0.5 at 0, 1, 3 h: mean 0.2, slope by hand (4/3·0.2 + 1/3·0.1 + 5/3·0.3) / (14/3) = 0.8/4.6667 per h
    const values = [at(0, 0), at(HOUR, 0.1), at(3 * HOUR, 0.5)];
    const weights = { sumWeight: 1, meanWeight: 2, maximumWeight: 3, slopeWeight: 4 };
    const settings: Given = {
      ...weights,
      windows: 'tumbling',
      windowMinutes: 240,
      slopePer: 'hour',
      threshold: 0.9,
      highRisk: 0.9,
    };
    const [bounded] = run(settings, values).risks;
    close(bounded!.slope, 6 / 35);
    const x = 0.6 + 2 * 0.2 + 3 * 0.5 + 4 * (6 / 35);
    close(bounded!.risk, 1 - Math.exp(-x));
    close(run({ ...settings, isBounded: false }, values).risks[0]!.risk, x);
    close(run({ ...settings, slopePer: 'window' }, values).risks[0]!.slope, (4 * 6) / 35);
    close(run({ ...settings, slopePer: 'second' }, values).risks[0]!.slope, 6 / 35 / 3600);
    close(run({ ...settings, slopePer: 'record' }, values).risks[0]!.slope, 0.25);
    assert.equal(run(settings, [at(5, 0.3), at(5, 0.4)]).risks[0]!.slope, 0);
  });

  it('counts the highest of several values of one time, or all', () => {
    const values = [at(5, 0.2), at(5, 0.4), at(5, 0.3), at(6, 0.1)];
    const [highest] = run(PLAIN, values).risks;
    assert.deepEqual([highest!.points, highest!.sum], [2, 0.5]);
    assert.equal(run({ ...PLAIN, sameTime: 'all' }, values).risks[0]!.points, 4);
  });

  describe('alerts', () => {
    const hours = (...stresses: number[]) => stresses.map((stress, i) => at(i * HOUR, stress));
    const NO_WAIT: Given = { ...PLAIN, coolDownMinutes: 0 };

    it('clear the hysteresis below the threshold', () => {
      const values = hours(0.2, 0.3, 0.26, 0.29, 0.25, 0.29, 0.31);
      assert.deepEqual(brief(run(NO_WAIT, values).alerts, HOUR), ['raised 2', 'cleared 5', 'raised 7']);
    });

    it('become high once, and repeat only when asked to', () => {
      const values = hours(0.4, 0.6, 0.7, 0.4, 0.6);
      const { alerts } = run(NO_WAIT, values);
      assert.deepEqual(
        alerts.map(({ state, severity, timeMs }) => [state, severity, timeMs / HOUR]),
        [
          ['raised', 'medium', 1],
          ['repeated', 'high', 2],
        ],
      );
      assert.equal(run({ ...NO_WAIT, repeats: true }, values).alerts.length, 5);
    });

    it('wait for the cool-down in event time or in windows', () => {
      const values = hours(0.4, 0.1, 0.4, 0.4, 0.4);
      const states = (more: Given) => brief(run({ ...PLAIN, ...more }, values).alerts, HOUR);
      assert.deepEqual(states({ coolDownMinutes: 0 }), ['raised 1', 'cleared 2', 'raised 3']);
      assert.deepEqual(states({ coolDownMinutes: 180 }), ['raised 1', 'cleared 2', 'raised 4']);
      assert.deepEqual(states({ coolDownMinutes: 0, coolDownEvents: 3 }), ['raised 1', 'cleared 2', 'raised 5']);
    });

    it('clear when a node falls silent, at the end of the window that is empty', () => {
      const values = [at(0, 0.4), at(0, 0.1, 'B'), at(HOUR, 0.1, 'B'), at(5 * HOUR, 0.1, 'B')];
      const { alerts } = run(PLAIN, values);
      assert.deepEqual(brief(alerts, HOUR), ['raised 1', 'cleared 2']);
      assert.deepEqual([alerts[1]!.risk, alerts[1]!.nodeId], [0, 'A']);
    });

    it('say why', () => {
      const [alert] = run({ ...PLAIN, slopeWeight: 0.5, isBounded: true }, hours(0.5)).alerts;
      assert.match(alert!.because, /^1 values: 1 − e\^−\(1 · mean 0\.5 \+ 0\.5 · slope 0\) = 0\.3935, threshold 0\.3$/);
    });
  });

  it('shows critical nodes, mean risk and alerts by interval', () => {
    const settings: Given = { ...PLAIN, topCount: 2, rateMinutes: 60 };
    const operator = new RiskWindow(settings);
    assert.equal(operator.tick(NOW), undefined);
    assert.equal(operator.overview().timeMs, null);
    const values = [
      at(0, 0.9, 'X'),
      at(HOUR, 0.4),
      at(HOUR, 0.6, 'B'),
      at(HOUR, 0.2, 'C'),
      at(2 * HOUR, 0, 'C'),
      at(2, 0),
    ];
    operator.process(values, NOW);
    const [overview] = operator.tick(NOW)!.overview!;
    assert.deepEqual([...Value.Errors(RiskOverview, overview)], []);
    assert.deepEqual(overview!.critical, [
      { nodeId: 'B', risk: 0.6, isRaised: true },
      { nodeId: 'A', risk: 0.4, isRaised: true },
    ]);
    close(overview!.meanRisk, 0.4);
    const { nodes, activeAlerts, alerts, late, timeMs, alertRate } = overview!;
    assert.deepEqual([nodes, activeAlerts, alerts, late, timeMs], [3, 2, 3, 1, 2 * HOUR]);
    assert.deepEqual(
      alertRate.slice(-3).map((one) => [one.startMs / HOUR, one.alerts]),
      [
        [0, 0],
        [1, 1],
        [2, 2],
      ],
    );
    assert.equal(operator.tick(NOW), undefined);
  });

  it('closes what is open after silence by the clock, once, and not without the setting', () => {
    const silent = (settings: Given, restored = false) => {
      const first = new RiskWindow({ ...PLAIN, ...settings });
      first.process([at(0, 0.4), at(HOUR, 0.2)], NOW);
      const operator = restored ? new RiskWindow({ ...PLAIN, ...settings }) : first;
      if (restored) operator.restore(JSON.parse(JSON.stringify(first.snapshot())));
      const seconds = [0, 29, 30, 59, 60, 90].map((second) => operator.tick(NOW + second * SECOND)?.risks?.length ?? 0);
      return { operator, seconds };
    };
    assert.deepEqual(silent({}).seconds, [0, 0, 0, 0, 0, 0]);
    const { operator, seconds } = silent({ idleSeconds: 30 });
    assert.deepEqual(seconds, [0, 0, 1, 0, 0, 0]);
    assert.deepEqual(silent({ idleSeconds: 30 }, true).seconds, [0, 0, 1, 0, 0, 0]);
    assert.deepEqual(operator.process([at(HOUR + 5, 0.2), at(2 * HOUR, 0.3)], NOW)!.late!.length, 1);
    assert.equal(operator.tick(NOW + 40 * SECOND)!.risks!.length, 1);
  });

  it('refuses what it can’t use or hold', () => {
    const reasons = (settings: Given, values: unknown[]) => run(settings, values).refused.map(({ reason }) => reason);
    const bad = [
      null,
      { nodeId: 'A' },
      at(0.5, 0.1),
      at(0, 2),
      at(0, -1),
      at(NOW + 2 * HOUR, 0.1),
      { ...at(0, 0.1), nodeId: 7 },
    ];
    assert.deepEqual(reasons({}, bad), [
      'not-an-object',
      'no-time',
      'no-time',
      'bad-value',
      'bad-value',
      'ahead-of-clock',
      'no-node',
    ]);
    const many = [0, 1, 2].map((i) => at(i, 0.1));
    assert.deepEqual(reasons({ maximumRecords: 2 }, many), ['too-many-values']);
    const operator = new RiskWindow({ ...PLAIN, maximumRecords: 2 });
    for (let hour = 0; hour < 9; hour += 3) {
      assert.equal(operator.process([at(hour * HOUR, 0.1)], NOW)?.refused?.length ?? 0, 0);
    }
    for (const windows of ['tumbling', 'last'] as const) {
      const settings: Given = { ...PLAIN, windows, maximumNodes: 2 };
      assert.deepEqual(
        reasons(
          settings,
          ['A', 'B', 'C'].map((id) => at(0, 0.1, id)),
        ),
        ['nodes-evicted'],
      );
    }
  });

  it('names settings that are wrong, and snapshots of others', () => {
    assert.throws(() => new RiskWindow({ windowMinutes: 5, advanceMinutes: 10 }), /advanceMinutes/);
    assert.throws(() => new RiskWindow({ hysteresis: 0.3 }), /hysteresis/);
    assert.throws(() => new RiskWindow({ highRisk: 0.1 }), /highRisk/);
    const { operator } = run(PLAIN, [at(0, 0.1)]);
    assert.throws(() => new RiskWindow({}).restore(operator.snapshot()), /tumbling 60 min/);
    assert.throws(() => operator.restore(null), /not a snapshot/);
  });

  it('sends what the schemas say, and takes the original’s names', () => {
    const original = { source_node: 'N1', node_id: 'N2', hop: 1, timestamp: '2018-01-01T00:00:00Z', stress: 0.5 };
    const { risks, alerts } = run(PLAIN, [original]);
    assert.equal(risks[0]!.startMs, Date.UTC(2018, 0, 1));
    assert.deepEqual([...Value.Errors(NodeRisk, risks[0]), ...Value.Errors(RiskAlert, alerts[0])], []);
  });
});
