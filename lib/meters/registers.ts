const MS_PER_HOUR = 3_600_000;
/** A register that is rounded may show this much less than before without having fallen. */
const ROUNDING_WH = 1;
/** What a connection can carry when no power was measured: 3 × 63 A. */
const LARGEST_POWER_W = 45_000;
/** Registers roll over at a full display, 10ⁿ, or at a full word. */
const LARGEST_POWER_OF_TEN = 1e12;
const SMALLEST_POWER_OF_TEN = 1e5;
const WORD = 2 ** 32;
/** How much more than power × time the energy over a rollover may be: power swings between two readings. */
const ENERGY_MARGIN = 2;
const ENERGY_SLACK_WH = 10;
/** Readings for which a device may show 0 after a start. */
const MOST_ZEROS = 30;

export type RegisterEvent = 'none' | 'counter-reset' | 'rollover' | 'zero-after-restart';

/**
 * What happened to a cumulative register between two readings. Standing still, rising and falling by rounding are
 * nothing, and so is falling while power flows the other way: such a register nets import and export.
 * - exactly 0 → `zero-after-restart`: devices show 0 until they have read their meter or their flash. The caller keeps
 *   the old level, so that being back there is no jump; a register that goes on from 0 is a reset on its next reading,
 *   and so is one that shows 0 for more than 30 readings.
 * - from just below 10ⁿ or 2³² Wh to just above 0, as far apart as power × time allows → `rollover`.
 * - any other fall → `counter-reset`: begun anew, exchanged, or restored from an old backup. No difference may be taken.
 * @param powerW the larger |power| of both readings in the direction of the register, NaN when unknown
 * @param netting true when power flows against the register
 * @param zeros readings of 0 that went before
 */
export function registerEvent(
  beforeWh: number,
  afterWh: number,
  elapsedMs: number,
  powerW: number,
  netting: boolean,
  zeros: number,
): RegisterEvent {
  // Also false, and right, while no register is known: NaN compares false.
  if (!(afterWh < beforeWh - ROUNDING_WH)) return 'none';
  if (afterWh === 0) return zeros < MOST_ZEROS ? 'zero-after-restart' : 'counter-reset';
  const hours = Math.max(0, elapsedMs) / MS_PER_HOUR;
  const largest = Number.isNaN(powerW) ? LARGEST_POWER_W : powerW;
  const possibleWh = largest * hours * ENERGY_MARGIN + ENERGY_SLACK_WH;
  if (netting && beforeWh - afterWh <= possibleWh) return 'none';
  if (advanceOver(WORD, beforeWh, afterWh) <= possibleWh) return 'rollover';
  for (let limit = SMALLEST_POWER_OF_TEN; limit <= LARGEST_POWER_OF_TEN; limit *= 10) {
    if (advanceOver(limit, beforeWh, afterWh) <= possibleWh) return 'rollover';
  }
  return 'counter-reset';
}

/** Energy from `before` over the limit to `after`; infinite when the register was beyond the limit already. */
function advanceOver(limit: number, beforeWh: number, afterWh: number): number {
  return beforeWh > limit ? Number.POSITIVE_INFINITY : limit - beforeWh + afterWh;
}

/**
 * True when a register is behind by no more than what flows within the lateness: the sign of a late message from a
 * device that sends no time. Without a known power only rounding and a few readings' energy count.
 */
export function isBehindByLateness(beforeWh: number, afterWh: number, latenessMs: number, powerW: number): boolean {
  if (!(afterWh < beforeWh - ROUNDING_WH) || afterWh === 0) return false;
  const flows = Number.isNaN(powerW) ? 0 : (powerW * latenessMs) / MS_PER_HOUR;
  return beforeWh - afterWh <= flows * ENERGY_MARGIN + ENERGY_SLACK_WH;
}
