import { WaveformFileError } from '../file-error';
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
  const valueBytes = type === 'BINARY' ? 2 : 4;
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
  const read = valueReader(view, type, config.revision);
  const column = (valueAt: (byte: number) => number, byte: number) => {
    const values = new Float64Array(count);
    for (let row = 0; row < count; row++) values[row] = valueAt(row * layout.rowBytes + byte);
    return values;
  };
  const stampAt = (byte: number) => {
    const stamp = view.getUint32(byte, true);
    return stamp === NO_STAMP ? Number.NaN : stamp;
  };
  return {
    numbers: column((byte) => view.getUint32(byte, true), 0),
    stamps: column(stampAt, 4),
    columns: chosen.map((channel) => column(read, HEAD_BYTES + channel * valueBytes)),
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

function valueReader(view: DataView, type: BinaryType, revision: ComtradeConfig['revision']) {
  if (type === 'BINARY') {
    const missing = revision === 1991 ? -1 : -0x8000;
    return (byte: number) => {
      const value = view.getInt16(byte, true);
      return value === missing ? Number.NaN : value;
    };
  }
  if (type === 'BINARY32') {
    return (byte: number) => {
      const value = view.getInt32(byte, true);
      return value === -0x8000_0000 ? Number.NaN : value;
    };
  }
  return (byte: number) => {
    const value = view.getFloat32(byte, true);
    return Number.isFinite(value) && value !== LOWEST_FLOAT32 ? value : Number.NaN;
  };
}
