import assert from 'node:assert/strict';
import { importNetwork } from '../../../lib/network/importers';
import { operationsNetwork } from '../../../lib/network/operations-network';
import { radialPowerFlow } from '../../../lib/network/power-flow';
import { toTopology } from '../../../lib/network/to-topology';

describe('operations network', () => {
  const bytes = Buffer.from(JSON.stringify(operationsNetwork()));
  const { network, findings } = importNetwork([{ name: 'operations', bytes }]);

  it('has the stations and loads of the original, and supply enough for their peak', () => {
    const capacityMw = network.nodes.reduce((sum, node) => sum + (node.capacityMw ?? 0) + node.generationMw, 0);
    const loadMw = network.nodes.reduce((sum, node) => sum + node.loadMw, 0);
    assert.deepEqual([network.nodes.length, loadMw, capacityMw], [8, 299, 330]);
    assert.deepEqual(
      findings.filter(({ severity }) => severity !== 'info'),
      [],
    );
  });

  it('is radial as built, within its limits, with losses of some 0.4 % and supply within capacity', () => {
    const flow = radialPowerFlow(network);
    assert.deepEqual(flow.violations, []);
    const percent = flow.lossKw / flow.supplyMw / 10;
    assert.ok(percent > 0.3 && percent < 0.5, `${percent} %`);
    const supplies = network.nodes.slice(0, 2).map((_, source) => {
      const leaving = network.branches.flatMap(({ from }, at) => (from === source ? [flow.fromMw[at]!] : []));
      return leaving.reduce((sum, mw) => sum + mw, 0);
    });
    assert.ok(supplies[0]! < 150 && supplies[1]! < 140, `${supplies} MW`);
  });

  it('keeps what sources can feed in when it is written and read again', () => {
    const again = importNetwork([{ name: 'again', bytes: Buffer.from(JSON.stringify(toTopology(network))) }]);
    assert.deepEqual(again.network, network);
  });
});
