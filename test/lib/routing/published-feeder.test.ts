import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { importNetwork } from '../../../lib/network/importers';
import type { NetworkModel } from '../../../lib/network/network-model';
import { radialPowerFlow } from '../../../lib/network/power-flow';
import { Reconfiguration, reconfigurationSteps } from '../../../lib/routing';

/** Published: losses as built, and least losses known, kW, and the rows that are open then. */
const [AS_BUILT, BEST] = [1298.0916, 869.7299];
const OPEN_ROWS = [23, 26, 34, 39, 42, 51, 58, 71, 74, 95, 97, 109, 122, 129, 130];
const ROWS = readFileSync(join(__dirname, 'zhang118.txt'), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('%'))
  .map((line) => line.split(' ').map(Number));
/** As MATPOWER's distribution cases convert their units. */
const CONVERSION = `
%% convert branch impedances from Ohms to p.u.
[PQ, PV, REF, NONE, BUS_I, BUS_TYPE, PD, QD, GS, BS, BUS_AREA, VM, ...
    VA, BASE_KV, ZONE, VMAX, VMIN, LAM_P, LAM_Q, MU_VMAX, MU_VMIN] = idx_bus;
[F_BUS, T_BUS, BR_R, BR_X, BR_B, RATE_A, RATE_B, RATE_C, ...
    TAP, SHIFT, BR_STATUS, PF, QF, PT, QT, MU_SF, MU_ST, ...
    ANGMIN, ANGMAX, MU_ANGMIN, MU_ANGMAX] = idx_brch;
Vbase = mpc.bus(1, BASE_KV) * 1e3;      %% in Volts
Sbase = mpc.baseMVA * 1e6;              %% in VA
mpc.branch(:, [BR_R BR_X]) = mpc.branch(:, [BR_R BR_X]) / (Vbase^2 / Sbase);

%% convert loads from kW to MW
mpc.bus(:, [PD, QD]) = mpc.bus(:, [PD, QD]) / 1e3;
`;

interface Variant {
  baseMva?: number;
  tieStatus?: 0 | 1;
  /** The three feeders begin at sources of their own. */
  isSplit?: boolean;
  buses?: string;
  branches?: string;
  generators?: string;
  /** Added to the load of a bus, kW and kvar. */
  added?: Record<number, [number, number]>;
}

function feeder({ baseMva = 10, tieStatus = 0, isSplit = false, added = {}, ...rows }: Variant = {}): NetworkModel {
  const { buses = '', branches = '', generators = '' } = rows;
  const load = new Map(ROWS.map(([, to, , , p, q]) => [to!, [p, q]] as const).filter(([, [p]]) => p !== undefined));
  const bus = (id: number, type: number, [p, q]: readonly number[]) =>
    `\t${id}\t${type}\t${p}\t${q}\t0\t0\t1\t1\t0\t11\t1\t${type === 3 ? 1 : 1.1}\t${type === 3 ? 1 : 0.9};\n`;
  const sources = isSplit ? [1, 201, 202] : [1];
  const starts = new Map([
    [63, sources[1] ?? 1],
    [100, sources[2] ?? 1],
  ]);
  const text = `function mpc = feeder
mpc.version = '2';
mpc.baseMVA = ${baseMva};
mpc.bus = [ %% (Pd and Qd are specified in kW & kVAr here, converted to MW & MVAr below)
${sources.map((id) => bus(id, 3, [0, 0])).join('')}${[...load]
  .map(([id, [p, q]]) => bus(id, 1, [p! + (added[id]?.[0] ?? 0), q! + (added[id]?.[1] ?? 0)]))
  .join('')}${buses}];
mpc.gen = [
${sources.map((id) => `\t${id}\t0\t0\t10\t-10\t1\t100\t1\t10\t0;\n`).join('')}${generators}];
mpc.branch = [  %% (r and x specified in ohms here, converted to p.u. below)
${ROWS.map(
  ([from, to, r, x, p]) =>
    `\t${starts.get(to!) && from === 1 ? starts.get(to!) : from}\t${to}\t${r}\t${x}\t0\t0\t0\t0\t0\t0\t${p === undefined ? tieStatus : 1}\t-360\t360;\n`,
).join('')}${branches}];
${CONVERSION}`;
  return importNetwork([{ name: 'feeder.m', bytes: Buffer.from(text) }]).network;
}

/** Searches until the losses are as low as wanted, or so many power flows are spent. */
function solved(network: NetworkModel, wantedKw: number, mostEvaluations = 20_000) {
  const reconfiguration = new Reconfiguration(network, {}, 1);
  for (const { costKw } of reconfigurationSteps(reconfiguration, mostEvaluations)) if (costKw < wantedKw) break;
  return reconfiguration.result();
}

const near = (actual: number, expected: number, within = 1e-3) =>
  assert.ok(Math.abs(actual - expected) <= within, `${actual} is not ${expected}`);

describe('reconfiguration of a published feeder', function () {
  this.timeout(20_000);

  it('finds the best that is known of 118 buses, with a way there', () => {
    const { before, after, openBranches, switching, isAllowed } = solved(feeder(), BEST + 1e-3);
    near(before!.lossKw, AS_BUILT);
    near(after.lossKw, BEST);
    assert.deepEqual(
      openBranches.map((at) => at + 1),
      OPEN_ROWS,
    );
    assert.deepEqual([isAllowed, switching!.steps.length], [true, 12]);
  });

  it('is the same on any base power, with ties closed in the file, and with feeders at sources of their own', () => {
    for (const variant of [{ baseMva: 1 }, { baseMva: 100 }, { isSplit: true }])
      near(radialPowerFlow(feeder(variant)).lossKw, AS_BUILT);
    const meshed = solved(feeder({ tieStatus: 1, isSplit: true, baseMva: 100 }), BEST + 1e-3);
    assert.match(meshed.todayProblem!, /loop|joined/);
    assert.equal(meshed.before, null);
    near(meshed.after.lossKw, BEST);
  });

  it('takes generator rows, parallel branches, isolated buses and loads below zero', () => {
    const plain = feeder({ added: { 50: [-2000, -1500], 20: [0, -300] } });
    const odd = feeder({
      // Type 2: holds no voltage here, as in a distribution network.
      generators:
        '\t50\t2\t1.5\t2\t0\t1.03\t100\t1\t2\t0;\n\t20\t0\t0.3\t1\t-1\t1\t100\t1\t0\t0;\n\t20\t9\t9\t9\t-9\t1\t100\t0\t9\t0;\n',
      buses: '\t300\t4\t50\t50\t0\t0\t1\t1\t0\t11\t1\t1.1\t0.9;\n',
      branches:
        '\t300\t20\t1\t1\t0\t0\t0\t0\t0\t0\t1\t-360\t360;\n\t1\t2\t0.036\t0.01296\t0\t0\t0\t0\t0\t0\t0\t-360\t360;\n',
    });
    const flow = radialPowerFlow(odd);
    near(flow.lossKw, radialPowerFlow(plain).lossKw, 1e-6);
    assert.equal(flow.voltagePu[odd.nodes.findIndex(({ id }) => id === '300')], 0);
    assert.ok(flow.lossKw < AS_BUILT);
    const { after, closed, lowerBoundKw, switching } = solved(odd, 0, 100);
    assert.equal(closed[odd.branches.findIndex(({ from, to }) => odd.nodes[from]!.id === '300' || to === -1)], 0);
    assert.ok(switching!.steps.length > 0);
    assert.ok(after.lossKw < flow.lossKw && lowerBoundKw <= after.lossKw && lowerBoundKw > 0);
  });
});
