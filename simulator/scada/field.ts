import type { NetworkModel } from '../../lib/network/network-model';
import { USUAL_RATED_A } from '../../lib/telemetry';

/** Of its rating a transformer of a load carries this share at the load's peak. */
const PEAK_LOADING = 0.85;

/** A transformer: a branch of the network, or one that is assumed at a load, where the network has none. */
export interface FieldTransformer {
  id: string;
  /** Index of one of the two. */
  branch?: number;
  node?: number;
  ratedMva: number;
}

/** What stands in the field: the network with its peaks, and the ratings that a simulation needs of all. */
export interface Field {
  network: NetworkModel;
  nodeIndex: ReadonlyMap<string, number>;
  lineIndex: ReadonlyMap<string, number>;
  /** Apparent power at rated current and nominal voltage. */
  ratedMva: Float64Array;
  /** Of each branch at its ends; NaN: not known. */
  nominalKv: Float64Array;
  transformers: FieldTransformer[];
}

/**
 * @param given loads are peaks; generation at a node with a load is the installed wind and sun, at another one a power
 * station; without a reference the node with the most generation is one
 */
export function fieldOf(given: NetworkModel): Field {
  const network = withReference(given);
  const { nodes, branches, baseMva } = network;
  const nominalKv = Float64Array.from(
    branches,
    ({ from, to }) => nodes[from]!.nominalKv ?? nodes[to]!.nominalKv ?? Number.NaN,
  );
  const ratedMva = Float64Array.from(branches, ({ ratingMva }, at) => {
    if (ratingMva !== null) return ratingMva;
    const usual = (Math.sqrt(3) * nominalKv[at]! * USUAL_RATED_A) / 1000;
    return Number.isNaN(usual) ? baseMva : usual;
  });
  return {
    network,
    nodeIndex: new Map(nodes.map(({ id }, at) => [id, at])),
    lineIndex: new Map(branches.map(({ id }, at) => [id, at])),
    ratedMva,
    nominalKv,
    transformers: transformersOf(network, ratedMva),
  };
}

function transformersOf({ nodes, branches }: NetworkModel, ratedMva: Float64Array): FieldTransformer[] {
  const own = branches.flatMap(({ id, kind }, branch) =>
    kind === 'transformer' ? [{ id, branch, ratedMva: ratedMva[branch]! }] : [],
  );
  if (own.length > 0) return own;
  return nodes.flatMap(({ id, loadMw, loadMvar = 0 }, node) =>
    loadMw > 0 ? [{ id: `T-${id}`, node, ratedMva: Math.hypot(loadMw, loadMvar) / PEAK_LOADING }] : [],
  );
}

function withReference(network: NetworkModel): NetworkModel {
  const { nodes } = network;
  if (nodes.length === 0) throw new Error('the network has no nodes: give one that has');
  if (nodes.some(({ isReference }) => isReference)) return network;
  const most = nodes.reduce((best, { generationMw }, at) => (generationMw > nodes[best]!.generationMw ? at : best), 0);
  return { ...network, nodes: nodes.map((node, at) => (at === most ? { ...node, isReference: true } : node)) };
}
