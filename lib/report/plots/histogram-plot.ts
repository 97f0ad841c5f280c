import type { DayRow } from '../city-record';
import type { HistogramBin } from '../histogram';
import { decimals, grouped } from '../numbers';
import { BLUE, type Drawing, name, TOP, title, valueAxis } from './frame';
import { period } from './level-plots';

const WIDTH = 860;
const LEFT = 90;
const RIGHT = 40;

/** How the household-hours of a city are distributed. Undefined without any. */
export function histogramPlot(
  city: string,
  bins: readonly HistogramBin[],
  rows: readonly DayRow[],
): Drawing | undefined {
  if (bins.length === 0) return undefined;
  const first = bins[0]!;
  const last = bins.at(-1)!;
  const values = bins.reduce((sum, { count }) => sum + count, 0);
  const binWidth = decimals(first.toKwh - first.fromKwh, 6);
  return {
    width: WIDTH,
    height: 440,
    option: {
      ...title(
        `${name(city)}: distribution of the household-hours`,
        `${grouped(values)} values in bins of ${binWidth} kWh; ${period(rows)}`,
      ),
      grid: { left: LEFT, right: RIGHT, top: TOP, bottom: 60 },
      xAxis: valueAxis('Energy of a household-hour (kWh)', 34, {
        min: first.fromKwh,
        max: last.toKwh,
        splitLine: { show: false },
        axisLine: { show: true },
        axisTick: { show: true },
        axisLabel: { showMaxLabel: false },
      }),
      yAxis: valueAxis('Household-hours', 58, { minInterval: 1 }),
      series: [
        {
          type: 'bar',
          data: bins.map(({ fromKwh, toKwh, count }) => [(fromKwh + toKwh) / 2, count]),
          barWidth: Math.max(1, (WIDTH - LEFT - RIGHT) / bins.length - 1),
          itemStyle: { color: BLUE },
          clip: true,
        },
      ],
    },
  };
}
