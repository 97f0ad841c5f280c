import { adjacencyOf, componentsOf } from '../../lib/network/graph';
import type { NetworkModel } from '../../lib/network/network-model';
import { DcNetwork, dcPowerFlow, NotConverged, radialPowerFlow } from '../../lib/network/power-flow';
import type { FieldTransformer } from './field';

/** The electrical state of a grid, by index of node and branch. */
export interface GridFlow {
  /** 0: dead. */
  voltagePu: Float64Array;
  loadMw: Float64Array;
  loadMvar: Float64Array;
  /** Of a reference: what it supplies. */
  generationMw: Float64Array;
  /** Into the branch at its from end. */
  flowMw: Float64Array;
  /** Current of a phase per unit, greater of both ends. */
  currentPu: Float64Array;
}

/** Under-voltage relays shed this share of load and generation at a time until there is a solution. */
const SHED_STEP = 0.1;

/**
 * Power flow of a network with the loads and switches of a moment: AC where each source feeds a tree, else DC (all
 * voltages 1 p.u., no losses, all sources with the same angle). What no source reaches is dead. A grid that can't
 * carry its load sheds some.
 * @throws Error that names a branch that can't be reckoned with
 */
export function gridFlow(given: NetworkModel): GridFlow {
  const parts = componentsOf(adjacencyOf(given, { mergeParallel: false }));
  const isFed = new Uint8Array(parts.sizes.length);
  const sources = new Int32Array(parts.sizes.length);
  for (const [node, { isReference }] of given.nodes.entries()) {
    if (!isReference) continue;
    isFed[parts.of[node]!] = 1;
    sources[parts.of[node]!]! += 1;
  }
  const model = scaled(given, (node) => isFed[parts.of[node]!]!);
  return isRadial(model, parts.of, parts.sizes, sources) ? acFlow(model) : dcFlow(model, parts.of, isFed);
}

/** Current / rated current of a transformer that is a branch, or stands at a load. */
export function loadFactorOf({ node, branch, ratedMva }: FieldTransformer, flow: GridFlow, baseMva: number): number {
  if (branch !== undefined) return (flow.currentPu[branch]! * baseMva) / ratedMva;
  const voltagePu = flow.voltagePu[node!]!;
  return voltagePu === 0 ? 0 : Math.hypot(flow.loadMw[node!]!, flow.loadMvar[node!]!) / voltagePu / ratedMva;
}

/** Each part has as many branches as nodes that are no source: with each node fed, a tree a source. */
function isRadial({ branches }: NetworkModel, partOf: Int32Array, sizes: readonly number[], sources: Int32Array) {
  const count = new Int32Array(sizes.length);
  for (const { from, to, inService } of branches) if (inService && from !== to) count[partOf[from]!]! += 1;
  return sizes.every((size, part) => sources[part] === 0 || count[part] === size - sources[part]!);
}

function acFlow(given: NetworkModel): GridFlow {
  for (let served = 1; ; served -= SHED_STEP) {
    const model = served === 1 ? given : scaled(given, () => Math.max(0, served));
    try {
      const { voltagePu, fromMw, fromMvar, toMw, toMvar } = radialPowerFlow(model);
      const currentPu = Float64Array.from(model.branches, ({ from, to, inService }, at) => {
        if (!inService || voltagePu[from] === 0) return 0;
        const near = Math.hypot(fromMw[at]!, fromMvar[at]!) / voltagePu[from]!;
        const far = Math.hypot(toMw[at]!, toMvar[at]!) / voltagePu[to]!;
        return Math.max(near, far) / model.baseMva;
      });
      return { voltagePu, ...powers(model, voltagePu, fromMw, toMw), flowMw: fromMw, currentPu };
    } catch (error) {
      if (!(error instanceof NotConverged) || served <= 0) throw error;
    }
  }
}

function dcFlow(model: NetworkModel, partOf: Int32Array, isFed: Uint8Array): GridFlow {
  const { flowMw } = dcPowerFlow(new DcNetwork(withJoinedSources(model, partOf)), 'reference');
  const voltagePu = Float64Array.from(model.nodes, (_, node) => isFed[partOf[node]!]!);
  const toMw = flowMw.map((flow) => -flow);
  const currentPu = flowMw.map((flow) => Math.abs(flow) / model.baseMva);
  return { voltagePu, ...powers(model, voltagePu, flowMw, toMw), flowMw, currentPu };
}

/** What the nodes draw and feed in; a reference what its branches, its load and its shunts take. */
function powers({ nodes, branches }: NetworkModel, voltagePu: Float64Array, fromMw: Float64Array, toMw: Float64Array) {
  const generationMw = Float64Array.from(nodes, ({ generationMw: fedIn, isReference, loadMw, shuntMw = 0 }, node) =>
    isReference ? loadMw + shuntMw * voltagePu[node]! ** 2 : fedIn,
  );
  for (const [at, { from, to }] of branches.entries()) {
    if (nodes[from]!.isReference) generationMw[from]! += fromMw[at]!;
    if (nodes[to]!.isReference) generationMw[to]! += toMw[at]!;
  }
  return {
    loadMw: Float64Array.from(nodes, ({ loadMw }) => loadMw),
    loadMvar: Float64Array.from(nodes, ({ loadMvar = 0 }) => loadMvar),
    generationMw,
  };
}

/** With all references of a part in the place of the first: they hold the same angle, as they do in AC. */
function withJoinedSources(model: NetworkModel, partOf: Int32Array): NetworkModel {
  const first = new Map<number, number>();
  const place = Int32Array.from(model.nodes, ({ isReference }, node) => {
    if (!isReference) return node;
    const part = partOf[node]!;
    if (!first.has(part)) first.set(part, node);
    return first.get(part)!;
  });
  const branches = model.branches.map((branch) => ({ ...branch, from: place[branch.from]!, to: place[branch.to]! }));
  return { ...model, branches };
}

/** With the powers of each node times a factor. */
function scaled(model: NetworkModel, factorOf: (node: number) => number): NetworkModel {
  const nodes = model.nodes.map((node, at) => {
    const factor = factorOf(at);
    if (factor === 1) return node;
    const { loadMw, loadMvar = 0, generationMw, generationMvar = 0 } = node;
    return {
      ...node,
      loadMw: factor * loadMw,
      loadMvar: factor * loadMvar,
      generationMw: factor * generationMw,
      generationMvar: factor * generationMvar,
    };
  });
  return { ...model, nodes };
}
