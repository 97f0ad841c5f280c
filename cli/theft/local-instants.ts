import type { TimeZone } from '../../lib/stream';

/** Zone changes fall on quarters of an hour, so what holds for a wall clock holds for its quarter. */
const BLOCK_MS = 900_000;
const MAX_BLOCKS = 10_000;

/** Instants of wall-clock times, in a time zone that is asked once a quarter of an hour. */
export class LocalInstants {
  private readonly offsets = new Map<number, readonly number[]>();
  private block = Number.NaN;
  private current: readonly number[] = [];

  constructor(private readonly zone: TimeZone) {}

  /**
   * The instant of a wall time (read as if it were UTC). In the hour that is repeated in autumn it is the second one
   * when the first does not lie after `afterMs`. NaN in the hour that is skipped in spring.
   */
  of(wallMs: number, afterMs: number): number {
    const block = Math.floor(wallMs / BLOCK_MS);
    if (block !== this.block) this.ask(block);
    const { current } = this;
    if (current.length === 0) return Number.NaN;
    const firstMs = wallMs - current[0]!;
    return current.length === 1 || firstMs > afterMs ? firstMs : wallMs - current[1]!;
  }

  private ask(block: number): void {
    let offsets = this.offsets.get(block);
    if (offsets === undefined) {
      const wallMs = block * BLOCK_MS;
      offsets = this.zone.instantsOf(wallMs).map((timeMs) => wallMs - timeMs);
      if (this.offsets.size >= MAX_BLOCKS) this.offsets.clear();
      this.offsets.set(block, offsets);
    }
    this.block = block;
    this.current = offsets;
  }
}
