import { type Static, Type } from '@sinclair/typebox';
import { type Encoding, textOf } from './encoding';

/** A row that was not accepted: where it is, why, and its bytes as they stand in the file. */
export const RejectedRow = Type.Object(
  {
    file: Type.String({ description: 'Name of the file, or what stands for it' }),
    line: Type.Integer({ minimum: 1, description: 'Line of the file, from 1' }),
    byteOffset: Type.Integer({ minimum: 0, unit: 'B', description: 'Where the line begins in the file' }),
    column: Type.String({ description: 'Column that decided; empty when it is the row as a whole' }),
    reason: Type.String({ description: 'Short code that can be counted, e.g. value or duplicate' }),
    message: Type.String({ description: 'What is wrong, in a sentence that names the value' }),
    remedy: Type.String({ description: 'What can be done about it' }),
    original: Type.String({ description: 'The line as text, without its end' }),
    originalBase64: Type.String({ description: 'The bytes of the line, without its end' }),
  },
  { $id: 'RejectedRow', title: 'RejectedRow', additionalProperties: false },
);
export type RejectedRow = Static<typeof RejectedRow>;

/** What the reader hands on; the texts are made only where somebody reads them. */
export interface Reject {
  line: number;
  byteOffset: number;
  column: string;
  reason: RejectReason;
  /** The cell that decided, or what there is to say about it. */
  detail: string;
  /** The bytes of the line without its end; a copy. */
  bytes: Buffer;
  encoding: Encoding;
}

const REASONS = {
  format: (d) => [d, 'repair the file or choose the format in the settings'],
  columns: (d) => [`the row has ${d}`, 'complete the row or remove what is too much'],
  quote: () => ['a quote is not closed on its line, or stands inside a cell', 'close or double the quote'],
  'line-too-long': (d) => [`the line has ${d}`, 'look for a missing line end; only its beginning is kept'],
  'nul-byte': () => ['the row has NUL bytes', 'copy the file again; the disk or the transfer has damaged it'],
  household: (d) => [`the household cannot be used: ${d}`, 'give a name of 1 to 128 characters'],
  place: (d) => [`the city or district cannot be used: ${d}`, 'give a name of 1 to 128 characters'],
  timestamp: (d) => [`"${d}" is no timestamp in the format of the file`, 'correct the timestamp'],
  value: (d) => [`"${d}" is no number`, 'give a number, or leave the cell empty when there is no reading'],
  'not-finite': (d) => [`${d} is beyond all numbers`, 'give the measured value'],
  implausible: (d) => [`${d} is more than the setting maximumKwh allows`, 'correct the value, or raise the setting'],
  negative: (d) => [`${d} is negative`, 'correct the value, or accept negative values in the settings'],
  'repeated-header': () => ['the header stands here again', 'remove the line; two files may have been joined'],
  duplicate: (d) => [`the household has a reading for this interval already${d}`, 'keep one of them'],
  'other-day': (d) => [`${d} is not on the day of the file`, 'put the row into the file of its day'],
  'no-such-time': (d) => [`${d} does not exist: the clocks are put forward`, 'correct the time or the time zone'],
  'off-interval': (d) => [`${d} is not the start of an interval`, 'correct the time, or the setting intervalMinutes'],
  future: (d) => [`${d} has not come yet`, 'correct the clock of the meter or of this computer'],
  late: (d) => [
    `${d} belongs to a day that is closed already`,
    'feed the days in order, or all files of a day together',
  ],
} satisfies Record<string, (detail: string) => [message: string, remedy: string]>;

export type RejectReason = keyof typeof REASONS;

/** Codes for a byte column; 0 is "accepted". */
export const REJECT_REASONS = Object.keys(REASONS) as RejectReason[];
export const codeOf = (reason: RejectReason): number => REJECT_REASONS.indexOf(reason) + 1;

/** The reject as a message. */
export function rejectedRow(file: string, reject: Reject): RejectedRow {
  const { line, byteOffset, column, reason, detail, bytes, encoding } = reject;
  const [message, remedy] = REASONS[reason](detail.length > 200 ? `${detail.slice(0, 200)}…` : detail);
  return {
    file,
    line,
    byteOffset,
    column,
    reason,
    message,
    remedy,
    original: textOf(bytes, encoding),
    originalBase64: bytes.toString('base64'),
  };
}
