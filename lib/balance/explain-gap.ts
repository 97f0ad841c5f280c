import type { BalanceBook } from './balance-book';
import { explainProportional, type ProportionalShare, slopeWithin } from './explain-proportional';
import { ALIKE, CONSPICUOUS_SCORE, explainQuiet, QUIET_SHARE } from './explain-quiet';
import type { Feeder, Member, NamedMeter } from './feeder';
import { dayScore } from './gap-score';
import { type LossModel, lossW } from './loss-model';

const HOUR_MS = 3_600_000;
/** Windows within a block may depend on each other as they like. */
const BLOCK_MS = 2 * HOUR_MS;
const FEWEST_IN_BLOCK = 6;
/** A meter that was quiet in so much of a day was quiet all day. */
const WHOLE_DAY = 0.9;
/** Beside the whole history: a theft that began lately is thinned out by the honest days before. */
const SHORT_SEARCHES_DAYS = [1, 3];

/** Columns of a feeder at some places of its history. */
export interface Columns {
  places: number[];
  homes: Member[];
  loadW: Float64Array;
  missingW: Float64Array;
  metersW: Float64Array[];
}

/**
 * Who explains the gap: meters with whose load it goes, over the last day, three days or the whole history, and once the
 * technical loss is known those it goes with the silence of.
 * @param dayWindow number of the first window of the last day
 */
export function explainGap(
  book: BalanceBook,
  feeder: Feeder,
  dayWindow: number,
  known: LossModel | undefined,
): NamedMeter[] {
  const { settings, windowMs } = book;
  const smallestRatio = settings.smallestLostPercent / (100 - settings.smallestLostPercent);
  const perDay = (24 * HOUR_MS) / windowMs;
  const perBlock = Math.max(FEWEST_IN_BLOCK, Math.round(BLOCK_MS / windowMs));
  const endWindow = feeder.nextWindow!;
  const since = (window: number) => columnsOf(feeder, feeder.history.placesFrom(window));
  const day = since(dayWindow);
  const all = since(endWindow - settings.historyDays * perDay);
  const searches = [...SHORT_SEARCHES_DAYS.filter((days) => days < settings.historyDays), settings.historyDays];
  const named = new Map<string, NamedMeter>();
  let searched = 0;
  for (const days of searches) {
    const columns = days === 1 ? day : days === settings.historyDays ? all : since(endWindow - days * perDay);
    if (columns.places.length <= searched) continue;
    searched = columns.places.length;
    const blockOf = blocksOf(feeder, columns.places, perBlock);
    for (const share of explainProportional({ ...columns, blockOf }, smallestRatio, searches.length)) {
      const { meterId } = columns.homes[share.meter]!;
      const already = named.get(meterId);
      if (already) already.confidence = Math.max(already.confidence, share.confidence);
      else if (days === 1 || goesOn(feeder, day, perBlock, meterId, share, [...named.values()])) {
        named.set(meterId, proportional(meterId, share));
      }
    }
  }
  const found = [...named.values()].sort((a, b) => (a.meterId < b.meterId ? -1 : 1));
  if (!known) return found;
  for (const meter of feeder.named) {
    const again = named.has(meter.meterId) ? undefined : stillQuiet(day, meter, found, known);
    if (again) found.push(again);
  }
  if (unexplainedScore(feeder, day, found, known) < CONSPICUOUS_SCORE) return found;
  const quiet = explainQuiet(
    {
      ...all,
      unexplainedW: all.missingW.map((watt, t) => watt - lossW(known, all.loadW[t]!) - explainedAt(all, found, t)),
      windows: all.places.map((place) => feeder.history.windows[place]!),
      today: day.places.length,
      windowsPerDay: perDay,
    },
    found,
  );
  return [...found, ...quiet];
}

/** How rare the gap of a day is that the named meters leave. */
function unexplainedScore(feeder: Feeder, day: Columns, named: readonly NamedMeter[], known: LossModel): number {
  const wentInW = day.places.reduce((sum, place) => sum + feeder.history.wentInW[place]!, 0);
  return dayScore(unexplainedOf(day, named, known), feeder.honestW, wentInW / day.places.length);
}

