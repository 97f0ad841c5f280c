import type { Waveform } from '../../messages';
import { describeChannels } from './channel-names';
import { quoted, WaveformFileError } from './file-error';
import type { ReadLimits, ReadOptions } from './read-options';
import type { ChannelInfo, Recording } from './recording';
import { rateGiven, unnamedRecording } from './unnamed-recording';

type Json = Record<string, unknown>;

/**
 * Waveforms as JSON: our message, `{sampleRateHz, nominalFrequencyHz, channels}` with channels as a list or by name,
 * `{waveform_data: [3][N]}`, three arrays of numbers, or an array of any of these but the last. `null` is a missing
 * sample.
 * @throws WaveformFileError that names the place
 */
export function readJson(
  file: string,
  id: string,
  value: unknown,
  options: ReadOptions,
  limits: ReadLimits,
): Recording[] {
  if (Array.isArray(value) && value.length > 0 && !isSampleArray(value[0])) {
    if (value.length > limits.maxEvents) {
      const remedy = `send at most ${limits.maxEvents}, or raise limits.maxEvents`;
      throw new WaveformFileError(file, '', `it has ${value.length} waveforms`, remedy);
    }
    return value.map((one, i) => readOne(file, `${id}#${i}`, `[${i}]`, one, options, limits));
  }
  return [readOne(file, id, '', value, options, limits)];
}

/** @throws WaveformFileError where the text is no JSON */
export function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new WaveformFileError(file, '', `it is no JSON (${(error as Error).message})`, 'correct it');
  }
}

function readOne(
  file: string,
  id: string,
  at: string,
  value: unknown,
  options: ReadOptions,
  limits: ReadLimits,
): Recording {
  const data = Array.isArray(value) ? value : isObject(value) ? value.waveform_data : undefined;
  if (data !== undefined)
    return readBare(file, id, `${at}${Array.isArray(value) ? '' : '.waveform_data'}`, data, value);
  if (!isObject(value) || value.channels === undefined) {
    const problem = 'it has neither channels nor waveform_data';
    throw new WaveformFileError(
      file,
      at,
      problem,
      'send {sampleRateHz, nominalFrequencyHz, channels: [{name, samples}]}',
    );
  }
  return readMessage(value);

  function readBare(file: string, id: string, at: string, data: unknown, whole: unknown): Recording {
    if (!Array.isArray(data) || data.length !== 3) {
      throw new WaveformFileError(file, at, 'it is not an array of three phases', 'send [[…A], […B], [...C]]');
    }
    const samples = data.map((one, i) => samplesOf(file, `${at}[${i}]`, one, data[0], limits));
    const told = isObject(whole) ? numbersOf(whole) : {};
    const recording = unnamedRecording(file, id, { ...options, ...told }, (phase) => samples[phase]!.slice());
    return told.nominalFrequencyHz === undefined
      ? recording
      : { ...recording, nominalFrequencyHz: told.nominalFrequencyHz };
  }

  function readMessage(value: Json): Recording {
    const list = channelsOf(file, at, value.channels);
    if (list.length === 0 || list.length > limits.maxChannels) {
      throw new WaveformFileError(
        file,
        `${at}.channels`,
        `there are ${list.length}`,
        `send 1 to ${limits.maxChannels}`,
      );
    }
    const samples = list.map(({ place, samples }) => samplesOf(file, place, samples, list[0]!.samples, limits));
    const told = numbersOf(value);
    const { startMs, markers, gaps, station, label } = value as Partial<Waveform>;
    return {
      file,
      id: typeof value.id === 'string' && value.id !== '' ? value.id : id,
      ...(typeof station === 'string' ? { station } : {}),
      ...(typeof label === 'string' ? { label } : {}),
      ...(typeof startMs === 'number' && Number.isFinite(startMs) ? { startMs } : {}),
      ...(told.nominalFrequencyHz === undefined ? {} : { nominalFrequencyHz: told.nominalFrequencyHz }),
      ...(Array.isArray(markers) ? { markers: markers.filter(isMarker) } : {}),
      ...(Array.isArray(gaps) ? { gaps: gaps.filter(isGap) } : {}),
      channels: describe(list, options.unit ?? 'A'),
      notes: Array.isArray(value.notes) ? value.notes.filter((note) => typeof note === 'string') : [],
      read: (chosen) => ({
        samples: chosen.map((i) => samples[i]!.slice()),
        timing: { rateHz: rateGiven(file, { ...options, ...told }) },
        notes: [],
      }),
    };
  }
}

