import type { BalanceBook } from './balance-book';
import { explainProportional, type ProportionalShare, slopeWithin } from './explain-proportional';
import { explainQuiet } from './explain-quiet';
import type { Feeder, Member, NamedMeter } from './feeder';
import { type LossModel, lossW } from './loss-model';

const HOUR_MS = 3_600_000;
/** Windows within a block may depend on each other as they like. */
const BLOCK_MS = 2 * HOUR_MS;
const FEWEST_IN_BLOCK = 6;

/** Columns of a feeder at some places of its history. */
export interface Columns {
  places: number[];
  homes: Member[];
  loadW: Float64Array;
  missingW: Float64Array;
  metersW: Float64Array[];
}

/**
 * Who explains the gap: meters with whose load it goes, over the last day or over all days of the history, and once the
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
  const lastWindow = feeder.nextWindow! - 1;
  const day = columnsOf(feeder, feeder.history.placesFrom(dayWindow));
  const all = columnsOf(
    feeder,
    feeder.history.placesFrom(lastWindow - (settings.historyDays * 24 * HOUR_MS) / windowMs),
  );
  const perBlock = Math.max(FEWEST_IN_BLOCK, Math.round(BLOCK_MS / windowMs));
  const named = new Map<string, NamedMeter>();
  const search = (columns: Columns) => {
    const blockOf = blocksOf(feeder, columns.places, perBlock);
    return explainProportional({ ...columns, blockOf }, smallestRatio).map((share) => {
      return { share, meterId: columns.homes[share.meter]!.meterId };
    });
  };
  for (const { share, meterId } of search(day)) named.set(meterId, proportional(meterId, share));
  const older = all.places.length > day.places.length ? search(all) : [];
  for (const { share, meterId } of older) {
    const today = named.get(meterId);
    if (
      today ? share.confidence > today.confidence : goesOn(feeder, day, perBlock, meterId, share, [...named.values()])
    ) {
      named.set(meterId, today ? { ...today, confidence: share.confidence } : proportional(meterId, share));
    }
  }
  const found = [...named.values()].sort((a, b) => (a.meterId < b.meterId ? -1 : 1));
  if (!known) return found;
  const quiet = explainQuiet(
    {
      ...all,
      unexplainedW: all.missingW.map((watt, t) => watt - lossW(known, all.loadW[t]!) - explainedAt(all, found, t)),
      windows: all.places.map((place) => feeder.history.windows[place]!),
      today: day.places.length,
      windowsPerDay: (24 * HOUR_MS) / windowMs,
    },
    found,
  );
  return [...found, ...quiet];
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
    .filter(({ seriesW }) => seriesW.length > 0 && places.every((place) => !Number.isNaN(seriesW[place]!)))
    .sort((a, b) => (a.meterId < b.meterId ? -1 : 1));
  const column = (values: Float32Array) => Float64Array.from(places, (place) => values[place]!);
  return {
    places,
    homes,
    loadW: column(history.loadW),
    missingW: column(history.missingW),
    metersW: homes.map(({ seriesW }) => column(seriesW)),
  };
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
  return { meterId, ratio: slope, quietW: 0, error, confidence };
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
