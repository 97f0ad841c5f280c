import type { Electrical } from './attacks';
import { DAY_MS, type LocalDays } from './local-days';

const SLOT_MS = 5_000;

/** Means of what a home truly drew on the previous local day; of today so far as long as there is none. */
export class DayMeans {
  private day = Number.NaN;
  private sumW = 0;
  private sumVa = 0;
  private count = 0;
  private lastMeanW: number | undefined;
  private lastFactor = 1;

  constructor(private readonly days: LocalDays) {}

  /** Export counts neither as draw nor as a sample: the thief's mean is over the time in which he draws. */
  note({ timeMs, activePowerW, voltageV, currentA }: Electrical): void {
    const day = this.days.dayNumber(timeMs);
    if (day !== this.day) {
      if (this.count > 0) {
        this.lastFactor = this.factorSoFar;
        this.lastMeanW = this.sumW / this.count;
      }
      this.day = day;
      this.sumW = 0;
      this.sumVa = 0;
      this.count = 0;
    }
    if (!(activePowerW >= 0)) return;
    this.sumW += activePowerW;
    this.sumVa += voltageV * currentA;
    this.count += 1;
  }

  get meanW(): number {
    return this.lastMeanW ?? this.sumW / Math.max(1, this.count);
  }

  /** Power factor of the whole day's energy. */
  get powerFactor(): number {
    return this.lastMeanW === undefined ? this.factorSoFar : this.lastFactor;
  }

  private get factorSoFar(): number {
    return this.sumVa > 0 ? Math.min(1, this.sumW / this.sumVa) : 1;
  }
}

/** The previous local day, sample by sample, for a replay: what was drawn and with which power factor. */
export class DayRecord {
  private day = Number.NaN;
  private todayW = emptyDay();
  private todayFactor = emptyDay();
  private beforeW = emptyDay();
  private beforeFactor = emptyDay();

  constructor(private readonly days: LocalDays) {}

  note({ timeMs, activePowerW, powerFactor }: Electrical): void {
    const day = this.days.dayNumber(timeMs);
    if (day !== this.day) {
      [this.beforeW, this.todayW] = [this.todayW, this.beforeW];
      [this.beforeFactor, this.todayFactor] = [this.todayFactor, this.beforeFactor];
      this.todayW.fill(Number.NaN);
      this.todayFactor.fill(Number.NaN);
      if (day !== this.day + 1) this.beforeW.fill(Number.NaN);
      this.day = day;
    }
    if (!(activePowerW >= 0)) return;
    const slot = Math.floor(this.days.sinceMidnightMs(timeMs) / SLOT_MS);
    this.todayW[slot] = activePowerW;
    this.todayFactor[slot] = powerFactor;
  }

  /**
   * What was drawn yesterday at the mirrored time of day, or at the nearest earlier instant that has a sample within an
   * hour; undefined when there is none.
   */
  mirrored(timeMs: number): { watt: number; powerFactor: number } | undefined {
    const slots = this.beforeW.length;
    const mirror = slots - 1 - Math.floor(this.days.sinceMidnightMs(timeMs) / SLOT_MS);
    for (let slot = mirror; slot >= 0 && slot > mirror - 3_600_000 / SLOT_MS; slot--) {
      const watt = this.beforeW[slot]!;
      if (!Number.isNaN(watt)) return { watt, powerFactor: this.beforeFactor[slot]! };
    }
    return undefined;
  }
}

const emptyDay = () => new Float32Array(DAY_MS / SLOT_MS).fill(Number.NaN);
