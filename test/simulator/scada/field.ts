import type {
  AssetInspection,
  DissolvedGas,
  GridTopology,
  LineTelemetry,
  NodeTelemetry,
  TransformerLoad,
} from '../../../lib/messages';
import { importNetwork } from '../../../lib/network/importers';
import type { NetworkModel } from '../../../lib/network/network-model';
import { operationsNetwork } from '../../../lib/network/operations-network';
import { type ScadaSettings, ScadaSimulation, type SimulatedTelemetry } from '../../../simulator/scada';

export const START = Date.UTC(2026, 5, 15, 10);
export const MINUTE = 60_000;

export function imported(topology: GridTopology | object): NetworkModel {
  return importNetwork([{ name: 'test', bytes: Buffer.from(JSON.stringify(topology)) }]).network;
}

export const operations = () => imported(operationsNetwork());

export const fieldOn = (network = operations(), settings: Partial<ScadaSettings> = {}) =>
  new ScadaSimulation(network, settings, START);

/** What one step sent, by id. */
export class Sent {
  constructor(readonly all: readonly SimulatedTelemetry[]) {}

  node(id: string): NodeTelemetry | undefined {
    return this.all.find((one): one is NodeTelemetry => 'nodeId' in one && one.nodeId === id);
  }

  line(id: string): LineTelemetry | undefined {
    return this.all.find((one): one is LineTelemetry => 'lineId' in one && one.lineId === id);
  }

  load(id: string): TransformerLoad | undefined {
    return this.all.find((one): one is TransformerLoad => 'loadFactor' in one && one.transformerId === id);
  }

  gases(): DissolvedGas[] {
    return this.all.filter((one): one is DissolvedGas => 'methanePpm' in one);
  }

  inspections(): AssetInspection[] {
    return this.all.filter((one): one is AssetInspection => 'assetId' in one);
  }
}

export const step = (field: ScadaSimulation, minutes: number) => new Sent(field.step(START + minutes * MINUTE));
