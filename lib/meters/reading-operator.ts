import type { Emission, MeterReading, Operator, Refusal } from '../messages';
import { TimeZone } from '../stream/local-time';
import { withDefaults } from '../stream/settings';
import type { DecodeContext, Dialect } from './dialect';
import { createDialects, DIALECT_NAMES, type DialectName } from './dialects';
import { Incoming, type MqttMessage } from './incoming';
import { EARLIEST_CLOCK_MS, LATEST_DATE_MS, MAX_PAYLOAD_BYTES } from './limits';
import { fillPlace, MeterDirectory, TopicTemplates } from './location';
import { FieldNames } from './names';
import { QualityJudge } from './quality';
import { MeterReadingSettings } from './settings';
import { Sink } from './sink';
import { Topics } from './topics';
import { refuseUnknown } from './unknown';
import { isObject, own, shown } from './values';

export type MeterReadingPorts = { readings: MeterReading; refused: Refusal };

/** What came of everything so far. */
export interface MeterReadingStats {
  accepted: number;
  refused: Record<string, number>;
  meters: number;
  evicted: number;
}

/** MQTT messages into trusted readings. */
export interface MeterReadingOperator extends Operator<MqttMessage, MeterReadingPorts> {
  stats(): MeterReadingStats;
}

const SNAPSHOT_KIND = 'gridloom-meter-readings';
const SNAPSHOT_VERSION = 1;

/**
 * Decodes the messages of meters in any dialect, adds where the meter is, and judges the readings. Every message gives
 * at least one reading or one refusal. Settings that are left out have the default of their schema.
 * @throws Error for settings that can't work: an unknown time zone, a wrong template, directory entry or field name.
 */
export function createMeterReadingOperator(settings: Partial<MeterReadingSettings> = {}): MeterReadingOperator {
  return new ReadingOperator(withDefaults(MeterReadingSettings, settings, 'meter reading settings'));
}

class ReadingOperator implements MeterReadingOperator {
  private readonly incoming: Incoming;
  private readonly sink = new Sink();
  private readonly directory: MeterDirectory;
  private readonly judge: QualityJudge;
  private readonly dialects: Readonly<Record<DialectName, Dialect>>;
  private readonly fixed: Dialect | undefined;
  private readonly order: readonly Dialect[];
  private readonly context: DecodeContext;
  private readonly topicTells: Readonly<Record<'city' | 'district' | 'household' | 'feeder', boolean>>;
  private accepted = 0;

  constructor(private readonly settings: MeterReadingSettings) {
    const topics = new Topics(new TopicTemplates(settings.topicTemplates), settings.maxMeters);
    const tells = (field: string) => topics.fields.has(field);
    this.topicTells = {
      city: tells('city'),
      district: tells('district'),
      household: tells('household'),
      feeder: tells('feeder'),
    };
    const incoming = new Incoming(topics);
    this.incoming = incoming;
    this.directory = new MeterDirectory(settings.directory);
    this.judge = new QualityJudge(settings);
    this.dialects = createDialects(settings.maxMeters);
    this.order = DIALECT_NAMES.map((name) => this.dialects[name]);
    this.fixed = settings.dialect === 'auto' ? undefined : this.dialects[settings.dialect as DialectName];
    this.context = {
      nowMs: 0,
      timeZone: settings.timeZone === '' ? undefined : new TimeZone(settings.timeZone),
      earliestMs: 0,
      latestMs: 0,
      get topicMeterId() {
        return incoming.place?.meterId;
      },
      fieldNames: new FieldNames(settings.fieldNames),
    };
  }

  process(batch: readonly MqttMessage[], nowMs: number): Emission<MeterReadingPorts> | undefined {
    const { sink, context } = this;
    sink.readings = [];
    if (sink.refused.length > 0) sink.refused = [];
    context.nowMs = nowMs;
    // In a replay of old data now is old too: only a clock that is behind 2015 alone was never set.
    context.earliestMs = nowMs >= EARLIEST_CLOCK_MS ? EARLIEST_CLOCK_MS : 0;
    const tolerance = this.settings.clockToleranceMs;
    context.latestMs = tolerance === 0 ? LATEST_DATE_MS : nowMs + tolerance;
    for (let i = 0; i < batch.length; i++) this.one(batch[i]);
    const { readings, refused } = sink;
    this.accepted += readings.length;
    return refused.length === 0 ? { readings } : { readings, refused };
  }

  reset(): void {
    this.judge.table.clear();
    for (const dialect of this.order) dialect.reset?.();
    this.sink.restoreCounts({});
    this.accepted = 0;
  }

