import type { RandomStreams } from '../random';
import { NearPlaces } from './near-places';

/** Where nodes are, and which two each line joins; never two lines between the same two. */
export interface GrownGrid {
  xKm: number[];
  yKm: number[];
  lines: [from: number, to: number][];
}

/**
 * Chances of a redundant line from a new node, of one from any node, and that a new node splits a line instead: so that
 * degrees and the share of radial nodes are those of the 300-bus case and SciGRID Germany (mean 2.7, 22 % with one neighbour).
 */
const NEW_REDUNDANT = 0.3;
const ANY_REDUNDANT = 0.15;
const SPLIT = 0.2;
/** How much a long way around counts against the length of a line. */
const REDUNDANCY_EXPONENT = 1 / 3;
/** A redundant line ends at one of so many nearest nodes; a way around longer than the limit counts as that. */
const CANDIDATES = 12;
const HOP_LIMIT = 6;
/** About one substation of the high-voltage grid of a densely settled country. */
const KM2_A_NODE = 36;
/** Towns take two thirds of the nodes. */
const NODES_A_TOWN = 200;
const TOWN_SHARE = 2 / 3;
const TOWN_KM = 12;

/**
 * A grid that grows node by node: a new one is joined to the nearest, or splits a line; now and then a redundant line
 * joins two nodes that lie near each other but far apart on the grid, where (hops + 1)^r/length is largest. So early lines
 * are long and later ones local, most nodes have two or three neighbours, many one, and the tail is exponential.
 * Source: Schultz, Heitzig and Kurths, "A random growth model for power grids and other spatially embedded infrastructure
 * networks", European Physical Journal Special Topics 223, 2014; with places in towns, and redundant lines sought among
 * near nodes only.
 * @param random streams 0 and 1
 */
export function growGrid(nodeCount: number, random: RandomStreams): GrownGrid {
  const sideKm = Math.sqrt(nodeCount * KM2_A_NODE);
  const places = new NearPlaces(sideKm);
  const neighbours: number[][] = [];
  const lines: [number, number][] = [];
  const towns = Array.from({ length: Math.ceil(nodeCount / NODES_A_TOWN) }, () => {
    return { x: random.between(0, 0, sideKm), y: random.between(0, 0, sideKm) };
  });
  const hops = new HopCount(neighbours, nodeCount);

  const addNode = (x: number, y: number) => {
    neighbours.push([]);
    return places.add(x, y);
  };
  const join = (from: number, to: number) => {
    neighbours[from]!.push(to);
    neighbours[to]!.push(from);
    lines.push([from, to]);
  };
  const joinRedundantly = (node: number) => {
    const near = places.near(places.xKm[node]!, places.yKm[node]!, CANDIDATES);
    const candidates = near.filter((other) => other !== node && !neighbours[node]!.includes(other));
    let [best, most] = [-1, 0];
    for (const [at, far] of hops.between(node, candidates).entries()) {
      const use = (far + 1) ** REDUNDANCY_EXPONENT / Math.max(1e-3, places.distanceKm(node, candidates[at]!));
      if (use > most) [best, most] = [candidates[at]!, use];
    }
    if (best >= 0) join(node, best);
  };
  const draw = () => random.unit(1);

  addNode(...anywhere());
  while (neighbours.length < nodeCount) {
    if (lines.length > 0 && draw() < SPLIT) {
      const at = Math.floor(draw() * lines.length);
      const [from, to] = lines[at]!;
      split(
        at,
        from,
        to,
        addNode((places.xKm[from]! + places.xKm[to]!) / 2, (places.yKm[from]! + places.yKm[to]!) / 2),
      );
      continue;
    }
    const [x, y] = anywhere();
    const [nearest] = places.near(x, y, 1);
    const node = addNode(x, y);
    join(node, nearest!);
    if (draw() < NEW_REDUNDANT) joinRedundantly(node);
    if (draw() < ANY_REDUNDANT) joinRedundantly(Math.floor(draw() * neighbours.length));
  }
  return { xKm: places.xKm, yKm: places.yKm, lines };

  function anywhere(): [number, number] {
    const inside = (km: number) => Math.min(sideKm, Math.max(0, km));
    if (random.unit(0) >= TOWN_SHARE) return [random.between(0, 0, sideKm), random.between(0, 0, sideKm)];
    const { x, y } = towns[Math.floor(random.unit(0) * towns.length)]!;
    return [inside(x + TOWN_KM * random.normal(0)), inside(y + TOWN_KM * random.normal(0))];
  }

  function split(at: number, from: number, to: number, middle: number): void {
    lines[at] = [from, middle];
    neighbours[from]![neighbours[from]!.indexOf(to)] = middle;
    neighbours[to]!.splice(neighbours[to]!.indexOf(from), 1);
    neighbours[middle]!.push(from);
    join(middle, to);
  }
}

/** Lines on the shortest way between nodes, up to the limit. */
class HopCount {
  private readonly seen: Int32Array;
  private readonly hop: Int32Array;
  private readonly queue: Int32Array;
  private search = 0;

  constructor(
    private readonly neighbours: readonly number[][],
    nodeCount: number,
  ) {
    this.seen = new Int32Array(nodeCount);
    this.hop = new Int32Array(nodeCount);
    this.queue = new Int32Array(nodeCount);
  }

  between(from: number, to: readonly number[]): number[] {
    const { seen, hop, queue, neighbours } = this;
    const search = ++this.search;
    let left = to.length;
    let met = 1;
    queue[0] = from;
    seen[from] = search;
    hop[from] = 0;
    const wanted = new Set(to);
    for (let i = 0; i < met && left > 0; i++) {
      const next = hop[queue[i]!]! + 1;
      if (next > HOP_LIMIT) break;
      for (const node of neighbours[queue[i]!]!) {
        if (seen[node] === search) continue;
        seen[node] = search;
        hop[node] = next;
        queue[met++] = node;
        if (wanted.has(node)) left--;
      }
    }
    return to.map((node) => (seen[node] === search ? hop[node]! : HOP_LIMIT));
  }
}
