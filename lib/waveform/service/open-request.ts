import type { Waveform } from '../../messages';
import type { Asked } from './answers';
import { type ClassifyRequest, type RequestWaveform, waveformOf } from './classify-request';
import { RequestFault } from './request-fault';
import type { NamedFile, SampleFolder } from './sample-folder';
import { sampleLabel } from './sample-label';

/** Where waveforms of requests come from. */
export interface WaveformSource {
  folder: SampleFolder;
  /** The events of some files. @throws Error that says what is wrong with them, with a `remedy` where it knows one */
  read(files: NamedFile[]): Waveform[];
  /** Most samples of a waveform, all channels together. */
  maxSamples: number;
}

/**
 * The waveform that a request names or brings.
 * @param id of the waveform where neither request nor file has one
 * @throws RequestFault 404, 413 or 422
 */
export async function openRequest(
  request: Pick<ClassifyRequest, 'sample' | 'waveform'> & { files?: NamedFile[] },
  id: string,
  source: WaveformSource,
): Promise<Asked> {
  const { sample, waveform, files = [] } = request;
  if (waveform) {
    const sent = judgeable(waveformOf(waveform as RequestWaveform, id, source.maxSamples), 'waveform');
    return { trueLabel: null, waveform: sent };
  }
  if (sample !== undefined) {
    const read = judgeable(onlyEvent(await source.folder.read(sample), source, 'sample'), 'sample');
    return { sample, trueLabel: sampleLabel(sample), waveform: { ...read, label: sample } };
  }
  const read = judgeable(onlyEvent(files, source, 'files'), 'files');
  return { trueLabel: sampleLabel(files[0]!.name), waveform: read };
}

/** Who asks by name or by hand is told what is missing; of a recorder's events the classifier says `unknown`. */
function judgeable(waveform: Waveform, place: string): Waveform {
  const { channels, sampleRateHz, nominalFrequencyHz } = waveform;
  const currents = channels.filter(({ quantity, role }) => quantity === 'current' && role !== 'restraint');
  if (currents.length < 3) {
    const message = `it has ${currents.length} operating currents, and three phases are looked at`;
    throw new RequestFault(422, message, 'give the differential currents of phases A, B and C', place);
  }
  const cycles = (channels[0]!.samples.length / sampleRateHz) * nominalFrequencyHz;
  if (cycles >= 1) return waveform;
  const message = `it lasts ${cycles.toFixed(3)} cycles of ${nominalFrequencyHz} Hz, less than one`;
  throw new RequestFault(422, message, 'give some cycles before the event and after it', place);
}

function onlyEvent(files: NamedFile[], source: WaveformSource, place: string): Waveform {
  let events: Waveform[];
  try {
    events = source.read(files);
  } catch (error) {
    const { message, remedy } = error as Error & { remedy?: unknown };
    if (typeof remedy !== 'string') throw new RequestFault(422, message, 'give a file of one event', place);
    // The message of the reader ends in its remedy.
    throw new RequestFault(422, message.replace(`: ${remedy}`, ''), remedy, place);
  }
  const [event, another] = events;
  if (!event || another) {
    const message = `it holds ${events.length} events`;
    throw new RequestFault(422, message, 'give a file of one event; grid waveform in reads files of many', place);
  }
  const samples = event.channels.reduce((sum, channel) => sum + channel.samples.length, 0);
  if (samples > source.maxSamples) {
    const message = `the waveform has ${samples} samples, more than the ${source.maxSamples} that are taken`;
    throw new RequestFault(413, message, 'cut it down to the event: some cycles before it and after it', place);
  }
  return event;
}
