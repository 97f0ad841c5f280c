const ZERO = 48;
const MINUS = 45;
const PLUS = 43;
/** Powers of ten that doubles hold exactly: m / 10^k is the correctly rounded value for m < 2^53, k ≤ 22. */
const POWERS = Array.from({ length: 23 }, (_, k) => 10 ** k);
const MAX_DIGITS = 15;

/**
 * The number in `bytes[start, end)`, NaN when it is none. Decimal notation with an optional exponent; `decimal` is the
 * code of the decimal mark. No grouping of thousands, no hexadecimal, no names such as `inf`: these are NaN. A number
 * beyond the range of doubles is ±Infinity. Correctly rounded, as `Number(text)`.
 */
export function numberOf(bytes: Uint8Array, start: number, end: number, decimal: number): number {
  let i = start;
  const isNegative = bytes[i] === MINUS;
  if (isNegative || bytes[i] === PLUS) i++;
  let mantissa = 0;
  let digits = 0;
  let decimals = -1;
  for (; i < end; i++) {
    const digit = bytes[i]! - ZERO;
    if (digit >= 0 && digit <= 9) {
      mantissa = mantissa * 10 + digit;
      digits++;
      if (decimals >= 0) decimals++;
    } else if (bytes[i] === decimal && decimals < 0) decimals = 0;
    else return spelled(bytes, start, end, decimal);
  }
  if (digits === 0) return Number.NaN;
  if (digits > MAX_DIGITS) return spelled(bytes, start, end, decimal);
  const value = decimals > 0 ? mantissa / POWERS[decimals]! : mantissa;
  return isNegative ? -value : value;
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,6})?$/;

/** What the fast way does not read: exponents and very many digits. */
function spelled(bytes: Uint8Array, start: number, end: number, decimal: number): number {
  if (end - start > 400) return Number.NaN;
  let text = '';
  for (let i = start; i < end; i++) {
    const byte = bytes[i]!;
    // A point where the mark is a comma groups thousands or is a mistake; neither is guessed at.
    if (byte === 46 && decimal !== 46) return Number.NaN;
    text += byte === decimal ? '.' : String.fromCharCode(byte);
  }
  return NUMBER.test(text) ? Number(text) : Number.NaN;
}
