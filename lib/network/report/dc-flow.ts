import type { LimitViolation } from '../../messages';
import type { NetworkModel } from '../network-model';
import { DcNetwork } from '../power-flow';
import type { NetworkFlow } from './network-flow';
import type { Supply } from './supply';

/** Rounding alone is no violation. */
const ROUNDING = 1e-9;

/**
 * DC power flow. All sources of an island hold the same angle, as they do in AC. Losses are estimated from the flows at 1
 * p.u. (r·P²), and the sources supply them in proportion to what they supply anyway; the flows do without them.
 * @throws Error that names the node or branch with a value that can't be reckoned with
 */
export function dcFlow(supply: Supply): NetworkFlow {
  const model = supply.fed;
  const { nodes, branches, baseMva } = model;
  const network = new DcNetwork(withJoinedSources(model, supply));
  const drawnMw = Float64Array.from(nodes, ({ loadMw, shuntMw = 0 }) => loadMw + shuntMw);
  const generationMw = Float64Array.from(nodes, (node) => node.generationMw);
  for (const [at, { id }] of nodes.entries())
    if (!Number.isFinite(drawnMw[at]! - generationMw[at]!))
      throw new Error(`node ${id} has no usable MW: give numbers`);
  const angleRad = network.angles(
    generationMw.map((megawatts, node) => megawatts - drawnMw[node]!),
    true,
  );
  const fromMw = network.flows(angleRad, true);
  for (const source of supply.sources) generationMw[source] = drawnMw[source]!;
  const isSource = new Uint8Array(nodes.length);
  for (const source of supply.sources) isSource[source] = 1;
  const islandLossMw = new Float64Array(supply.islands.sizes.length);
  const lossKw = new Float64Array(branches.length);
  for (const [at, { from, to, resistancePu }] of branches.entries()) {
    if (fromMw[at] === 0) continue;
    if (isSource[from] === 1) generationMw[from]! += fromMw[at]!;
    if (isSource[to] === 1) generationMw[to]! -= fromMw[at]!;
    const lossMw = (resistancePu * fromMw[at]! ** 2) / baseMva;
    lossKw[at] = lossMw * 1000;
    islandLossMw[supply.islands.of[from]!]! += lossMw;
  }
  supplyLosses(generationMw, islandLossMw, supply);
  const loadingPercent = fromMw.map((megawatts, at) => {
    const { ratingMva, inService } = branches[at]!;
    return ratingMva === null || !inService ? Number.NaN : (100 * Math.abs(megawatts)) / ratingMva;
  });
  return {
    method: 'dc',
    voltagePu: new Float64Array(nodes.length),
    angleRad,
    generationMw,
    fromMw,
    fromMva: fromMw.map(Math.abs),
    lossKw,
    loadingPercent,
    residualPu: 0,
    violations: branches.flatMap(({ id, ratingMva }, at): LimitViolation[] =>
      loadingPercent[at]! > 100 * (1 + ROUNDING)
        ? [{ kind: 'overload', id, value: Math.abs(fromMw[at]!), limit: ratingMva! }]
        : [],
    ),
  };
}

/** The network with all sources of an island in the place of the first. */
function withJoinedSources(model: NetworkModel, { islands, sources }: Supply): NetworkModel {
  const first = new Map<number, number>();
  const placeOf = new Map<number, number>();
  for (const source of sources) {
    const island = islands.of[source]!;
    if (first.has(island)) placeOf.set(source, first.get(island)!);
    else first.set(island, source);
  }
  const chosen = new Set(first.values());
  const place = (node: number) => placeOf.get(node) ?? node;
  return {
    ...model,
    nodes: model.nodes.map((node, at) => ({ ...node, isReference: chosen.has(at) })),
    branches: model.branches.map((branch) => ({ ...branch, from: place(branch.from), to: place(branch.to) })),
  };
}

function supplyLosses(generationMw: Float64Array, islandLossMw: Float64Array, { islands, sources }: Supply): void {
  const supplied = new Float64Array(islandLossMw.length);
  for (const source of sources) supplied[islands.of[source]!]! += Math.max(0, generationMw[source]!);
  const isServed = new Uint8Array(islandLossMw.length);
  for (const source of sources) {
    const island = islands.of[source]!;
    const all = supplied[island]!;
    // Where no source supplies anything, the first one does.
    const share = all > 0 ? Math.max(0, generationMw[source]!) / all : isServed[island] === 1 ? 0 : 1;
    isServed[island] = 1;
    generationMw[source]! += share * islandLossMw[island]!;
  }
}
