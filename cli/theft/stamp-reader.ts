import type { TimePattern } from '../../lib/ingest';

/** Longer timestamps are read each time. */
const MAX_BYTES = 64;

/** Reads timestamps; rows of many meters at one instant cost a comparison. */
export class StampReader {
  private readonly last = new Uint8Array(MAX_BYTES);
  private lastLength = 0;
  private lastMs = Number.NaN;

  constructor(private readonly pattern: TimePattern) {}

  /** As TimePattern reads it. */
  read(bytes: Uint8Array, start: number, end: number): number {
    if (this.isLast(bytes, start, end)) return this.lastMs;
    const timeMs = this.pattern.read(bytes, start, end);
    const length = end - start;
    if (length <= MAX_BYTES) {
      for (let i = 0; i < length; i++) this.last[i] = bytes[start + i]!;
      this.lastLength = length;
      this.lastMs = timeMs;
    }
    return timeMs;
  }

  /** From the end, where timestamps differ. */
  private isLast(bytes: Uint8Array, start: number, end: number): boolean {
    const { last, lastLength } = this;
    if (end - start !== lastLength) return false;
    for (let i = lastLength - 1; i >= 0; i--) if (bytes[start + i] !== last[i]) return false;
    return true;
  }
}
