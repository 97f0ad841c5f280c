import { TypeCompiler } from '@sinclair/typebox/compiler';
import { type Refusal, Waveform } from '../../messages';

const SCHEMA = TypeCompiler.Compile(Waveform);

/** Why something that came in is no waveform that can be looked at; undefined when it is one. */
export function checkWaveform(value: unknown): Refusal | undefined {
  if (!SCHEMA.Check(value)) {
    const fault = SCHEMA.Errors(value).First();
    const place = fault?.path.slice(1).replaceAll('/', '.') ?? '';
    return refuse(value, 'no-waveform', `${place || 'the waveform'}: ${fault?.message ?? 'it is none'}`, place, FEED);
  }
  const length = value.channels[0]!.samples.length;
  for (const [i, { name, samples }] of value.channels.entries()) {
    const place = `channels[${i}].samples`;
    if (!isNumbers(samples) || samples.length === 0) {
      return refuse(value, 'no-samples', `channel ${name} has no array of numbers`, place, FEED);
    }
    if (samples.length !== length) {
      const message = `channel ${name} has ${samples.length} samples, the first one ${length}`;
      return refuse(value, 'uneven-channels', message, place, 'give channels that were sampled together');
    }
    const odd = findOdd(samples);
    if (odd >= 0) {
      const remedy = 'put zero there and name the time in the gaps of the waveform';
      return refuse(value, 'not-finite', `sample ${odd} of channel ${name} is no number`, `${place}[${odd}]`, remedy);
    }
  }
  return undefined;
}

const FEED = 'feed it waveforms, as grid waveform in sends them';

const isNumbers = (samples: unknown): boolean =>
  Array.isArray(samples) || samples instanceof Float32Array || samples instanceof Float64Array;

/** Index of the first sample that is no finite number, or −1. */
function findOdd(samples: ArrayLike<unknown>): number {
  for (let i = 0; i < samples.length; i++) if (!Number.isFinite(samples[i])) return i;
  return -1;
}

function refuse(original: unknown, reason: string, message: string, place: string, remedy: string): Refusal {
  return { reason, message, ...(place ? { place } : {}), remedy, original };
}
