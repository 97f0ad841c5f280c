import type { TheftWindow } from '../messages';

/** 25 hours twice, in slots of 5 minutes and more. */
const MAX_WINDOWS = 600;
const KEPT_MS = 50 * 3_600_000;
const SLOT_MS = 300_000;

/** Features of a window that are plotted, in the order of a row, and the decimals that are kept of each. */
const PLOTTED = [
  ['power_mean', 0],
  ['volt_mean', 1],
  ['curr_mean', 2],
  ['pf_mean', 3],
] as const;
const WIDTH = PLOTTED.length + 1;

/** One window: its start in ms, then power W, voltage V, current A, power factor; null where it has none. */
export type WindowRow = [startMs: number, ...values: (number | null)[]];

/**
 * The windows of a meter in the last 50 hours, in order of time. They lie flat in one array of numbers (40 bytes a
 * window), NaN where a window has no value.
 */
export class RecentWindows {
  constructor(private numbers: number[] = []) {}

  static restore(saved: readonly (number | null)[]): RecentWindows {
    return new RecentWindows(saved.map((value) => value ?? Number.NaN));
  }

  /**
   * Takes a window; one that comes again takes the place of its older self. Of windows below 5 minutes the first in each
   * slot of 5 minutes is kept.
   */
  put({ startMs, features }: TheftWindow): void {
    const { numbers } = this;
    const row = [startMs, ...PLOTTED.map(([name, digits]) => kept(features[name], digits))];
    let at = numbers.length;
    while (at > 0 && numbers[at - WIDTH]! > startMs) at -= WIDTH;
    const [before, after] = [numbers[at - WIDTH], numbers[at]];
    if (before === startMs) numbers.splice(at - WIDTH, WIDTH, ...row);
    else if (before !== undefined && slotOf(before) === slotOf(startMs)) return;
    else numbers.splice(at, after !== undefined && slotOf(after) === slotOf(startMs) ? WIDTH : 0, ...row);
    const oldestMs = numbers.at(-WIDTH)! - KEPT_MS;
    let old = Math.max(0, numbers.length - MAX_WINDOWS * WIDTH);
    while (numbers[old]! <= oldestMs) old += WIDTH;
    if (old > 0) numbers.splice(0, old);
  }

  /** The windows that begin in [fromMs, toMs). */
  between(fromMs: number, toMs: number): WindowRow[] {
    const rows: WindowRow[] = [];
    for (let at = 0; at < this.numbers.length; at += WIDTH) {
      const startMs = this.numbers[at]!;
      if (startMs >= fromMs && startMs < toMs) rows.push([startMs, ...plain(this.numbers.slice(at + 1, at + WIDTH))]);
    }
    return rows;
  }

  startsMs(): number[] {
    return this.numbers.filter((_, at) => at % WIDTH === 0);
  }

  snapshot(): (number | null)[] {
    return plain(this.numbers);
  }
}

const slotOf = (startMs: number) => Math.floor(startMs / SLOT_MS);

/** NaN is no JSON. */
const plain = (numbers: readonly number[]) => numbers.map((value) => (Number.isNaN(value) ? null : value));

function kept(value: number | undefined, digits: number): number {
  const isUsable = typeof value === 'number' && Math.abs(value) < 1e9;
  return isUsable ? Number(value.toFixed(digits)) : Number.NaN;
}
