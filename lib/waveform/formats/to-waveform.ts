import type { Waveform, WaveformChannel, WaveformGap } from '../../messages';
import { chooseChannels } from './choose-channels';
import { WaveformFileError } from './file-error';
import type { ReadLimits, ReadOptions } from './read-options';
import type { ChannelInfo, Recording } from './recording';
import { toOneRate } from './to-one-rate';
import { knownUnit } from './units';

/**
 * A recording as a message: channels chosen, brought to one rate, kA and kV made A and V, missing samples made gaps.
 * @throws WaveformFileError
 */
export function toWaveform(recording: Recording, options: ReadOptions, limits: ReadLimits): Waveform {
  const { file } = recording;
  const { chosen, notes } = chooseChannels(recording, options.channels);
  const infos = chosen.map((i) => recording.channels[i]!);
  const frequency = frequencyOf(recording, options);
  const recorded = recording.read(chosen);
  const even = toOneRate(file, recorded, limits.maxSamples);
  if (!Number.isFinite(even.rateHz) || even.rateHz <= 0) {
    throw new WaveformFileError(file, '', `its sample rate is ${even.rateHz} Hz`, 'correct it in the file');
  }
  const missing = takeGaps(recording, infos, even.samples, even.rateHz);
  const allNotes = [...recording.notes, ...recorded.notes, ...notes, ...frequency.notes, ...even.notes];
  const channels = infos.map((info, i) => channelOf(info, even.samples[i]!, allNotes));
  const lengthMs = (even.samples[0]!.length * 1000) / even.rateHz;
  const { triggerMs } = recording;
  const isInside = triggerMs !== undefined && triggerMs >= 0 && triggerMs <= lengthMs;
  if (triggerMs !== undefined && !isInside) allNotes.push(`the trigger, at ${triggerMs} ms, is outside the record`);
  const markers = [
    ...(recording.markers ?? []),
    ...(isInside ? [{ offsetMs: triggerMs, kind: 'trigger' as const }] : []),
  ];
  const gaps = [...(recording.gaps ?? []), ...missing];
  return {
    id: recording.id,
    ...(recording.station === undefined ? {} : { station: recording.station }),
    ...(recording.label === undefined ? {} : { label: recording.label }),
    ...(recording.startMs === undefined ? {} : { startMs: recording.startMs }),
    sampleRateHz: even.rateHz,
    nominalFrequencyHz: frequency.hz,
    channels,
    ...(markers.length === 0 ? {} : { markers }),
    ...(gaps.length === 0 ? {} : { gaps }),
    ...(allNotes.length === 0 ? {} : { notes: allNotes }),
  };
}

function frequencyOf(
  recording: Recording,
  { nominalFrequencyHz: given }: ReadOptions,
): { hz: number; notes: string[] } {
  const told = recording.nominalFrequencyHz;
  if (given !== undefined) {
    if (told === undefined || told === given) return { hz: given, notes: [] };
    return { hz: given, notes: [`the file says ${told} Hz; it was read as of ${given} Hz, as asked`] };
  }
  if (told !== undefined) return { hz: told, notes: [] };
  throw new WaveformFileError(
    recording.file,
    '',
    'it does not say the frequency of the network',
    'give nominalFrequencyHz, 50 or 60',
  );
}

function channelOf(info: ChannelInfo, samples: Float64Array, notes: string[]): WaveformChannel {
  const known = knownUnit(info.unit);
  if (known && known.factor !== 1) {
    for (let i = 0; i < samples.length; i++) samples[i]! *= known.factor;
    notes.push(`${info.name}: ${info.unit} was made ${known.unit}`);
  }
  if (info.quantity === undefined) {
    notes.push(`${info.name}: neither unit nor name says whether it is a current; it was taken as one`);
  }
  return {
    name: info.name,
    ...(info.phase === undefined ? {} : { phase: info.phase }),
    quantity: info.quantity ?? 'current',
    unit: known?.unit ?? info.unit,
    ...(info.role === undefined ? {} : { role: info.role }),
    samples,
  };
}

/** Runs of samples that are missing in some channel; the missing ones become zero. */
function takeGaps(
  { file }: Recording,
  infos: readonly ChannelInfo[],
  samples: readonly Float64Array[],
  rateHz: number,
): WaveformGap[] {
  const count = samples[0]!.length;
  const missing = samples.map(() => 0);
  const gaps: WaveformGap[] = [];
  let from = -1;
  let names = new Set<string>();
  for (let k = 0; k <= count; k++) {
    let isMissing = false;
    for (let i = 0; k < count && i < samples.length; i++) {
      if (Number.isFinite(samples[i]![k])) continue;
      samples[i]![k] = 0;
      missing[i]!++;
      isMissing = true;
      names.add(infos[i]!.name);
    }
    if (isMissing && from < 0) from = k;
    if (isMissing || from < 0) continue;
    const reason = `missing in ${[...names].join(', ')}`;
    gaps.push({ fromMs: (from * 1000) / rateHz, toMs: (k * 1000) / rateHz, reason });
    from = -1;
    names = new Set();
  }
  const empty = missing.indexOf(count);
  if (empty < 0) return gaps;
  const problem = `channel ${infos[empty]!.name} has no value at all`;
  throw new WaveformFileError(file, '', problem, 'choose other channels, or check the recorder');
}
