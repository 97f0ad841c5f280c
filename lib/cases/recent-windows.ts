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

/** One window: its start in ms, then power W, voltage V, current A, power factor; null where it has none. */
export type WindowRow = [startMs: number, ...values: (number | null)[]];

/** The row of a window. The means of voltage and current are there when the detector adds them to its features. */
export function rowOf({ startMs, features }: TheftWindow): WindowRow {
  return [startMs, ...PLOTTED.map(([name, digits]) => kept(features[name], digits))];
}

/**
 * Puts a row among those of the last 50 hours of its meter, in order of time. Of windows below 5 minutes the first in
 * each slot of 5 minutes is kept; one that comes again takes the place of its older self.
 */
export function putRow(rows: WindowRow[], row: WindowRow): void {
  let at = rows.length;
  while (at > 0 && rows[at - 1]![0] > row[0]) at--;
  const before = rows[at - 1];
  if (before && before[0] === row[0]) rows[at - 1] = row;
  else if (before && slotOf(before) === slotOf(row)) return;
  else if (rows[at] && slotOf(rows[at]!) === slotOf(row)) rows[at] = row;
  else rows.splice(at, 0, row);
  const oldestMs = rows.at(-1)![0] - KEPT_MS;
  let old = Math.max(0, rows.length - MAX_WINDOWS);
  while (rows[old]![0] <= oldestMs) old++;
  if (old > 0) rows.splice(0, old);
}

const slotOf = ([startMs]: WindowRow) => Math.floor(startMs / SLOT_MS);

function kept(value: number | undefined, digits: number): number | null {
  return typeof value === 'number' && Number.isFinite(value) && Math.abs(value) < 1e9
    ? Number(value.toFixed(digits))
    : null;
}
