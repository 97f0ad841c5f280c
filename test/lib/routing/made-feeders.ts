import { SeededRandom } from '../../../lib/anomaly/random';
import type { NetworkBranch, NetworkModel, NetworkNode } from '../../../lib/network/network-model';

export interface FeederSettings {
  columns: number;
  rows: number;
  /** Branches that are open today. */
  ties: number;
  seed: number;
  /** @default 1 */
  sources?: number;
  /** Greatest voltage drop of the whole is about this, so that the load suits the size. @default 0.05 */
  drop?: number;
}

/** A street grid: a random tree of its streets is closed, some of the others are ties. Loads and lengths are drawn. */
export function madeFeeder({ columns, rows, ties, seed, sources = 1, drop = 0.05 }: FeederSettings): NetworkModel {
  const random = new SeededRandom(seed);
  const count = columns * rows;
  const streets: [number, number][] = [];
  for (let node = 0; node < count; node++) {
    if (node % columns !== columns - 1) streets.push([node, node + 1]);
    if (node + columns < count) streets.push([node, node + columns]);
  }
  for (let at = streets.length - 1; at > 0; at--) {
    const other = random.below(at + 1);
    [streets[at], streets[other]] = [streets[other]!, streets[at]!];
  }
  const sourceAt = new Set(Array.from({ length: sources }, (_, at) => Math.floor(((at + 0.5) * count) / sources)));
  const above = Array.from({ length: count }, (_, at) => at);
  const find = (at: number): number => (above[at] === at ? at : (above[at] = find(above[at]!)));
  const first = [...sourceAt][0]!;
  for (const source of sourceAt) above[find(source)] = find(first);
  const closed: [number, number][] = [];
  const open: [number, number][] = [];
  for (const [a, b] of streets) {
    if (find(a) === find(b)) {
      if (open.length < ties) open.push([a, b]);
    } else {
      above[find(a)] = find(b);
      closed.push([a, b]);
    }
  }
  const loadMw = drop / count ** 1.5;
  const nodes = Array.from({ length: count }, (_, at): NetworkNode => {
    const load = loadMw * (0.2 + random.unit());
    return sourceAt.has(at)
      ? { id: `${at + 1}`, loadMw: 0, generationMw: 0, isReference: true }
      : { id: `${at + 1}`, loadMw: load, loadMvar: load * (0.3 + 0.4 * random.unit()), generationMw: 0 };
  });
  const branch =
    (inService: boolean) =>
    ([from, to]: [number, number]): NetworkBranch => {
      const resistancePu = 0.3 + random.unit();
      const line = { susceptancePu: 0, tapRatio: 1, shiftRad: 0, ratingMva: null, weight: null };
      return {
        id: `${from + 1}-${to + 1}`,
        from,
        to,
        resistancePu,
        reactancePu: resistancePu * (0.5 + random.unit()),
        ...line,
        inService,
      };
    };
  return {
    name: `made-${count}`,
    baseMva: 1,
    nodes,
    branches: [...closed.map(branch(true)), ...open.map(branch(false))],
  };
}
