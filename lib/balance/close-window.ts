import type { BalanceBook } from './balance-book';
import type { DayTally, Feeder, Member } from './feeder';
import { MARK } from './open-windows';

const HOUR_MS = 3_600_000;
/** A meter is counted when so much of the window is measured, and not more than once. */
const LEAST_COVERED = 0.95;
const MOST_COVERED = 1.05;

/** One closed window of a feeder. Sums are of the meters that were counted, in µWh. */
export interface ClosedWindow {
  window: number;
  inMicroWh: number;
  metersMicroWh: number;
  /** By the feeder meter, and by meters that export. */
  wentInMicroWh: number;
  meters: number;
  /** Meters without enough readings, by name. */
  missing: string[];
  isComplete: boolean;
  /** Energy of homes by name, µWh; those counted. */
  homes: Map<string, number>;
}

/**
 * Closes the next window of a feeder: who was measured, what sums up, one more place in the history when all were.
 * A meter is not counted when less than 95 % of the window is measured or some of it twice, when a reset, rollover,
 * restart or jump of its clock lies in it, when its readings are further apart than a window, or when it is beyond the
 * largest power. @returns undefined when the feeder had no meter yet.
 */
export function closeWindow(book: BalanceBook, feeder: Feeder): ClosedWindow | undefined {
  const window = feeder.nextWindow!;
  const startMs = window * book.windowMs;
  for (const member of [...feeder.members.values()]) {
    if (book.isForgotten(member, startMs)) book.remove(member);
  }
  const present = [...feeder.members.values()].filter(({ firstMs }) => firstMs < startMs + book.windowMs);
  const { heads, homes } = feeder.split(present);
  const closed: ClosedWindow = {
    window,
    inMicroWh: 0,
    metersMicroWh: 0,
    wentInMicroWh: 0,
    meters: 0,
    missing: [],
    isComplete: false,
    homes: new Map(),
  };
  for (const head of heads) {
    const microWh = energyOf(book, head, window, Number.POSITIVE_INFINITY);
    if (microWh === undefined) closed.missing.push(head.meterId);
    else closed.inMicroWh += microWh;
  }
  closed.wentInMicroWh = Math.max(0, closed.inMicroWh);
  for (const home of homes) {
    const microWh = energyOf(book, home, window, book.settings.maximumPowerKw * 1000);
    if (microWh === undefined) {
      closed.missing.push(home.meterId);
      continue;
    }
    closed.meters++;
    closed.metersMicroWh += microWh;
    closed.wentInMicroWh += Math.max(0, -microWh);
    closed.homes.set(home.meterId, microWh);
  }
  for (const { slot } of feeder.members.values()) book.open.clear(slot, window);
  feeder.nextWindow = window + 1;
  closed.isComplete = heads.length > 0 && homes.length > 0 && closed.missing.length === 0;
  if (closed.isComplete) remember(book, feeder, closed);
  return present.length === 0 ? undefined : closed;
}

/** Counts a closed window in its day. */
export function tallyWindow(tally: DayTally, closed: ClosedWindow): void {
  if (!closed.isComplete) {
    tally.incomplete++;
    for (const meterId of closed.missing) tally.missing.set(meterId, (tally.missing.get(meterId) ?? 0) + 1);
    return;
  }
  tally.complete++;
  tally.inMicroWh += closed.inMicroWh;
  tally.metersMicroWh += closed.metersMicroWh;
  tally.wentInMicroWh += closed.wentInMicroWh;
  tally.meters = Math.max(tally.meters, closed.meters);
}

/** Energy of a meter in a window, µWh; undefined when it can't be counted. */
function energyOf({ open, windowMs }: BalanceBook, { slot }: Member, window: number, mostW: number) {
  const covered = open.coveredMsOf(slot, window) / windowMs;
  if (covered < LEAST_COVERED || covered > MOST_COVERED) return undefined;
  if ((open.marksOf(slot, window) & (MARK.glitch | MARK.coarse)) !== 0) return undefined;
  const microWh = Math.round(open.microWhOf(slot, window) / covered);
  return (Math.abs(microWh) / 1e6) * (HOUR_MS / windowMs) <= mostW ? microWh : undefined;
}

function remember({ windowMs }: BalanceBook, { history, members }: Feeder, closed: ClosedWindow): void {
  const watt = (microWh: number) => (microWh / 1e6) * (HOUR_MS / windowMs);
  const { window, inMicroWh, metersMicroWh, wentInMicroWh } = closed;
  const place = history.add(window, watt(inMicroWh), watt(inMicroWh - metersMicroWh), watt(wentInMicroWh));
  for (const member of members.values()) {
    const microWh = closed.homes.get(member.meterId);
    if (microWh !== undefined && member.seriesW.length === 0) {
      member.seriesW = new Float32Array(history.capacity).fill(Number.NaN);
    }
    if (member.seriesW.length > 0) member.seriesW[place] = microWh === undefined ? Number.NaN : watt(microWh);
  }
}
