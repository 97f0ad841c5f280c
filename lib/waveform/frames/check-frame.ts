import { TypeCompiler } from '@sinclair/typebox/compiler';
import { type Refusal, WaveformFrame } from '../../messages';

const SCHEMA = TypeCompiler.Compile(WaveformFrame);

/** Whether a value is meant as a frame; frames of a later version are too, and are refused with that reason. */
export function isFrameLike(value: unknown): boolean {
  const schema = (value as { schema?: unknown } | null | undefined)?.schema;
  return typeof schema === 'string' && schema.startsWith('gridloom-waveform-frame/');
}

/** What is wrong with a frame by itself; undefined for one that can be used. */
export function faultOfFrame(value: unknown, maxValues: number): Refusal | undefined {
  if (!SCHEMA.Check(value)) {
    const error = SCHEMA.Errors(value).First();
    const message = `the frame is not as its schema says: ${error?.message ?? 'unknown fault'}`;
    return refusal('not-a-frame', message, error?.path || '/', 'send gridloom-waveform-frame/1', value);
  }
  const { frame, frames, offset, totalSamples, channels } = value;
  const of = `frame ${frame} of ${value.id}`;
  if (frame >= frames) {
    return refusal('not-a-frame', `${of}: there are ${frames} frames, counted from 0`, '/frame', 'count from 0', value);
  }
  const [first] = channels;
  const length = first!.samples.length;
  const other = channels.findIndex(({ samples }) => samples.length !== length);
  if (length === 0 || other >= 0) {
    const place = `/channels/${Math.max(other, 0)}/samples`;
    const message = `${of}: ${length === 0 ? 'it has no samples' : 'its channels have different numbers of samples'}`;
    return refusal('not-a-frame', message, place, 'send as many in every channel, and at least one', value);
  }
  if (offset + length > totalSamples) {
    const message = `${of}: it ends at sample ${offset + length}, and the event has ${totalSamples}`;
    return refusal('not-a-frame', message, '/offset', 'count samples from 0, and tell how many the event has', value);
  }
  if (totalSamples * channels.length > maxValues) {
    const message = `${of}: the event has ${totalSamples} samples of ${channels.length} channels`;
    const remedy = `send at most ${maxValues} values an event, or raise the limit`;
    return refusal('too-large', message, '/totalSamples', remedy, value);
  }
  return undefined;
}

export function refusal(reason: string, message: string, place: string, remedy: string, original: unknown): Refusal {
  return { reason, message, place, remedy, original };
}
