import type { AggregateKind } from '../../lib/consumption/energy-aggregate-message';
import { Rollup } from '../../lib/consumption/rollup';
import { HourRows, type LocalDay } from '../../lib/stream/hour-rows';
import { TimeZone } from '../../lib/stream/local-time';
import { AggregateFiles } from './aggregate-files';

export interface AggregationSettings {
  folder: string;
  kinds: readonly AggregateKind[];
  timeZone: string;
}

/** A district-day on its way to another thread. */
export interface DayMessage {
  city: string;
  district: string;
  day: LocalDay;
  rows: Pick<HourRows, 'count' | 'household' | 'hour' | 'kwh' | 'isEstimated' | 'households'>;
}

export type AggregationMessage = { day: DayMessage } | { closeBefore: string } | { end: 'complete' | 'abandon' };

/** Adds district-days up and writes the tables of aggregates, one message after the other. */
export class Aggregation {
  private readonly files: AggregateFiles;
  private readonly rollup: Rollup;
  private readonly rows = new HourRows();
  private readonly kinds: readonly AggregateKind[];

  constructor({ folder, kinds, timeZone }: AggregationSettings) {
    const zone = new TimeZone(timeZone);
    this.kinds = kinds;
    this.files = new AggregateFiles(folder);
    this.rollup = new Rollup(kinds, (aggregate) => this.files.add(aggregate), { zoneOf: () => zone });
  }

  /** @throws Error of the disk */
  begin(): Promise<void> {
    return this.files.begin(this.kinds);
  }

  /** @throws Error of the disk */
  async take(message: AggregationMessage): Promise<void> {
    if ('day' in message) {
      const { city, district, day, rows } = message.day;
      this.rollup.takeDay(city, district, day, Object.assign(this.rows, rows));
      await this.files.ready();
    } else if ('closeBefore' in message) {
      this.rollup.closeBefore(message.closeBefore);
      await this.files.ready();
    } else if (message.end === 'complete') {
      this.rollup.close();
      await this.files.end();
    } else await this.files.abandon();
  }
}