interface ListedChannel {
  name: string;
  place: string;
  samples: unknown;
  fields: Json;
}

function channelsOf(file: string, at: string, channels: unknown): ListedChannel[] {
  if (isObject(channels)) {
    return Object.entries(channels).map(([name, samples]) => {
      return { name, place: `${at}.channels.${name}`, samples, fields: {} };
    });
  }
  const list = Array.isArray(channels) ? channels : [];
  return list.map((one: unknown, i) => {
    const place = `${at}.channels[${i}]`;
    if (!isObject(one) || typeof one.name !== 'string' || one.name.trim() === '') {
      throw new WaveformFileError(file, place, 'it has no name', 'send {name, samples}');
    }
    return { name: one.name, place: `${place}.samples`, samples: one.samples, fields: one };
  });
}

/** What a channel says itself counts, the rest goes by its name and unit. */
function describe(list: readonly ListedChannel[], unit: string): ChannelInfo[] {
  const text = (field: unknown) => (typeof field === 'string' ? field : undefined);
  const guessed = describeChannels(
    list.map(({ name, fields }) => ({
      name,
      phaseField: text(fields.phase) ?? '',
      unit: text(fields.unit) ?? (fields.quantity === 'voltage' ? 'V' : unit),
    })),
  );
  return guessed.map((info, i) => {
    const { quantity, role } = list[i]!.fields;
    return {
      ...info,
      ...(quantity === 'current' || quantity === 'voltage' ? { quantity } : {}),
      ...(role === 'operate' || role === 'restraint' ? { role } : {}),
    };
  });
}

function samplesOf(
  file: string,
  place: string,
  samples: unknown,
  first: unknown,
  { maxSamples }: ReadLimits,
): Float64Array {
  const isNumbers = Array.isArray(samples) || samples instanceof Float32Array || samples instanceof Float64Array;
  if (!isNumbers || samples.length === 0 || samples.length > maxSamples) {
    const problem = isNumbers ? `it has ${samples.length} samples` : 'it is no array of samples';
    throw new WaveformFileError(file, place, problem, `send 1 to ${maxSamples} numbers`);
  }
  const expected = (first as ArrayLike<number>).length;
  if (samples.length !== expected) {
    const problem = `it has ${samples.length} samples, and the first channel ${expected}`;
    throw new WaveformFileError(file, place, problem, 'send as many in every channel');
  }
  const out = new Float64Array(samples.length);
  for (let i = 0; i < samples.length; i++) {
    const value: unknown = samples[i];
    if (typeof value !== 'number' && value !== null) {
      const problem = `${quoted(String(value))} is no number`;
      throw new WaveformFileError(file, `${place}[${i}]`, problem, 'send numbers, and null where one is missing');
    }
    out[i] = value ?? Number.NaN;
  }
  return out;
}

function numbersOf(value: Json): { sampleRateHz?: number; nominalFrequencyHz?: number } {
  const positive = (field: unknown) =>
    typeof field === 'number' && field > 0 && Number.isFinite(field) ? field : undefined;
  const [rate, frequency] = [positive(value.sampleRateHz), positive(value.nominalFrequencyHz)];
  return {
    ...(rate === undefined ? {} : { sampleRateHz: rate }),
    ...(frequency === undefined ? {} : { nominalFrequencyHz: frequency }),
  };
}

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);

/** The first row of `[[…], […], […]]`. */
const isSampleArray = (value: unknown) => Array.isArray(value) && !isObject(value[0]) && !Array.isArray(value[0]);

const KINDS = ['trigger', 'inception', 'clearing', 'note'];
const isMarker = (one: unknown): one is NonNullable<Waveform['markers']>[number] =>
  isObject(one) && Number.isFinite(one.offsetMs) && KINDS.includes(one.kind as string);
const isGap = (one: unknown): one is NonNullable<Waveform['gaps']>[number] =>
  isObject(one) && Number.isFinite(one.fromMs) && Number.isFinite(one.toMs) && typeof one.reason === 'string';
