import { type DayRow, LEVELS, levelCounts } from '../city-record';
import { counted, grouped, percent } from '../numbers';
import { type Drawing, INK, LEVEL_COLORS, name, nameAxis, TOP, title, valueAxis } from './frame';

const WIDTH = 580;
const HEIGHT = 400;

/** How many district-days of a city are of each level. */
export function levelBars(city: string, rows: readonly DayRow[]): Drawing {
  const counts = levelCounts(rows);
  const data = LEVELS.map((level) => ({ value: counts[level], itemStyle: { color: LEVEL_COLORS[level] } }));
  const label = ({ value }: { value: number }) => `${grouped(value)}  (${percent(value / rows.length)})`;
  return {
    width: WIDTH,
    height: HEIGHT,
    option: {
      ...title(`${name(city)}: risk levels`, period(rows)),
      grid: { left: 80, right: 30, top: TOP, bottom: 60 },
      xAxis: nameAxis('Risk level', 32, LEVELS),
      yAxis: valueAxis('District-days', 52, { minInterval: 1 }),
      series: [
        { type: 'bar', data, barWidth: '55%', label: { show: true, position: 'top', color: INK, formatter: label } },
      ],
    },
  };
}

/** The shares of the levels. */
export function levelPie(city: string, rows: readonly DayRow[]): Drawing {
  const counts = levelCounts(rows);
  const data = LEVELS.filter((level) => counts[level] > 0).map((level) => ({
    name: `${level}\n${percent(counts[level] / rows.length)}`,
    value: counts[level],
    itemStyle: { color: LEVEL_COLORS[level], borderColor: '#fff', borderWidth: 2 },
  }));
  return {
    width: WIDTH,
    height: HEIGHT,
    option: {
      ...title(`${name(city)}: shares of the risk levels`, period(rows)),
      series: [
        {
          type: 'pie',
          data,
          radius: [0, 120],
          center: ['50%', 236],
          label: { color: INK, fontSize: 13, lineHeight: 18, formatter: (part: { name: string }) => part.name },
          labelLine: { length: 14, length2: 12, lineStyle: { color: INK } },
        },
      ],
    },
  };
}

/** `12 district-days, 2026-01-01 to 2026-01-04`; the rows are sorted by date. */
export function period(rows: readonly DayRow[]): string {
  const [first, last] = [rows[0]!.risk.date, rows.at(-1)!.risk.date].map(name);
  return `${counted(rows.length, 'district-day')}, ${first === last ? first : `${first} to ${last}`}`;
}
