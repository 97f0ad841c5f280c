import type { FileBytes } from '../../../../lib/waveform/formats';

/** A record to be written; raw values as they stand in the data, `null` for missing ones. */
export interface WrittenRecord {
  revision: 1991 | 1999 | 2013;
  type: 'ASCII' | 'BINARY' | 'BINARY32' | 'FLOAT32';
  channels: {
    name: string;
    phase: string;
    unit: string;
    a: number;
    b: number;
    skewUs?: number;
    raw: (number | null)[];
  }[];
  digitals: number;
  frequencyHz: number;
  /** Rate and last sample; empty for time stamps only. */
  rates: [number, number][];
  stampsUs: number[];
  timeMultiplier?: number;
  timeCode?: string;
  primary?: number;
  secondary?: number;
  side?: 'P' | 'S';
  lineEnd?: string;
}

/** Written from the standard, without the code of the reader. */
export function writeComtrade(record: WrittenRecord, stem = 'f'): [FileBytes, FileBytes] {
  return [
    { name: `${stem}.cfg`, bytes: new TextEncoder().encode(configText(record)) },
    { name: `${stem}.dat`, bytes: dataBytes(record) },
  ];
}

export function writeCombined(record: WrittenRecord): FileBytes {
  const data = dataBytes(record);
  const size = record.type === 'ASCII' ? '' : `: ${data.length}`;
  const head = `--- file type: CFG ---\r\n${configText(record)}--- file type: INF ---\r\n\r\n--- file type: HDR ---\r\n`;
  const text = new TextEncoder().encode(`${head}--- file type: DAT ${record.type}${size} ---\r\n`);
  const bytes = new Uint8Array(text.length + data.length);
  bytes.set(text);
  bytes.set(data, text.length);
  return { name: 'f.cff', bytes };
}

export function configText(record: WrittenRecord): string {
  const { revision, channels, digitals, rates, primary = 1, secondary = 1, side = 'S', lineEnd = '\r\n' } = record;
  const isOld = revision === 1991;
  const samples = channels[0]!.raw.length;
  const lines = [
    isOld ? 'STATION,DEVICE' : `STATION,DEVICE,${revision}`,
    `${channels.length + digitals},${channels.length}A,${digitals}D`,
    ...channels.map(({ name, phase, unit, a, b, skewUs = 0 }, i) =>
      [i + 1, name, phase, '', unit, a, b, skewUs, -32767, 32767, ...(isOld ? [] : [primary, secondary, side])].join(
        ',',
      ),
    ),
    ...Array.from({ length: digitals }, (_, i) => (isOld ? `${i + 1},D${i + 1},0` : `${i + 1},D${i + 1},,,0`)),
    String(record.frequencyHz),
    String(rates.length),
    ...(rates.length === 0 ? [`0,${samples}`] : rates.map(([rate, end]) => `${rate},${end}`)),
    isOld ? '03/25/99,12:34:56.250000' : '25/03/1999,12:34:56.250000',
    isOld ? '03/25/99,12:34:56.262500' : '25/03/1999,12:34:56.262500',
    record.type,
    ...(isOld ? [] : [String(record.timeMultiplier ?? 1)]),
    ...(revision === 2013 ? [`${record.timeCode ?? '0'},0`, '0,3'] : []),
  ];
  return lines.map((line) => line + lineEnd).join('');
}

function dataBytes({ type, revision, channels, digitals, stampsUs, lineEnd = '\r\n' }: WrittenRecord): Uint8Array {
  const samples = channels[0]!.raw.length;
  if (type === 'ASCII') {
    const rows = Array.from({ length: samples }, (_, i) =>
      [i + 1, stampsUs[i], ...channels.map(({ raw }) => raw[i] ?? 99_999), ...new Array(digitals).fill(i % 2)].join(
        ',',
      ),
    );
    return new TextEncoder().encode(rows.map((row) => row + lineEnd).join(''));
  }
  const bytes = Buffer.alloc(
    samples * (8 + channels.length * (type === 'BINARY' ? 2 : 4) + Math.ceil(digitals / 16) * 2),
  );
  let at = 0;
  for (let i = 0; i < samples; i++) {
    at = bytes.writeUInt32LE(i + 1, at);
    at = bytes.writeUInt32LE(stampsUs[i]!, at);
    for (const { raw } of channels) {
      const value = raw[i]!;
      if (type === 'FLOAT32') at = bytes.writeFloatLE(value ?? Number.NaN, at);
      else if (type === 'BINARY32') at = bytes.writeInt32LE(value ?? -2_147_483_648, at);
      else
        at =
          value === null ? bytes.writeUInt16LE(revision === 1991 ? 0xffff : 0x8000, at) : bytes.writeInt16LE(value, at);
    }
    for (let word = 0; word < Math.ceil(digitals / 16); word++) at = bytes.writeUInt16LE(i & 0xffff, at);
  }
  return new Uint8Array(bytes);
}
