/** What a timestamp says: a wall clock without a zone, or an instant. */
export type TimeKind = 'wall' | 'instant';

/** What stands at a place of a pattern; a character that stands for itself is its code plus LITERAL. */
const OP = { year: 0, year2: 1, month: 2, day: 3, hour: 4, minute: 5, second: 6, fraction: 7, offset: 8 } as const;
const LITERAL = 16;
const LETTER_Z = 90;
/** What the decimals of a second are worth; more than three are read and left out. */
const FRACTION_MS = [100, 10, 1];
/** Digits of the fields above, at least and at most. */
const LEAST = [4, 2, 1, 1, 1, 2, 2];
const MOST = [4, 2, 2, 2, 2, 2, 2];

const TOKENS: [RegExp, number][] = [
  [/^yyyy/, OP.year],
  [/^yy/, OP.year2],
  [/^MM?/, OP.month],
  [/^dd?/, OP.day],
  [/^HH?/, OP.hour],
  [/^mm/, OP.minute],
  [/^ss/, OP.second],
  [/^S/, OP.fraction],
  [/^Z/, OP.offset],
];

/**
 * A way of writing time, e.g. `yyyy-MM-dd HH:mm`, `M/d/yy H:mm`, `dd.MM.yyyy HH:mm:ss`, `yyyy-MM-ddTHH:mm:ssZ`; also
 * `epoch-s` and `epoch-ms`. Tokens (Unicode TR35): yyyy, yy (2000–2099), M or MM, d or dd, H or HH, mm, ss, S (decimals of
 * a second, may be absent), Z (`Z` or ±hh:mm up to 14 hours); one or two digits are read for M, d and H however they are written; any
 * other character stands for itself. 24:00 is the end of the day.
 */
export class TimePattern {
  readonly kind: TimeKind;
  private readonly ops: Uint16Array;
  /** Index of the first operation after the date. */
  private readonly timeOp: number;
  private readonly epochUnitMs: number;
  private readonly date = new Uint8Array(32);
  private dateLength = 0;
  private dayMs = 0;

  /** @throws Error when the pattern has no year, month and day. */
  constructor(readonly text: string) {
    this.epochUnitMs = text === 'epoch-s' ? 1000 : text === 'epoch-ms' ? 1 : 0;
    const isEpoch = this.epochUnitMs > 0;
    this.ops = Uint16Array.from(isEpoch ? [] : opsOf(text));
    const isTime = (op: number) => op < LITERAL && op >= OP.hour;
    const first = this.ops.findIndex(isTime);
    this.timeOp = first < 0 ? this.ops.length : first;
    const has = (...ops: number[]) => this.ops.some((op) => ops.includes(op));
    if (!isEpoch && !(has(OP.year, OP.year2) && has(OP.month) && has(OP.day))) {
      throw new Error(`time format "${text}" needs year, month and day: write e.g. yyyy-MM-dd HH:mm or epoch-s`);
    }
    if (this.ops.subarray(this.timeOp).some((op) => op < LITERAL && !isTime(op))) {
      throw new Error(`time format "${text}": write the date before the time`);
    }
    this.kind = isEpoch || has(OP.offset) ? 'instant' : 'wall';
  }

  /** Epoch ms of an instant, or of the wall clock read as if it were UTC; NaN when the bytes are no such time. */
  read(bytes: Uint8Array, start: number, end: number): number {
    if (this.epochUnitMs > 0) return this.readEpoch(bytes, start, end);
    const isSameDay = this.dateLength > 0 && this.beginsWithDate(bytes, start, end);
    return isSameDay ? this.readTime(bytes, start + this.dateLength, end) : this.readAll(bytes, start, end);
  }

  /** Rows of one day come together: what stands before the hour is compared with that of the last row. */
  private beginsWithDate(bytes: Uint8Array, start: number, end: number): boolean {
    const { date, dateLength } = this;
    if (end - start < dateLength) return false;
    for (let i = 0; i < dateLength; i++) if (bytes[start + i] !== date[i]) return false;
    return true;
  }

