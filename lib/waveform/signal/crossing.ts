/** First window in which an error is more than chance. */
export interface Crossing {
  begin: number;
  /** Excluded. */
  end: number;
}

/**
 * First window of `width` samples within `from` … `to` − 1 in which the root mean square of `error` exceeds the
 * threshold at its last sample, and half of the samples exceed half of it: a single spike is no event. Null: none.
 */
export function firstCrossing(
  error: Float64Array,
  threshold: (index: number) => number,
  { from, to, width }: { from: number; to: number; width: number },
): Crossing | null {
  for (let end = from + width; end <= to; end++) {
    const least = threshold(end - 1);
    // Without a large sample there is no large mean; spares most of the sums.
    if (!(Math.abs(error[end - 1]!) > least / 2)) continue;
    let sum = 0;
    let above = 0;
    for (let i = end - width; i < end; i++) {
      sum += error[i]! ** 2;
      if (Math.abs(error[i]!) > least / 2) above++;
    }
    if (sum > width * least ** 2 && above * 2 >= width) return { begin: end - width, end };
  }
  return null;
}

/**
 * Where within a crossing the error leaves zero, in samples, which need not be whole: its first sample above `least`
 * and a twentieth of what it comes to, followed back along the line through the samples after it.
 */
export function onset(
  error: Float64Array,
  { begin, end }: Crossing,
  least: number,
  { quarter, back }: { quarter: number; back: number },
): number {
  let most = 0;
  for (let i = begin; i < Math.min(error.length, begin + quarter); i++) most = Math.max(most, Math.abs(error[i]!));
  const limit = Math.max(least, 0.05 * most);
  let start = begin;
  while (start < end - 1 && !isAbove(error, start, limit)) start++;
  const line = lineThrough(error, start, Math.min(error.length, start + Math.max(3, Math.round(back * 0.7))));
  const before = Math.min(back, line.slope > 0 ? Math.max(0, line.level / line.slope) : 0);
  // A step or a ring begins where it is first seen: on a line that leaves zero earlier samples lie as well.
  for (let k = 1; k <= before; k++)
    if (Math.abs(error[start - k] ?? 0) < (line.level - k * line.slope) / 2) return start - k + 1;
  return start - before;
}

/** The sample and two of the three after it: noise does not hold that long. */
function isAbove(error: Float64Array, at: number, limit: number): boolean {
  if (!(Math.abs(error[at]!) > limit)) return false;
  let above = 0;
  for (let i = at + 1; i <= at + 3; i++) if (Math.abs(error[i] ?? 0) > limit) above++;
  return above >= 2;
}

/** Least squares line of magnitudes from `begin` on: its value at `begin` and its slope a sample. */
function lineThrough(error: Float64Array, begin: number, end: number): { level: number; slope: number } {
  const n = end - begin;
  let [sum, moment] = [0, 0];
  for (let i = 0; i < n; i++) {
    sum += Math.abs(error[begin + i]!);
    moment += i * Math.abs(error[begin + i]!);
  }
  const mean = sum / n;
  const centre = (n - 1) / 2;
  const slope = n > 1 ? (moment - centre * sum) / ((n * (n * n - 1)) / 12) : 0;
  return { level: mean - slope * centre, slope };
}
