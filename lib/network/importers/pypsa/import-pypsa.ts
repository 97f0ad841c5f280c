import { type ImportedNetwork, NetworkDraft } from '../network-draft';
import { NetworkFault } from '../network-fault';
import type { TextFile } from '../source-file';
import { addLine, addLink, addTransformer } from './branches';
import { type CsvRow, type CsvTable, readCsv } from './csv-table';
import { lineTypesOf } from './line-types';
import { addCapacity, addGeneration, addLoads, addReactiveGeneration, addShunts } from './powers';

const BASE_MVA = 100;
const BUSES = 'buses.csv';

/** Whether files are a PyPSA folder; CSV files without one of buses are meant to be. */
export const isPypsaFolder = (files: readonly TextFile[]): boolean => files.some(({ name }) => /\.csv$/i.test(name));

/**
 * Reads a folder of CSV files as PyPSA's export_to_csv_folder writes them: buses, lines, transformers, links, loads,
 * generators, storage units, shunt impedances, series of p_set and of the loads' q_set, and line types. One row is one line, also where it stands for several
 * circuits (num_parallel). Impedances come from the type of the line, else from x in ohm, else from x_ohmkm. Ids of nodes
 * are the names of buses, of lines `line 1`, `transformer 2`, `link 3`.
 * @throws NetworkFault without buses, or when a file is damaged
 */
export function importPypsa(files: readonly TextFile[]): ImportedNetwork {
  const byName = new Map(files.map((file) => [file.name.toLowerCase(), file]));
  const buses = byName.get(BUSES);
  if (!buses) {
    throw new NetworkFault(files[0]!.name, 'comes without buses.csv', 'give all CSV files of the PyPSA folder');
  }
  const draft = new NetworkDraft(BUSES, nameOf(byName.get('network.csv')), BASE_MVA);
  const tableOf = (name: string): CsvTable | undefined => {
    const file = byName.get(name);
    return file && readCsv(file, draft.findings);
  };
  const rowsOf = (name: string) => tableOf(name)?.rows ?? [];
  const { columns, rows } = readCsv(buses, draft.findings);
  if (!columns.includes('v_nom') && !columns.includes('name')) {
    throw new NetworkFault(BUSES, 'has no column name or v_nom', 'give the CSV files of a PyPSA folder');
  }
  for (const row of rows) addBus(draft, row);
  const lines = { draft, baseMva: BASE_MVA, types: lineTypesOf(rowsOf('line_types.csv')) };
  for (const row of rowsOf('lines.csv')) addLine(lines, row);
  for (const row of rowsOf('transformers.csv')) addTransformer(lines, row);
  for (const row of rowsOf('links.csv')) addLink(lines, row);
  addLoads(
    draft,
    { table: tableOf('loads.csv'), series: byName.get('loads-p_set.csv') },
    byName.get('loads-q_set.csv'),
  );
  addShunts(draft, tableOf('shunt_impedances.csv'));
  const generators = tableOf('generators.csv');
  const storage = tableOf('storage_units.csv');
  const sources = [
    { table: generators, series: byName.get('generators-p_set.csv') },
    { table: storage, series: byName.get('storage_units-p_set.csv') },
  ];
  addGeneration(draft, sources, 'generators.csv');
  addReactiveGeneration(draft, [generators, storage]);
  addCapacity(draft, generators);
  for (const row of generators?.rows ?? []) {
    if (row.text('control') === 'Slack') draft.markReference(row.text('bus') ?? '', row.place);
  }
  return draft.finish();
}

function addBus(draft: NetworkDraft, row: CsvRow): void {
  const [x, y, nominalKv] = [row.number('x'), row.number('y'), row.number('v_nom')];
  const isReference = row.text('control') === 'Slack';
  const limits = { minVoltagePu: row.number('v_mag_pu_min'), maxVoltagePu: row.number('v_mag_pu_max') };
  const held = { voltagePu: row.number('v_mag_pu_set'), isReference };
  draft.addNode({ id: row.name, label: row.text('osm_name'), x, y, nominalKv, ...held, ...limits }, row.place);
}

/** Second line, first cell. */
const nameOf = (file: TextFile | undefined) =>
  file?.text
    .split(/\r\n|\n|\r/)[1]
    ?.split(',')[0]
    ?.replaceAll('"', '') ?? '';
