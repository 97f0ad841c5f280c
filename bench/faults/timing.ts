/** Wall-clock times of calls, ms, one after the other. */
export async function timesOf(count: number, call: (index: number) => unknown): Promise<number[]> {
  const times: number[] = [];
  for (let index = 0; index < count; index++) {
    const began = performance.now();
    await call(index);
    times.push(performance.now() - began);
  }
  return times;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[Math.floor(sorted.length / 2)]! + sorted[Math.ceil(sorted.length / 2 - 1)]!) / 2;
}

/** Three digits. */
export const digits = (value: number) => Number(value.toPrecision(3)).toString();

/** Medians of the rounds: their median, and the least. */
export const inMs = (rounds: readonly number[]) => `${digits(median(rounds))} (${digits(Math.min(...rounds))})`;

/** Memory of this process, MB. */
export function residentMb(): number {
  return process.memoryUsage().rss / 1024 / 1024;
}
