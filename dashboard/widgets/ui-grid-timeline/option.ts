import type { CustomSeriesRenderItem } from 'echarts';
import type { EChartsCoreOption } from 'echarts/core';
import type { TimelineEvent } from '../../../lib/messages';
import { isOpen, type Stacked } from '../../lib/timeline/events';
import type { Theme } from '../shell/theme';
import { LOOKS } from './severity';

/** Narrower events would not be seen. */
const LEAST_PX = 4;
/** A mark needs as much room. */
const MARK_PX = 18;

export interface TimelineView {
  fromMs: number;
  toMs: number;
  nowMs: number;
}

/** Bars on lanes over time; what still lasts goes on to now. */
export function timelineOption(
  events: TimelineEvent[],
  { rows, lanes }: Stacked,
  { fromMs, toMs, nowMs }: TimelineView,
  laneTitle: string,
  theme: Theme,
): EChartsCoreOption {
  const text = { color: theme.muted };
  const rowCount = Math.max(1, ...lanes.map(({ first, count }) => first + count));
  const renderItem: CustomSeriesRenderItem = (params, api) => {
    const event = events[params.dataIndex]!;
    const row = api.value(2) as number;
    const [x1, y] = api.coord([event.startMs, row + 0.5]) as [number, number];
    const [x2] = api.coord([isOpen(event) ? nowMs : event.endMs!, row]) as [number];
    const height = Math.max(3, (api.size!([0, 1]) as number[])[1]! * 0.7);
    const { x: left, width: room } = params.coordSys as unknown as { x: number; width: number };
    const start = Math.max(left, x1);
    const end = Math.min(left + room, Math.max(x2, x1 + LEAST_PX));
    if (end <= start) return null;
    const { colors, mark } = LOOKS[event.severity];
    return {
      type: 'rect',
      shape: { x: start, y: y - height / 2, width: end - start, height, r: isOpen(event) ? [3, 0, 0, 3] : 3 },
      style: { fill: colors[theme.dark ? 1 : 0], stroke: theme.background, lineWidth: 1 },
      textContent:
        end - start < MARK_PX || height < 9
          ? undefined
          : { type: 'text', style: { text: mark, fill: theme.dark ? '#000' : '#fff', font: 'bold 11px sans-serif' } },
      textConfig: { position: 'insideLeft' },
    };
  };
  return {
    animation: false,
    grid: { left: 8, right: 44, top: 10, bottom: 8, outerBoundsMode: 'same' },
    xAxis: {
      type: 'time',
      min: fromMs,
      max: toMs,
      axisLabel: { ...text, hideOverlap: true },
      axisLine: { lineStyle: { color: theme.line } },
      splitLine: { show: true, lineStyle: { color: theme.line, opacity: 0.5 } },
    },
    yAxis: {
      type: 'value',
      inverse: true,
      min: 0,
      max: rowCount,
      name: laneTitle,
      nameLocation: 'middle',
      nameTextStyle: text,
      // A line above each lane; its name beside its first row.
      axisLabel: {
        ...text,
        customValues: lanes.map(({ first, count }) => first + count / 2),
        formatter: (value: number) => short(lanes.find(({ first, count }) => value === first + count / 2)?.name ?? ''),
        hideOverlap: true,
      },
      axisTick: {
        customValues: lanes.map(({ first }) => first),
        show: true,
        length: 8,
        lineStyle: { color: theme.line },
      },
      splitLine: { show: false },
    },
    series: [
      {
        type: 'custom',
        renderItem,
        clip: true,
        data: events.map((event) => [event.startMs, isOpen(event) ? nowMs : event.endMs!, rows.get(event.id)!]),
        encode: { x: [0, 1], y: 2 },
        markLine: {
          symbol: 'none',
          silent: true,
          label: { show: false },
          lineStyle: { color: theme.accent, type: 'solid', width: 1 },
          data: [{ xAxis: nowMs }],
        },
      },
    ],
  };
}

function short(name: string): string {
  return name.length > 28 ? `${name.slice(0, 27)}…` : name;
}
