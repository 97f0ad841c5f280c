import type {
  AssetInspection,
  DissolvedGas,
  LineTelemetry,
  NodeTelemetry,
  Refusal,
  StressMeasurement,
  TransformerLoad,
} from '../../lib/messages';
import type { NetworkModel } from '../../lib/network/network-model';
import { type ReadCommand, readCommand } from './commands';
import { DemandAndSupply } from './demand-and-supply';
import { ALL, type FaultCommand, ScadaFaults } from './faults';
import { type Field, fieldOf } from './field';
import { type GridFlow, gridFlow, loadFactorOf } from './grid-flow';
import { InspectionRounds } from './inspection-rounds';
import { LineWear } from './line-wear';
import { rounded } from './rounded';
import { completeScadaSettings, type ScadaSettings } from './settings';
import { TransformerFleet } from './transformer-fleet';

export type SimulatedTelemetry = NodeTelemetry | LineTelemetry | TransformerLoad | DissolvedGas | AssetInspection;

const HOUR_MS = 3_600_000;
/** While gases rise their monitor samples so often. */
const GAS_ALARM_MS = 15 * 60_000;

/**
 * A grid in the field: what its sensors send at each step, and what becomes of commands. It owns the positions of its
 * switches: a NetworkChange is a command to it, and what it sends is how it is. Pure: equal networks, settings, commands and
 * times give equal messages.
 */
export class ScadaSimulation {
  private readonly field: Field;
  private readonly settings: ScadaSettings;
  private readonly course: DemandAndSupply;
  private readonly lines: LineWear;
  private readonly fleet: TransformerFleet;
  private readonly faults = new ScadaFaults();
  /** Peak of the load and what is installed, as commands have set them. */
  private readonly peaks: NetworkModel['nodes'];
  /** Positions of the switches; a line with a fault is out nevertheless. */
  private readonly isClosed: boolean[];
  /** Of lines, then transformers. */
  private readonly rounds: InspectionRounds;
  private readonly sent = new Map<string, NodeTelemetry | LineTelemetry>();

  /**
   * @param network loads are peaks; see `fieldOf`
   * @param timeMs begin of the simulation, event time
   * @throws Error that names a setting, or what is wrong with the network
   */
  constructor(
    network: NetworkModel,
    settings: Partial<ScadaSettings>,
    public timeMs: number,
  ) {
    this.settings = completeScadaSettings(settings);
    this.field = fieldOf(network);
    const { nodes, branches } = this.field.network;
    const { seed, riseK } = this.settings;
    this.course = new DemandAndSupply(
      nodes.map(({ id }) => id),
      this.settings,
    );
    this.lines = new LineWear(
      branches.map(({ id }) => id),
      seed,
      riseK,
    );
    this.fleet = new TransformerFleet(
      this.field.transformers.map(({ id }) => id),
      seed,
      timeMs,
    );
    this.peaks = nodes.map((node) => ({ ...node }));
    this.isClosed = branches.map(({ inService }) => inService);
    this.rounds = new InspectionRounds(branches.length + this.field.transformers.length, timeMs);
  }

  get faultCount(): number {
    return this.faults.count;
  }

  /** Obeys a command or a list of them; what can't be obeyed is refused and the rest done. */
  obey(payload: unknown): Refusal[] {
    const list = Array.isArray(payload) ? payload : [payload];
    return list.flatMap((value: unknown, index) => {
      const read = readCommand(value, list === payload ? `payload[${index}]` : 'payload', this.field);
      if ('reason' in read) return [read];
      this.execute(read);
      return [];
    });
  }

  /** What the sensors send at a time, which must be after that of the step before. */
  step(timeMs: number): SimulatedTelemetry[] {
    const minutes = (timeMs - this.timeMs) / 60_000;
    this.timeMs = timeMs;
    this.faults.expire(timeMs);
    this.course.advance(timeMs);
    const { temperatureC: ambientC, clearSkyWm2 } = this.course.conditions(timeMs);
    const { network, renewableMw } = this.now(clearSkyWm2);
    const flow = gridFlow(network);
    const measured = [
      ...network.nodes.map(({ id }, at) => this.nodeTelemetry(id, at, flow, renewableMw[at]!)),
      ...network.branches.map((_, at) => this.lineTelemetry(at, flow, network, minutes, ambientC)),
    ].filter((message) => message !== undefined);
    const assets = this.assetTelemetry(flow, measured, minutes, ambientC);
    return this.faults.has('communication-gap', ALL) ? [] : [...measured, ...assets];
  }

