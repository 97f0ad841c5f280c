import { DIALECT_NAMES } from '../../lib/meters';
import { SAMPLES } from '../lib/meters/samples';
import type { Random } from './random';

interface Message {
  topic?: unknown;
  payload?: unknown;
}
type Mutation = (message: Message, random: Random) => Message;

const STRANGE: readonly unknown[] = [
  ...[null, true, false, 0, -0, -1, 1e308, -1e308, 5e-324, 2 ** 53, Number.NaN, Number.POSITIVE_INFINITY],
  ...['', 'NaN', 'Infinity', '-1e999', '0x10', '1_000', '12,5', ' ', '\u0000', '\ud800', '\u202e', '２３０', 'null'],
  ...['1970-01-01T00:00:00', '2026-02-30T25:61:61', '9999999999999', '__proto__', 'constructor', '../../etc/passwd'],
  ...[[], {}, [[]], [null], { value: 1 }, ['230', 230]],
];
const HUGE_NUMBERS = ['1e999', '-1e999', `${'9'.repeat(400)}`, `0.${'0'.repeat(400)}1`, '1E+308', '-0', '1e-400'];
const POLLUTION = [
  '"__proto__":{"polluted":true}',
  '"constructor":{"prototype":{"polluted":true}}',
  '"prototype":{"polluted":true}',
  '"toString":1,"valueOf":2,"hasOwnProperty":3,"toJSON":4,"then":5,"length":-1',
];
const TOPICS: readonly unknown[] = [
  ...['', ' ', '/', '//', '#', '+/+', '$SYS/broker', 'a\u0000b', 'a\nb', '\ud800', '__proto__/constructor/x', 5, null],
  ...[undefined, {}, ['gridloom'], 'x'.repeat(70_000), 'a/'.repeat(2_000), 'gridloom/__proto__/constructor/toString'],
  ...[
    'spBv1.0/g/DDATA/e/d',
    'spBv1.0/g/NDEATH/e',
    'spBv1.0/STATE/x',
    'tele/x/SENSOR',
    'x/status/em:0',
    'zigbee2mqtt/a',
  ],
];
const ODD_VALUES: readonly unknown[] = [
  ...[null, undefined, true, 0, Number.NaN, 10n ** 30n, new Date(Number.NaN), new Map([['power', 1]]), new Set([1])],
  ...[new Float64Array([1, Number.NaN]), new ArrayBuffer(8), /x/, new Error('x'), [], {}, [[[]]], Object.create(null)],
];

