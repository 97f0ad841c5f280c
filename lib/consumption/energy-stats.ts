import { MICRO_WH_PER_KWH } from './day-score';

/** What is known of the energy of some household-hours. Sums are whole µWh: exact in any order up to 9 GWh. */
export class EnergyStats {
  count = 0;
  estimated = 0;
  microWh = 0;
  minimumKwh = Number.POSITIVE_INFINITY;
  maximumKwh = Number.NEGATIVE_INFINITY;

  add(kwh: number, isEstimated: boolean): void {
    this.count++;
    if (isEstimated) this.estimated++;
    this.microWh += Math.round(kwh * MICRO_WH_PER_KWH);
    if (kwh < this.minimumKwh) this.minimumKwh = kwh;
    if (kwh > this.maximumKwh) this.maximumKwh = kwh;
  }

  merge(other: EnergyStats): void {
    this.count += other.count;
    this.estimated += other.estimated;
    this.microWh += other.microWh;
    if (other.minimumKwh < this.minimumKwh) this.minimumKwh = other.minimumKwh;
    if (other.maximumKwh > this.maximumKwh) this.maximumKwh = other.maximumKwh;
  }
}

type Numbers = [number, number, number, number, number];

/** Statistics with the hour of most energy; the first of equal ones. */
export class PeakStats extends EnergyStats {
  /** Hours with a value. */
  hours = 0;
  peakMicroWh = Number.NEGATIVE_INFINITY;
  peakStartMs = 0;
  peakClock = 0;

  /** Takes the energy of one hour as a whole. */
  addHour(hour: EnergyStats, startMs: number, clock: number): void {
    if (hour.count === 0) return;
    this.merge(hour);
    this.takePeak(hour.microWh, startMs, clock);
  }

  /** Takes one household-hour of a household. */
  addValue(kwh: number, isEstimated: boolean, startMs: number, clock: number): void {
    this.add(kwh, isEstimated);
    this.takePeak(Math.round(kwh * MICRO_WH_PER_KWH), startMs, clock);
  }

  mergePeak(other: PeakStats): void {
    this.merge(other);
    this.hours += other.hours;
    if (other.hours > 0 && other.peakMicroWh > this.peakMicroWh) {
      this.peakMicroWh = other.peakMicroWh;
      this.peakStartMs = other.peakStartMs;
      this.peakClock = other.peakClock;
    }
  }

  /** Everything as numbers; none without values. */
  snapshot(): number[] {
    if (this.count === 0) return [];
    const { count, estimated, microWh, minimumKwh, maximumKwh, hours, peakMicroWh, peakStartMs, peakClock } = this;
    return [count, estimated, microWh, minimumKwh, maximumKwh, hours, peakMicroWh, peakStartMs, peakClock];
  }

  restore(saved: readonly number[]): void {
    if (saved.length === 0) return;
    [this.count, this.estimated, this.microWh, this.minimumKwh, this.maximumKwh] = saved as Numbers;
    [this.hours, this.peakMicroWh, this.peakStartMs, this.peakClock] = saved.slice(5) as Numbers;
  }

  private takePeak(microWh: number, startMs: number, clock: number): void {
    this.hours++;
    if (microWh <= this.peakMicroWh) return;
    this.peakMicroWh = microWh;
    this.peakStartMs = startMs;
    this.peakClock = clock;
  }
}
