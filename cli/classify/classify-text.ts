import type { FaultClassification } from '../../lib/messages';
import { shortLabel } from '../../lib/waveform/classifier';

/** What the command tells of one event of a file, or of a file that can't be read. */
export type ClassifyEntry =
  | ({ file: string; event: number } & FaultClassification)
  | { file: string; event?: number; error: string };

const HEAD = ['file', 'event', 'what', 'probability', 'inception', 'relay'];

/** Entries as a table for people, with what is to be said of each in a line of its own. */
export function classifyText(entries: readonly ClassifyEntry[]): string {
  const rows = entries.map(cells);
  const widths = HEAD.map((name, i) => Math.max(name.length, ...rows.map((row) => row[i]!.length)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, i) => cell.padEnd(widths[i]!))
      .join('  ')
      .trimEnd();
  return [line(HEAD), ...entries.flatMap((entry, i) => [line(rows[i]!), `    ${words(entry)}`])].join('\n');
}

function cells(entry: ClassifyEntry): string[] {
  const { file, event } = entry;
  const place = [file, event === undefined ? '' : String(event)];
  if ('error' in entry) return [...place, 'not read', '', '', ''];
  const { label, probability, top3, inceptionMs, relay, agreement } = entry;
  return [
    ...place,
    shortLabel(entry),
    top3.length === 0 || label === 'unknown' ? '' : `${(100 * probability).toFixed(1)} %`,
    inceptionMs === null ? '' : `${inceptionMs.toFixed(1)} ms`,
    relay === null ? '' : `${relay.verdict}${agreement === 'open' ? '' : `, ${agreement}s`}`,
  ];
}

function words(entry: ClassifyEntry): string {
  if ('error' in entry) return entry.error;
  return entry.unknownReason === null ? entry.description : `${entry.description}: ${entry.unknownReason}`;
}