  /** Hourly load of the whole grid before now, without the noise of single loads: for a forecast to learn from. */
  history(days: number): StressMeasurement[] {
    const peakMw = this.peaks.reduce((sum, { loadMw }) => sum + loadMw, 0);
    const endMs = Math.floor(this.timeMs / HOUR_MS) * HOUR_MS;
    const count = Math.round(24 * days);
    return Array.from({ length: count }, (_, hour) => {
      const timeMs = endMs - (count - 1 - hour) * HOUR_MS;
      return { timeMs, loadMw: rounded(peakMw * this.course.profile(timeMs), 3) };
    });
  }

  private execute(command: ReadCommand): void {
    if ('clear' in command) this.faults.clear(command.clear);
    else if ('fault' in command) {
      this.begin(command);
    } else if ('lineId' in command) this.isClosed[this.field.lineIndex.get(command.lineId)!] = command.inService;
    else {
      const { nodeId, ...powers } = command;
      const peak = this.peaks[this.field.nodeIndex.get(nodeId)!]!;
      // The reactive load goes with the active one.
      if (powers.loadMw !== undefined && peak.loadMw !== 0 && peak.loadMvar !== undefined)
        peak.loadMvar *= powers.loadMw / peak.loadMw;
      Object.assign(peak, powers);
    }
  }

  private begin(command: FaultCommand): void {
    const { lineIndex, transformers, network } = this.field;
    if (command.fault === 'line-out') this.lines.trips[lineIndex.get(command.id)!]! += 1;
    if (command.fault === 'gas-rise') {
      this.rounds.hasten(network.branches.length + transformers.findIndex(({ id }) => id === command.id));
    }
    this.faults.begin(command, this.timeMs);
  }

  private now(clearSkyWm2: number): { network: NetworkModel; renewableMw: number[] } {
    const { network } = this.field;
    const profile = this.course.profile();
    const renewableMw: number[] = [];
    const nodes = this.peaks.map((peak, at) => {
      const powers = this.course.powersOf(at, peak, profile, clearSkyWm2);
      renewableMw.push(powers.renewableMw);
      const loadMw = powers.loadMw * (this.faults.sizeOf('overload', peak.id) ?? 1);
      const loadMvar = peak.loadMw === 0 ? (peak.loadMvar ?? 0) : ((peak.loadMvar ?? 0) * loadMw) / peak.loadMw;
      return { ...peak, loadMw, loadMvar, generationMw: powers.generationMw };
    });
    const branches = network.branches.map((branch, at) => {
      return { ...branch, inService: this.isClosed[at]! && !this.faults.has('line-out', branch.id) };
    });
    return { network: { ...network, nodes, branches }, renewableMw };
  }

  private nodeTelemetry(nodeId: string, at: number, flow: GridFlow, renewableMw: number): NodeTelemetry | undefined {
    const { loadMw: peakMw, isReference } = this.peaks[at]!;
    const generationMw = rounded(flow.generationMw[at]!, 4);
    const isEmbedded = peakMw !== 0 && !isReference;
    return this.sensed(nodeId, {
      nodeId,
      timeMs: this.timeMs,
      voltagePu: rounded(flow.voltagePu[at]!, 6),
      loadMw: rounded(flow.loadMw[at]!, 4),
      loadMvar: rounded(flow.loadMvar[at]!, 4),
      generationMw,
      // What is dead or sheds feeds in less than there would be.
      ...(isEmbedded ? { renewableMw: Math.min(generationMw, rounded(renewableMw, 4)) } : {}),
    });
  }

