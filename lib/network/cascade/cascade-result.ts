import type { CascadeIsland, CascadeResult, CascadeTrip, CriticalNode } from '../../messages';
import { adjacencyOf, componentsOf } from '../graph';
import type { NetworkModel } from '../network-model';
import type { CascadeCase } from './cascade-case';
import type { FlowCascade, Removal, Trip } from './flow-cascade';

/** Sums are told to a watt; the rest is rounding. */
const PER_MW = 1e6;

/** A cascade of flows in the words of its message. */
export function flowResult(
  given: CascadeCase,
  removal: Removal,
  loadFactor: number,
  revision: number,
  cascade: FlowCascade,
): CascadeResult {
  const { model } = given;
  const before = given.study(loadFactor).base;
  const lineId = (at: number) => model.branches[at]!.id;
  const nodeId = (at: number) => model.nodes[at]!.id;
  const out = new Set(cascade.waves.flatMap(({ trips }) => trips.map(({ branch }) => branch)));
  const lostMw = before.power.demandMw.map((demand, at) => rounded(demand - cascade.demandMw[at]!));
  return {
    method: 'flow',
    removed: { lines: removal.branches.map(lineId), nodes: removal.nodes.map(nodeId) },
    loadFactor,
    revision,
    waves: cascade.waves.map((wave, at) => ({
      trips: wave.trips.map((trip) => tripOf(trip, lineId)),
      nodes: at === 0 ? removal.nodes.map(nodeId) : [],
      lostMw: rounded(wave.lostMw),
    })),
    rounds: Math.max(0, cascade.waves.length - 1),
    tripped: trippedOf(cascade).length,
    linesOut: model.branches.filter(({ inService }, at) => !inService || out.has(at)).map(({ id }) => id),
    loadMw: rounded(before.servedMw),
    lostMw: rounded(cascade.lostMw),
    lostPercent: rounded(100 * cascade.lostShare),
    islands: islandsOf(without(model, out), new Set(removal.nodes), cascade.demandMw, lostMw),
    criticalNodes: criticalNodes(model, lostMw, tripsAt(model, trippedOf(cascade))),
    overloaded: given.overloaded(loadFactor),
    assumedRatings: given.assumedRatings,
  };
}

/** What went by overload. */
export const trippedOf = ({ waves }: FlowCascade): Trip[] => waves.slice(1).flatMap(({ trips }) => trips);

/** Of each node how many of the trips were at it. */
export function tripsAt({ nodes, branches }: NetworkModel, trips: readonly Trip[]): Int32Array {
  const counts = new Int32Array(nodes.length);
  for (const { branch } of trips) {
    counts[branches[branch]!.from]! += 1;
    counts[branches[branch]!.to]! += 1;
  }
  return counts;
}

/** The nodes that were hit, the worst first; of equals the first of the network. */
export function criticalNodes({ nodes }: NetworkModel, lostMw: Float64Array, trips: Int32Array): CriticalNode[] {
  return nodes
    .map(({ id }, at) => ({ nodeId: id, lostMw: lostMw[at]!, trips: trips[at]! }))
    .filter((node) => node.lostMw > 0 || node.trips > 0)
    .sort((a, b) => b.lostMw - a.lostMw || b.trips - a.trips);
}

export const rounded = (value: number) => Math.round(value * PER_MW) / PER_MW;

/** The parts that are connected, the largest first. */
export function islandsOf(
  model: NetworkModel,
  gone: ReadonlySet<number>,
  demandMw: Float64Array,
  lostMw: Float64Array,
): CascadeIsland[] {
  const { of, sizes } = componentsOf(adjacencyOf(model, { mergeParallel: true }));
  const islands = sizes.map((): CascadeIsland => ({ nodes: [], servedMw: 0, lostMw: 0, isDark: false }));
  for (const [at, { id }] of model.nodes.entries()) {
    if (gone.has(at)) continue;
    const island = islands[of[at]!]!;
    island.nodes.push(id);
    island.servedMw += demandMw[at]!;
    island.lostMw += lostMw[at]!;
  }
  return islands
    .filter(({ nodes }) => nodes.length > 0)
    .map(({ nodes, servedMw, lostMw: lost }) => {
      const served = rounded(servedMw);
      return { nodes, servedMw: served, lostMw: rounded(lost), isDark: served === 0 && lost > 0 };
    })
    .sort((a, b) => b.nodes.length - a.nodes.length);
}

export function without(model: NetworkModel, out: ReadonlySet<number>): NetworkModel {
  const branches = model.branches.map((branch, at) => (out.has(at) ? { ...branch, inService: false } : branch));
  return { ...model, branches };
}

function tripOf({ branch, flowMw, ratingMw, parents }: Trip, lineId: (at: number) => string): CascadeTrip {
  return {
    lineId: lineId(branch),
    flowMw: rounded(flowMw),
    ratingMw: rounded(ratingMw),
    loadingPercent: rounded((100 * Math.abs(flowMw)) / ratingMw),
    parents: parents.map(lineId),
  };
}
