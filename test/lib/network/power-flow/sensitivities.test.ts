import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { NetworkModel } from '../../../../lib/network/network-model';
import { DcNetwork, dcPowerFlow, lodfColumn, ptdfColumn } from '../../../../lib/network/power-flow';
import { readMatpowerCase } from '../../../support/matpower-case';
import { sharedFile } from '../../../support/shared-data';
import { anyNetwork, close, networkOf } from '../made-models';

const without = (model: NetworkModel, lost: number): NetworkModel => ({
  ...model,
  branches: model.branches.map((branch, at) => (at === lost ? { ...branch, inService: false } : branch)),
});

/** Greatest difference, MW, between flows by factors and by a new solution, over all branches that can be lost. */
function checkOutages(model: NetworkModel) {
  const network = new DcNetwork(model);
  const base = dcPowerFlow(network, 'reference').flowMw;
  let [worst, outages, bridges] = [0, 0, 0];
  for (const [lost, { inService, from, to }] of model.branches.entries()) {
    if (!inService || from === to) continue;
    const factors = lodfColumn(network, lost);
    const after = new DcNetwork(without(model, lost));
    assert.equal(factors === undefined, after.islands.length > network.islands.length);
    if (factors === undefined) bridges++;
    else {
      outages++;
      const solved = dcPowerFlow(after, 'reference').flowMw;
      for (const [at, flow] of solved.entries())
        worst = Math.max(worst, Math.abs(base[at]! + factors[at]! * base[lost]! - flow));
    }
  }
  return { worst, outages, bridges };
}

describe('sensitivities of flows', () => {
  const triangle = networkOf(
    [{ isReference: true }, {}, {}, {}],
    [
      [0, 1],
      [0, 2],
      [2, 1],
      [2, 3],
    ],
  );

  it('to an injection: two to one around a triangle, all of it over a bridge', () => {
    const network = new DcNetwork(triangle);
    close(ptdfColumn(network, 1), [-2 / 3, -1 / 3, -1 / 3, 0]);
    close(ptdfColumn(network, 3), [-1 / 3, -2 / 3, 1 / 3, -1]);
    close(ptdfColumn(network, 0), [0, 0, 0, 0]);
  });

  it('to an outage: around a triangle all of it the other way, undefined for a bridge', () => {
    const network = new DcNetwork(triangle);
    close(lodfColumn(network, 0)!, [-1, 1, 1, 0]);
    assert.equal(lodfColumn(network, 3), undefined);
  });

  it('say what they cannot be asked', () => {
    const network = new DcNetwork(networkOf(2, [[0, 1, { inService: false }]]));
    assert.throws(() => lodfColumn(network, 0), /branch b0 carries nothing: give one in service/);
    assert.throws(() => lodfColumn(network, 1), /branch 1: give an index from 0 to 0/);
    assert.throws(() => ptdfColumn(network, -1), /node -1: give an index from 0 to 1/);
  });

  it('to an outage are exact in any network, shifts and parts included', () => {
    fc.assert(
      fc.property(anyNetwork, (model) => {
        assert.ok(checkOutages(model).worst < 1e-8);
      }),
      { seed: 16, numRuns: 150 },
    );
  });

  it('to an outage are exact to 1e-9 p.u. for every line of case118 that is no bridge', function () {
    const file = sharedFile('networks/case118.m');
    if (file === undefined) return this.skip();
    const { worst, outages, bridges } = checkOutages(readMatpowerCase(file));
    assert.deepEqual([outages, bridges], [177, 9]);
    assert.ok(worst / 100 < 1e-9, `${worst / 100} p.u.`);
  });
});
