import assert from 'node:assert/strict';
import helper from 'node-red-node-test-helper';
import type { NodeMessage } from '../../nodes/shell/node-red';
import { until } from '../support/inbox';
import { useRuntime } from '../support/node-runtime';
import { tempFolder } from '../support/temp-folder';

const TYPES = ['grid-topology', 'grid-stress-detector', 'grid-stress-propagator', 'grid-risk-window'];
const HOUR = 3_600_000;
const START = Date.UTC(2018, 0, 1);

interface Alert {
  nodeId: string;
  timeMs: number;
  risk: number;
}

/** Detector, propagator and risk window with nothing between them: a topic carries what one sends to the next. */
function flow(fields: 'gridloom' | 'original', settings: { detector?: object; propagator?: object; risk?: object }) {
  const node = (id: string, type: string, rest: object) => ({
    id,
    type,
    z: 'tab',
    x: 100,
    y: 100,
    version: 1,
    fields,
    ...rest,
  });
  return [
    { id: 'tab', type: 'tab', label: 'chain' },
    { id: 'network', type: 'grid-topology', version: 1, path: '', topology: '{}' },
    node('detector', 'grid-stress-detector', { ...settings.detector, wires: [['events'], ['refused']] }),
    node('propagator', 'grid-stress-propagator', {
      network: 'network',
      ...settings.propagator,
      wires: [['stress'], ['refused']],
    }),
    node('risk', 'grid-risk-window', { ...settings.risk, wires: [['alerts'], ['refused'], [], [], ['refused']] }),
    ...['events', 'stress', 'alerts', 'refused'].map((id) => ({
      id,
      type: 'helper',
      z: 'tab',
      x: 100,
      y: 100,
      wires: [],
    })),
  ];
}

/**
 * Sends loads through all stages as text, as brokers carry it.
 * @returns what came out of the last stage, as it came
 */
async function play(loads: number[], fields: 'gridloom' | 'original', settings: Parameters<typeof flow>[1] = {}) {
  await helper.load(
    TYPES.map((type) => require(`../../nodes/${type}/${type}`)),
    flow(fields, settings),
  );
  for (const stage of ['detector', 'propagator', 'risk']) helper.getNode(stage).receive({ reset: true });
  const topic = (from: string, to: string) =>
    helper
      .getNode(from)
      .on('input', ({ payload }: NodeMessage) => helper.getNode(to).receive({ payload: JSON.stringify(payload) }));
  topic('events', 'propagator');
  topic('stress', 'risk');
  const out: unknown[] = [];
  helper.getNode('alerts').on('input', ({ payload }: NodeMessage) => out.push(...[payload].flat()));
  helper.getNode('refused').on('input', ({ payload }: NodeMessage) => assert.fail(JSON.stringify(payload)));
  let results = 0;
  helper.getNode('stress').on('input', ({ payload }: NodeMessage) => {
    results += [payload].flat().length;
  });
  for (const [hour, load] of loads.entries()) {
    const measurement = { load, timestamp: new Date(START + hour * HOUR).toISOString() };
    helper.getNode('detector').receive({ payload: Buffer.from(JSON.stringify(measurement)) });
  }
  let before = 0;
  let stillFor = 0;
  await until(() => {
    stillFor = results > 0 && results === before ? stillFor + 1 : 0;
    before = results;
    return stillFor === 5;
  }, 'all loads to pass');
  const [alert] = out as Record<string, unknown>[];
  assert.equal(Boolean(alert && 'risk_score' in alert), fields === 'original');
  await helper.unload();
  return out;
}
const fromOriginal = (alerts: unknown[]): Alert[] =>
  (alerts as { node_id: string; timestamp: string; risk_score: number }[]).map((alert) => {
    return { nodeId: alert.node_id, timeMs: Date.parse(alert.timestamp), risk: alert.risk_score };
  });
const raised = (alerts: unknown[]): Alert[] =>
  (alerts as (Alert & { state: string })[])
    .filter(({ state }) => state !== 'cleared')
    .map(({ nodeId, timeMs, risk }) => ({ nodeId, timeMs, risk }));

describe('grid stress, all stages', function () {
  this.timeout(20_000);
  useRuntime(tempFolder());

  it('follow the original’s rules from load to alert, by hand', async () => {
    // (73,600 / 80,000 − 0.72) · 1.5 = 0.3 at N7; N2 0.85, N6 0.95, N8 0.93, N12 0.84 of it; N1 over N2: · 0.8 · 0.7.
    const settings = {
      detector: { sources: '[{"nodeId":"N7","capacity":1}]' },
      propagator: { walk: 'first-visit', combine: 'each' },
      risk: { preset: 'original' },
    };
    const alerts = fromOriginal(await play(new Array(5).fill(73_600), 'original', settings));
    // The sum of three is above 0.7 at the source and its neighbours, of five also at N1.
    const expected = { N7: [3, 0.9], N2: [3, 0.765], N6: [3, 0.855], N8: [3, 0.837], N12: [3, 0.756], N1: [5, 0.714] };
    for (const [nodeId, [count, risk]] of Object.entries(expected)) {
      const own = alerts.filter((alert) => alert.nodeId === nodeId);
      assert.equal(own.length, 1, nodeId);
      assert.equal(own[0]!.timeMs, START + (count! - 1) * HOUR);
      assert.ok(Math.abs(own[0]!.risk - risk!) < 1e-12, `${nodeId}: ${own[0]!.risk}`);
    }
  });

  it('give the same alerts under either names, and the same bytes in every replay', async () => {
    const loads = Array.from({ length: 48 }, (_, hour) =>
      Math.round(66_000 + 14_000 * Math.sin((hour * Math.PI) / 12)),
    );
    const own = await play(loads, 'gridloom');
    assert.ok(raised(own).length > 5 && raised(own).length < own.length);
    assert.equal(JSON.stringify(await play(loads, 'gridloom')), JSON.stringify(own));
    assert.deepEqual(fromOriginal(await play(loads, 'original')), raised(own));
  });
});
