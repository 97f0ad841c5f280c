/**
 * The least and the greatest sample of each of `columns` equal parts of [from, to), as x (sample index) and y in the
 * order in which they were taken, so that no peak is lost however many samples a column of the screen has. Samples that
 * are no numbers leave a gap (a NaN). Never more than 2 · columns points and as many gaps; all samples when they are fewer.
 */
export function minMax(
  samples: ArrayLike<number>,
  from: number,
  to: number,
  columns: number,
): [x: number, y: number][] {
  const first = Math.max(0, Math.floor(from));
  const last = Math.min(samples.length, Math.ceil(to));
  const count = last - first;
  const points: [number, number][] = [];
  if (count <= 2 * columns) {
    for (let i = first; i < last; i++) points.push([i, samples[i]!]);
    return points;
  }
  for (let column = 0; column < columns; column++) {
    const start = first + Math.floor((column * count) / columns);
    const end = first + Math.floor(((column + 1) * count) / columns);
    let [low, high] = [-1, -1];
    let gap = false;
    for (let i = start; i < end; i++) {
      const sample = samples[i]!;
      if (!Number.isFinite(sample)) gap = true;
      else {
        if (low < 0 || sample < samples[low]!) low = i;
        if (high < 0 || sample > samples[high]!) high = i;
      }
    }
    if (gap) points.push([start, Number.NaN]);
    if (low < 0) continue;
    points.push([Math.min(low, high), samples[Math.min(low, high)]!]);
    if (low !== high) points.push([Math.max(low, high), samples[Math.max(low, high)]!]);
  }
  return points;
}

/** Root mean square of the samples of the last `length` before and with `at`; undefined when there are too few. */
export function rms(samples: ArrayLike<number>, at: number, length: number): number | undefined {
  const first = at - length + 1;
  if (first < 0 || at >= samples.length || length < 1) return undefined;
  let sum = 0;
  for (let i = first; i <= at; i++) sum += samples[i]! * samples[i]!;
  return Math.sqrt(sum / length);
}
