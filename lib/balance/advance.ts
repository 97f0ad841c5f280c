import type { FeederBalance } from '../messages';
import type { BalanceBook } from './balance-book';
import { dayBalance, windowBalance, withCluster } from './balance-message';
import { closeWindow, tallyWindow } from './close-window';
import type { Feeder, RecentDay } from './feeder';
import { judgeDay } from './judge-day';

/** A day is judged when this share of its windows is complete. */
const COMPLETE_SHARE = 0.8;
/** Meters that make a cluster when they drop on one day. */
const CLUSTER = 3;
/** Days for which drops may still come in. */
const RECENT_DAYS = 4;

/** Closes all windows of a feeder that its watermark has passed, and the days that end with them. */
export function advance(book: BalanceBook, feeder: Feeder, out: FeederBalance[]): void {
  const { open, windowMs } = book;
  if (feeder.nextWindow === undefined) return;
  const until = open.windowOf(feeder.watermark.currentMs);
  // Further on than the ring nothing can be booked yet: silent time is passed over in one step.
  const last = Math.min(until, feeder.nextWindow + open.ring);
  while (feeder.nextWindow < last) closeNext(book, feeder, out);
  if (feeder.nextWindow < until) {
    if (feeder.tally && until * windowMs >= feeder.tally.endMs) closeDay(book, feeder, out);
    feeder.nextWindow = until;
  }
  if (feeder.tally && feeder.nextWindow * windowMs >= feeder.tally.endMs) closeDay(book, feeder, out);
}

/** Closes what is open, whatever is missing in it. */
export function closeAll(book: BalanceBook, feeder: Feeder, out: FeederBalance[]): void {
  if (feeder.nextWindow === undefined) return;
  const { open, windowMs } = book;
  const last = open.windowOf(feeder.watermark.maximumMs - 1) + 1;
  feeder.watermark.advanceTo(last * windowMs);
  advance(book, feeder, out);
  if (feeder.tally) closeDay(book, feeder, out);
}

/** Notes that a meter dropped on the day of an instant; sends the day again when that makes or grows a cluster. */
export function noteDrop(feeder: Feeder, meterId: string, timeMs: number, out: FeederBalance[]): void {
  // A day that has not begun yet would push out those that are waited for.
  if (timeMs > feeder.watermark.maximumMs) return;
  const day = recentDay(feeder, feeder.zone.dayNumber(timeMs));
  if (!day || day.dropped.includes(meterId)) return;
  day.dropped.push(meterId);
  day.dropped.sort();
  if (day.balance && day.dropped.length >= CLUSTER)
    out.push((day.balance = withCluster(day.balance, [...day.dropped])));
}

function closeNext(book: BalanceBook, feeder: Feeder, out: FeederBalance[]): void {
  const startMs = feeder.nextWindow! * book.windowMs;
  if (feeder.tally && startMs >= feeder.tally.endMs) closeDay(book, feeder, out);
  const closed = closeWindow(book, feeder);
  if (!closed) return;
  feeder.tally ??= openDay(feeder, startMs, closed.window);
  tallyWindow(feeder.tally, closed);
  if (book.settings.sendWindows) out.push(windowBalance(book, feeder, closed));
}

function openDay({ zone }: Feeder, timeMs: number, firstWindow: number) {
  const day = zone.dayNumber(timeMs);
  const sums = { complete: 0, incomplete: 0, inMicroWh: 0, metersMicroWh: 0, wentInMicroWh: 0, meters: 0 };
  return { day, ...zone.dayBounds(day), firstWindow, ...sums, missing: new Map<string, number>() };
}

function closeDay(book: BalanceBook, feeder: Feeder, out: FeederBalance[]): void {
  const tally = feeder.tally!;
  feeder.tally = undefined;
  const windows = (tally.endMs - tally.startMs) / book.windowMs;
  const isComplete = tally.complete >= COMPLETE_SHARE * windows;
  if (!isComplete) feeder.named = [];
  let balance = dayBalance(book, feeder, tally, isComplete ? judgeDay(book, feeder, tally) : undefined);
  const recent = recentDay(feeder, tally.day);
  if (recent) {
    if (recent.dropped.length >= CLUSTER) balance = withCluster(balance, [...recent.dropped]);
    recent.balance = balance;
  }
  out.push(balance);
}

/** The entry of a day among the last ones; undefined when it is too long ago. */
function recentDay(feeder: Feeder, day: number): RecentDay | undefined {
  const known = feeder.recent.find((recent) => recent.day === day);
  if (known) return known;
  if (feeder.recent.length >= RECENT_DAYS && day < feeder.recent[0]!.day) return undefined;
  const entry: RecentDay = { day, dropped: [], balance: undefined };
  feeder.recent.push(entry);
  feeder.recent.sort((a, b) => a.day - b.day);
  if (feeder.recent.length > RECENT_DAYS) feeder.recent.shift();
  return entry;
}
