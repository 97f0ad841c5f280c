import assert from 'node:assert/strict';
import helper from 'node-red-node-test-helper';
import type { GridMapUpdate, Refusal } from '../../lib/messages';
import type { OperationsNow, OperationsTrends } from '../../lib/operations-page';
import { NodeExample } from '../support/node-example';
import { useRuntime } from '../support/node-runtime';

describe('node grid operations page, with its example', () => {
  useRuntime();
  const example = new NodeExample('grid-operations-page');

  it('shows a power flow and telemetry, and tells a failed node', async () => {
    await example.loadEmpty();
    const [now, map] = await Promise.all([example.next<OperationsNow>('now'), example.next<GridMapUpdate>('map')]);
    assert.deepEqual([now.kpis.loadMw, now.kpis.lossKw], [95, null]);
    assert.equal(map.topology!.lines.length, 1);
    example.press('telemetry');
    const red = await example.next<GridMapUpdate>('map');
    assert.deepEqual(
      red.lines!.map(({ id, color }) => [id, color]),
      [['L1', '#d0312d']],
    );
    example.press('power flow');
    const trends = await example.next<OperationsTrends>('trends');
    assert.deepEqual(trends.loss, [{ timeMs: 1767261600000, nowKw: 400, bestKw: null }]);
    const failed = example.next<OperationsNow>('now');
    const error = { message: 'Error: no convergence', source: { type: 'grid-power-flow' } };
    helper.getNode(example.idOf('grid-operations-page')).receive({ payload: 7, error });
    const { kpis, messages } = await failed;
    assert.deepEqual([kpis.lossKw, messages[0]!.text], [null, 'grid-power-flow: no convergence']);
  });

  it('tells a change of the network by itself, and refuses what it does not know', async () => {
    await example.loadEmpty();
    await example.next('map');
    const refused = example.next<Refusal[]>('refused');
    example.press('anything else');
    const [refusal] = await refused;
    assert.equal(refusal!.reason, 'not-for-the-page');
    const network = helper.getNode(example.idOf('grid-topology')) as unknown as {
      shared: { apply(change: object): void };
    };
    const next = example.next<OperationsNow>('now');
    network.shared.apply({ lineId: 'L1', inService: false });
    assert.equal((await next).kpis.linesOut, 1);
  });
});
