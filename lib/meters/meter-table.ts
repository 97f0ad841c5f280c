/**
 * Columns of one row of state; a row lies in one piece, so that judging a reading touches few cache lines. The ring of
 * the last readings, pairs of time and hash of the values, takes the rest of the row.
 */
export const COLUMNS = {
  NEWEST_MS: 0,
  IMPORT_WH: 1,
  IMPORT_MS: 2,
  EXPORT_WH: 3,
  EXPORT_MS: 4,
  POWER_W: 5,
  ARRIVED_MS: 6,
  ARRIVED_TIME_MS: 7,
  USUAL_OFFSET_MS: 8,
  STEADY: 9,
  RUN: 10,
  RUN_START_MS: 11,
  RUN_HASH: 12,
  IMPORT_ZEROS: 13,
  EXPORT_ZEROS: 14,
  RING_AT: 15,
  RING: 16,
} as const;
/** Readings of a meter that are remembered to recognise one that comes again. */
export const RING_LENGTH = 16;
const WIDTH = COLUMNS.RING + 2 * RING_LENGTH;

/**
 * Bytes of state a meter: 48 doubles, two links, and about 110 bytes for its id in a Map. At the default of 20,000
 * meters that is 10 MB. Room is taken as meters appear, by doubling, so up to twice as much while it grows.
 */
export const BYTES_PER_METER = WIDTH * 8 + 8 + 110;

const NONE = -1;
const FIRST_CAPACITY = 256;

/** The state of all meters, at most `capacity` of them; the meter that was not heard of for longest makes room. */
export class MeterTable {
  rows = new Float64Array(0);
  evicted = 0;
  private readonly slots = new Map<string, number>();
  private ids: string[] = [];
  private newer = new Int32Array(0);
  private older = new Int32Array(0);
  private newest = NONE;
  private oldest = NONE;

  constructor(private readonly capacity: number) {}

  get size(): number {
    return this.slots.size;
  }

  /** Where the row of a meter begins in `rows`; a new meter gets an empty row, and the place of the oldest when full. */
  row(meterId: string): number {
    const known = this.slots.get(meterId);
    if (known !== undefined) {
      if (known !== this.newest) {
        this.unlink(known);
        this.link(known);
      }
      return known * WIDTH;
    }
    const slot = this.slots.size < this.capacity ? this.slots.size : this.evictOldest();
    if (slot >= this.newer.length) this.grow();
    this.slots.set(meterId, slot);
    this.ids[slot] = meterId;
    this.link(slot);
    const base = slot * WIDTH;
    // NaN means "not known yet" in every column but the counts.
    this.rows.fill(Number.NaN, base, base + WIDTH);
    this.rows[base + COLUMNS.STEADY] = 0;
    this.rows[base + COLUMNS.RUN] = 0;
    this.rows[base + COLUMNS.IMPORT_ZEROS] = 0;
    this.rows[base + COLUMNS.EXPORT_ZEROS] = 0;
    this.rows[base + COLUMNS.RING_AT] = 0;
    return base;
  }

  clear(): void {
    this.slots.clear();
    this.ids = [];
    this.newest = NONE;
    this.oldest = NONE;
    this.evicted = 0;
  }

  /** Plain JSON data: ids from the one not heard of for longest to the latest, rows in that order as base64. */
  snapshot(): unknown {
    const ids: string[] = [];
    const rows = new Float64Array(this.slots.size * WIDTH);
    for (let slot = this.oldest; slot !== NONE; slot = this.newer[slot]!) {
      rows.set(this.rows.subarray(slot * WIDTH, (slot + 1) * WIDTH), ids.length * WIDTH);
      ids.push(this.ids[slot]!);
    }
    return { width: WIDTH, ids, rows: Buffer.from(rows.buffer).toString('base64'), evicted: this.evicted };
  }

  /** @throws Error when the state is not a snapshot of this table. */
  restore(state: unknown): void {
    const { width, ids, rows, evicted } = (state ?? {}) as Record<string, unknown>;
    const known = Array.isArray(ids) && ids.every((id) => typeof id === 'string');
    if (width !== WIDTH || !known || new Set(ids).size !== ids.length || typeof rows !== 'string') {
      throw new Error('meter state: not a snapshot of this version of the meter table; start without it');
    }
    const bytes = Buffer.from(rows, 'base64');
    if (bytes.length !== ids.length * WIDTH * 8) {
      throw new Error(`meter state: ${bytes.length} bytes for ${ids.length} meters; the snapshot is cut off`);
    }
    const values = new Float64Array(new Uint8Array(bytes).buffer);
    this.clear();
    for (let i = 0; i < ids.length; i++) {
      const base = this.row(ids[i] as string);
      this.rows.set(values.subarray(i * WIDTH, (i + 1) * WIDTH), base);
    }
    this.evicted = typeof evicted === 'number' ? evicted : 0;
  }

  private evictOldest(): number {
    const slot = this.oldest;
    this.unlink(slot);
    this.slots.delete(this.ids[slot]!);
    this.evicted++;
    return slot;
  }

  private grow(): void {
    const length = Math.min(this.capacity, Math.max(FIRST_CAPACITY, this.newer.length * 2));
    const rows = new Float64Array(length * WIDTH);
    rows.set(this.rows);
    this.rows = rows;
    const newer = new Int32Array(length);
    newer.set(this.newer);
    this.newer = newer;
    const older = new Int32Array(length);
    older.set(this.older);
    this.older = older;
  }

  private link(slot: number): void {
    this.older[slot] = this.newest;
    this.newer[slot] = NONE;
    if (this.newest === NONE) this.oldest = slot;
    else this.newer[this.newest] = slot;
    this.newest = slot;
  }

  private unlink(slot: number): void {
    const newer = this.newer[slot]!;
    const older = this.older[slot]!;
    if (newer === NONE) this.newest = older;
    else this.older[newer] = older;
    if (older === NONE) this.oldest = newer;
    else this.newer[older] = newer;
  }
}
