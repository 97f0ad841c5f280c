import type { AlarmValue, Emission, LineTelemetry, NetworkChange, NodeTelemetry, Operator, Refusal } from '../messages';
import type { NetworkModel } from '../network/network-model';
import type { TelemetryIntakeSettings } from './intake-settings';
import { LatestValues } from './latest-values';
import { isOriginalState, originalElements } from './original-state';
import { Plant } from './plant';
import { type AssetTelemetry, type Candidate, type GridTelemetry, readScada, refusal } from './scada-message';

export interface TelemetryIntakePorts {
  telemetry: GridTelemetry;
  assets: AssetTelemetry;
  values: AlarmValue;
  /** What of it changes the network; who hands in the network applies it. */
  changes: NetworkChange;
  refused: Refusal;
}

/** What a batch told of the grid as a whole. */
interface Told {
  loads: boolean;
  sources: boolean;
  lines: boolean;
}

/**
 * What SCADA sends (ScadaMessage, or the state of the original) checked, sorted and judged: times of a node or line must
 * rise, ids must be in the network, risk is filled in, values for alarms and changes of the network are made of it.
 */
export class TelemetryIntake implements Operator<unknown, TelemetryIntakePorts> {
  private readonly plant: Plant;
  private readonly latest: LatestValues;

  /** @param network with the nodes and lines that telemetry may be about */
  constructor(
    network: NetworkModel,
    private readonly settings: TelemetryIntakeSettings,
  ) {
    this.plant = new Plant(network);
    this.latest = new LatestValues(this.plant);
  }

  process(batch: readonly unknown[], nowMs: number): Emission<TelemetryIntakePorts> {
    const out: Required<Emission<TelemetryIntakePorts>> = {
      telemetry: [],
      assets: [],
      values: [],
      changes: [],
      refused: [],
    };
    const told: Told = { loads: false, sources: false, lines: false };
    for (const [index, value] of batch.entries()) {
      const place = batch.length > 1 ? `payload[${index}]` : 'payload';
      if (!isOriginalState(value)) this.take({ value, place, original: value }, nowMs, out, told);
      else
        for (const element of originalElements(value, place, this.plant, nowMs)) {
          if ('reason' in element) out.refused.push(element);
          else this.take(element, nowMs, out, told);
        }
    }
    out.values.push(...this.gridValues(told));
    return out;
  }

  /** Of the newest values; undefined as long as there are none. */
  figures(): { demandMw: number; riskyLines: number } | undefined {
    if (this.latest.newestMs === 0) return undefined;
    return { demandMw: this.latest.demandMw(), riskyLines: this.latest.riskyLines(this.settings.riskyAbove) };
  }

  reset(): void {
    this.latest.clear();
  }

  snapshot(): unknown {
    return this.latest.snapshot();
  }

  restore(state: unknown): void {
    this.latest.restore(state);
  }

  private take(candidate: Candidate, nowMs: number, out: Required<Emission<TelemetryIntakePorts>>, told: Told): void {
    const read = readScada(candidate);
    const fault = 'reason' in read ? read : this.faultOf(read.message, candidate, nowMs);
    if (fault || 'reason' in read) {
      out.refused.push(fault as Refusal);
      return;
    }
    if (read.kind === 'asset') out.assets.push(read.message);
    else if (read.kind === 'node') this.takeNode(read.message, out, told);
    else this.takeLine(read.message, out, told);
  }

  private takeNode(message: NodeTelemetry, out: Required<Emission<TelemetryIntakePorts>>, told: Told): void {
    const { nodeId, timeMs, voltagePu, loadMw, generationMw } = message;
    this.latest.setNode(message);
    out.telemetry.push(message);
    if (voltagePu !== undefined) out.values.push({ subject: nodeId, timeMs, quantity: 'voltagePu', value: voltagePu });
    if (loadMw !== undefined) told.loads = true;
    if (generationMw !== undefined && this.plant.isSource(nodeId)) told.sources = true;
    // What a reference supplies is what the power flow finds.
    const isSet = generationMw !== undefined && this.plant.node(nodeId)!.isReference !== true;
    // At a dead node the load is not gone: it waits to be fed again.
    const isDrawn = loadMw !== undefined && voltagePu !== 0;
    if (!isDrawn && !isSet) return;
    out.changes.push({
      nodeId,
      ...(isDrawn ? { loadMw } : {}),
      ...(isSet ? { generationMw } : {}),
    });
  }

  private takeLine(message: LineTelemetry, out: Required<Emission<TelemetryIntakePorts>>, told: Told): void {
    const { lineId, timeMs, inService, currentA, temperatureC } = message;
    const { risk } = this.latest.setLine(message);
    out.telemetry.push(risk === undefined ? message : { ...message, risk });
    const value = (quantity: AlarmValue['quantity'], number: number | undefined) => {
      if (number !== undefined) out.values.push({ subject: lineId, timeMs, quantity, value: number });
    };
    value('risk', risk);
    value('temperatureC', temperatureC);
    value('currentA', currentA);
    if (risk !== undefined) told.lines = true;
    if (inService !== undefined) out.changes.push({ lineId, inService });
  }

  private gridValues({ loads, sources, lines }: Told): AlarmValue[] {
    const { riskyAbove, idleBelowMw } = this.settings;
    const value = (quantity: AlarmValue['quantity'], number: number): AlarmValue => {
      return { subject: 'grid', timeMs: this.latest.newestMs, quantity, value: number };
    };
    return [
      ...(loads ? [value('demandMw', this.latest.demandMw())] : []),
      ...(lines ? [value('riskyLines', this.latest.riskyLines(riskyAbove))] : []),
      ...(sources ? [value('idleGenerators', this.latest.idleSources(idleBelowMw))] : []),
    ];
  }

  private faultOf(
    message: GridTelemetry | AssetTelemetry,
    { place, original }: Candidate,
    nowMs: number,
  ): Refusal | undefined {
    const { timeMs } = message;
    if (timeMs > nowMs + this.settings.maximumAheadMinutes * 60_000) {
      const ahead = `lies ${Math.round((timeMs - nowMs) / 1000)} s ahead of the clock`;
      return refusal('ahead-of-clock', `${place}.timeMs`, ahead, "set the sender's clock", original);
    }
    if ('nodeId' in message) {
      if (!this.plant.node(message.nodeId)) return unknown('node', message.nodeId, place, original);
      return late(timeMs, this.latest.nodeTimeMs(message.nodeId), place, original);
    }
    if (!('lineId' in message)) return undefined;
    if (!this.plant.line(message.lineId)) return unknown('line', message.lineId, place, original);
    return late(timeMs, this.latest.lineTimeMs(message.lineId), place, original);
  }
}

function unknown(what: 'node' | 'line', id: string, place: string, original: unknown): Refusal {
  const problem = `is "${id.slice(0, 80)}", which is no ${what} of the network`;
  const remedy = `send the id of a ${what} that is there, or choose the network that SCADA measures`;
  return refusal(`unknown-${what}`, `${place}.${what}Id`, problem, remedy, original);
}

function late(timeMs: number, lastMs: number | undefined, place: string, original: unknown): Refusal | undefined {
  if (lastMs === undefined || timeMs > lastMs) return undefined;
  const isSame = timeMs === lastMs;
  const problem = isSame ? 'is that of the value before: sent twice' : `is before that of the value before, ${lastMs}`;
  const remedy = 'send the values of a node or line in the order of their times, each once';
  return refusal(isSame ? 'duplicate' : 'out-of-order', `${place}.timeMs`, problem, remedy, original);
}
