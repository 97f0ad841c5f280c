import { ENCODERS } from './encode';
import { readingText } from './encode/gridloom';
import { EdgeNode, sparkplug } from './encode/sparkplug';
import { type FaultMark, MessageFaults, MeterFaults, type TruthRecord } from './faults';
import { type ConnectionPlan, layOut, type Meter } from './layout';
import { LIFE_KINDS, type LifeEvent } from './life';
import { PowerSystem } from './power-system';
import type { EncodedMessage, Encoder, Sample } from './sample';
import { completeSettings, type FaultKind, type SimulatorInput, type SimulatorSettings } from './settings';
import { type Source, sourcesOf } from './sources';
import type { AttackTruth } from './theft/attacks';
import { Thieves } from './theft/thieves';

const HOUR_MS = 3_600_000;
const NO_TRUTH: readonly TruthRecord[] = [];

/** What is known and no detector may see: faults of messages and meters, attacks, and events of honest homes. */
export type Truth = TruthRecord | AttackTruth | LifeEvent;

/** One MQTT message of the simulation. */
export interface SimMessage {
  topic: string;
  payload: string | Buffer;
  qos: 0 | 1;
  retain: boolean;
  /** The meter it comes from; undefined for a batch. */
  meterId: string | undefined;
  /** Index into `connections`: who sends it. */
  connection: number;
  /** When it is due on the wire, epoch ms UTC of the simulated clock. */
  sendMs: number;
  /** The faults in it, empty when it is sound. */
  truth: readonly TruthRecord[];
}

export interface SimulationOptions {
  /** Instant before the first step, epoch ms UTC. The first step is one interval later. */
  startMs: number;
  /**
   * Told of every fault, also of those whose message never leaves; the record is the same as in `truth`. Told once of
   * each attack and each event of an honest home, as it begins.
   */
  onTruth?: (record: Truth) => void;
}

/**
 * A city full of meters, as a pure function of its settings and the times it is stepped to: no clock, no chance.
 * Equal settings and steps give equal bytes. Another meter leaves the power, energy, dialect and faults of all others
 * as they were; on its own feeder it moves voltages, as it does in the field.
 */
export class Simulation {
  readonly connections: readonly ConnectionPlan[];
  /** Household meters, then feeder meters. */
  readonly meters: readonly Meter[];
  readonly intervalMs: number;
  /** The physical truth behind the messages. */
  readonly system: PowerSystem;
  private readonly sources: Source[];
  /** By meter: its encoder, or for a meter behind a concentrator what writes its part of a batch. */
  private readonly encoders: (Encoder | undefined)[];
  private readonly texts: ((sample: Sample) => string)[];
  private readonly edges = new Map<number, EdgeNode>();
  private readonly thieves: Thieves;
  private readonly meterFaults: MeterFaults;
  private readonly messageFaults: MessageFaults;
  private pending: SimMessage[] = [];
  private last: number;

  constructor(
    readonly settings: SimulatorSettings,
    private readonly options: SimulationOptions,
  ) {
    const layout = layOut(settings);
    const { seed, faults, life } = settings;
    const { startMs, onTruth } = options;
    this.connections = layout.connections;
    this.meters = layout.meters;
    this.intervalMs = Math.round(settings.intervalSeconds * 1000);
    this.last = startMs;
    const lives = LIFE_KINDS.some((kind) => life[kind] > 0)
      ? { rates: life, ...(onTruth ? { onEvent: onTruth } : {}) }
      : undefined;
    this.system = new PowerSystem(seed, settings.cities, layout, startMs, lives);
    this.thieves = new Thieves(settings, layout.meters, startMs, onTruth);
    this.sources = sourcesOf(layout, settings);
    this.encoders = layout.meters.map((meter) => this.encoderOf(meter));
    this.texts = layout.meters.map(readingText);
    this.meterFaults = new MeterFaults(
      seed,
      faults,
      layout.meters.map(({ meterId }) => meterId),
    );
    this.messageFaults = new MessageFaults(
      seed,
      faults,
      this.sources.map(({ name }) => name),
    );
  }

