import type { Emission, EnergyAggregate, Refusal } from '../messages';
import { HourRows } from '../stream/hour-rows';
import { DayBook } from './day-book';
import type { EnergyAggregateSettings } from './energy-aggregate-settings';
import { Meters } from './meters';
import { Places } from './places';
import type { Registry } from './registry';
import { AGGREGATES, Rollup } from './rollup';

export interface EnergyAggregatePorts {
  aggregates: EnergyAggregate;
  refused: Refusal;
}

/** What is to be emitted; every part puts its results here. */
export class AggregateOutput {
  aggregates: EnergyAggregate[] = [];
  refused: Refusal[] = [];

  /** Hands everything out once. */
  take(): Emission<EnergyAggregatePorts> | undefined {
    const { aggregates, refused } = this;
    if (aggregates.length + refused.length === 0) return undefined;
    this.aggregates = [];
    this.refused = [];
    return { aggregates, refused };
  }
}

/** Everything the energy-aggregate operator remembers, in its parts. */
export interface AggregateParts extends Registry {
  rollup: Rollup;
  out: AggregateOutput;
  /** One for all district-days, filled again and again. */
  rows: HourRows;
}

/** Fresh parts for complete settings. */
export function createAggregateParts(settings: EnergyAggregateSettings): AggregateParts {
  const { levels, periods, latenessMinutes, maximumGapMinutes, maximumPowerKw, maximumMeters } = settings;
  const places = new Places(settings);
  const book = new DayBook(latenessMinutes * 60_000, places, false);
  const energy = { maximumGapMs: maximumGapMinutes * 60_000, maximumPowerW: maximumPowerKw * 1000 };
  const meters = new Meters(maximumMeters, energy, book);
  book.meters = meters;
  const out = new AggregateOutput();
  const kinds = AGGREGATES.filter((kind) => levels.some((l) => periods.some((p) => kind === `${l} ${p}`)));
  const rollup = new Rollup(kinds, (aggregate) => out.aggregates.push(aggregate), {
    zoneOf: (city) => places.zoneOf(city),
    // A meter has at most a household, a district and a city of its own.
    maximumMonths: 3 * maximumMeters,
  });
  return { places, book, meters, rollup, out, rows: new HourRows(), counters: { evictedSinceTick: 0 } };
}
