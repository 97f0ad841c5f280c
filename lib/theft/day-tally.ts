import type { TheftDay, TheftWindow } from '../messages';

const HOUR_MS = 3_600_000;
/** Cues that appliances and their people show as well: they make no day risky by themselves. */
const PLAIN_CUES: ReadonlySet<string> = new Set([
  'spike',
  'repetitive-dips',
  'dip-in-peak-hours',
  'power-factor',
  'model-anomaly',
]);
const DIPS: ReadonlySet<string> = new Set(['deep-dip', 'dip-in-peak-hours', 'repetitive-dips']);

/** What the windows of one local day of one meter add up to. */
export class DayTally {
  readonly segmentsWh = { night: 0, morning: 0, afternoon: 0, evening: 0 };
  windows = 0;
  incompleteWindows = 0;
  anomalousWindows = 0;
  spikes = 0;
  dips = 0;
  cueWindows = 0;
  private theftLikeWindows = 0;
  private readonly hourSumW = new Float64Array(24);
  private readonly hourWindows = new Uint16Array(24);

  constructor(readonly day: number) {}

  add(window: TheftWindow, hour: number, meanW: number): void {
    this.windows++;
    if (window.state === 'incomplete') this.incompleteWindows++;
    if (!Number.isNaN(meanW)) {
      this.segmentsWh[window.segment] += (meanW * window.lengthMs) / HOUR_MS;
      this.hourSumW[hour]! += meanW;
      this.hourWindows[hour]!++;
    }
    if (window.isAnomalous) this.anomalousWindows++;
    if (window.cues.length > 0) this.cueWindows++;
    if (window.cues.some(({ kind }) => kind === 'spike')) this.spikes++;
    if (window.cues.some(({ kind }) => DIPS.has(kind))) this.dips++;
    if (window.cues.some(({ kind }) => !PLAIN_CUES.has(kind))) this.theftLikeWindows++;
  }

  get energyWh(): number {
    const { night, morning, afternoon, evening } = this.segmentsWh;
    return night + morning + afternoon + evening;
  }

  /** Mean power of the local hours, W; null without a window. */
  get hourlyW(): (number | null)[] {
    return Array.from(this.hourSumW, (sum, hour) =>
      this.hourWindows[hour]! > 0 ? sum / this.hourWindows[hour]! : null,
    );
  }

  get dayType(): TheftDay['dayType'] {
    if (this.spikes > 0) return this.dips > 0 ? 'both' : 'spike-only';
    return this.dips > 0 ? 'dip-only' : 'normal';
  }

  /** What of it goes into the message of the day. */
  get summary() {
    const { dayType, energyWh, hourlyW, windows, incompleteWindows, anomalousWindows, spikes, dips, cueWindows } = this;
    const counts = { windows, incompleteWindows, anomalousWindows, spikes, dips, cueWindows };
    return { dayType, energyWh, segmentsWh: { ...this.segmentsWh }, hourlyW, ...counts };
  }

  risk(isTheftLike: boolean): TheftDay['risk'] {
    if (isTheftLike || this.theftLikeWindows >= 3) return 'high';
    return this.theftLikeWindows > 0 ? 'moderate' : 'low';
  }

  snapshot(): unknown {
    const { hourSumW, hourWindows, segmentsWh, ...counts } = this;
    return { ...counts, segmentsWh: { ...segmentsWh }, hourSumW: [...hourSumW], hourWindows: [...hourWindows] };
  }

  static restored(saved: unknown): DayTally {
    const { hourSumW, hourWindows, segmentsWh, ...counts } = saved as Record<string, unknown> & {
      day: number;
      hourSumW: number[];
      hourWindows: number[];
    };
    const tally = new DayTally(counts.day);
    Object.assign(tally, counts);
    Object.assign(tally.segmentsWh, segmentsWh);
    tally.hourSumW.set(hourSumW);
    tally.hourWindows.set(hourWindows);
    return tally;
  }
}
