import type { LimitViolation, LossShare, PowerFlowReport } from '../../messages';
import type { NetworkModel } from '../network-model';
import { AcNetwork, type LimitSettings, NotRadial, RadialTree } from '../power-flow';
import { acFlow, feedersOf } from './ac-flow';
import { dcFlow } from './dc-flow';
import type { NetworkFlow } from './network-flow';
import { type Supply, supplyOf } from './supply';

export interface PowerFlowSettings extends LimitSettings {
  /** auto: AC where the network in service is radial, else DC. */
  method?: 'auto' | 'ac-radial' | 'dc';
}

/** Name of the one feeder of a meshed network. */
const WHOLE = 'network';
const DEGREES = 180 / Math.PI;
/** Rounding alone is no violation. */
const ROUNDING = 1e-9;

/**
 * Power flow of a network as it is in service: voltages, flows, losses and where they arise, limits that are exceeded.
 * Supply is demand and losses: what is fed back to a source, pumps and shunts count as demand, negative loads as supply.
 * What no source feeds is dead, counts as nothing, and is named.
 * @param timeMs epoch milliseconds UTC that the state of the network is of
 * @throws NotRadial (method `ac-radial`) that names a loop, NotConverged with its residual, Error that names a node or
 *   branch with a value that can't be reckoned with, or says that there is no source
 */
export function powerFlowReport(
  model: NetworkModel,
  timeMs: number,
  settings: PowerFlowSettings = {},
): PowerFlowReport {
  const supply = supplyOf(model);
  return reportOf(model, supply, timeMs, solved(supply, settings));
}

function solved(supply: Supply, { method = 'auto', ...limits }: PowerFlowSettings): NetworkFlow {
  const model = supply.fed;
  const isWithoutReference = !model.nodes.some(({ isReference }) => isReference);
  if (method !== 'ac-radial' && isWithoutReference) return dcFlow(supply);
  const network = new AcNetwork(model);
  const tree = new RadialTree(network);
  try {
    tree.grow(network.closed());
  } catch (error) {
    if (method === 'ac-radial' || !(error instanceof NotRadial)) throw error;
    return dcFlow(supply);
  }
  return method === 'dc' ? { ...dcFlow(supply), feederOf: feedersOf(tree) } : acFlow(network, tree, limits);
}

function reportOf(whole: NetworkModel, supply: Supply, timeMs: number, flow: NetworkFlow): PowerFlowReport {
  const model = supply.fed;
  const { nodes, branches } = model;
  const { voltagePu, generationMw, lossKw } = flow;
  const lossKwInAll = lossKw.reduce((sum, loss) => sum + loss, 0);
  let [demandMw, supplyMw] = [0, 0];
  for (const [at, { loadMw, shuntMw = 0 }] of nodes.entries()) {
    const voltage = flow.method === 'dc' ? supply.isFed[at]! : voltagePu[at]!;
    demandMw += Math.max(0, loadMw) + Math.max(0, -generationMw[at]!) + shuntMw * voltage ** 2;
    supplyMw += Math.max(0, generationMw[at]!) + Math.max(0, -loadMw);
  }
  const least = leastVoltage(model, flow);
  return {
    timeMs,
    method: flow.method,
    demandMw,
    supplyMw,
    lossKw: lossKwInAll,
    lossPercent: supplyMw > 0 ? lossKwInAll / supplyMw / 10 : 0,
    minVoltagePu: least < 0 ? null : voltagePu[least]!,
    minVoltageNode: nodes[least]?.id ?? null,
    residualPu: flow.residualPu,
    ...(supply.unfed.length > 0 ? unfedOf(whole, supply) : {}),
    violations: [
      ...flow.violations.filter(({ kind }) => kind !== 'over-capacity'),
      ...beyondCapacity(model, generationMw),
    ],
    feeders: flow.feederOf
      ? lossesBy(model, flow, ofFeeder(model, flow.feederOf))
      : [{ id: WHOLE, lossKw: lossKwInAll }],
    kinds: lossesBy(model, flow, (branch) => branches[branch]!.kind ?? 'line'),
    nodes: nodes.map(({ id, loadMw }, at) => ({
      id,
      voltagePu: voltagePu[at] || null,
      angleDegrees: supply.isFed[at] === 1 ? flow.angleRad[at]! * DEGREES : null,
      loadMw,
      generationMw: generationMw[at]!,
    })),
    lines: whole.branches.map(({ id, inService }, at) => ({
      id,
      inService,
      fromMw: flow.fromMw[at]!,
      lossKw: lossKw[at]!,
      currentA: currentA(model, flow, at),
      loadingPercent: Number.isFinite(flow.loadingPercent[at]!) ? flow.loadingPercent[at]! : null,
    })),
  };
}

function unfedOf({ nodes }: NetworkModel, { unfed }: Supply) {
  return {
    unfed: unfed.map((node) => nodes[node]!.id),
    unservedMw: unfed.reduce((sum, node) => sum + Math.max(0, nodes[node]!.loadMw), 0),
  };
}

/** Of the nodes that are fed and no source; −1: none is known. */
function leastVoltage({ nodes }: NetworkModel, { voltagePu }: NetworkFlow): number {
  let least = -1;
  for (const [at, { isReference }] of nodes.entries())
    if (!isReference && voltagePu[at]! > 0 && (least < 0 || voltagePu[at]! < voltagePu[least]!)) least = at;
  return least;
}

/** Of a phase, at the from end; null: its nominal voltage is not known. */
function currentA({ nodes, branches }: NetworkModel, { fromMva, voltagePu }: NetworkFlow, at: number): number | null {
  const { from } = branches[at]!;
  const { nominalKv } = nodes[from]!;
  return nominalKv === undefined ? null : (1000 * fromMva[at]!) / (Math.sqrt(3) * nominalKv * (voltagePu[from] || 1));
}

function beyondCapacity({ nodes }: NetworkModel, generationMw: Float64Array): LimitViolation[] {
  return nodes.flatMap(({ id, capacityMw }, at): LimitViolation[] =>
    capacityMw !== undefined && generationMw[at]! > capacityMw * (1 + ROUNDING) + ROUNDING
      ? [{ kind: 'over-capacity', id, value: generationMw[at]!, limit: capacityMw }]
      : [],
  );
}

const ofFeeder =
  ({ branches }: NetworkModel, feederOf: Int32Array) =>
  (branch: number) =>
    branches[feederOf[branch]!]?.id;

/** Losses of the branches in service by a name of each; what has no name carries nothing. */
function lossesBy(
  { branches }: NetworkModel,
  { lossKw }: NetworkFlow,
  nameOf: (branch: number) => string | undefined,
): LossShare[] {
  const shares = new Map<string, number>();
  for (const [at, { inService }] of branches.entries()) {
    const name = inService ? nameOf(at) : undefined;
    if (name !== undefined) shares.set(name, (shares.get(name) ?? 0) + lossKw[at]!);
  }
  return Array.from(shares, ([id, sum]) => ({ id, lossKw: sum }));
}
