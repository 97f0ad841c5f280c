import { cellsOf, readCell } from './csv-cells';
import type { LoadReplaySettings } from './load-replay-settings';
import { parseTime } from './time-text';

export interface LoadColumn {
  index: number;
  name: string;
}

/** How a load file is to be read, and why: each guess in a sentence. */
export interface LoadLayout {
  delimiter: string;
  hasHeader: boolean;
  time: LoadColumn;
  load: LoadColumn;
  unit: 'kW' | 'MW' | 'GW';
  stepMs: number;
  because: string[];
}

const DELIMITERS = [';', '\t', '|', ','];
/** What speaks for and against a column being the load. */
const LOAD_WORDS: [RegExp, number][] = [
  [/load|demand|consumption|verbrauch|(^|[^a-z])last([^a-z]|$)/i, 4],
  [/actual/i, 2],
  [/(^|[^a-z])[kmg]w([^a-z]|$)/i, 1],
  [/forecast|prognos|solar|wind|generation|price|temp/i, -5],
];

/**
 * The layout of a load file from its first lines, as far as the settings leave it open.
 * @param head lines without their ends, the header first if there is one
 * @throws Error that says what was not found and which setting helps
 */
export function guessLayout(head: readonly string[], settings: LoadReplaySettings): LoadLayout {
  const lines = head.filter((line) => line.trim() !== '');
  const because: string[] = [];
  const delimiter = settings.delimiter || delimiterOf(lines[0] ?? '');
  const rows = lines.map((line) => cellsOf(line, delimiter));
  const first = rows[0] ?? [];
  const hasHeader = !first.some((cell) => parseTime(cell));
  const names = first.map((cell, i) => (hasHeader && cell !== '' ? cell : `column ${i + 1}`));
  const body = hasHeader ? rows.slice(1) : rows;
  if (body.length === 0) throw new Error('load file: there are no rows: give a CSV file with times and loads');
  const time = timeColumn(names, body, settings, because);
  const load = loadColumn(names, body, delimiter, time, settings, because);
  const values = body.flatMap((row) => readCell(row[load.index] ?? '', delimiter) ?? []);
  const unit = settings.unit || unitOf(load.name, values, because);
  return { delimiter, hasHeader, time, load, unit, stepMs: stepOf(body, time, settings, because), because };
}

function delimiterOf(line: string): string {
  const columns = DELIMITERS.map((delimiter) => cellsOf(line, delimiter).length);
  return DELIMITERS[columns.indexOf(Math.max(...columns))]!;
}

function named(names: readonly string[], name: string, setting: string): LoadColumn {
  const index = names.findIndex((one) => one.toLowerCase() === name.toLowerCase());
  if (index >= 0) return { index, name: names[index]! };
  const known = names.slice(0, 20).join(', ').slice(0, 500);
  throw new Error(`load file: there is no column "${name}": set ${setting} to one of ${known}`);
}

function timeColumn(names: string[], body: string[][], settings: LoadReplaySettings, because: string[]): LoadColumn {
  if (settings.timeColumn) return named(names, settings.timeColumn, 'timeColumn');
  const candidates = names.flatMap((name, index) => {
    const times = body.map((row) => parseTime(row[index] ?? ''));
    const found = times.filter((time) => time !== undefined);
    if (found.length < 0.9 * body.length) return [];
    const isInstant = found.every(({ isWall }) => !isWall);
    return [{ index, name, score: (/utc/i.test(name) ? 2 : 0) + (isInstant ? 1 : 0), isInstant }];
  });
  const best = candidates.sort((a, b) => b.score - a.score || a.index - b.index)[0];
  if (!best) throw new Error('load file: no column holds times such as 2018-01-31T23:00:00Z: set timeColumn');
  const zone = best.isInstant ? 'with their offset' : `taken as ${settings.timeZone}`;
  because.push(`times are in "${best.name}", ${zone}`);
  return { index: best.index, name: best.name };
}

function loadColumn(
  names: string[],
  body: string[][],
  delimiter: string,
  time: LoadColumn,
  settings: LoadReplaySettings,
  because: string[],
): LoadColumn {
  if (settings.loadColumn) return named(names, settings.loadColumn, 'loadColumn');
  const candidates = names.flatMap((name, index) => {
    const cells = body.map((row) => readCell(row[index] ?? '', delimiter));
    const numbers = cells.filter((cell) => typeof cell === 'number').length;
    if (
      index === time.index ||
      numbers === 0 ||
      cells.filter((cell) => cell === undefined).length > 0.1 * cells.length
    ) {
      return [];
    }
    return [
      { index, name, score: LOAD_WORDS.reduce((sum, [word, points]) => sum + (word.test(name) ? points : 0), 0) },
    ];
  });
  const best = candidates.sort((a, b) => b.score - a.score || a.index - b.index)[0];
  if (!best) throw new Error('load file: no column holds numbers: set loadColumn, or the delimiter');
  because.push(`loads are in "${best.name}"`);
  return { index: best.index, name: best.name };
}

function unitOf(name: string, values: readonly number[], because: string[]): LoadLayout['unit'] {
  const told = /(?:^|[^a-z])([kmg])w(?:[^a-z]|$)/i.exec(name)?.[1]?.toLowerCase();
  if (told) {
    because.push(`"${name}" names the unit`);
    return told === 'k' ? 'kW' : told === 'm' ? 'MW' : 'GW';
  }
  // Countries use 0.1 to 1000 GW at a time.
  const median = [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
  const unit = median >= 2e6 ? 'kW' : median >= 200 ? 'MW' : 'GW';
  because.push(`the unit is ${unit} by the size of the loads, about ${median}`);
  return unit;
}

function stepOf(body: string[][], time: LoadColumn, { stepMinutes }: LoadReplaySettings, because: string[]): number {
  if (stepMinutes !== null) return stepMinutes * 60_000;
  const times = body.flatMap((row) => parseTime(row[time.index] ?? '')?.ms ?? []);
  const counts = new Map<number, number>();
  for (let i = 1; i < times.length; i++) {
    const step = times[i]! - times[i - 1]!;
    if (step > 0) counts.set(step, (counts.get(step) ?? 0) + 1);
  }
  const [stepMs] = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0])[0] ?? [3_600_000];
  because.push(`a row every ${stepMs / 60_000} min`);
  return stepMs;
}