  /** Time of the last step, or the start. */
  get timeMs(): number {
    return this.last;
  }

  /**
   * Moves to `timeMs` and returns what is due on the wire within one interval from there, in order of `sendMs`.
   * A longer step than the interval is one reading later, with the energy of the whole time in the registers.
   * @throws Error when `timeMs` is less than an interval after the last step.
   */
  step(timeMs: number = this.last + this.intervalMs): SimMessage[] {
    if (!(timeMs >= this.last + this.intervalMs)) {
      throw new Error(`step to ${timeMs}: must be ${this.intervalMs} ms or more after the last step at ${this.last}`);
    }
    const hours = (timeMs - this.last) / HOUR_MS;
    this.last = timeMs;
    this.system.step(timeMs);
    const messages = this.takeDue(timeMs + this.intervalMs);
    const sorted = messages.length === 0;
    const pendingBefore = this.pending.length;
    for (let source = 0; source < this.sources.length; source++) this.emit(source, timeMs, hours, messages);
    if (this.pending.length > pendingBefore) messages.push(...this.takeDue(timeMs + this.intervalMs));
    else if (sorted) return messages;
    return messages.sort((a, b) => a.sendMs - b.sendMs);
  }

  /** What is still held back by faults, in order of `sendMs`; afterwards nothing is. */
  flush(): SimMessage[] {
    return this.takeDue(Number.POSITIVE_INFINITY).sort((a, b) => a.sendMs - b.sendMs);
  }

  /**
   * The next message of a Sparkplug edge node begins with birth certificates again; other connections have none.
   * @param newSession the connection was lost: the session number in will and birth moves on
   */
  rebirth(connection: number, newSession: boolean): void {
    this.edges.get(connection)?.rebirth(newSession);
  }

  /** The last will of a connection: NDEATH of an edge node, otherwise a retained `offline` on its status topic. */
  will(connection: number): { topic: string; payload: Buffer; qos: 0 | 1; retain: boolean } {
    const edge = this.edges.get(connection);
    if (edge) return { ...edge.death(), qos: 1, retain: false };
    const topic = this.connections[connection]!.statusTopic;
    return { topic, payload: Buffer.from('offline'), qos: 1, retain: true };
  }

  private encoderOf(meter: Meter): Encoder | undefined {
    const plan = this.connections[meter.connection]!;
    if (plan.kind === 'concentrator' && meter.dialect === 'gridloom') return undefined;
    const zone = this.system.zones[meter.city]!;
    const context = { seed: this.settings.seed, meter, zone, intervalMs: this.intervalMs };
    if (meter.dialect !== 'sparkplug') return ENCODERS[meter.dialect](context);
    let edge = this.edges.get(meter.connection);
    if (!edge) this.edges.set(meter.connection, (edge = new EdgeNode(plan.cityName, plan.district)));
    return sparkplug(context, edge);
  }

  private takeDue(beforeMs: number): SimMessage[] {
    if (this.pending.length === 0) return [];
    const due = this.pending.filter(({ sendMs }) => sendMs < beforeMs);
    if (due.length > 0) this.pending = this.pending.filter(({ sendMs }) => sendMs >= beforeMs);
    return due;
  }

  private emit(index: number, timeMs: number, hours: number, out: SimMessage[]): void {
    const source = this.sources[index]!;
    const sendMs = timeMs + source.staggerMs;
    if (source.batchTopic !== undefined) {
      this.emitBatch(index, source.batchTopic, timeMs, hours, out);
      return;
    }
    const meter = source.meters[0]!;
    const { meterId } = this.meters[meter]!;
    const sample = this.sampleOf(meter, timeMs, hours);
    const marks = this.meterFaults.apply(meter, sample, hours);
    if (marks?.off) {
      this.record(marks.marks, meterId, undefined, timeMs, null);
      return;
    }
    for (const message of this.encoders[meter]!.encode(sample)) {
      const truth = marks ? this.record(marks.marks, meterId, message.topic, timeMs, sendMs) : NO_TRUTH;
      this.send(index, message, meterId, timeMs, sendMs, truth, out);
    }
  }

