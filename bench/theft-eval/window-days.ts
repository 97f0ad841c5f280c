import { listOf, midnightBefore, type Said } from './judge';
import { DAY_MS, type RunDay } from './meter-run';

/** A window above so much of the meter's own usual windows counts into the share of a day. */
const UNUSUAL = 0.98;
/** Days with fewer scored windows are not judged: a third of a day is missing. */
const ENOUGH_WINDOWS = 96;

/**
 * Turns the scores of windows (0 to 1) into scores of days, in the two simple ways: by the highest window, and by the
 * share of windows beyond what 2 % of the usual ones reach, with the highest as a tie-break.
 */
export class WindowDays {
  private readonly days = new Map<string, { startMs: number; knownMs: number; scores: number[] }[]>();

  note(meterId: string, startMs: number, score: number | null, nowMs: number): void {
    if (score === null) return;
    const midnightMs = midnightBefore(startMs);
    const days = listOf(this.days, meterId);
    let day = days.at(-1);
    if (day?.startMs !== midnightMs) days.push((day = { startMs: midnightMs, knownMs: nowMs, scores: [] }));
    day.knownMs = nowMs;
    day.scores.push(score);
  }

  said(meterId: string): { max: Said; share: Said } {
    const days = (this.days.get(meterId) ?? []).filter(({ scores }) => scores.length >= ENOUGH_WINDOWS);
    const by = (of: (scores: number[]) => number): Said => ({
      days: days.map(({ startMs, knownMs, scores }): RunDay => {
        // The verdict of a day is out when the day is.
        return { startMs, knownMs: Math.max(knownMs, startMs + DAY_MS), score: of(scores), because: '' };
      }),
      alarms: [],
    });
    const max = (scores: number[]) => scores.reduce((a, b) => Math.max(a, b));
    return {
      max: by(max),
      share: by((scores) => scores.filter((score) => score >= UNUSUAL).length / scores.length + 1e-6 * max(scores)),
    };
  }

  copy(): WindowDays {
    const copy = new WindowDays();
    for (const [meterId, days] of this.days) {
      copy.days.set(
        meterId,
        days.map((day) => ({ ...day, scores: [...day.scores] })),
      );
    }
    return copy;
  }
}
