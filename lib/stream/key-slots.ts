const START_CAPACITY = 256;

/**
 * Gives each key a small integer (its slot), so that the state of a key can lie in typed-array columns. Keeps the keys
 * in the order of their last use in an intrusive list: a use costs a few integer writes and allocates nothing.
 * Slots of removed keys are used again. When it is full, the owner removes `oldest` (the least recently used) first.
 */
export class KeySlots {
  private readonly index = new Map<string, number>();
  private readonly keys: string[] = [];
  private readonly free: number[] = [];
  private newer: Int32Array;
  private older: Int32Array;
  private newestSlot = -1;
  private oldestSlot = -1;

  /** @throws Error when the maximum is not a positive integer. */
  constructor(readonly maximum: number) {
    if (!Number.isInteger(maximum) || maximum < 1) throw new Error(`maximum of keys must be 1 or more, not ${maximum}`);
    const capacity = Math.min(maximum, START_CAPACITY);
    this.newer = new Int32Array(capacity);
    this.older = new Int32Array(capacity);
  }

  get size(): number {
    return this.index.size;
  }

  get isFull(): boolean {
    return this.index.size >= this.maximum;
  }

  /** How many slots the columns of the owner must have room for; at least one more than the largest slot in use. */
  get capacity(): number {
    return this.newer.length;
  }

  /** The least recently used slot, −1 when there is none. */
  get oldest(): number {
    return this.oldestSlot;
  }

  /** The slot of a key, −1 when it is not known. Does not count as a use. */
  find(key: string): number {
    const slot = this.index.get(key);
    return slot === undefined ? -1 : slot;
  }

  key(slot: number): string {
    return this.keys[slot]!;
  }

  /** Marks a slot as just used. */
  touch(slot: number): void {
    if (slot === this.newestSlot) return;
    this.unlink(slot);
    this.link(slot);
  }

  /** Adds a key that is not known yet. @throws Error when full. */
  add(key: string): number {
    if (this.isFull) throw new Error(`no room for a key more than ${this.maximum}: remove the oldest first`);
    const slot = this.free.pop() ?? this.index.size;
    if (slot >= this.newer.length) this.grow();
    this.index.set(key, slot);
    this.keys[slot] = key;
    this.link(slot);
    return slot;
  }

  remove(slot: number): void {
    this.index.delete(this.keys[slot]!);
    this.keys[slot] = '';
    this.unlink(slot);
    this.free.push(slot);
  }

  clear(): void {
    this.index.clear();
    this.keys.length = 0;
    this.free.length = 0;
    this.newestSlot = -1;
    this.oldestSlot = -1;
  }

  /** The slots in use, least recently used first. */
  *oldestFirst(): Generator<number> {
    for (let slot = this.oldestSlot; slot !== -1; slot = this.newer[slot]!) yield slot;
  }

  private link(slot: number): void {
    this.older[slot] = this.newestSlot;
    this.newer[slot] = -1;
    if (this.newestSlot !== -1) this.newer[this.newestSlot] = slot;
    else this.oldestSlot = slot;
    this.newestSlot = slot;
  }

  private unlink(slot: number): void {
    const older = this.older[slot]!;
    const newer = this.newer[slot]!;
    if (older !== -1) this.newer[older] = newer;
    else this.oldestSlot = newer;
    if (newer !== -1) this.older[newer] = older;
    else this.newestSlot = older;
  }

  private grow(): void {
    const capacity = Math.min(this.maximum, this.newer.length * 2);
    this.newer = grown(this.newer, capacity);
    this.older = grown(this.older, capacity);
  }
}

type Column = Float64Array | Float32Array | Uint32Array | Int32Array | Uint16Array | Uint8Array;

/** A longer copy of a column; the new part is zero. */
export function grown<T extends Column>(column: T, length: number): T {
  const longer = new (column.constructor as new (length: number) => T)(length);
  longer.set(column);
  return longer;
}
