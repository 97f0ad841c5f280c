import type { EChartsCoreOption } from 'echarts/core';
import { lengthOf, type WaveformEvent, zeroMs } from '../../lib/waveform/event';
import { minMax } from '../../lib/waveform/min-max';
import type { Theme } from '../shell/theme';
import { channelColor } from './channel-color';

/** Curves of more points are drawn thinner: strokes wider than a pixel take a second where curves fill the panel. */
const DENSE = 2000;

/** What is shown of an event: samples from–to of the channels that are not hidden, on so many columns of the screen. */
export interface Shown {
  from: number;
  to: number;
  columns: number;
  hidden: ReadonlySet<string>;
}

export interface MarkerNames {
  trigger: string;
  inception: string;
  clearing: string;
  note: string;
  cycles: string;
}

/** The panels of an event from the top: one a quantity and unit. */
export function panelsOf(event: WaveformEvent): string[] {
  return [...new Set(event.channels.map(panelOf))];
}

function panelOf({ quantity, unit }: { quantity: string; unit: string }): string {
  return `${quantity} [${unit}]`;
}

/** Currents and voltages over one axis in milliseconds; the same in cycles above. */
export function waveformOption(
  event: WaveformEvent,
  shown: Shown,
  names: MarkerNames,
  theme: Theme,
): EChartsCoreOption {
  const zero = zeroMs(event);
  const msOf = (sample: number) => (sample * 1000) / event.sampleRateHz - zero;
  const [min, max] = [msOf(shown.from), msOf(shown.to)];
  const cyclesOf = (ms: number) => (ms * event.nominalFrequencyHz) / 1000;
  const panels = panelsOf(event);
  const each = 100 / panels.length;
  const text = { color: theme.muted };
  const xAxis = panels.map((_panel, index) => ({
    type: 'value',
    gridIndex: index,
    min,
    max,
    axisLabel: {
      ...text,
      show: index === panels.length - 1,
      hideOverlap: true,
      showMinLabel: false,
      showMaxLabel: false,
    },
    axisLine: { onZero: false, lineStyle: { color: theme.line } },
    splitLine: { lineStyle: { color: theme.line, opacity: 0.5 } },
    name: index === panels.length - 1 ? 'ms' : '',
    nameTextStyle: text,
  }));
  const cycles = {
    type: 'value',
    gridIndex: 0,
    position: 'top',
    min: cyclesOf(min),
    max: cyclesOf(max),
    axisLabel: { ...text, hideOverlap: true, showMinLabel: false, showMaxLabel: false },
    axisLine: { onZero: false, show: true, lineStyle: { color: theme.line } },
    splitLine: { show: false },
    name: names.cycles,
    nameTextStyle: text,
  };
  return {
    animation: false,
    grid: panels.map((_panel, index) => ({
      // Cursors are laid over it, so it must be exactly there.
      outerBoundsMode: 'none',
      left: 64,
      right: 54,
      top: `${index * each + (index === 0 ? 8 : 3)}%`,
      height: `${each - (index === 0 ? 8 : 3) - (index === panels.length - 1 ? 8 : 3)}%`,
    })),
    xAxis: [...xAxis, cycles],
    yAxis: panels.map((name, gridIndex) => ({
      type: 'value',
      gridIndex,
      name,
      nameLocation: 'middle',
      nameGap: 48,
      nameTextStyle: text,
      axisLabel: { ...text, hideOverlap: true },
      axisLine: { show: false },
      axisTick: { show: false },
      splitLine: { lineStyle: { color: theme.line, opacity: 0.5 } },
    })),
    series: [
      ...event.channels.flatMap((channel, index) => {
        if (shown.hidden.has(channel.name)) return [];
        const panel = panels.indexOf(panelOf(channel));
        const points = minMax(channel.samples, shown.from, shown.to + 1, shown.columns);
        return {
          type: 'line',
          xAxisIndex: panel,
          yAxisIndex: panel,
          data: points.map(([sample, value]) => [msOf(sample), Number.isFinite(value) ? value : '-']),
          symbol: 'none',
          silent: true,
          lineStyle: {
            width: points.length > DENSE ? 1 : 1.5,
            join: 'bevel',
            color: channelColor(channel, index, theme.dark),
          },
        };
      }),
      ...panels.map((_panel, index) => ({
        type: 'line',
        xAxisIndex: index,
        yAxisIndex: index,
        data: [],
        markLine: markLine(event, names, theme, zero, index === 0),
      })),
      // An axis without a series is not drawn.
      { type: 'line', xAxisIndex: panels.length, yAxisIndex: 0, data: [] },
    ],
  };
}

function markLine(event: WaveformEvent, names: MarkerNames, theme: Theme, zero: number, named: boolean): object {
  const endMs = (lengthOf(event) * 1000) / event.sampleRateHz;
  return {
    symbol: 'none',
    silent: true,
    animation: false,
    data: (event.markers ?? [])
      .filter(({ offsetMs }) => offsetMs >= 0 && offsetMs <= endMs)
      .map(({ offsetMs, kind, label }, index) => ({
        xAxis: offsetMs - zero,
        lineStyle: { color: theme.accent, type: kind === 'note' ? 'dotted' : 'dashed', width: 1.5 },
        label: {
          show: named,
          formatter: label ?? names[kind],
          position: 'insideEndBottom',
          // Two that are near can both be read.
          offset: [0, 14 * (index % 2)],
          color: theme.accent,
          rotate: 0,
        },
      })),
  };
}
