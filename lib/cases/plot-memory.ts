import type { TheftDay, TheftPlot, TheftWindow } from '../messages';
import { type KeyedEntry, KeyedState } from '../stream/keyed-state';
import { dayText, type TimeZone } from '../stream/local-time';
import { putRow, rowOf, type WindowRow } from './recent-windows';

const MAX_DAYS = 2;
const HALF_DAY_MS = 12 * 3_600_000;

/** What is kept of a day: its score, and mean power by local hour, measured and usual. */
type DayRow = Pick<TheftDay, 'startMs' | 'score' | 'hourlyW' | 'usualHourlyW'>;

interface MeterPlots {
  rows: WindowRow[];
  days: DayRow[];
}

/** A day that can be plotted; the score is −1 when the day has not been scored. */
export interface PlottableDay {
  dayNumber: number;
  score: number;
}

/** The last two days of each meter: what the plots of a case are made of when a suspicion comes up. */
export class PlotMemory {
  private readonly meters: KeyedState<MeterPlots>;

  constructor(maximumMeters: number) {
    this.meters = new KeyedState({ maximumKeys: maximumMeters });
  }

  takeWindow(window: TheftWindow): void {
    putRow(this.plotsOf(window.meterId).rows, rowOf(window));
  }

  takeDay({ meterId, startMs, score, hourlyW, usualHourlyW }: TheftDay): void {
    const plots = this.plotsOf(meterId);
    const others = plots.days.filter((day) => day.startMs !== startMs);
    const days = [...others, { startMs, score, hourlyW: [...hourlyW], usualHourlyW: [...usualHourlyW] }];
    plots.days = days.sort((a, b) => a.startMs - b.startMs).slice(-MAX_DAYS);
  }

  /** The days of a meter that something is kept of, earliest first. */
  days(meterId: string, zone: TimeZone): PlottableDay[] {
    const plots = this.meters.get(meterId);
    if (!plots) return [];
    const scores = new Map<number, number>(plots.rows.map(([startMs]) => [zone.dayNumber(startMs), -1]));
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
    let rows = plots.rows.filter(([timeMs]) => timeMs >= startMs && timeMs < endMs);
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

  snapshot(): KeyedEntry<MeterPlots>[] {
    return [...this.meters.entries()].map(([key, timeMs, { rows, days }]) => [
      key,
      timeMs,
      { rows: rows.map((row): WindowRow => [...row]), days: [...days] },
    ]);
  }

  restore(entries: readonly KeyedEntry<MeterPlots>[]): void {
    this.meters.restore(structuredClone(entries));
  }

  private plotsOf(meterId: string): MeterPlots {
    const known = this.meters.get(meterId);
    if (known) return known;
    const plots: MeterPlots = { rows: [], days: [] };
    this.meters.set(meterId, plots, 0);
    return plots;
  }
}

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
