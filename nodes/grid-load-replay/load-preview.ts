import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { LoadReplay, type ReplayItem } from '../../lib/stress';
import { cellsOf } from '../../lib/stress/csv-cells';
import { simulatedYear } from '../../simulator/load';
import type { NodeRed } from '../shell/node-red';
import { type Phrase, type Preview, servePreview } from '../shell/preview';
import { definition, type ReplayNodeSettings, readingSettings } from './schema';
import { startMsOf } from './start-time';

const ROWS = 8;
const CELL_LENGTH = 60;
const MOST_REFUSED = 3;
const HEAD_BYTES = 65_536;

/** The preview of the editor: the first rows of the file, which columns are taken, and what is odd about it. */
export const offerPreview = (red: NodeRed): void => servePreview(red, definition, loadPreview);

async function loadPreview(settings: ReplayNodeSettings): Promise<Preview> {
  startMsOf(settings.startAt, settings.timeZone);
  if (settings.file === '') return simulatedPreview(settings.seed);
  if ((await stat(settings.file)).isDirectory()) return { notes: [{ key: 'preview.folder' }] };
  const lines = await headOf(settings.file);
  const replay = new LoadReplay(readingSettings(settings));
  const items = [...lines.flatMap((line) => replay.push(line)), ...replay.end()];
  const { because, delimiter, hasHeader, time, load, unit } = replay.layout!;
  const rows = lines.filter((line) => line.trim() !== '').map((line) => cellsOf(line, delimiter).map(short));
  const roleOf = (index: number) => (index === time.index ? 'time' : index === load.index ? `load (${unit})` : '');
  const names = rows[0]!.map((cell, index) => (hasHeader ? cell : `column ${index + 1}`));
  return {
    notes: [...because, ...findings(items)],
    columns: names.map((name, index) => ({ name, role: roleOf(index) })),
    rows: rows.slice(hasHeader ? 1 : 0).slice(0, ROWS),
  };
}

function findings(items: readonly ReplayItem[]): Phrase[] {
  const refused = items.flatMap((item) => ('refused' in item ? [item.refused.message] : []));
  const flagged = items.filter((item) => 'measurement' in item && item.measurement.flags).length;
  const notes: Phrase[] = refused.slice(0, MOST_REFUSED);
  const more = refused.length - MOST_REFUSED;
  if (more > 0) notes.push({ key: 'preview.more', values: { more } });
  if (flagged > 0) notes.push({ key: 'preview.flagged', values: { flagged, all: items.length } });
  return notes;
}

function simulatedPreview(seed: number): Preview {
  const rows: string[][] = [];
  for (const { timeMs, loadMw } of simulatedYear(seed)) {
    if (rows.length === ROWS) break;
    rows.push([new Date(timeMs).toISOString(), String(loadMw)]);
  }
  return {
    notes: [{ key: 'preview.simulated' }],
    columns: [
      { name: 'time', role: 'time' },
      { name: 'loadMw', role: 'load (MW)' },
    ],
    rows,
  };
}

/** The first lines of a file; a line that is cut off at the end is left out. */
async function headOf(path: string): Promise<string[]> {
  const chunks: string[] = [];
  for await (const chunk of createReadStream(path, { encoding: 'utf8', end: HEAD_BYTES - 1 })) chunks.push(chunk);
  const head = chunks.join('');
  const lines = head.split(/\r?\n/);
  return Buffer.byteLength(head) < HEAD_BYTES ? lines : lines.slice(0, -1);
}

const short = (cell: string) => cell.slice(0, CELL_LENGTH);
