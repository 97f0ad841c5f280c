import type { CityRecord } from '../city-record';
import type { DistrictDayReport } from '../district-day';
import { hourlyLine, householdHeatmap } from './day-plots';
import { districtBoxes, ratioBars } from './district-plots';
import type { Drawing } from './frame';
import { histogramPlot } from './histogram-plot';
import { levelBars, levelPie } from './level-plots';

/** Loaded with the first drawing: half a megabyte that tables do not need. */
const charts = (): typeof import('../echarts') => require('../echarts');

export interface Plot {
  /** What the drawing shows, as the end of a file name. */
  kind: string;
  /** Draws it. `id` makes the ids within the SVG differ from those of other drawings in the same page. */
  svg(id: string): string;
}

/** The drawings of a city, each made when it is asked for. */
export function cityPlots(record: CityRecord): Plot[] {
  const { city } = record;
  const rows = record.sortedRows();
  return plots({
    'risk-levels': () => levelBars(city, rows),
    'risk-shares': () => levelPie(city, rows),
    'violation-ratio': () => ratioBars(city, rows),
    histogram: () => histogramPlot(city, record.histogram.bins(), rows),
    box: () => districtBoxes(city, rows),
  });
}

/** The drawings of a district-day. */
export function dayPlots(day: DistrictDayReport): Plot[] {
  return plots({ hourly: () => hourlyLine(day), heatmap: () => householdHeatmap(day) });
}

function plots(kinds: Record<string, () => Drawing | undefined>): Plot[] {
  return Object.entries(kinds).flatMap(([kind, draw]) => {
    const drawing = draw();
    return drawing ? [{ kind, svg: (id: string) => charts().drawSvg(drawing.option, { ...drawing, id }) }] : [];
  });
}
