import { readFileSync } from 'node:fs';
import { Value } from '@sinclair/typebox/value';
import { FAILURE_FEATURES } from '../../lib/assets/failure-features';
import { splitQuoted } from '../../lib/ingest/split-line';
import { AssetInspection } from '../../lib/messages';
import { InspectionSet } from './inspection-set';

const FIELDS = FAILURE_FEATURES.map(({ field }) => field);
const OUTCOMES: Record<string, boolean> = { '0': false, '1': true, false: false, true: true };

/**
 * Inspections of a CSV file with a header: `assetId`, `failed` (0 or 1: within a year of the inspection) and any of the fields of
 * AssetInspection that the model looks at, in their units. An empty cell is not known.
 * @throws Error that names the file, the line and what is wrong
 */
export function csvInspections(path: string): InspectionSet {
  const [header, ...lines] = readFileSync(path, 'utf8')
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/);
  const names = cellsOf(header!, `${path}: header`).map((name) => name.trim());
  const fields = FIELDS.filter((field) => names.includes(field));
  const missing = ['assetId', 'failed'].filter((name) => !names.includes(name));
  if (missing.length > 0) throw new Error(`${path}: there is no column ${missing.join(' and no ')}: add it`);
  if (fields.length === 0) throw new Error(`${path}: there is no column to learn from: name them ${FIELDS.join(', ')}`);
  const set = new InspectionSet();
  for (const [i, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const place = `${path}: line ${i + 2}`;
    const cells = cellsOf(line, place);
    const cell = (name: string) => cells[names.indexOf(name)]?.trim() ?? '';
    const failed = OUTCOMES[cell('failed').toLowerCase()];
    if (failed === undefined) throw new Error(`${place}: failed is "${cell('failed')}": give 0 or 1`);
    const known = fields.filter((field) => cell(field) !== '').map((field) => [field, Number(cell(field))]);
    const inspection = { assetId: cell('assetId'), timeMs: 0, ...Object.fromEntries(known) };
    const fault = Value.Errors(AssetInspection, inspection).First();
    if (fault) throw new Error(`${place}: ${fault.path.slice(1)}: ${fault.message}`);
    set.add(inspection, failed);
  }
  return set;
}

function cellsOf(line: string, place: string): string[] {
  const cells = splitQuoted(line, ',', '"');
  if (!cells) throw new Error(`${place}: a quote is not closed`);
  return cells;
}
