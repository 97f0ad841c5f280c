/** What one call takes, ms: median wall-clock time, and mean CPU time of the process, in which other work counts little. */
export interface Cost {
  wallMs: number;
  cpuMs: number;
}

/** Of calls one after the other. */
export async function costOf(count: number, call: (index: number) => unknown): Promise<Cost> {
  const times: number[] = [];
  const before = process.cpuUsage();
  for (let index = 0; index < count; index++) {
    const began = performance.now();
    await call(index);
    times.push(performance.now() - began);
  }
  const { user, system } = process.cpuUsage(before);
  return { wallMs: median(times), cpuMs: (user + system) / 1000 / count };
}

export const medianCpuMs = (rounds: readonly Cost[]) => median(rounds.map(({ cpuMs }) => cpuMs));
export const medianWallMs = (rounds: readonly Cost[]) => median(rounds.map(({ wallMs }) => wallMs));

/** Two cells: CPU time and wall-clock time, each the median of the rounds and the least. */
export const costCells = (rounds: readonly Cost[]) => [
  inMs(rounds.map(({ cpuMs }) => cpuMs)),
  inMs(rounds.map(({ wallMs }) => wallMs)),
];

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[Math.floor(sorted.length / 2)]! + sorted[Math.ceil(sorted.length / 2 - 1)]!) / 2;
}

/** Three digits. */
export const digits = (value: number) => Number(value.toPrecision(3)).toString();

/** Medians of the rounds: their median, and the least. */
const inMs = (rounds: readonly number[]) => `${digits(median(rounds))} (${digits(Math.min(...rounds))})`;

/** Memory of this process, MB. */
export function residentMb(): number {
  return process.memoryUsage().rss / 1024 / 1024;
}
