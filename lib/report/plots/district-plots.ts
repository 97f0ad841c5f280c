import { byText, type DayRow, groupedBy } from '../city-record';
import { counted, grouped } from '../numbers';
import { BLUE, type Drawing, INK, name, nameAxis, TOP, textWidth, title, VERMILION, valueAxis } from './frame';
import { period } from './level-plots';

const WIDTH = 860;
/** More would not be readable; the tables have all of them. */
const MAXIMUM_DISTRICTS = 40;
/** At risk from this share of violations on. */
const RATIO_AT_RISK_PERCENT = 25;

/** The share of household-hours above the threshold for each district: the mean of its days. */
export function ratioBars(city: string, rows: readonly DayRow[]): Drawing {
  const districts = byDistrict(rows, (days) => (100 * sum(days.map(({ risk }) => risk.violationRatio))) / days.length);
  const label = ({ value }: { value: number }) => `${value.toFixed(1)} %`;
  // Where all bars are far below the line, it would only squeeze them.
  const hasLine = districts.shown.some(({ value }) => value > 10);
  return {
    ...size(districts),
    option: {
      ...title(
        `${name(city)}: violation ratio`,
        `${isOneDay(rows) ? '' : 'mean of the days; '}${scope(rows, districts)}`,
      ),
      grid: gridFor(districts),
      xAxis: valueAxis('Household-hours above the threshold (%)', 34, {
        min: 0,
        max: hasLine ? ({ max }: { max: number }) => Math.max(30, Math.min(100, 10 * Math.ceil(max / 10))) : undefined,
      }),
      yAxis: districtAxis(districts),
      series: [
        {
          type: 'bar',
          data: districts.shown.map(({ value }) => value),
          itemStyle: { color: BLUE },
          barMaxWidth: 22,
          label: { show: true, position: 'right', color: INK, formatter: label },
          markLine: {
            silent: true,
            symbol: 'none',
            lineStyle: { color: VERMILION, type: 'dashed', width: 1.5 },
            label: { formatter: `at risk from ${RATIO_AT_RISK_PERCENT} %`, position: 'start', color: VERMILION },
            data: hasLine ? [{ xAxis: RATIO_AT_RISK_PERCENT }] : [],
          },
        },
      ],
    },
  };
}

/** Undefined when no district-day has quartiles. */
export function districtBoxes(city: string, rows: readonly DayRow[]): Drawing | undefined {
  const measured = rows.filter(({ quartilesKwh }) => quartilesKwh !== null);
  if (measured.length === 0) return undefined;
  const districts = byDistrict(measured, (days) => boxOf(days)[2]);
  const boxes = isOneDay(measured)
    ? 'minimum, quartiles, maximum'
    : 'box: median over the days of the daily quartiles; whiskers: lowest and highest value of all days';
  return {
    ...size(districts),
    option: {
      ...title(`${name(city)}: energy of a household-hour`, `${boxes}\n${scope(measured, districts)}`),
      grid: { ...gridFor(districts), top: TOP + 16 },
      xAxis: valueAxis('Energy of a measured household-hour (kWh)', 34, { scale: true }),
      yAxis: districtAxis(districts),
      series: [
        {
          type: 'boxplot',
          data: districts.shown.map(({ days }) => boxOf(days)),
          boxWidth: [6, 22],
          itemStyle: { color: '#cfe5f2', borderColor: BLUE, borderWidth: 1.5 },
        },
      ],
    },
  };
}

/** The box of a district: with several days the medians of their quartiles, and the extremes of all. */
export function boxOf(days: readonly DayRow[]): [number, number, number, number, number] {
  const boxes = days.map(({ quartilesKwh }) => quartilesKwh!);
  const of = (place: number) => boxes.map((box) => box[place]!);
  // Not Math.min(...): there may be more days than a call takes arguments.
  const lowest = of(0).reduce((a, b) => Math.min(a, b));
  const highest = of(4).reduce((a, b) => Math.max(a, b));
  return [lowest, median(of(1)), median(of(2)), median(of(3)), highest];
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

interface Districts {
  shown: { district: string; value: number; days: DayRow[] }[];
  all: number;
}

/** The districts with the highest values, from the highest on. */
function byDistrict(rows: readonly DayRow[], measure: (days: DayRow[]) => number): Districts {
  const districts = [...groupedBy(rows, ({ risk }) => risk.district)];
  const valued = districts.map(([district, days]) => ({ district, value: measure(days), days }));
  valued.sort((a, b) => b.value - a.value || byText(a.district, b.district));
  return { shown: valued.slice(0, MAXIMUM_DISTRICTS), all: valued.length };
}

function scope(rows: readonly DayRow[], { shown, all }: Districts): string {
  const cut =
    shown.length < all ? `the highest ${shown.length} of ${grouped(all)} districts` : counted(all, 'district');
  return `${cut}; ${period(rows)}`;
}

const labels = ({ shown }: Districts) => shown.map(({ district }) => name(district));
const labelWidth = (districts: Districts) => Math.max(40, textWidth(labels(districts), 12));
const gridFor = (districts: Districts) => ({ left: labelWidth(districts) + 52, right: 70, top: TOP + 8, bottom: 60 });
const size = ({ shown }: Districts) => ({ width: WIDTH, height: TOP + 100 + shown.length * 26 });
const districtAxis = (districts: Districts) =>
  nameAxis('District', labelWidth(districts) + 16, labels(districts), { inverse: true });
const isOneDay = (rows: readonly DayRow[]) => rows[0]!.risk.date === rows.at(-1)!.risk.date;
const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
