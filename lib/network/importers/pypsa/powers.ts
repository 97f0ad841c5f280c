import type { FindingList } from '../../checks/finding-list';
import type { NetworkDraft } from '../network-draft';
import type { TextFile } from '../source-file';
import { type CsvRow, type CsvTable, readCsv } from './csv-table';

export interface Powers {
  table: CsvTable | undefined;
  /** p_set over time, one column an element. */
  series: TextFile | undefined;
}

/** Adds loads: the mean of a series where there is one, else p_set and q_set. */
export function addLoads(draft: NetworkDraft, { table, series }: Powers, reactive: TextFile | undefined): void {
  const [means, reactiveMeans] = [meansOf(series, draft.findings), meansOf(reactive, draft.findings)];
  for (const row of activeRows(table)) {
    const [bus, sign] = [row.text('bus') ?? '', -(row.number('sign') ?? -1)];
    draft.addPower('loadMw', bus, (means.get(row.name) ?? row.number('p_set') ?? 0) * sign, row.place);
    const mvar = (reactiveMeans.get(row.name) ?? row.number('q_set') ?? 0) * sign;
    if (mvar !== 0) draft.addPower('loadMvar', bus, mvar, row.place);
  }
}

/** Adds what generators and storage feed in of reactive power: q_set. */
export function addReactiveGeneration(draft: NetworkDraft, tables: readonly (CsvTable | undefined)[]): void {
  for (const row of tables.flatMap(activeRows)) {
    const mvar = (row.number('q_set') ?? 0) * (row.number('sign') ?? 1);
    if (mvar !== 0) draft.addPower('generationMvar', row.text('bus') ?? '', mvar, row.place);
  }
}

/** Adds what generators can feed in: p_nom. */
export function addCapacity(draft: NetworkDraft, generators: CsvTable | undefined): void {
  for (const row of activeRows(generators)) draft.addCapacity(row.text('bus') ?? '', row.number('p_nom'));
}

/** Adds shunts, which are in siemens. */
export function addShunts(draft: NetworkDraft, table: CsvTable | undefined): void {
  for (const row of activeRows(table)) {
    const bus = row.text('bus') ?? '';
    const kv = draft.nodes[draft.indexOfNode(bus) ?? -1]?.nominalKv ?? 0;
    draft.addPower('shuntMw', bus, (row.number('g') ?? 0) * kv ** 2, row.place);
    draft.addPower('shuntMvar', bus, (row.number('b') ?? 0) * kv ** 2, row.place);
  }
}

/**
 * Adds what generators feed in: the mean of a series, else p_set. A folder without either has no dispatch; its generators
 * then share the load by p_nom.
 */
export function addGeneration(draft: NetworkDraft, sources: readonly Powers[], file: string): void {
  const fed = sources.flatMap(({ table, series }) => {
    const means = meansOf(series, draft.findings);
    return activeRows(table).map((row) => ({ row, powerMw: means.get(row.name) ?? row.number('p_set') ?? 0 }));
  });
  const generators = activeRows(sources[0]?.table).map((row) => ({ row, nominalMw: nominalOf(row) }));
  const isDispatched = fed.some(({ powerMw }) => powerMw !== 0);
  const nominalMw = generators.reduce((sum, generator) => sum + generator.nominalMw, 0);
  const loadMw = draft.nodes.reduce((sum, node) => sum + node.loadMw, 0);
  if (isDispatched || !(nominalMw > 0) || !(loadMw > 0)) {
    for (const { row, powerMw } of fed) {
      draft.addPower('generationMw', row.text('bus') ?? '', powerMw * (row.number('sign') ?? 1), row.place);
    }
    return;
  }
  const problem = 'gives no dispatch (p_set); the generators share the load by p_nom';
  const remedy = 'add p_set to generators.csv, or a file generators-p_set.csv';
  draft.findings.add('info', 'assumed', file, { problem, remedy });
  for (const { row, nominalMw: own } of generators) {
    draft.addPower('generationMw', row.text('bus') ?? '', (loadMw * own) / nominalMw, row.place);
  }
}

function nominalOf(row: CsvRow): number {
  const nominal = row.number('p_nom') ?? 0;
  return nominal > 0 && nominal < Number.POSITIVE_INFINITY ? nominal : 0;
}

const activeRows = (table: CsvTable | undefined) => (table?.rows ?? []).filter((row) => row.flag('active'));

/** Name of an element → the mean of its column. */
function meansOf(series: TextFile | undefined, findings: FindingList): Map<string, number> {
  if (!series) return new Map();
  const { columns, rows } = readCsv(series, findings);
  const means = columns.slice(1).map((name): [string, number] => {
    const values = rows.map((row) => row.number(name)).filter((value) => value !== undefined);
    return [name, values.length === 0 ? Number.NaN : values.reduce((sum, value) => sum + value, 0) / values.length];
  });
  return new Map(means.filter(([, mean]) => Number.isFinite(mean)));
}
