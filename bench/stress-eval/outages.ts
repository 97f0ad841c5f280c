import { branchRatings, CascadeStudy } from '../../lib/network/cascade';
import type { OutageState } from '../../lib/network/cascade/outage-state';
import type { NetworkModel } from '../../lib/network/network-model';
import { DcNetwork, dcPowerFlow } from '../../lib/network/power-flow';

/** How much branches may carry: this multiple of their flow at load 1.0, and at least so many megawatts. */
export interface Limits {
  multiple: number;
  leastMw: number;
}

/** What is known of an outage: before it by measurement, after it by the cascade. */
export interface Outage {
  /** Index of the line that is lost. */
  branch: number;
  /** Its loading before, flow over limit. */
  loading: number;
  /** The network without it: what a stage knows right after. */
  after: NetworkModel;
  /** Branches that trip in the cascade. */
  trips: number;
  lostShare: number;
  /** How critical each node is, in two readings; see `criticality`. */
  critical: { rise: Float64Array; level: Float64Array };
}

/** The case with all loads and generation multiplied. */
export const scaled = (network: NetworkModel, load: number): NetworkModel => ({
  ...network,
  nodes: network.nodes.map((node) => ({
    ...node,
    loadMw: load * node.loadMw,
    generationMw: load * node.generationMw,
  })),
});

/** Every single-line outage of a case, followed to the end of its cascade. Ratings that the case has are not used. */
export function* outagesOf(network: NetworkModel, load: number, limits: Limits): Generator<Outage> {
  const unrated = { ...network, branches: network.branches.map((branch) => ({ ...branch, ratingMva: null })) };
  const { flowMw: usualMw } = dcPowerFlow(new DcNetwork(unrated), 'generation');
  const ratingMw = branchRatings(unrated, usualMw, { factor: limits.multiple, leastMw: limits.leastMw });
  const model = scaled(unrated, load);
  const study = new CascadeStudy(model, { balance: 'generation', ratingMw });
  const loadingOf = ({ flowMw }: OutageState) => flowMw.map((flow, branch) => Math.abs(flow) / ratingMw[branch]!);
  const before = loadingOf(study.base);
  for (const [branch, { inService, from, to }] of model.branches.entries()) {
    if (!inService || from === to) continue;
    const { waves, demandMw, lostShare } = study.follow({ branches: [branch], nodes: [] });
    const worst = new Float64Array(before.length);
    let state = study.base;
    for (const { trips } of waves) {
      state = state.without(
        trips.map((trip) => trip.branch),
        [],
      );
      for (const [at, loading] of loadingOf(state).entries()) worst[at] = Math.max(worst[at]!, loading);
    }
    yield {
      branch,
      loading: before[branch]!,
      after: {
        ...model,
        branches: model.branches.map((one, at) => (at === branch ? { ...one, inService: false } : one)),
      },
      trips: waves.slice(1).reduce((sum, { trips }) => sum + trips.length, 0),
      lostShare,
      critical: criticality(model, branch, { before, worst, demandMw }),
    };
  }
}

/**
 * How critical each node is: the worst of its branches over all waves, the lost line apart, plus the share of its load
 * that is lost. rise: by how much the loading of a branch grows over what it was before; level: the loading itself.
 */
function criticality(
  { nodes, branches }: NetworkModel,
  lost: number,
  { before, worst, demandMw }: { before: Float64Array; worst: Float64Array; demandMw: Float64Array },
): Outage['critical'] {
  const rise = new Float64Array(nodes.length);
  const level = new Float64Array(nodes.length);
  for (const [at, { from, to }] of branches.entries()) {
    if (at === lost) continue;
    for (const node of [from, to]) {
      rise[node] = Math.max(rise[node]!, worst[at]! - before[at]!);
      level[node] = Math.max(level[node]!, worst[at]!);
    }
  }
  for (const [node, { loadMw }] of nodes.entries()) {
    const lostLoad = loadMw > 0 ? 1 - demandMw[node]! / loadMw : 0;
    rise[node]! += lostLoad;
    level[node]! += lostLoad;
  }
  return { rise, level };
}
