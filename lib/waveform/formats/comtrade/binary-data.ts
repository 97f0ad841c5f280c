import { WaveformFileError } from '../file-error';
import { NUMBER_BYTES, type NumberType, numbersAt } from '../numbers-at';
import type { ComtradeConfig, DataType } from './config';
import type { RawData } from './raw-data';

/** Number and time stamp of a sample, four bytes each, stand before the channels. */
const HEAD_BYTES = 8;
const NO_STAMP = 0xffff_ffff;
/** The largest negative number stands for a missing one in some files. */
const LOWEST_FLOAT32 = -3.4028234663852886e38;

type BinaryType = Exclude<DataType, 'ASCII'>;

/**
 * The chosen channels of a binary data file. Missing (NaN) are 0x8000 in BINARY (0xFFFF in 1991), 0x80000000 in
 * BINARY32, and what is not finite or the lowest number in FLOAT32.
 * @throws WaveformFileError when there is not one whole sample
 */
export function binaryData(
  file: string,
  bytes: Uint8Array,
  config: ComtradeConfig,
  type: BinaryType,
  chosen: readonly number[],
  maxSamples: number,
): RawData {
  const { value, missing } = valuesOf(type, config.revision);
  const valueBytes = NUMBER_BYTES[value];
  const layout = layoutOf(bytes.length, config, valueBytes);
  const rows = Math.floor(bytes.length / layout.rowBytes);
  const notes: string[] = [];
  if (rows === 0) {
    const problem = `it has ${bytes.length} bytes, and one sample takes ${layout.rowBytes}`;
    throw new WaveformFileError(file, '', problem, 'give the data that fits the configuration');
  }
  const rest = bytes.length - rows * layout.rowBytes;
  if (rest > 0) notes.push(`${rest} bytes at the end of the data are no whole sample and were left out`);
  const beyond = chosen.find((channel) => channel >= layout.analogs);
  if (beyond !== undefined) {
    const problem = `the data has ${layout.analogs} analog channels, and channel ${beyond + 1} was asked for`;
    throw new WaveformFileError(file, '', problem, 'correct the number of channels in the configuration');
  }
  // One more than there may be, so that the caller sees that there are too many.
  const count = Math.min(rows, (config.samples > 0 ? Math.min(config.samples, maxSamples) : maxSamples) + 1);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const column = (valueType: NumberType, from: number) =>
    numbersAt(view, valueType, { from, stride: layout.rowBytes, count });
  const channel = (index: number) => withoutMissing(column(value, HEAD_BYTES + index * valueBytes), missing);
  return {
    numbers: column('u4', 0),
    stamps: withoutMissing(column('u4', 4), NO_STAMP),
    columns: chosen.map(channel),
    notes,
  };
}

/** By the channels that are listed; by those that are claimed where only they fit the file to the byte. */
function layoutOf(length: number, { analog, digitals, claimed, samples }: ComtradeConfig, valueBytes: number) {
  const rowBytes = (analogs: number, digitals: number) =>
    HEAD_BYTES + analogs * valueBytes + Math.ceil(digitals / 16) * 2;
  const listed = { analogs: analog.length, rowBytes: rowBytes(analog.length, digitals) };
  if (!claimed || listed.rowBytes * samples === length) return listed;
  const other = { analogs: claimed.analogs, rowBytes: rowBytes(claimed.analogs, claimed.digitals) };
  return other.rowBytes * samples === length ? other : listed;
}

/** How values are written, and which one stands for a missing one. */
function valuesOf(type: BinaryType, revision: ComtradeConfig['revision']): { value: NumberType; missing: number } {
  if (type === 'BINARY') return { value: 'i2', missing: revision === 1991 ? -1 : -0x8000 };
  if (type === 'BINARY32') return { value: 'i4', missing: -0x8000_0000 };
  return { value: 'f4', missing: LOWEST_FLOAT32 };
}

function withoutMissing(values: Float64Array, missing: number): Float64Array {
  for (let i = 0; i < values.length; i++) {
    if (values[i] === missing || !Number.isFinite(values[i])) values[i] = Number.NaN;
  }
  return values;
}
