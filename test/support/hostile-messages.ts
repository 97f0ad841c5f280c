import { DIALECT_NAMES, type DialectName } from '../../lib/meters';
import { SAMPLES } from '../lib/meters/samples';
import { MUTATIONS } from './hostile-mutations';
import { Random } from './random';

/** A message as a broken or hostile publisher sends it; both fields may be anything. */
export interface HostileMessage {
  topic?: unknown;
  payload?: unknown;
  dialect: DialectName;
  /** Name of the mutation, or `valid`. */
  mutation: string;
}

/** Below the broker's limit of a packet, by a topic's length. */
const MAX_PACKET_BYTES = 900_000;
const MAX_LEVELS = 90;
const VALID_SHARE = 0.1;
const NAMES = Object.keys(MUTATIONS);
/** Costly to send: a few hundred of them in a hundred thousand are enough. */
const RARE: readonly string[] = ['giantString', 'deepNesting'];
const RARE_SHARE = 0.006;
const COMMON = NAMES.filter((name) => !RARE.includes(name));

/** Endless messages of every dialect in turn: valid ones bent in every known way, some left as they are. */
export function* hostileMessages(seed: number, validShare = VALID_SHARE): Generator<HostileMessage> {
  const random = new Random(seed);
  for (let i = 0; ; i++) {
    const dialect = DIALECT_NAMES[i % DIALECT_NAMES.length]!;
    const { topic, payload } = SAMPLES[dialect];
    const valid = { topic, payload: asSent(payload, random), dialect, mutation: 'valid' };
    if (random.chance(validShare)) yield valid;
    else {
      const mutation = random.pick(random.chance(RARE_SHARE) ? RARE : COMMON);
      yield { ...valid, ...MUTATIONS[mutation]!(valid, random), mutation };
    }
  }
}

/** JSON comes from `mqtt in` as bytes, as text or parsed, by the node's setting. */
function asSent(payload: unknown, random: Random): unknown {
  if (Buffer.isBuffer(payload)) return payload;
  const text = typeof payload === 'string' ? payload : JSON.stringify(payload);
  const form = random.below(3);
  return form === 0 ? Buffer.from(text) : form === 1 ? text : JSON.parse(text);
}

/** What of it can go over MQTT 3.1.1: a topic the protocol allows and a payload of bytes; undefined where none does. */
export function overMqtt({ topic, payload }: HostileMessage): { topic: string; payload: Buffer } | undefined {
  if (typeof topic !== 'string' || topic === '' || topic.startsWith('$') || /[+#\0]/.test(topic)) return undefined;
  // The broker ends a connection that publishes to a deeper one.
  if (Buffer.byteLength(topic) > 65_535 || topic.split('/').length > MAX_LEVELS) return undefined;
  const text = typeof payload === 'string' ? payload : jsonOf(payload);
  const bytes = Buffer.isBuffer(payload) ? payload : Buffer.from(text);
  // A larger one costs its publisher the connection, and an MQTT client sends it again on the next.
  return bytes.length > MAX_PACKET_BYTES ? undefined : { topic, payload: bytes };
}

function jsonOf(payload: unknown): string {
  try {
    return JSON.stringify(payload) ?? '';
  } catch {
    // A bigint or a circle has no JSON.
    return String(payload);
  }
}
