import type { TheftDay, TheftPlot, TheftWindow } from '../messages';
import { type KeyedEntry, KeyedState } from '../stream/keyed-state';
import { dayText, type TimeZone } from '../stream/local-time';
import { RecentWindows, type WindowRow } from './recent-windows';
import { rounded } from './text';

const MAX_DAYS = 2;
const HALF_DAY_MS = 12 * 3_600_000;
const SILENT_MS = 48 * 3_600_000;

/** What is kept of a day: its score, and mean power by local hour, measured and usual. */
type DayRow = Pick<TheftDay, 'startMs' | 'score' | 'hourlyW' | 'usualHourlyW'>;

interface MeterPlots {
  windows: RecentWindows;
  days: DayRow[];
}

interface SavedPlots {
  windows: (number | null)[];
  days: DayRow[];
}

/** A day that can be plotted; the score is −1 when the day has not been scored. */
export interface PlottableDay {
  dayNumber: number;
  score: number;
}

/**
 * The last two days of each meter: what the plots of a case are made of when a suspicion comes up. When it is full,
 * another meter is taken in only when it is `wanted` (it has a case) or the one that was silent longest has been so for
 * two days; otherwise many meters would push each other out, and no plot would ever have a whole day.
 */
export class PlotMemory {
  private readonly meters: KeyedState<MeterPlots>;

  constructor(private readonly maximumMeters: number) {
    this.meters = new KeyedState({ maximumKeys: maximumMeters });
  }

  takeWindow(window: TheftWindow, wanted: boolean): void {
    this.plotsFor(window, wanted)?.windows.put(window);
  }

  takeDay(day: TheftDay, wanted: boolean): void {
    const plots = this.plotsFor(day, wanted);
    if (!plots) return;
    const { startMs, score, hourlyW, usualHourlyW } = day;
    const others = plots.days.filter((other) => other.startMs !== startMs);
    const days = [...others, { startMs, score, hourlyW: tidy(hourlyW), usualHourlyW: tidy(usualHourlyW) }];
    plots.days = days.sort((a, b) => a.startMs - b.startMs).slice(-MAX_DAYS);
  }

  /** The days of a meter that something is kept of, earliest first. */
  days(meterId: string, zone: TimeZone): PlottableDay[] {
    const plots = this.meters.get(meterId);
    if (!plots) return [];
    const scores = new Map<number, number>(plots.windows.startsMs().map((startMs) => [zone.dayNumber(startMs), -1]));
    for (const day of plots.days) scores.set(dayNumberOf(day, zone), day.score);
    return [...scores].map(([dayNumber, score]) => ({ dayNumber, score })).sort((a, b) => a.dayNumber - b.dayNumber);
  }

  /** The plot of a local day: by window when there are any, else by hour. */
  plot(meterId: string, dayNumber: number, zone: TimeZone): TheftPlot | undefined {
    const plots = this.meters.get(meterId);
    if (!plots) return undefined;
    const { startMs, endMs } = zone.dayBounds(dayNumber);
    const day = plots.days.find((candidate) => dayNumberOf(candidate, zone) === dayNumber);
    // The day that runs has no profile of its own yet.
    const usual = (day ?? plots.days.at(-1))?.usualHourlyW;
    let rows = plots.windows.between(startMs, endMs);
    if (rows.length === 0 && day) rows = hourRows(day, startMs, endMs, zone);
    if (rows.length === 0) return undefined;
    const column = (index: number) => rows.map((row) => row[index] ?? null);
    return {
      date: dayText(dayNumber),
      timeMs: rows.map(([timeMs]) => timeMs),
      powerW: column(1),
      voltageV: column(2),
      currentA: column(3),
      powerFactor: column(4),
      usualPowerW: rows.map(([timeMs]) => usual?.[zone.hourOfDay(timeMs)] ?? null),
    };
  }

  snapshot(): KeyedEntry<SavedPlots>[] {
    const entries = [...this.meters.entries()];
    return entries.map(([key, timeMs, { windows, days }]) => [key, timeMs, { windows: windows.snapshot(), days }]);
  }

  restore(entries: readonly KeyedEntry<SavedPlots>[]): void {
    this.meters.clear();
    for (const [key, timeMs, { windows, days }] of entries) {
      this.meters.set(key, { windows: RecentWindows.restore(windows), days }, timeMs);
    }
  }

  private plotsFor(
    { meterId, startMs }: { meterId: string; startMs: number },
    wanted: boolean,
  ): MeterPlots | undefined {
    const known = this.meters.get(meterId);
    if (!known && !wanted && this.meters.size >= this.maximumMeters) {
      const [, longestSilentMs] = this.meters.entries().next().value!;
      if (startMs - longestSilentMs < SILENT_MS) return undefined;
    }
    const plots = known ?? { windows: new RecentWindows(), days: [] };
    this.meters.set(meterId, plots, startMs);
    return plots;
  }
}

/** Powers to a tenth of a watt. */
const tidy = (powersW: TheftDay['hourlyW']) => powersW.map((powerW) => (powerW === null ? null : rounded(powerW, 1)));

/** By its noon, so that a detector in a neighbouring time zone means the same day. */
function dayNumberOf({ startMs }: DayRow, zone: TimeZone): number {
  return zone.dayNumber(startMs + HALF_DAY_MS);
}

function hourRows({ hourlyW }: DayRow, startMs: number, endMs: number, zone: TimeZone): WindowRow[] {
  const rows: WindowRow[] = [];
  for (let timeMs = startMs; timeMs < endMs; timeMs += 3_600_000) {
    rows.push([timeMs, hourlyW[zone.hourOfDay(timeMs)] ?? null, null, null, null]);
  }
  return rows;
}
