/** Text from outside, cut to a length; no half of a surrogate pair is left at the end. */
export function clip(text: string, length: number): string {
  if (text.length <= length) return text;
  const cut = text.slice(0, length - 1);
  return `${/[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
}

/** A number for people: at most so many decimals, no trailing zeros. */
export const decimals = (value: number, digits: number): string => String(Number(value.toFixed(digits)));

/** A number rounded to so many decimals. */
export const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));

/** A factor in words: "× 12", "× 0.25". */
export const times = (log10Factor: number): string => `× ${Number((10 ** log10Factor).toPrecision(2))}`;

/** "a", "a and b", "a, b and c". */
export function listed(parts: readonly string[]): string {
  return parts.length < 2 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}
