import { Value } from '@sinclair/typebox/value';
import { type Refusal, Waveform } from '../../../lib/messages';
import { refuse } from '../refuse';
import type { WidgetModel } from '../widget-model';
import { lengthOf, type WaveformChange, type WaveformEvent } from './event';

export interface WaveformLimits {
  /** Older events go. */
  maxEvents: number;
  /** Samples of all channels of all events together; older events go, a single larger one is refused. */
  maxSamples: number;
}

/** Keeps the last events and which of them pages have not been told. */
export function createWaveformModel(limits: WaveformLimits): WidgetModel<WaveformChange> {
  /** In the order in which they came. */
  const events = new Map<string, WaveformEvent>();
  let untold = new Set<string>();
  let whole = false;
  let changed = false;

  function keep(event: WaveformEvent): void {
    events.delete(event.id);
    events.set(event.id, event);
    untold.add(event.id);
    changed = true;
    let samples = 0;
    for (const kept of events.values()) samples += size(kept);
    for (const [id, kept] of events) {
      if (events.size <= limits.maxEvents && samples <= limits.maxSamples) break;
      samples -= size(kept);
      events.delete(id);
      untold.delete(id);
    }
  }

  const snapshot = (): WaveformChange => ({ whole: true, events: [...events.values()], kept: [...events.keys()] });

  return {
    accept(payload) {
      const refused: Refusal[] = [];
      const given = Array.isArray(payload) ? payload : [payload];
      given.forEach((one, index) => {
        const place = Array.isArray(payload) ? `payload[${index}]` : 'payload';
        const event = readEvent(one, place, limits, refused);
        if (event) keep(event);
      });
      return refused;
    },
    changes() {
      if (!changed && !whole) return undefined;
      const change: WaveformChange = whole
        ? snapshot()
        : { events: [...untold].map((id) => events.get(id)!), kept: [...events.keys()] };
      untold = new Set();
      whole = changed = false;
      return change;
    },
    snapshot,
    restore(change) {
      for (const event of change.events ?? []) events.set(event.id, event);
    },
    reset() {
      events.clear();
      untold = new Set();
      whole = true;
    },
  };
}

function size(event: WaveformEvent): number {
  return event.channels.length * lengthOf(event);
}

function readEvent(
  given: unknown,
  place: string,
  limits: WaveformLimits,
  refused: Refusal[],
): WaveformEvent | undefined {
  const reject = (reason: string, message: string, at: string, remedy: string) => {
    // The samples stay out of the error.
    refused.push(refuse(reason, message, `${place}${at}`, remedy, (given as { id?: unknown } | null)?.id));
    return undefined;
  };
  const fault = Value.Errors(Waveform, given).First();
  if (fault) {
    const remedy =
      'give a waveform: id, sampleRateHz, nominalFrequencyHz, channels [{ name, quantity, unit, samples }]';
    return reject('not-a-waveform', fault.message.toLowerCase(), fault.path, remedy);
  }
  const waveform = given as Waveform;
  const lengths = waveform.channels.map(({ samples }) => (isSamples(samples) ? samples.length : -1));
  const bad = lengths.findIndex((length) => length !== lengths[0] || length < 1);
  if (bad >= 0) {
    const message = `channel "${waveform.channels[bad]!.name}" has ${Math.max(0, lengths[bad]!)} samples, the first has ${Math.max(0, lengths[0]!)}`;
    const remedy = 'give every channel as many samples, as an array of numbers or a typed array';
    return reject('unequal-lengths', message, `/channels/${bad}/samples`, remedy);
  }
  const total = lengths.length * lengths[0]!;
  if (total > limits.maxSamples) {
    const message = `${total} samples are more than the ${limits.maxSamples} there is room for`;
    return reject('too-long', message, '', 'raise "Samples at most" of the widget, or send a part of the record');
  }
  const { id, station, label, startMs, sampleRateHz, nominalFrequencyHz, markers } = waveform;
  const channels = waveform.channels.map(({ name, phase, quantity, unit, samples }) => {
    return { name, phase, quantity, unit, samples: singles(samples) };
  });
  return { id, station, label, startMs, sampleRateHz, nominalFrequencyHz, markers, channels };
}

/** In single precision; what is no number leaves a gap. */
function singles(samples: ArrayLike<unknown>): Float32Array {
  if (ArrayBuffer.isView(samples)) return Float32Array.from(samples as Float32Array);
  return Float32Array.from(samples, (sample) => (typeof sample === 'number' ? sample : Number.NaN));
}

/** Typed arrays of function nodes are of another realm, where `instanceof` does not know them. */
function isSamples(samples: unknown): boolean {
  return Array.isArray(samples) || (ArrayBuffer.isView(samples) && 'length' in samples);
}
