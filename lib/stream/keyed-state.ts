import { grown, KeySlots } from './key-slots';

export interface KeyedStateSettings<V> {
  /** At most so many keys; the least recently used one goes first. */
  maximumKeys: number;
  /** A key without an update for longer than this in event time is expired. Without it keys stay until they are pushed out. */
  timeToLiveMs?: number;
  /** Told of every key that goes without being asked to: pushed out by a newer one, or expired. */
  onEvict?: (key: string, value: V, reason: 'capacity' | 'expired') => void;
}

/** One entry of a snapshot: key, event time of the last update, value. */
export type KeyedEntry<V> = [key: string, timeMs: number, value: V];

/** Bounded state by key: a maximum of keys (least recently used out), and a time to live in event time. */
export class KeyedState<V> {
  private readonly slots: KeySlots;
  private values: V[] = [];
  private timesMs: Float64Array;

  constructor(private readonly settings: KeyedStateSettings<V>) {
    this.slots = new KeySlots(settings.maximumKeys);
    this.timesMs = new Float64Array(this.slots.capacity);
  }

  get size(): number {
    return this.slots.size;
  }

  /** The value of a key. Counts as a use; an update of its time is `set`. */
  get(key: string): V | undefined {
    const slot = this.slots.find(key);
    if (slot < 0) return undefined;
    this.slots.touch(slot);
    return this.values[slot];
  }

  /** Sets the value of a key at an event time; the key's time never goes back. Makes room by evicting when needed. */
  set(key: string, value: V, timeMs: number): void {
    let slot = this.slots.find(key);
    if (slot >= 0) {
      this.slots.touch(slot);
      this.timesMs[slot] = Math.max(this.timesMs[slot]!, timeMs);
    } else {
      if (this.slots.isFull) this.evict(this.slots.oldest, 'capacity');
      slot = this.slots.add(key);
      if (slot >= this.timesMs.length) this.timesMs = grown(this.timesMs, this.slots.capacity);
      this.timesMs[slot] = timeMs;
    }
    this.values[slot] = value;
  }

  /** Forgets a key; not reported as an eviction. */
  delete(key: string): boolean {
    const slot = this.slots.find(key);
    if (slot < 0) return false;
    this.drop(slot);
    return true;
  }

  /** Evicts every key whose last update lies more than the time to live before `eventTimeMs`. Looks at all keys. */
  expire(eventTimeMs: number): void {
    const { timeToLiveMs } = this.settings;
    if (timeToLiveMs === undefined) return;
    for (const slot of [...this.slots.oldestFirst()]) {
      if (this.timesMs[slot]! < eventTimeMs - timeToLiveMs) this.evict(slot, 'expired');
    }
  }

  /** Keys and values, least recently used first. */
  *entries(): Generator<KeyedEntry<V>> {
    for (const slot of this.slots.oldestFirst()) {
      yield [this.slots.key(slot), this.timesMs[slot]!, this.values[slot]!];
    }
  }

  clear(): void {
    this.slots.clear();
    this.values = [];
  }

  /** Takes entries back in the order of a snapshot, so that the next eviction hits the same key. */
  restore(entries: Iterable<KeyedEntry<V>>): void {
    this.clear();
    for (const [key, timeMs, value] of entries) this.set(key, value, timeMs);
  }

  private evict(slot: number, reason: 'capacity' | 'expired'): void {
    const key = this.slots.key(slot);
    const value = this.values[slot]!;
    this.drop(slot);
    this.settings.onEvict?.(key, value, reason);
  }

  private drop(slot: number): void {
    this.slots.remove(slot);
    this.values[slot] = undefined as V;
  }
}
