import type { EChartsCoreOption } from 'echarts/core';
import type { HeatmapTable } from '../../lib/heatmap/table';
import { colorOf, type Palette } from '../../lib/scale';
import type { Theme } from '../shell/theme';

/** With more rows than this, a slider at the side moves over them. */
const ROWS_WITHOUT_SLIDER = 60;

/** Cells are drawn over a hatched ground: what is missing is seen to be missing. */
export function heatmapOption(
  table: HeatmapTable,
  ends: [number, number],
  { palette, rowTitle, columnTitle }: { palette: Palette; rowTitle: string; columnTitle: string },
  theme: Theme,
  slides: boolean,
): EChartsCoreOption {
  const slider = table.rows.length > ROWS_WITHOUT_SLIDER;
  const axis = (data: string[], name: string) => ({
    type: 'category',
    data,
    name,
    nameLocation: 'middle',
    nameGap: 26,
    nameTextStyle: { color: theme.muted },
    axisLine: { show: false },
    axisTick: { show: false },
    axisLabel: { color: theme.muted, hideOverlap: true },
    splitLine: { show: false },
  });
  return {
    animation: false,
    grid: {
      left: 8,
      right: slider ? 40 : 8,
      top: 8,
      bottom: 8,
      outerBoundsMode: 'same',
      show: table.rows.length > 0,
      borderColor: theme.line,
      backgroundColor: { image: hatch(theme), repeat: 'repeat' },
    },
    xAxis: axis(table.columns, columnTitle),
    yAxis: { ...axis(table.rows, rowTitle), inverse: true },
    dataZoom: slider
      ? [
          {
            type: 'slider',
            yAxisIndex: 0,
            right: 4,
            width: 18,
            // Where a person has moved it to, it stays.
            ...(slides ? {} : { startValue: 0, endValue: ROWS_WITHOUT_SLIDER - 1 }),
            filterMode: 'filter',
            brushSelect: false,
          },
        ]
      : [],
    series: [
      {
        type: 'heatmap',
        id: 'cells',
        data: cells(table, ends, palette),
        silent: true,
        itemStyle: { borderColor: theme.background, borderWidth: table.columns.length > 60 ? 0 : 1 },
      },
    ],
  };
}

function cells(table: HeatmapTable, ends: [number, number], palette: Palette): object[] {
  const items: object[] = [];
  table.rows.forEach((row, y) => {
    table.columns.forEach((column, x) => {
      const value = table.get(row, column)?.value;
      if (value === null || value === undefined) return;
      items.push({ value: [x, y, value], itemStyle: { color: colorOf(value, ends, palette) } });
    });
  });
  return items;
}

/** Every number of the table, for the ends of the scale. */
export function* values(table: HeatmapTable): Generator<number> {
  for (const row of table.rows) {
    for (const column of table.columns) {
      const value = table.get(row, column)?.value;
      if (typeof value === 'number') yield value;
    }
  }
}

function hatch({ line, background }: Theme): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 6;
  const pen = canvas.getContext('2d')!;
  pen.fillStyle = background;
  pen.fillRect(0, 0, 6, 6);
  pen.strokeStyle = line;
  pen.lineWidth = 1.2;
  pen.beginPath();
  for (const at of [-6, 0, 6]) {
    pen.moveTo(at, 6);
    pen.lineTo(at + 6, 0);
  }
  pen.stroke();
  return canvas;
}
