import { get } from 'sparkplug-payload';
import { type EncodedMessage, type Encoder, type EncoderContext, round, type Sample } from '../sample';

const { encodePayload, decodePayload } = get('spBv1.0')!;
type Payload = Parameters<typeof encodePayload>[0];
type Metric = NonNullable<Payload['metrics']>[number];

/** Metric names of a device, power first, with their unit and decimals; the position is part of the alias. */
const METRICS: readonly (readonly [keyof Sample & string, string, 1 | 2 | 3 | 4])[] = [
  ['activePowerW', 'W', 1],
  ['voltageV', 'V', 2],
  ['currentA', 'A', 4],
  ['powerFactor', '', 4],
  ['frequencyHz', 'Hz', 3],
  ['importWh', 'Wh', 3],
  ['exportWh', 'Wh', 3],
];
const REBIRTH = 'Node Control/Rebirth';
/** Aliases are unique within an edge node: a block of 16 for each device. */
const ALIAS_BLOCK = 16;

/**
 * One Sparkplug B edge node (Eclipse Sparkplug 3.0): a session number for birth and death, a sequence number 0–255
 * over all its messages. Devices of a district share it.
 */
export class EdgeNode {
  private bdSeq = 0;
  private seq = 0;
  private announced = false;
  /** Counts births, so that devices know when to give theirs again. */
  generation = 0;
  private devices = 0;

  constructor(
    private readonly group: string,
    private readonly node: string,
  ) {}

  /** The last will that belongs to the coming or current session. */
  death(): { topic: string; payload: Buffer } {
    return {
      topic: `spBv1.0/${this.group}/NDEATH/${this.node}`,
      payload: bytes({ metrics: [this.sessionMetric()] }),
    };
  }

  /** The next message starts with births again; a new session also takes the next session number. */
  rebirth(newSession: boolean): void {
    if (!this.announced) return;
    this.announced = false;
    if (newSession) this.bdSeq = (this.bdSeq + 1) % 256;
  }

  /** The node's birth certificate, when it is due. */
  birth(timeMs: number): EncodedMessage[] {
    if (this.announced) return [];
    this.announced = true;
    this.generation += 1;
    this.seq = 0;
    const metrics: Metric[] = [this.sessionMetric(), { name: REBIRTH, type: 'Boolean', value: false }];
    const payload = bytes({ timestamp: timeMs, seq: this.nextSeq(), metrics });
    return [{ topic: `spBv1.0/${this.group}/NBIRTH/${this.node}`, payload, birth: true }];
  }

  message(verb: 'DBIRTH' | 'DDATA', device: string, timeMs: number, metrics: Metric[]): EncodedMessage {
    const payload = bytes({ timestamp: timeMs, seq: this.nextSeq(), metrics });
    return { topic: `spBv1.0/${this.group}/${verb}/${this.node}/${device}`, payload, birth: verb === 'DBIRTH' };
  }

  nextDevice(): number {
    return this.devices++;
  }

  private nextSeq(): number {
    const seq = this.seq;
    this.seq = (this.seq + 1) % 256;
    return seq;
  }

  private sessionMetric(): Metric {
    return { name: 'bdSeq', type: 'Int64', value: this.bdSeq };
  }
}

/** A device: a birth certificate with names and aliases, then by exception and alias only. */
export function sparkplug({ meter }: EncoderContext, edge: EdgeNode): Encoder {
  const firstAlias = (edge.nextDevice() + 1) * ALIAS_BLOCK;
  let generation = -1;
  let sent: number[] = [];
  return {
    encode(sample) {
      const timeMs = Math.round(sample.timeMs);
      const node = edge.birth(timeMs);
      const values = METRICS.map(([field, , decimals]) => round(sample[field] as number, decimals));
      const born = generation === edge.generation;
      const metrics = METRICS.flatMap(([name, unit], index): Metric[] => {
        const value = values[index]!;
        const alias = firstAlias + index;
        if (born) {
          // Power always goes, so that there is a message at every interval.
          return index > 0 && value === sent[index] ? [] : [{ alias, timestamp: timeMs, type: 'Double', value }];
        }
        const properties = unit === '' ? {} : { properties: { engUnit: { type: 'String' as const, value: unit } } };
        return [{ name, alias, timestamp: timeMs, type: 'Double', value, ...properties }];
      });
      generation = edge.generation;
      sent = values;
      return [...node, edge.message(born ? 'DDATA' : 'DBIRTH', meter.meterId, timeMs, metrics)];
    },
  };
}

/** Whether a command to an edge node asks for its birth certificates. */
export function asksForRebirth(payload: Uint8Array): boolean {
  try {
    return decodePayload(payload).metrics?.some(({ name, value }) => name === REBIRTH && value === true) ?? false;
  } catch {
    return false;
  }
}

const bytes = (payload: Payload) => Buffer.from(encodePayload(payload));
