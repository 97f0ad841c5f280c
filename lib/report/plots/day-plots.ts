import type { DistrictDayReport } from '../district-day';
import { counted, decimals, grouped } from '../numbers';
import {
  BLUE,
  type Drawing,
  FAINT_INK,
  INK,
  name,
  nameAxis,
  TOP,
  textWidth,
  title,
  VERMILION,
  valueAxis,
} from './frame';

/** The households of a heatmap: more rows would be thinner than 3 px. */
const MAXIMUM_HOUSEHOLDS = 300;
/** Cividis (Nuñez, Anderton, Renslow 2018): reads the same with and without red-green blindness. */
const CIVIDIS = ['#00224e', '#35456c', '#666970', '#948e77', '#c8b866', '#fee838'];

/** The sum over the households by hour, with its peak. Undefined for a day without hours. */
export function hourlyLine(day: DistrictDayReport): Drawing | undefined {
  const { risk, hours } = day;
  if (hours.length === 0) return undefined;
  const critical = new Set(risk.criticalHours);
  const peak = peakPlace(day);
  const { hour, sumKwh } = hours[peak]!;
  const data = hours.map(({ hour, sumKwh }) => {
    const isCritical = critical.has(hour);
    return {
      value: sumKwh,
      symbol: isCritical ? 'diamond' : 'circle',
      symbolSize: isCritical ? 13 : 6,
      itemStyle: { color: isCritical ? VERMILION : BLUE },
    };
  });
  const legend = critical.size > 0 ? '; diamonds: critical hours' : '';
  return {
    width: 860,
    height: 420,
    option: {
      ...title(dayTitle(day, 'Consumption by hour'), `${dayText(day)}; ${scoreText(day)}${legend}`),
      grid: { left: 90, right: 40, top: TOP + 26, bottom: 60 },
      xAxis: nameAxis(
        'Local hour',
        34,
        hours.map((entry) => name(entry.hour)),
        { axisLabel: { color: FAINT_INK, fontSize: 12, interval: 1 } },
      ),
      yAxis: valueAxis('Energy of the district in the hour (kWh)', 58, { scale: true }),
      series: [
        {
          type: 'line',
          data,
          lineStyle: { color: BLUE, width: 2.5 },
          showAllSymbol: true,
          markPoint: {
            silent: true,
            symbol: 'circle',
            symbolSize: 20,
            itemStyle: { color: 'transparent', borderColor: INK, borderWidth: 2 },
            label: {
              position: 'top',
              // In the middle above the mark it would be cut at an edge.
              align: peak < 3 ? 'left' : peak > hours.length - 4 ? 'right' : 'center',
              color: INK,
              fontWeight: 600,
              formatter: `peak ${name(hour)}: ${decimals(sumKwh)} kWh`,
            },
            data: [{ coord: [peak, sumKwh] }],
          },
        },
      ],
    },
  };
}

/** Every household in every hour. Undefined for a day without values. */
export function householdHeatmap(day: DistrictDayReport): Drawing | undefined {
  const rows = shownHouseholds(day);
  const cells = rows.flatMap(({ kwh }, row) =>
    kwh.flatMap((value, hour) => (value === null ? [] : [[hour, row, value]])),
  );
  if (cells.length === 0) return undefined;
  const rowHeight = Math.max(3, Math.min(18, Math.floor(640 / rows.length)));
  const plotHeight = rowHeight * rows.length;
  const colorBar = Math.max(60, Math.min(160, plotHeight));
  const labels = rows.map(({ household }) => name(household));
  const labelWidth = Math.max(40, textWidth(labels, 11));
  const every = Math.ceil(13 / rowHeight);
  const { lowest, highest } = range(cells.map((cell) => cell[2]!));
  const all = day.households.length;
  const shown =
    rows.length < all
      ? `the ${rows.length} of ${grouped(all)} households with the highest consumption`
      : counted(all, 'household');
  return {
    width: 860 + labelWidth,
    height: TOP + Math.max(plotHeight + 66, colorBar + 70),
    option: {
      ...title(dayTitle(day, 'Households by hour'), `${dayText(day)}; ${shown}; grey: no value`),
      grid: {
        left: labelWidth + 56,
        right: 130,
        top: TOP,
        height: plotHeight,
        show: true,
        backgroundColor: '#d5dae0',
        borderWidth: 0,
      },
      xAxis: nameAxis(
        'Local hour',
        34,
        day.hours.map(({ hour }) => name(hour)),
        { axisLabel: { color: FAINT_INK, fontSize: 12, interval: 1 } },
      ),
      yAxis: nameAxis('Household', labelWidth + 16, labels, {
        inverse: true,
        axisLabel: { color: FAINT_INK, fontSize: 11, interval: (place: number) => place % every === 0 },
      }),
      visualMap: {
        type: 'continuous',
        min: lowest,
        max: highest > lowest ? highest : lowest + 1,
        calculable: false,
        hoverLink: false,
        orient: 'vertical',
        right: 24,
        top: TOP,
        itemHeight: colorBar,
        text: [`${decimals(highest)} kWh`, `${decimals(lowest)} kWh`],
        textStyle: { color: INK, fontSize: 12 },
        inRange: { color: CIVIDIS },
      },
      series: [{ type: 'heatmap', data: cells, silent: true, itemStyle: { borderWidth: 0 } }],
    },
  };
}

/** The hour that the score took for the peak; its largest, should the day have it twice. */
function peakPlace({ risk, hours }: DistrictDayReport): number {
  const places = [...hours.keys()];
  const named = places.filter((place) => hours[place]!.hour === risk.peakHour);
  const candidates = named.length > 0 ? named : places;
  return candidates.reduce((best, place) => (hours[place]!.sumKwh > hours[best]!.sumKwh ? place : best));
}

function shownHouseholds({ households, kwh }: DistrictDayReport): { household: string; kwh: (number | null)[] }[] {
  const rows = households.map((household, place) => ({ household, kwh: kwh[place] ?? [], place }));
  if (rows.length <= MAXIMUM_HOUSEHOLDS) return rows;
  const total = new Map(rows.map((row) => [row, row.kwh.reduce<number>((sum, value) => sum + (value ?? 0), 0)]));
  rows.sort((a, b) => total.get(b)! - total.get(a)! || a.place - b.place);
  return rows.slice(0, MAXIMUM_HOUSEHOLDS).sort((a, b) => a.place - b.place);
}

function range(values: readonly number[]): { lowest: number; highest: number } {
  return values.reduce(
    ({ lowest, highest }, value) => ({ lowest: Math.min(lowest, value), highest: Math.max(highest, value) }),
    { lowest: Number.POSITIVE_INFINITY, highest: Number.NEGATIVE_INFINITY },
  );
}

const dayTitle = ({ risk }: DistrictDayReport, what: string) => `${what}: district ${name(risk.district)}`;

const dayText = ({ risk }: DistrictDayReport) => `${name(risk.city)}, ${name(risk.date)}`;

const scoreText = ({ risk }: DistrictDayReport) => `score ${risk.score.toFixed(2)}, ${risk.level}`;
