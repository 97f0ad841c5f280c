import { MAX_FIELDS } from '../limits';

/** A P1 telegram taken apart: the value in the first pair of brackets of each OBIS code. */
export interface Telegram {
  values: Map<string, string>;
  /** Everything the checksum covers, from `/` to `!`. */
  covered: string;
  /** Four hexadecimal digits, or empty when the telegram has none. */
  crc: string;
}

const LINE = /^(\d{1,3}-\d{1,3}:\d{1,3}\.\d{1,3}\.\d{1,3})\(([^()]*)\)/;

/** Takes the telegram in a text apart; undefined when its beginning or its end is missing. */
export function parseTelegram(text: string): Telegram | undefined {
  const start = text.indexOf('/');
  const end = start < 0 ? -1 : text.indexOf('\n!', start);
  if (end < 0) return undefined;
  const covered = text.slice(start, end + 2);
  const crc = /^[0-9A-Fa-f]{4}/.exec(text.slice(end + 2, end + 6))?.[0] ?? '';
  const values = new Map<string, string>();
  for (const line of covered.split('\n', MAX_FIELDS)) {
    const match = LINE.exec(line.length > 2000 ? line.slice(0, 2000) : line);
    if (match && !values.has(match[1]!)) values.set(match[1]!, match[2]!);
  }
  return { values, covered, crc };
}

/** CRC-16/ARC: polynomial x¹⁶+x¹⁵+x²+1, least significant bit first, no initial or final XOR. */
export function crc16(text: string): number {
  let crc = 0;
  for (let i = 0; i < text.length; i++) {
    crc ^= text.charCodeAt(i) & 0xff;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xa001 : crc >>> 1;
  }
  return crc;
}
