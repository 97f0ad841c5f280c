import { quoted, WaveformFileError } from './file-error';
import { NUMBER_BYTES, type NumberType, numbersAt } from './numbers-at';
import type { FileBytes, ReadLimits, ReadOptions } from './read-options';
import type { Recording } from './recording';
import { unnamedRecording } from './unnamed-recording';

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
const PHASES = 3;

export const isNumpyFile = (bytes: Uint8Array) => MAGIC.every((byte, i) => bytes[i] === byte);

const TYPES: readonly NumberType[] = ['f4', 'f8', 'i2', 'i4'];

/**
 * A NumPy array (.npy, versions 1 to 3; float32, float64, int16, int32; C or Fortran order) of the shape (3, N) or (N, 3),
 * one event, or (K, 3, N), K events.
 * @throws WaveformFileError
 */
export function readNumpyFile(file: FileBytes, id: string, options: ReadOptions, limits: ReadLimits): Recording[] {
  const { name, bytes } = file;
  const head = parseHead(file);
  const { events, samples, eventStride, phaseStride, sampleStride } = shapeOf(name, head);
  if (events > limits.maxEvents || samples > limits.maxSamples) {
    const problem = `it has ${events} events of ${samples} samples`;
    const remedy = `cut it down to ${limits.maxEvents} events of ${limits.maxSamples} samples, or raise the limits`;
    throw new WaveformFileError(name, '', problem, remedy);
  }
  const size = NUMBER_BYTES[head.type];
  const needed = events * PHASES * samples * size;
  const there = bytes.length - head.bytes;
  if (needed > there) {
    const problem = `its shape (${head.shape.join(', ')}) takes ${needed} bytes of data, and it has ${there}`;
    throw new WaveformFileError(name, `byte ${bytes.length}`, problem, 'save the array again: it was cut off');
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const samplesOf = (event: number, phase: number) => {
    const from = head.bytes + (event * eventStride + phase * phaseStride) * size;
    return numbersAt(view, head.type, { from, stride: sampleStride * size, count: samples }, head.isLittle);
  };
  return Array.from({ length: events }, (_, event) => {
    const eventId = head.shape.length === 3 ? `${id}#${event}` : id;
    return unnamedRecording(name, eventId, options, (phase) => samplesOf(event, phase));
  });
}

interface Head {
  /** Where the data begins. */
  bytes: number;
  type: NumberType;
  isLittle: boolean;
  isFortran: boolean;
  shape: number[];
}

function parseHead({ name, bytes }: FileBytes): Head {
  const fail = (byte: number, problem: string, remedy: string) =>
    new WaveformFileError(name, `byte ${byte}`, problem, remedy);
  const version = bytes[6] ?? 0;
  if (version < 1 || version > 3) throw fail(6, `version ${version} is not known`, 'save it with numpy.save');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const from = version === 1 ? 10 : 12;
  if (bytes.length < from) throw fail(bytes.length, 'it ends within its head', 'save the array again: it was cut off');
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (from + length > bytes.length) {
    throw fail(8, `its head claims ${length} bytes, and the file has ${bytes.length}`, 'save the array again');
  }
  const text = Buffer.from(bytes.buffer, bytes.byteOffset + from, length).toString('latin1');
  const descr = /'descr'\s*:\s*'([<>|=]?)([a-zA-Z]\d+)'/.exec(text);
  const type = TYPES.find((one) => one === descr?.[2]);
  if (!descr || !type) {
    const what = /'descr'\s*:\s*([^,}]+)/.exec(text)?.[1] ?? 'nothing';
    throw fail(
      from,
      `its type is ${quoted(what)}`,
      'save it as float32, float64, int16 or int32: array.astype("float32")',
    );
  }
  const shape = /'shape'\s*:\s*\(([^)]*)\)/.exec(text)?.[1];
  const numbers = (shape ?? '').split(',').flatMap((part) => (part.trim() === '' ? [] : [Number(part)]));
  if (shape === undefined || numbers.some((size) => !Number.isSafeInteger(size) || size < 0)) {
    throw fail(from, `its shape ${quoted(shape ?? '')} cannot be read`, 'save it with numpy.save');
  }
  const isFortran = /'fortran_order'\s*:\s*True/.test(text);
  return { bytes: from + length, type, isLittle: descr[1] !== '>', isFortran, shape: numbers };
}

function shapeOf(name: string, { shape, isFortran }: Head) {
  const [first = 0, second = 0, third = 0] = shape;
  // Where both fit, phases come first.
  const isPhasesFirst = first === PHASES;
  const isKnown = shape.length === 3 ? second === PHASES : shape.length === 2 && (isPhasesFirst || second === PHASES);
  if (!isKnown || shape.includes(0)) {
    const problem = `its shape is (${shape.join(', ')})`;
    throw new WaveformFileError(name, '', problem, 'save three phases: shape (3, N), (N, 3), or (K, 3, N) of K events');
  }
  const strides = stridesOf(shape, isFortran);
  if (shape.length === 3) {
    const [eventStride, phaseStride, sampleStride] = strides as [number, number, number];
    return { events: first, samples: third, eventStride, phaseStride, sampleStride };
  }
  const [one, other] = strides as [number, number];
  return isPhasesFirst
    ? { events: 1, samples: second, eventStride: 0, phaseStride: one, sampleStride: other }
    : { events: 1, samples: first, eventStride: 0, phaseStride: other, sampleStride: one };
}

function stridesOf(shape: readonly number[], isFortran: boolean): number[] {
  return shape.map((_, axis) =>
    (isFortran ? shape.slice(0, axis) : shape.slice(axis + 1)).reduce((product, size) => product * size, 1),
  );
}
