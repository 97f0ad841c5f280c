import { type Static, Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import type { Waveform } from '../../messages';
import { RequestFault } from './request-fault';

const PHASES = ['A', 'B', 'C'] as const;
const strict = { additionalProperties: false } as const;
const Name = Type.String({ minLength: 1, maxLength: 200 });

/** Samples that are sent with a request: differential currents of the three phases, in secondary A. */
export const RequestWaveform = Type.Object(
  {
    id: Type.Optional(Name),
    station: Type.Optional(Name),
    startMs: Type.Optional(Type.Number({ description: 'Of the first sample, epoch milliseconds UTC' })),
    sampleRateHz: Type.Number({ exclusiveMinimum: 0, maximum: 10_000_000 }),
    nominalFrequencyHz: Type.Number({ minimum: 10, maximum: 100, description: '50 or 60' }),
    channels: Type.Array(
      Type.Object(
        {
          name: Name,
          phase: Type.Optional(
            Type.Union([Type.Literal('A'), Type.Literal('B'), Type.Literal('C'), Type.Literal('N')]),
          ),
          quantity: Type.Optional(Type.Union([Type.Literal('current'), Type.Literal('voltage')])),
          unit: Type.Optional(Type.String({ minLength: 1, maxLength: 20, description: 'A when left out' })),
          role: Type.Optional(Type.Union([Type.Literal('operate'), Type.Literal('restraint')])),
          samples: Type.Array(Type.Number(), { minItems: 1 }),
        },
        strict,
      ),
      { minItems: 1, maxItems: 64 },
    ),
  },
  { ...strict, $id: 'RequestWaveform' },
);
export type RequestWaveform = Static<typeof RequestWaveform>;

/** Between whom energy is transferred; without them the peers of the network's first transfer. */
const peers = { sender: Type.Optional(Name), receiver: Type.Optional(Name) };
const SampleName = Type.String({ minLength: 1, maxLength: 1000, description: 'Of GET /api/v1/faults/samples' });

const ClassifySample = Type.Object({ sample: SampleName, ...peers }, strict);
const ClassifyWaveform = Type.Object({ waveform: RequestWaveform, ...peers }, strict);

/** Body of `POST /api/v1/faults/classify`: one of the samples, or a waveform. */
export const ClassifyRequest = Type.Union([ClassifySample, ClassifyWaveform], { $id: 'ClassifyRequest' });
export type ClassifyRequest = { sample?: string; waveform?: RequestWaveform; sender?: string; receiver?: string };

/** Body of `POST /predict`. */
const PredictRequest = Type.Object({ sample_filename: SampleName, sender_peer: Name, receiver_peer: Name });

/** @throws RequestFault 400 for anything but an object of the schema */
export function readClassifyRequest(body: unknown): ClassifyRequest {
  const given = body as Record<string, unknown> | null;
  // Checked against the one that is meant, so that the fault can be named.
  const schema = typeof given === 'object' && given !== null && 'waveform' in given ? ClassifyWaveform : ClassifySample;
  if (Value.Check(schema, body)) return body as ClassifyRequest;
  throw wrongShape(schema, body, 'send {"sample": …} or {"waveform": …}, each with "sender" and "receiver" or without');
}

/** @throws RequestFault 400 when a field is missing or no text */
export function readPredictRequest(body: unknown): ClassifyRequest {
  if (!Value.Check(PredictRequest, body)) {
    throw wrongShape(
      PredictRequest,
      body,
      'send {"sample_filename", "sender_peer", "receiver_peer"}, all of them texts',
    );
  }
  return { sample: body.sample_filename, sender: body.sender_peer, receiver: body.receiver_peer };
}

/** @throws RequestFault 400 when the bytes are no JSON in UTF-8 */
export function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new RequestFault(400, 'the body is not JSON', 'send a JSON object as UTF-8');
  }
}

/**
 * A waveform that was sent, as a message.
 * @throws RequestFault 413 for more samples than are taken, 422 for channels of different lengths
 */
export function waveformOf(given: RequestWaveform, id: string, maxSamples: number): Waveform {
  const lengths = given.channels.map(({ samples }) => samples.length);
  const total = lengths.reduce((sum, length) => sum + length, 0);
  if (total > maxSamples) {
    const message = `the waveform has ${total} samples, more than the ${maxSamples} that are taken`;
    throw new RequestFault(
      413,
      message,
      'send the event alone: some cycles before it and after it',
      'waveform.channels',
    );
  }
  const odd = lengths.findIndex((length) => length !== lengths[0]);
  if (odd > 0) {
    const message = `channel ${odd} has ${lengths[odd]} samples, channel 0 has ${lengths[0]}`;
    throw new RequestFault(422, message, 'send as many samples in every channel', `waveform.channels[${odd}].samples`);
  }
  // Three channels that name no phase are A, B and C.
  const byOrder = given.channels.length === 3 && given.channels.every(({ phase }) => phase === undefined);
  const channels = given.channels.map((channel, i) => ({
    quantity: 'current' as const,
    unit: 'A',
    ...(byOrder ? { phase: PHASES[i]! } : {}),
    ...channel,
    samples: Float32Array.from(channel.samples),
  }));
  return { id, ...given, channels };
}

function wrongShape(schema: Parameters<typeof Value.Errors>[0], body: unknown, remedy: string): RequestFault {
  const fault = Value.Errors(schema, body).First();
  const place = fault?.path.slice(1).replaceAll('/', '.').slice(0, 200);
  const message = `the body is not what is asked for: ${place || 'it'}: ${fault?.message.toLowerCase() ?? 'wrong'}`;
  return new RequestFault(400, message, remedy, place || undefined);
}
