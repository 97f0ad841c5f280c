import type { MeterReading } from '../messages';
import { grown } from '../stream/key-slots';
import { ENERGY_BYTES, type EnergySettings, MeterEnergy } from '../stream/meter-energy';

/** Takes signed energy in [fromMs, toMs) of a meter. `covers`: the time counts as measured; false for exports beside it. */
export type BookSigned = (slot: number, fromMs: number, toMs: number, energyWh: number, covers: boolean) => void;

/** Bytes of one meter in its columns. */
export const SIGNED_BYTES = 2 * ENERGY_BYTES + 1;

const KIND = { imports: 0, exports: 1, intervals: 2 } as const;

/**
 * Energy of many meters from readings of any kind, import less export. Import is taken as MeterEnergy takes it; export
 * by a second one that sees the export register and the power with its sign turned. Interval energy is signed already:
 * a meter that gave some has no second count.
 */
export class SignedEnergy {
  private readonly imports: MeterEnergy;
  private readonly exports: MeterEnergy;
  private kind: Uint8Array;
  /** One object for all: what the second count sees. */
  private readonly turned: Partial<MeterReading> = {};

  constructor(capacity: number, settings: EnergySettings, book: BookSigned) {
    this.imports = new MeterEnergy(capacity, settings, {
      book: (slot, fromMs, toMs, energyWh) => book(slot, fromMs, toMs, energyWh, true),
    });
    this.exports = new MeterEnergy(capacity, settings, {
      book: (slot, fromMs, toMs, energyWh) => book(slot, fromMs, toMs, -energyWh, false),
    });
    this.kind = new Uint8Array(capacity);
  }

  grow(capacity: number): void {
    this.imports.grow(capacity);
    this.exports.grow(capacity);
    this.kind = grown(this.kind, capacity);
  }

  /** Takes a reading that is neither a duplicate nor `missing`. */
  take(slot: number, reading: MeterReading): void {
    const { exportWh, activePowerW, interval } = reading;
    this.imports.take(slot, reading);
    if (interval) this.kind[slot] = KIND.intervals;
    else if (this.kind[slot] === KIND.imports && (exportWh! >= 0 || activePowerW! < 0)) this.kind[slot] = KIND.exports;
    if (this.kind[slot] !== KIND.exports) return;
    const { turned } = this;
    turned.timeMs = reading.timeMs;
    turned.quality = reading.quality;
    turned.flags = reading.flags;
    turned.importWh = exportWh as number;
    turned.activePowerW = -(activePowerW as number);
    this.exports.take(slot, turned as MeterReading);
  }

  forget(slot: number): void {
    this.imports.forget(slot);
    this.exports.forget(slot);
    this.kind[slot] = KIND.imports;
  }

  snapshot(slot: number): [kind: number, imports: number[], exports: number[]] {
    return [this.kind[slot]!, this.imports.snapshot(slot), this.exports.snapshot(slot)];
  }

  restore(slot: number, [kind, imports, exports]: [number, number[], number[]]): void {
    this.kind[slot] = kind;
    this.imports.restore(slot, imports);
    this.exports.restore(slot, exports);
  }
}
