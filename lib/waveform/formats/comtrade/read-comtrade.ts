import { describeChannels } from '../channel-names';
import { quoted, WaveformFileError } from '../file-error';
import { fileText } from '../file-text';
import type { FileBytes, ReadLimits, Side } from '../read-options';
import type { RecordedSamples, Recording } from '../recording';
import { asciiData } from './ascii-data';
import { binaryData } from './binary-data';
import { msBetween } from './clock';
import { type ComtradeConfig, type DataType, parseConfig } from './config';
import type { AnalogChannel } from './config-channel';
import { placedByNumber } from './raw-data';
import { sampleTimes } from './sample-times';

/** What one record of COMTRADE is made of; `dataType` is what the header of a .cff says. */
export interface ComtradeParts {
  id: string;
  config: FileBytes;
  data: FileBytes;
  dataType?: DataType;
}

/**
 * A COMTRADE record (IEEE C37.111-1991, -1999, -2013; all types of data): its head now, its samples when they are read.
 * @throws WaveformFileError
 */
export function readComtrade(parts: ComtradeParts, side: Side, limits: ReadLimits): Recording {
  const config = parseConfig(parts.config.name, fileText(parts.config.bytes), limits);
  const { start, trigger, zoneOffsetMs = 0, analog } = config;
  return {
    file: parts.config.name,
    id: parts.id,
    ...(config.station === '' ? {} : { station: config.station }),
    ...(start ? { startMs: start.dayMs + start.timeMs - zoneOffsetMs } : {}),
    ...(start && trigger ? { triggerMs: msBetween(start, trigger) } : {}),
    ...(config.frequencyHz === undefined ? {} : { nominalFrequencyHz: config.frequencyHz }),
    channels: describeChannels(analog),
    notes: config.notes,
    read: (chosen) => readSamples(parts, config, chosen, side, limits),
  };
}

function readSamples(
  { data: { name, bytes }, dataType }: ComtradeParts,
  config: ComtradeConfig,
  chosen: readonly number[],
  side: Side,
  { maxSamples }: ReadLimits,
): RecordedSamples {
  const type = typeOf(name, bytes, dataType ?? config.dataType);
  const raw =
    type === 'ASCII'
      ? asciiData(name, bytes, config, chosen, maxSamples)
      : binaryData(name, bytes, config, type, chosen, maxSamples);
  const placed = placedByNumber(raw, config.samples > 0 ? Math.min(config.samples, maxSamples) : maxSamples);
  const notes = [...placed.notes];
  const count = countOf(name, placed.numbers.length, config, maxSamples, notes);
  const channels = chosen.map((i) => config.analog[i]!);
  return {
    samples: channels.map((channel, i) => scaled(name, placed.columns[i]!.subarray(0, count), channel, side)),
    timing: sampleTimes(name, config, placed.stamps.subarray(0, count)),
    skewMs: channels.map(({ skewUs }) => skewUs / 1000),
    notes,
  };
}

/** The type that the file says, unless the bytes can't be of it. */
function typeOf(name: string, bytes: Uint8Array, said: DataType | undefined): DataType {
  const looksBinary = bytes.subarray(0, 4096).some((byte) => byte < 9 || byte > 0x7e);
  if (said === undefined) return looksBinary ? 'BINARY' : 'ASCII';
  // Eight or more zero bytes at the end of a text file are padding; within the first kilobytes of text there are none.
  if (said !== 'ASCII' || !bytes.subarray(0, Math.min(64, bytes.length >> 1)).includes(0)) return said;
  const problem = 'the configuration says ASCII, and the data has zero bytes';
  throw new WaveformFileError(name, `byte ${bytes.indexOf(0)}`, problem, 'write BINARY, BINARY32 or FLOAT32 there');
}

function countOf(name: string, found: number, config: ComtradeConfig, maxSamples: number, notes: string[]): number {
  if (found > maxSamples) {
    const problem = `it has more than ${maxSamples} samples`;
    throw new WaveformFileError(name, '', problem, 'raise limits.maxSamples, or cut the record');
  }
  if (config.samples === 0 || config.samples === found) return found;
  if (found < config.samples) {
    notes.push(`the configuration claims ${config.samples} samples and the data has ${found}`);
    return found;
  }
  notes.push(`the data has more than the ${config.samples} samples of the configuration; the rest was left out`);
  return config.samples;
}

function scaled(name: string, raw: Float64Array, channel: AnalogChannel, side: Side): Float64Array {
  const toSide = sideFactor(name, channel, side);
  const { factor, offset } = channel;
  const out = new Float64Array(raw.length);
  for (let i = 0; i < raw.length; i++) out[i] = (factor * raw[i]! + offset) * toSide;
  return out;
}

function sideFactor(name: string, channel: AnalogChannel, side: Side): number {
  if (side === 'recorded' || side === channel.side) return 1;
  if (channel.side === undefined || channel.ratio === undefined) {
    const problem = `it does not say the ratio of primary to secondary of ${quoted(channel.name)}`;
    throw new WaveformFileError(name, '', problem, 'take it as recorded (side: recorded)');
  }
  return side === 'primary' ? channel.ratio : 1 / channel.ratio;
}
