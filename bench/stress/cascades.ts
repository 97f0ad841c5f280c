import { branchRatings, CascadeStudy } from '../../lib/network/cascade';
import type { NetworkModel } from '../../lib/network/network-model';
import { DcNetwork, dcPowerFlow, lodfColumn } from '../../lib/network/power-flow';
import { digits, median } from '../faults/timing';
import { table } from '../theft-eval/report';

/** Branches without a rating may carry so many times their flow of the base case. */
const RATING_FACTOR = 1.2;
const LEAST_MW = 10;
const MOST_OUTAGES = 200;

/** Single outages of one network, each followed to its end. */
export function cascadeRow(network: NetworkModel): string[] {
  const [factoredMs, dc] = timed(() => new DcNetwork(network));
  const base = dcPowerFlow(dc, 'generation');
  const outages = evenly(
    network.branches.flatMap(({ inService, from, to }, at) => (inService && from !== to ? at : [])),
  );
  const columnsMs = outages.map((branch) => timed(() => lodfColumn(dc, branch))[0]);
  const ratingMw = branchRatings(network, base.flowMw, { factor: RATING_FACTOR, leastMw: LEAST_MW });
  const study = new CascadeStudy(network, { balance: 'generation', ratingMw });
  const followed = outages.map((branch) => timed(() => study.follow({ branches: [branch], nodes: [] })));
  const times = followed.map(([ms]) => ms);
  const waves = followed.map(([, { waves }]) => waves.length - 1);
  return [
    `${network.name}, ${network.nodes.length} nodes`,
    digits(factoredMs),
    digits(median(columnsMs)),
    String(outages.length),
    `${digits(median(times))} / ${digits(Math.max(...times))}`,
    `${median(waves)} / ${Math.max(...waves)}`,
    (100 * Math.max(...followed.map(([, { lostShare }]) => lostShare))).toFixed(1),
  ];
}

export const cascadeTable = (networks: readonly NetworkModel[]) =>
  table(
    [
      'single outages',
      'factored in ms',
      'LODF column, median ms',
      'outages',
      'followed to the end, median / at most ms',
      'waves after it, median / most',
      'load lost at most, %',
    ],
    networks.map(cascadeRow),
  );

const evenly = (branches: readonly number[]) =>
  branches.length <= MOST_OUTAGES
    ? branches
    : Array.from(
        { length: MOST_OUTAGES },
        (_, i) => branches[Math.floor(((i + 0.5) * branches.length) / MOST_OUTAGES)]!,
      );

function timed<T>(work: () => T): [ms: number, result: T] {
  const began = performance.now();
  const result = work();
  return [performance.now() - began, result];
}
