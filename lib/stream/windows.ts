/** A window in event time, [startMs, endMs): the end is not in it. */
export interface Window {
  startMs: number;
  endMs: number;
}

/** Windows that lie fast on the time axis: a record's time alone says which ones it is in. */
export interface AlignedWindows {
  kind: 'aligned';
  sizeMs: number;
  advanceMs: number;
  offsetMs: number;
}

/**
 * Windows that move with the records (Kafka Streams `SlidingWindows`): one that ends at each record, and one that begins
 * just after each record when any record lies in it. Kafka's bounds are inclusive: its [a; b] is [a, b + 1) here.
 * Unlike Kafka no window is cut at the epoch.
 */
export interface SlidingWindows {
  kind: 'sliding';
  timeDifferenceMs: number;
}

export type WindowKind = AlignedWindows | SlidingWindows;

/** Windows of one size, side by side. `offsetMs` shifts the grid, e.g. to local midnight. */
export function tumbling(sizeMs: number, offsetMs = 0): AlignedWindows {
  return hopping(sizeMs, sizeMs, offsetMs);
}

/** Windows of one size, a new one every `advanceMs`; they overlap. @throws Error when 0 < advance ≤ size does not hold. */
export function hopping(sizeMs: number, advanceMs: number, offsetMs = 0): AlignedWindows {
  if (!(sizeMs > 0) || !(advanceMs > 0) || advanceMs > sizeMs || !Number.isFinite(offsetMs)) {
    throw new Error(
      `window of ${sizeMs} ms every ${advanceMs} ms: give a size above 0 and an advance from above 0 to it`,
    );
  }
  return { kind: 'aligned', sizeMs, advanceMs, offsetMs };
}

/** @throws Error when the difference is negative. */
export function sliding(timeDifferenceMs: number): SlidingWindows {
  if (!(timeDifferenceMs >= 0)) throw new Error(`time difference must be 0 ms or more, not ${timeDifferenceMs}`);
  return { kind: 'sliding', timeDifferenceMs };
}

/** The starts of the aligned windows that hold an instant, earliest first. */
export function alignedStarts(windows: AlignedWindows, timeMs: number): number[] {
  const { sizeMs, advanceMs, offsetMs } = windows;
  const last = Math.floor((timeMs - offsetMs) / advanceMs) * advanceMs + offsetMs;
  const starts: number[] = [];
  for (let start = last; start > timeMs - sizeMs; start -= advanceMs) starts.unshift(start);
  return starts;
}

/**
 * The sliding windows that the records make, as [start, end) with the indices of the records in them, by end.
 * Only windows with `fromEndMs < end ≤ toEndMs`. Times are whole milliseconds in ascending order.
 */
export function slidingWindows(
  timesMs: readonly number[],
  timeDifferenceMs: number,
  fromEndMs = Number.NEGATIVE_INFINITY,
  toEndMs = Number.POSITIVE_INFINITY,
): { window: Window; from: number; to: number }[] {
  const ends = new Set<number>();
  for (const time of timesMs) {
    ends.add(time + 1);
    ends.add(time + timeDifferenceMs + 2);
  }
  const found: { window: Window; from: number; to: number }[] = [];
  for (const endMs of [...ends].sort((a, b) => a - b)) {
    if (endMs <= fromEndMs || endMs > toEndMs) continue;
    const startMs = endMs - timeDifferenceMs - 1;
    const from = firstAtOrAfter(timesMs, startMs);
    const to = firstAtOrAfter(timesMs, endMs);
    if (to > from) found.push({ window: { startMs, endMs }, from, to });
  }
  return found;
}

function firstAtOrAfter(timesMs: readonly number[], timeMs: number): number {
  let low = 0;
  let high = timesMs.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (timesMs[middle]! < timeMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