/** Mean gap of a day that the named meters leave, W. */
function unexplainedOf(day: Columns, named: readonly NamedMeter[], known: LossModel): number {
  let gapW = 0;
  for (const [t, watt] of day.missingW.entries())
    gapW += watt - lossW(known, day.loadW[t]!) - explainedAt(day, named, t);
  for (const { quietW, quietWindows } of named) gapW -= quietW * quietWindows;
  return gapW / day.places.length;
}

/**
 * A meter that the gap went with through a quiet day, when it is as quiet today and the gap is still there; all that the
 * others leave of it is put down to it, as far as its usual load goes. Without this a meter would be lost as soon as the
 * history holds no day of before.
 */
function stillQuiet(
  day: Columns,
  meter: NamedMeter,
  found: readonly NamedMeter[],
  known: LossModel,
): NamedMeter | undefined {
  const at = day.homes.findIndex(({ meterId }) => meterId === meter.meterId);
  if (meter.quietW === 0 || meter.quietWindows < WHOLE_DAY * day.places.length || at < 0) return undefined;
  const todayW = day.metersW[at]!.reduce((sum, watt) => sum + watt, 0) / day.places.length;
  const leftW = unexplainedOf(day, found, known);
  if (todayW >= QUIET_SHARE * meter.usualW || leftW < meter.quietW / 2) return undefined;
  return { ...meter, quietW: Math.min(leftW, ALIKE * meter.usualW), quietWindows: day.places.length };
}

/** W of a window that the meters with a ratio explain. */
export function explainedAt({ homes, metersW }: Columns, named: readonly NamedMeter[], t: number): number {
  let sum = 0;
  for (const { meterId, ratio } of named) {
    if (ratio === 0) continue;
    const meter = homes.findIndex((home) => home.meterId === meterId);
    if (meter >= 0) sum += ratio * metersW[meter]![t]!;
  }
  return sum;
}

/** The columns at these places, of the homes that have a value at each of them, by name. */
export function columnsOf({ history, members }: Feeder, places: number[]): Columns {
  const homes = [...members.values()]
    .filter(({ seriesW }) => seriesW.length > 0 && hasAll(seriesW, places))
    .sort((a, b) => (a.meterId < b.meterId ? -1 : 1));
  return {
    places,
    homes,
    loadW: picked(history.loadW, places),
    missingW: picked(history.missingW, places),
    metersW: homes.map(({ seriesW }) => picked(seriesW, places)),
  };
}

function hasAll(values: Float32Array, places: readonly number[]): boolean {
  for (let t = 0; t < places.length; t++) if (Number.isNaN(values[places[t]!]!)) return false;
  return true;
}

/** A plain loop: `Float64Array.from` with a function takes ten times as long, for all meters of a feeder at midnight. */
function picked(values: Float32Array, places: readonly number[]): Float64Array {
  const column = new Float64Array(places.length);
  for (let t = 0; t < places.length; t++) column[t] = values[places[t]!]!;
  return column;
}

/** Block of each place, ascending from 0; blocks lie fast in time. */
export function blocksOf({ history }: Feeder, places: number[], perBlock: number): Int32Array {
  const blockOf = new Int32Array(places.length);
  let block = -1;
  let number = Number.NaN;
  for (const [t, place] of places.entries()) {
    const next = Math.floor(history.windows[place]! / perBlock);
    if (next !== number) {
      number = next;
      block++;
    }
    blockOf[t] = block;
  }
  return blockOf;
}

function proportional(meterId: string, { slope, error, confidence }: ProportionalShare): NamedMeter {
  return { meterId, ratio: slope, quietW: 0, quietWindows: 0, usualW: 0, error, confidence };
}

/**
 * Whether a meter that the whole history names is not contradicted by the last day: with half its ratio taken as the
 * least, the day's own slope must reach it within two errors. A thief who stopped is named no more.
 */
function goesOn(
  feeder: Feeder,
  day: Columns,
  perBlock: number,
  meterId: string,
  share: ProportionalShare,
  named: readonly NamedMeter[],
): boolean {
  const meter = day.homes.findIndex((home) => home.meterId === meterId);
  if (meter < 0) return false;
  const missingW = day.missingW.map((watt, t) => watt - explainedAt(day, named, t));
  const today = slopeWithin({ ...day, missingW, blockOf: blocksOf(feeder, day.places, perBlock) }, meter);
  return !(today.slope + 2 * today.error < share.slope / 2);
}
