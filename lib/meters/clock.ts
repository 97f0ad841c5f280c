import { COLUMNS } from './meter-table';

const { ARRIVED_MS, ARRIVED_TIME_MS, STEADY, USUAL_OFFSET_MS } = COLUMNS;

/** Steady steps after which a meter has a usual offset between its clock and the arrival of its readings. */
const STEADY_STEPS = 3;
/** Weight of a new offset in the usual one, so that slow drift is followed. */
const WEIGHT = 1 / 8;
/** Jitter of delivery within which clock and arrival count as having moved together. */
const JITTER_MS = 2_000;
const JITTER_PART = 0.2;

/**
 * True when the clock of a meter jumped against the time of arrival, by more than the tolerance from its usual offset.
 * Forward is told at once: a reading can't arrive before it was measured. Backward looks like a late delivery at first,
 * so it is told on the second reading that moves on with its arrival at the new offset; a backlog that is delivered in
 * a burst does not do that. After a jump the new offset is the usual one. A meter that sends in bundles never gets one.
 */
export function clockJumped(
  rows: Float64Array,
  base: number,
  timeMs: number,
  nowMs: number,
  toleranceMs: number,
): boolean {
  const arrivedMs = rows[base + ARRIVED_MS]!;
  const elapsedMs = nowMs - arrivedMs;
  const slipMs = Math.abs(timeMs - rows[base + ARRIVED_TIME_MS]! - elapsedMs);
  rows[base + ARRIVED_MS] = nowMs;
  rows[base + ARRIVED_TIME_MS] = timeMs;
  const offsetMs = nowMs - timeMs;
  const steady = elapsedMs > 0 && slipMs <= Math.min(toleranceMs, JITTER_MS + JITTER_PART * elapsedMs);
  const steps = rows[base + STEADY]!;
  if (steps < STEADY_STEPS) {
    const usual = rows[base + USUAL_OFFSET_MS]!;
    rows[base + USUAL_OFFSET_MS] = steady && steps > 0 ? usual + (offsetMs - usual) / 2 : offsetMs;
    rows[base + STEADY] = steady ? steps + 1 : 0;
    return false;
  }
  const usual = rows[base + USUAL_OFFSET_MS]!;
  const deviation = offsetMs - usual;
  if (Math.abs(deviation) <= toleranceMs) {
    rows[base + USUAL_OFFSET_MS] = usual + deviation * WEIGHT;
    return false;
  }
  if (deviation > 0 && !steady) return false;
  rows[base + USUAL_OFFSET_MS] = offsetMs;
  return true;
}