  private emitBatch(index: number, topic: string, timeMs: number, hours: number, out: SimMessage[]): void {
    const source = this.sources[index]!;
    const sendMs = timeMs + source.staggerMs;
    const readings: string[] = [];
    let truth = NO_TRUTH;
    for (const meter of source.meters) {
      const { meterId } = this.meters[meter]!;
      const sample = this.sampleOf(meter, timeMs, hours);
      const marks = this.meterFaults.apply(meter, sample, hours);
      if (marks) {
        const records = this.record(
          marks.marks,
          meterId,
          marks.off ? undefined : topic,
          timeMs,
          marks.off ? null : sendMs,
        );
        truth = truth.concat(records);
      }
      if (!marks?.off) readings.push(this.texts[meter]!(sample));
    }
    if (readings.length === 0) return;
    this.send(index, { topic, payload: `[${readings.join(',')}]` }, undefined, timeMs, sendMs, truth, out);
  }

  /** What a meter measures and, if it is tampered with, makes of it. */
  private sampleOf(meter: number, timeMs: number, hours: number): Sample {
    const sample = this.system.sample(meter, timeMs);
    this.thieves.apply(meter, sample, hours);
    return sample;
  }

  /** Puts one message on its way, through the faults of the way. */
  private send(
    index: number,
    encoded: EncodedMessage,
    meterId: string | undefined,
    timeMs: number,
    sendMs: number,
    truth: readonly TruthRecord[],
    out: SimMessage[],
  ): void {
    const { topic, payload } = encoded;
    const { connection } = this.sources[index]!;
    // Sparkplug 3.0 demands QoS 0 for births and data.
    const qos = this.edges.has(connection) ? 0 : this.settings.qos;
    const message: SimMessage = { topic, payload, qos, retain: false, meterId, connection, sendMs, truth };
    const fault = encoded.birth ? undefined : this.messageFaults.draw(index);
    if (fault === undefined) {
      out.push(message);
      return;
    }
    const mark = (kind: FaultKind, detail: string, at: number | null) =>
      truth.concat(this.record([{ kind, detail }], meterId, topic, timeMs, at));
    if (fault === 'lost') {
      mark(fault, 'never sent', null);
    } else if (fault === 'late' || fault === 'out-of-order') {
      const delayMs = fault === 'late' ? this.messageFaults.lateMs(index) : this.intervalMs + 250;
      const at = sendMs + delayMs;
      this.pending.push({ ...message, sendMs: at, truth: mark(fault, `${delayMs} ms late`, at) });
    } else if (fault === 'duplicate') {
      const at = sendMs + this.messageFaults.duplicateMs(index);
      out.push(message);
      this.pending.push({ ...message, sendMs: at, truth: mark(fault, 'second copy', at) });
    } else {
      const { payload: broken, detail } = this.messageFaults.corrupt(index, payload);
      out.push({ ...message, payload: broken, truth: mark(fault, detail, sendMs) });
    }
  }

  private record(
    marks: readonly FaultMark[],
    meterId: string | undefined,
    topic: string | undefined,
    timeMs: number,
    sendMs: number | null,
  ): TruthRecord[] {
    const records = marks.map(({ kind, detail }) => ({ kind, meterId, topic, timeMs, sendMs, detail }));
    if (this.options.onTruth) records.forEach(this.options.onTruth);
    return records;
  }
}

/** A simulation from whatever a user gives. @throws Error that names the setting that is wrong. */
export function createSimulation(input: SimulatorInput & SimulationOptions): Simulation {
  const { startMs, onTruth, ...settings } = input;
  return new Simulation(completeSettings(settings), onTruth ? { startMs, onTruth } : { startMs });
}