  snapshot(): unknown {
    const dialects: Record<string, unknown> = {};
    for (const dialect of this.order) if (dialect.snapshot) dialects[dialect.name] = dialect.snapshot();
    return {
      kind: SNAPSHOT_KIND,
      version: SNAPSHOT_VERSION,
      meters: this.judge.table.snapshot(),
      dialects,
      accepted: this.accepted,
      refused: this.sink.countsByReason(),
    };
  }

  restore(state: unknown): void {
    if (!isObject(state) || state.kind !== SNAPSHOT_KIND || state.version !== SNAPSHOT_VERSION) {
      throw new Error(`not a snapshot of the meter reading operator (version ${SNAPSHOT_VERSION}); start without it`);
    }
    const { meters, dialects, accepted, refused } = state;
    this.judge.table.restore(meters);
    for (const dialect of this.order) dialect.restore?.(isObject(dialects) ? own(dialects, dialect.name) : undefined);
    this.accepted = typeof accepted === 'number' ? accepted : 0;
    this.sink.restoreCounts(isObject(refused) ? (refused as Record<string, number>) : {});
  }

  stats(): MeterReadingStats {
    const { size, evicted } = this.judge.table;
    return { accepted: this.accepted, refused: this.sink.countsByReason(), meters: size, evicted };
  }

  private one(message: MqttMessage | undefined): void {
    const { sink, incoming } = this;
    const firstReading = sink.readings.length;
    const firstRefusal = sink.refused.length;
    sink.topic = undefined;
    sink.dialect = undefined;
    try {
      if (typeof message !== 'object' || message === null) {
        sink.refuse('wrong-shape', `a message is an object with topic and payload, not ${shown(message)}`, '', message);
        return;
      }
      incoming.set(message.topic, message.payload);
      this.decode();
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      sink.refuse('undecodable', `the payload can't be decoded: ${why.slice(0, 200)}`, '', incoming.payload);
    }
    this.finish(firstReading);
    if (sink.readings.length === firstReading && sink.refused.length === firstRefusal) {
      sink.refuse('no-measurement', 'the message holds no measured value', '', incoming.payload);
    }
  }

  private decode(): void {
    const { sink, incoming, context } = this;
    if (incoming.problem === 'too-large') {
      sink.refuse('too-large', `the payload is larger than ${MAX_PAYLOAD_BYTES} bytes`, '', incoming.payload);
      return;
    }
    if (incoming.topic !== '') sink.topic = incoming.topic;
    const dialect = this.fixed ?? this.recognise();
    // Text that is no JSON gets the same plain words from every dialect that is JSON.
    if (dialect === undefined || (incoming.body === undefined && dialect.form === 'json')) {
      refuseUnknown(incoming, sink);
      return;
    }
    sink.dialect = dialect.name;
    dialect.decode(incoming, context, sink);
  }

  private recognise(): Dialect | undefined {
    const { order, incoming, context } = this;
    for (let i = 0; i < order.length; i++) if (order[i]!.recognises(incoming, context)) return order[i];
    return undefined;
  }

  /** True when the topic could tell something that the payload left open; most payloads of our own leave nothing. */
  private asksTopic(reading: MeterReading): boolean {
    const tells = this.topicTells;
    return (
      (tells.city && reading.city === undefined) ||
      (tells.district && reading.district === undefined) ||
      (tells.household && reading.household === undefined) ||
      (tells.feeder && reading.feeder === undefined)
    );
  }

  /** Adds the place and the flags to what one message gave; duplicates leave when the setting says so. */
  private finish(first: number): void {
    const { sink, incoming, settings, directory, judge } = this;
    const { readings } = sink;
    const { nowMs } = this.context;
    const refuseDuplicates = settings.duplicates === 'refuse';
    let kept = first;
    for (let i = first; i < readings.length; i++) {
      const reading = readings[i]!;
      const place = directory.size === 0 ? undefined : directory.place(reading.meterId);
      const topicPlace = this.asksTopic(reading) ? incoming.place : undefined;
      if (place !== undefined || topicPlace !== undefined) fillPlace(reading, place, topicPlace);
      if (settings.keepRaw) reading.raw = incoming.payload;
      const duplicate = judge.judge(reading, nowMs);
      if (duplicate && refuseDuplicates) {
        const text = `the reading of ${new Date(reading.timeMs).toISOString()} came before with the same values`;
        sink.refuse('duplicate', text, '', incoming.payload, reading.meterId);
      } else readings[kept++] = reading;
    }
    if (kept < readings.length) readings.length = kept;
  }
}