/** Each makes one kind of harm out of a valid message. */
export const MUTATIONS: Readonly<Record<string, Mutation>> = {
  truncated: ({ topic, payload }, random) => {
    const bytes = bytesOf(payload);
    const cut = bytes.subarray(0, random.below(bytes.length));
    return { topic, payload: random.chance(0.5) ? cut : cut.toString('latin1') };
  },
  bitFlips: ({ topic, payload }, random) => {
    const bytes = Buffer.from(bytesOf(payload));
    for (let flips = 1 + random.below(6); flips > 0; flips--)
      bytes[random.below(bytes.length)]! ^= 1 << random.below(8);
    return { topic, payload: bytes };
  },
  inserted: ({ topic, payload }, random) => {
    const bytes = bytesOf(payload);
    const at = random.below(bytes.length);
    return {
      topic,
      payload: Buffer.concat([bytes.subarray(0, at), garbage(1 + random.below(9), random), bytes.subarray(at)]),
    };
  },
  typeSwap: ({ topic, payload }, random) => {
    const body = parsed(payload);
    if (body === undefined) return { topic, payload: Buffer.from(bytesOf(payload)).reverse() };
    for (let swaps = 1 + random.below(3); swaps > 0; swaps--)
      swapOne(body, structuredClone(random.pick(STRANGE)), random);
    return { topic, payload: random.chance(0.5) ? body : JSON.stringify(body) };
  },
  hugeNumbers: ({ topic, payload }, random) => {
    const text = bytesOf(payload).toString('latin1');
    const pattern = /-?\d+(\.\d+)?/g;
    return {
      topic,
      payload: text.replace(pattern, (number) => (random.chance(0.3) ? random.pick(HUGE_NUMBERS) : number)),
    };
  },
  nanText: ({ topic, payload }, random) => {
    const text = bytesOf(payload).toString('latin1');
    return { topic, payload: text.replace(/-?\d+(\.\d+)?/g, (n) => (random.chance(0.3) ? '"NaN"' : n)) };
  },
  pollution: ({ topic, payload }, random) => {
    const text = bytesOf(payload).toString('latin1');
    const bent = text.replace(/\{(?=")/g, (brace) =>
      random.chance(0.5) ? `${brace}${random.pick(POLLUTION)},` : brace,
    );
    const body = random.chance(0.5) ? parsed(bent) : undefined;
    return { topic: random.chance(0.2) ? 'gridloom/__proto__/constructor/x' : topic, payload: body ?? bent };
  },
  wrongTopic: ({ payload }, random) => {
    const other = random.chance(0.5) ? SAMPLES[random.pick(DIALECT_NAMES)].topic : random.pick(TOPICS);
    return { topic: other, payload };
  },
  controlCharacters: ({ topic, payload }, random) => {
    const text = bytesOf(payload).toString('latin1');
    const control = () => String.fromCharCode(random.below(32));
    return { topic, payload: text.replace(/[a-z]/gi, (letter) => (random.chance(0.05) ? control() : letter)) };
  },
  repeated: ({ topic, payload }, random) => {
    const bytes = bytesOf(payload);
    return { topic, payload: Buffer.concat(new Array<Buffer>(2 + random.below(4)).fill(bytes)) };
  },
  empty: ({ topic }, random) => ({
    topic,
    payload: random.pick(['', Buffer.alloc(0), ' ', '{}', '[]', '[{}]', 'null']),
  }),
  binaryGarbage: ({ topic }, random) => ({ topic, payload: garbage(random.below(400), random) }),
  oddValue: ({ topic }, random) => ({ topic, payload: random.pick(ODD_VALUES) }),
  missingField: ({ topic, payload }, random) => {
    const body = parsed(payload);
    if (body === undefined) return { topic, payload: bytesOf(payload).subarray(1) };
    swapOne(body, undefined, random);
    return { topic, payload: JSON.stringify(body) };
  },
  deepNesting: ({ topic, payload }, random) => {
    const depth = random.pick([500, 5_000, 50_000]);
    const [open, close] = random.pick([
      ['[', ']'],
      ['{"ENERGY":', '}'],
      ['{"params":', '}'],
      ['[{"e":', '}]'],
    ] as const);
    const text = `${open.repeat(depth)}${bytesOf(payload).toString('latin1')}${close.repeat(depth)}`;
    return { topic, payload: depth === 500 ? (parsed(text) ?? text) : text };
  },
  giantString: ({ topic, payload }, random) => {
    const giant = random
      .pick(['x', '\u0000', '9', '[', '{"a":', '\\u0000'])
      .repeat(random.pick([10_000, 100_000, 160_000]));
    const body = parsed(payload);
    if (body === undefined || random.chance(0.5)) return { topic, payload: giant };
    swapOne(body, giant, random);
    return { topic, payload: body };
  },
};

function bytesOf(payload: unknown): Buffer {
  if (Buffer.isBuffer(payload)) return payload;
  return Buffer.from(typeof payload === 'string' ? payload : JSON.stringify(payload));
}

function parsed(payload: unknown): object | undefined {
  try {
    return JSON.parse(bytesOf(payload).toString('utf8'));
  } catch {
    return undefined;
  }
}

function garbage(length: number, random: Random): Buffer {
  return Buffer.from(Array.from({ length }, () => random.below(256)));
}

/** Puts `value` in the place of a field at a random depth. */
function swapOne(body: object, value: unknown, random: Random): void {
  let place = body as Record<string, unknown>;
  for (;;) {
    const keys = Object.keys(place);
    if (keys.length === 0) return;
    const key = random.pick(keys);
    const inner = place[key];
    if (typeof inner !== 'object' || inner === null || random.chance(0.2)) {
      place[key] = value;
      return;
    }
    place = inner as Record<string, unknown>;
  }
}