  private lineTelemetry(
    at: number,
    flow: GridFlow,
    { branches, baseMva }: NetworkModel,
    minutes: number,
    ambientC: number,
  ): LineTelemetry | undefined {
    const { id, inService } = branches[at]!;
    const apparentMva = flow.currentPu[at]! * baseMva;
    const condition = this.lines.step(at, {
      minutes,
      ambientC,
      loading: apparentMva / this.field.ratedMva[at]!,
      jointRiseK: this.faults.sizeOf('hot-joint', id) ?? 0,
      addedVibration: this.faults.sizeOf('vibration', id) ?? 0,
    });
    const kv = this.field.nominalKv[at]!;
    return this.sensed(id, {
      lineId: id,
      timeMs: this.timeMs,
      inService,
      ...(Number.isNaN(kv) ? {} : { currentA: rounded((1000 * apparentMva) / (Math.sqrt(3) * kv), 3) }),
      flowMw: rounded(flow.flowMw[at]!, 4),
      temperatureC: rounded(Math.min(1000, condition.temperatureC), 2),
      vibration: rounded(condition.vibration, 4),
      ageYears: rounded(condition.ageYears, 7),
      corrosion: rounded(condition.corrosion, 7),
      harmonicPercent: rounded(condition.harmonicPercent, 3),
    });
  }

  /** What of a measurement gets through: a stuck sensor sends what it sent before, a gap nothing. */
  private sensed<T extends NodeTelemetry | LineTelemetry>(id: string, message: T): T | undefined {
    const before = this.sent.get(id) as T | undefined;
    const told = before && this.faults.has('stuck-sensor', id) ? { ...before, timeMs: this.timeMs } : message;
    this.sent.set(id, told);
    return this.faults.has('communication-gap', id) ? undefined : told;
  }

  private assetTelemetry(
    flow: GridFlow,
    measured: readonly (NodeTelemetry | LineTelemetry)[],
    minutes: number,
    ambientC: number,
  ): SimulatedTelemetry[] {
    const { timeMs } = this;
    const { branches } = this.field.network;
    const everyMs = this.settings.assetMinutes * 60_000;
    const loads: TransformerLoad[] = [];
    const samples: (DissolvedGas | AssetInspection)[] = [];
    for (const message of measured) {
      if (!('lineId' in message)) continue;
      const line = this.field.lineIndex.get(message.lineId)!;
      if (this.rounds.isDue(line, timeMs, everyMs)) samples.push(this.lineInspection(line, message, flow, ambientC));
    }
    for (const [at, transformer] of this.field.transformers.entries()) {
      const { id: transformerId } = transformer;
      const loadFactor = Math.min(10, rounded(loadFactorOf(transformer, flow, this.field.network.baseMva), 4));
      const discharge = this.faults.sizeOf('gas-rise', transformerId) ?? 0;
      this.fleet.step(at, minutes, loadFactor, discharge);
      loads.push({ transformerId, timeMs, loadFactor, ambientC: rounded(ambientC, 2) });
      if (!this.rounds.isDue(branches.length + at, timeMs, discharge > 0 ? GAS_ALARM_MS : everyMs)) continue;
      samples.push(this.fleet.gases(at, timeMs), this.fleet.inspection(at, timeMs, loadFactor, ambientC));
    }
    return [...loads, ...samples];
  }

  private lineInspection(at: number, line: LineTelemetry, flow: GridFlow, ambientC: number): AssetInspection {
    const { temperatureC, vibration, ageYears, corrosion, harmonicPercent } = line;
    const loading = (flow.currentPu[at]! * this.field.network.baseMva) / this.field.ratedMva[at]!;
    return {
      assetId: line.lineId,
      timeMs: this.timeMs,
      temperatureC: temperatureC!,
      loadPercent: rounded(Math.min(1000, 100 * loading), 2),
      vibration: vibration!,
      ageYears: ageYears!,
      corrosion: corrosion!,
      harmonicPercent: harmonicPercent!,
      tripCount: this.lines.trips[at]!,
      ambientC: rounded(ambientC, 2),
    };
  }
}
