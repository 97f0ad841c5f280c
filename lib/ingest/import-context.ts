import type { KnownFormat } from './detect-format';
import { decoderOf } from './encoding';
import { NameTable } from './name-table';
import { RowBatch } from './row-batch';

const MAX_NAMES = 4_000_000;
const BATCH_ROWS = 8192;

/** What the files of one import share, one after the other: ids of names, buffers, and the format of the last file. */
export class ImportContext {
  readonly households = newTable();
  readonly districts = newTable();
  readonly cities = newTable();
  readonly batch = new RowBatch(BATCH_ROWS);
  /** Where the reader of the present file keeps what it has not taken yet. */
  bytes: Uint8Array = new Uint8Array(65_536);
  lastFormat: KnownFormat | undefined;

  household(id: number): string {
    return this.households.names[id]!;
  }

  /** Undefined for −1: the file has no such column. */
  district(id: number): string | undefined {
    return this.districts.names[id];
  }

  city(id: number): string | undefined {
    return this.cities.names[id];
  }
}

const newTable = () => new NameTable(decoderOf('utf-8'), MAX_NAMES);
