import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GridTopology, LineTelemetry, NodeTelemetry } from '../../lib/messages';
import { ROOT } from './gridloom-process';
import type { FlowNode } from './seed-user-folder';

/** The flow Grid operations as shipped. */
export const operationsFlow = (): FlowNode[] =>
  JSON.parse(readFileSync(join(ROOT, 'flows/grid-operations.json'), 'utf8'));

/**
 * The flow of somebody who has deleted frame 1, as gateways publish the telemetry.
 * @param reconfiguration other settings of grid reconfiguration
 */
export function operationsFlowOfOwnGrid(reconfiguration: object = {}): FlowNode[] {
  const flow = operationsFlow();
  Object.assign(flow.find(({ type }) => type === 'grid-reconfiguration')!, reconfiguration);
  const { id: frame } = flow.find(({ type, name }) => type === 'group' && String(name).startsWith('1 '))!;
  return flow.filter(({ id, g }) => id !== frame && g !== frame);
}

/** The network of the flow, as its config node has it. */
export function networkOfFlow(): GridTopology {
  return JSON.parse(operationsFlow().find(({ type }) => type === 'grid-topology')!.topology as string);
}

/** What sensors measure in the whole grid at its peak, cool and calm; `lines` are measured otherwise. */
export function telemetryAt(timeMs: number, lines: Record<string, Partial<LineTelemetry>> = {}) {
  const topology = networkOfFlow();
  const nodes = topology.nodes.map(({ id, loadMw, generationMw, isReference }): NodeTelemetry => {
    if (isReference) return { nodeId: id, timeMs, voltagePu: 1, generationMw: 130 };
    const fedIn = generationMw ? { generationMw, renewableMw: generationMw } : {};
    return { nodeId: id, timeMs, voltagePu: 0.99, loadMw: loadMw!, ...fedIn };
  });
  const branches = topology.lines.map(({ id, inService = true }): LineTelemetry => {
    return { lineId: id, timeMs, inService, ...(inService ? { currentA: 150, temperatureC: 40 } : {}), ...lines[id] };
  });
  return [...nodes, ...branches];
}
