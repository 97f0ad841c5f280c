import { type Judge, midnightBefore, type Reported, type Said } from './judge';
import { DAY_MS, type RunDay } from './meter-run';

interface Meter {
  dayMs: number;
  sumW: number;
  samples: number;
  /** Mean power of the days before, W. */
  pastW: number[];
  days: RunDay[];
}

/** Mean and standard deviation are taken from so many days at most. */
const MOST_DAYS = 28;

/**
 * The floor that every arm has to beat: how many standard deviations the energy of the day lies below the mean of the
 * meter's days before.
 */
export class EnergyDrop implements Judge {
  private readonly meters = new Map<string, Meter>();

  constructor(private readonly warmUpDays: number) {}

  add(meterId: string, { timeMs, powerW }: Reported): void {
    let meter = this.meters.get(meterId);
    if (!meter) {
      this.meters.set(meterId, (meter = { dayMs: midnightBefore(timeMs), sumW: 0, samples: 0, pastW: [], days: [] }));
    }
    if (timeMs >= meter.dayMs + DAY_MS) this.close(meter, timeMs);
    meter.sumW += powerW;
    meter.samples++;
  }

  async drain(): Promise<void> {}

  async branch(): Promise<Judge> {
    const branch = new EnergyDrop(this.warmUpDays);
    for (const [meterId, meter] of this.meters) {
      branch.meters.set(meterId, { ...meter, pastW: [...meter.pastW], days: [...meter.days] });
    }
    return branch;
  }

  saidOf(meterId: string): Record<string, Said> {
    return { 'drop of daily energy': { days: this.meters.get(meterId)?.days ?? [], alarms: [] } };
  }

  private close(meter: Meter, nowMs: number): void {
    const { dayMs, pastW } = meter;
    const meanW = meter.sumW / Math.max(1, meter.samples);
    if (pastW.length >= Math.min(MOST_DAYS, this.warmUpDays)) {
      const usualW = pastW.reduce((sum, watt) => sum + watt, 0) / pastW.length;
      const deviation = Math.sqrt(pastW.reduce((sum, watt) => sum + (watt - usualW) ** 2, 0) / (pastW.length - 1));
      const score = Math.max(0, (usualW - meanW) / Math.max(1, deviation));
      meter.days.push({
        startMs: dayMs,
        knownMs: nowMs,
        score,
        because: `${meanW.toFixed(0)} of ${usualW.toFixed(0)} W`,
      });
    }
    pastW.push(meanW);
    if (pastW.length > MOST_DAYS) pastW.shift();
    meter.dayMs = midnightBefore(nowMs);
    meter.sumW = 0;
    meter.samples = 0;
  }
}
