import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { toTopology } from '../../lib/network/to-topology';
import { madeFeeder } from '../lib/routing/made-feeders';
import { gridloom } from '../support/run-gridloom';
import { tempFolder } from '../support/temp-folder';

const folder = tempFolder();
const fileOf = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};
const FEEDER = fileOf('feeder.json', JSON.stringify(toTopology(madeFeeder({ columns: 4, rows: 3, ties: 3, seed: 2 }))));
const RING = fileOf(
  'ring.m',
  `function mpc = ring
mpc.version = '2';
mpc.baseMVA = 10;
mpc.bus = [1 3 0 0 0 0 1 1 0 20 1 1.1 0.95; 2 1 1 0.5 0 0 1 1 0 20 1 1.1 0.95; 3 1 2 1 0 0.1 1 1 0 20 1 1.1 0.95; 4 4 1 1 0 0 1 1 0 20 1 1.1 0.95];
mpc.gen = [1 0 0 0 0 1.02 10 1 0 0];
mpc.branch = [1 2 0.01 0.01 0 5 0 0 0 0 1; 2 3 0.02 0.02 0 5 0 0 0 0 1; 1 3 0.01 0 0 5 0 0 0 0 0];
`,
);

describe('gridloom powerflow and reconfigure', function () {
  // The first test loads the commands.
  this.timeout(20_000);

  it('gives losses, voltages and loadings by row of the file', async () => {
    const { code, out } = await gridloom('powerflow', RING, '--json');
    assert.equal(code, 0);
    const flow = JSON.parse(out);
    assert.deepEqual([flow.minVoltageNode, flow.nodes[0].voltagePu, flow.nodes[3].voltagePu], ['3', 1.02, null]);
    assert.deepEqual([flow.branches[2].row, flow.branches[2].id, flow.branches[2].fromMw], [3, '1-3', 0]);
    assert.ok(Math.abs(flow.supplyMw * 1000 - 3000 - flow.lossKw) < 1e-6);
    assert.match(
      (await gridloom('powerflow', RING, '--min-voltage', '1.015')).out,
      /low-voltage +3 +1\.0\d+ p\.u\., limit 1\.015/,
    );
  });

  it('finds what to switch, with the way there', async () => {
    const { code, out } = await gridloom('reconfigure', RING, '--json', '--seconds', '5');
    assert.equal(code, 0);
    const result = JSON.parse(out);
    assert.deepEqual([result.openBranches, result.provenOptimal, result.withinLimits], [[2], true, true]);
    assert.deepEqual([result.switching.length, result.switching[0].close, result.switching[0].open], [1, 3, 2]);
    assert.ok(result.lossAfterKw < result.lossBeforeKw && result.lowerBoundKw === result.lossAfterKw);
    assert.ok(result.secondsToBest >= 0 && result.minVoltagePu > 1);
    assert.match((await gridloom('reconfigure', RING)).out, /proven.*\n.*saves.*\n\n.*step +close/);
  });

  it('takes constraints by row or id, and is the same for the same seed and evaluations', async () => {
    const run = async (...args: string[]) => JSON.parse((await gridloom('reconfigure', FEEDER, '--json', ...args)).out);
    const free = await run('--evaluations', '60', '--seed', '3');
    const { secondsToBest: _, ...again } = await run('--evaluations', '60', '--seed', '3');
    assert.deepEqual({ ...again, secondsToBest: free.secondsToBest }, free);
    const [row, id] = [free.openBranches[0], free.openBranchIds[1]];
    const locked = await run('--lock', `${14}`, '--out-of-service', id, '--seconds', '1');
    assert.ok(locked.openBranchIds.includes(id) && row > 0);
    assert.ok(locked.openBranches.includes(14));
  });

  it('says what is wrong', async () => {
    assert.deepEqual((await gridloom('reconfigure')).code, 2);
    assert.match((await gridloom('reconfigure', RING, '--lock', '7-9')).err, /"7-9" is no branch/);
    assert.equal((await gridloom('reconfigure', RING, '--seconds', 'x')).code, 2);
    const meshed = fileOf(
      'meshed.json',
      JSON.stringify({
        nodes: [
          { id: 'A', isReference: true },
          { id: 'B', loadMw: 1 },
        ],
        lines: [1, 2].map((at) => ({ id: `L${at}`, from: 'A', to: 'B', reactancePu: 0.1, resistancePu: at / 10 })),
      }),
    );
    const flow = await gridloom('powerflow', meshed);
    assert.deepEqual([flow.code, flow.out], [1, '']);
    assert.match(flow.err, /meshed, with a loop over L2 \(row 2\), L1 \(row 1\)/);
    const { code, out, err } = await gridloom('reconfigure', meshed, '--json');
    assert.match(err, /warning: today's state has no power flow/);
    assert.deepEqual([code, JSON.parse(out).openBranches, JSON.parse(out).switching], [0, [2], null]);
  });
});
