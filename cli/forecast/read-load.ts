import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { TimedLoad } from '../../lib/forecast';
import { type LoadLayout, LoadReplay, type LoadReplaySettings } from '../../lib/stress';
import { cellsOf } from '../../lib/stress/csv-cells';

/** A load file: its loads, cleaned as a load replay does, and the forecast somebody else made, if there is one in it. */
export interface LoadFile {
  loads: TimedLoad[];
  others: { column: string; loads: TimedLoad[] } | undefined;
  layout: LoadLayout;
  /** What was left out. */
  refused: string[];
}

/** @throws Error when the file can't be read or is none of loads */
export async function readLoadFile(path: string, settings: Partial<LoadReplaySettings>): Promise<LoadFile> {
  const lines = (await readFile(path, 'utf8')).split(/\r\n|[\r\n]/);
  const { loads, layout, refused } = read(lines, settings);
  const names = layout.hasHeader ? cellsOf(lines[0]!.replace(/^\uFEFF/, ''), layout.delimiter) : [];
  const column = names.find(
    (name) => name !== layout.load.name && /load|last/i.test(name) && /forecast|prognos/i.test(name),
  );
  if (column === undefined) return { loads, layout, refused, others: undefined };
  // Another's forecast is compared as it is.
  const raw = { ...settings, loadColumn: column, unit: layout.unit, gaps: 'leave', glitches: 'flag' } as const;
  return { loads, layout, refused, others: { column, loads: read(lines, raw).loads } };
}

function read(lines: readonly string[], settings: Partial<LoadReplaySettings>) {
  const replay = new LoadReplay(settings);
  const loads: TimedLoad[] = [];
  const refused: string[] = [];
  const take = (items: ReturnType<LoadReplay['push']>) => {
    for (const item of items) {
      if ('refused' in item) refused.push(item.refused.message);
      else loads.push({ timeMs: item.measurement.timeMs, loadMw: item.measurement.loadMw ?? Number.NaN });
    }
  };
  for (const line of lines) take(replay.push(line));
  take(replay.end());
  return { loads, layout: replay.layout!, refused };
}

/** Codes of countries that the name of the load column or of the file begins with, the likelier first. */
export function countryGuesses(path: string, { load }: LoadLayout): { country: string; because: string }[] {
  const file = basename(path);
  return [
    { name: load.name, country: /^([A-Z]{2})[_ -]/.exec(load.name)?.[1] },
    { name: file, country: /^([a-z]{2})[_.-]/i.exec(file)?.[1]?.toUpperCase() },
  ].flatMap(({ name, country }) => (country ? [{ country, because: `"${name}" begins with it` }] : []));
}
