import type { NetworkBranch, NetworkModel, NetworkNode } from '../../lib/network/network-model';
import { DcNetwork, dcPowerFlow } from '../../lib/network/power-flow';
import { RandomStreams } from '../random';
import { growGrid } from './grow';

export interface SyntheticGridSettings {
  /** At least 2. */
  nodes: number;
  /** @default 1 */
  seed?: number;
}

const NOMINAL_KV = 220;
const BASE_MVA = 100;
/** Usual for overhead lines of this voltage. */
const OHM_A_KM = 0.3;
const SHORTEST_KM = 0.2;
const RESISTANCE_SHARE = 0.15;
/** Shares of buses with load and with generation, within those of real grids: Elyas and Wang, IEEE Trans. Power Systems 32, 2017. */
const LOAD_SHARE = 0.55;
const GENERATION_SHARE = 0.2;
const MEDIAN_LOAD_MW = 15;
const LOAD_SPREAD = 0.8;
/** Lines on the same towers as another one. */
const DOUBLE_SHARE = 0.04;
/** A line may carry so many times its flow, and at least so much; then the next step of its series. */
const RATING_FACTOR = 1.5;
const LEAST_RATING_MVA = 63;
/** Preferred numbers R10, ISO 3. */
const RATING_STEPS = [1, 1.25, 1.6, 2, 2.5, 3.15, 4, 5, 6.3, 8, 10];

/**
 * A plausible grid of so many nodes with positions (km), reactances by length, loads and generation in balance, ratings
 * that hold in the base case, and weights of stress; one connected part. No grid that exists: the shape is grown (see
 * `growGrid`), the powers are drawn. The same settings give the same grid.
 */
export function syntheticGrid({ nodes: nodeCount, seed = 1 }: SyntheticGridSettings): NetworkModel {
  if (!Number.isInteger(nodeCount) || nodeCount < 2)
    throw new Error(`synthetic grid: nodes: ${nodeCount}: give a whole number of 2 or more`);
  const random = new RandomStreams(seed, ['places', 'growth', 'power', 'lines']);
  const { xKm, yKm, lines } = growGrid(nodeCount, random);
  const nodes = poweredNodes(xKm, yKm, random);
  const branches: NetworkBranch[] = [];
  for (const [from, to] of lines) {
    const lengthKm = Math.max(SHORTEST_KM, Math.hypot(xKm[from]! - xKm[to]!, yKm[from]! - yKm[to]!));
    const weight = Math.round(random.between(3, 80, 95)) / 100;
    const circuits = random.unit(3) < DOUBLE_SHARE ? 2 : 1;
    for (let circuit = 0; circuit < circuits; circuit++)
      branches.push(lineOf(`L${branches.length + 1}`, from, to, lengthKm, weight));
  }
  const model = { name: `synthetic-${nodeCount}-${seed}`, baseMva: BASE_MVA, nodes, branches };
  const { flowMw } = dcPowerFlow(new DcNetwork(model), 'generation');
  for (const [at, branch] of branches.entries()) branch.ratingMva = ratingFor(Math.abs(flowMw[at]!));
  return model;
}

/** Loads and generators at some nodes, as much generation as load; the largest generator is the reference. */
function poweredNodes(xKm: readonly number[], yKm: readonly number[], random: RandomStreams): NetworkNode[] {
  const nodes = xKm.map((x, at): NetworkNode => {
    const hasLoad = random.unit(2) < LOAD_SHARE;
    const hasGeneration = at === 0 || random.unit(2) < GENERATION_SHARE;
    const loadMw = hasLoad ? rounded(MEDIAN_LOAD_MW * Math.exp(LOAD_SPREAD * random.normal(2))) : 0;
    const generationMw = hasGeneration ? 1 - Math.log(1 - random.unit(2)) : 0;
    return { id: `N${at + 1}`, x: rounded(x), y: rounded(yKm[at]!), nominalKv: NOMINAL_KV, loadMw, generationMw };
  });
  const sum = (of: (node: NetworkNode) => number) => nodes.reduce((total, node) => total + of(node), 0);
  const factor = sum(({ loadMw }) => loadMw) / sum(({ generationMw }) => generationMw);
  for (const node of nodes) node.generationMw = rounded(node.generationMw * factor);
  const largest = nodes.reduce((best, node) => (node.generationMw > best.generationMw ? node : best));
  largest.isReference = true;
  largest.generationMw += sum(({ loadMw }) => loadMw) - sum(({ generationMw }) => generationMw);
  return nodes;
}

function lineOf(id: string, from: number, to: number, lengthKm: number, weight: number): NetworkBranch {
  const reactancePu = (OHM_A_KM * lengthKm * BASE_MVA) / NOMINAL_KV ** 2;
  return {
    id,
    from,
    to,
    kind: 'line',
    resistancePu: RESISTANCE_SHARE * reactancePu,
    reactancePu,
    susceptancePu: 0,
    tapRatio: 1,
    shiftRad: 0,
    ratingMva: null,
    inService: true,
    weight,
  };
}

function ratingFor(flowMw: number): number {
  const needed = Math.max(LEAST_RATING_MVA, RATING_FACTOR * flowMw);
  const decade = 10 ** Math.floor(Math.log10(needed));
  return rounded(decade * RATING_STEPS.find((step) => step * decade >= needed * (1 - 1e-12))!);
}

const rounded = (value: number) => Math.round(1000 * value) / 1000;