  private readAll(bytes: Uint8Array, start: number, end: number): number {
    let year = 0;
    let month = 0;
    let day = 0;
    let at = start;
    for (const op of this.ops.subarray(0, this.timeOp)) {
      if (op >= LITERAL) {
        if (at >= end || bytes[at] !== op - LITERAL) return Number.NaN;
        at++;
        continue;
      }
      const from = at;
      let value = 0;
      for (; at < end && at - from < MOST[op]! && isDigit(bytes[at]!); at++) value = value * 10 + bytes[at]! - 48;
      if (at - from < LEAST[op]!) return Number.NaN;
      if (op === OP.month) month = value;
      else if (op === OP.day) day = value;
      else year = op === OP.year2 ? 2000 + value : value;
    }
    const dayMs = dayStart(year, month, day);
    const length = at - start;
    this.dateLength = 0;
    // A day of one digit could be the beginning of one of two.
    if (
      length <= this.date.length &&
      this.timeOp < this.ops.length &&
      !isDigit(bytes[at - 1]!) &&
      !Number.isNaN(dayMs)
    ) {
      this.date.set(bytes.subarray(start, at));
      this.dateLength = length;
    }
    this.dayMs = dayMs;
    return this.readTime(bytes, at, end);
  }

  private readTime(bytes: Uint8Array, start: number, end: number): number {
    const { ops } = this;
    let at = start;
    let hour = 0;
    let minute = 0;
    let second = 0;
    let extraMs = 0;
    for (let k = this.timeOp; k < ops.length; k++) {
      const op = ops[k]!;
      if (op >= LITERAL) {
        if (at >= end || bytes[at] !== op - LITERAL) return Number.NaN;
        at++;
      } else if (op <= OP.second) {
        const from = at;
        let value = 0;
        for (; at < end && at - from < 2; at++) {
          const digit = bytes[at]! - 48;
          if (digit < 0 || digit > 9) break;
          value = value * 10 + digit;
        }
        if (at - from < LEAST[op]!) return Number.NaN;
        if (op === OP.hour) hour = value;
        else if (op === OP.minute) minute = value;
        else second = value;
      } else if (op === OP.fraction) {
        if (at + 1 >= end || (bytes[at] !== 46 && bytes[at] !== 44) || !isDigit(bytes[at + 1]!)) continue;
        at++;
        const from = at;
        for (; at < end && at - from < 9 && isDigit(bytes[at]!); at++) {
          if (at - from < 3) extraMs += (bytes[at]! - 48) * FRACTION_MS[at - from]!;
        }
      } else if (at < end && bytes[at] === LETTER_Z) at++;
      else {
        const text = String.fromCharCode(...bytes.subarray(at, Math.min(end, at + 6)));
        const found = /^[+-](0\d|1[0-4]):?[0-5]\d/.exec(text);
        if (!found) return Number.NaN;
        at += found[0].length;
        extraMs -= offsetMs(found[0]);
      }
    }
    if (at !== end || minute > 59 || second > 59) return Number.NaN;
    if (hour > 23 && (hour > 24 || minute > 0 || second > 0)) return Number.NaN;
    return this.dayMs + hour * 3_600_000 + minute * 60_000 + second * 1000 + extraMs;
  }

  private readEpoch(bytes: Uint8Array, start: number, end: number): number {
    let value = 0;
    if (end === start || end - start > 15) return Number.NaN;
    for (let i = start; i < end; i++) {
      const digit = bytes[i]! - 48;
      if (digit < 0 || digit > 9) return Number.NaN;
      value = value * 10 + digit;
    }
    const ms = value * this.epochUnitMs;
    return ms <= 8.64e15 ? ms : Number.NaN;
  }
}

function opsOf(text: string): number[] {
  const ops: number[] = [];
  for (let rest = text; rest !== ''; ) {
    const known = TOKENS.find(([pattern]) => pattern.test(rest));
    ops.push(known ? known[1] : rest.charCodeAt(0) + LITERAL);
    rest = rest.slice(known ? known[0].exec(rest)![0].length : 1);
  }
  return ops;
}

const isDigit = (code: number) => code >= 48 && code <= 57;

/** Epoch ms of the beginning of a day in UTC; NaN for a day that is not in the calendar. */
function dayStart(year: number, month: number, day: number): number {
  const ms = Date.UTC(year, month - 1, day);
  const date = new Date(ms);
  const isReal = year >= 1900 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isReal ? ms : Number.NaN;
}

function offsetMs(text: string): number {
  const digits = text.replace(/\D/g, '');
  const ms = (Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2))) * 60_000;
  return text.startsWith('-') ? -ms : ms;
}
