import { type ImportedNetwork, NetworkDraft } from '../network-draft';
import { NetworkFault } from '../network-fault';
import { addBranches, idOf, type Net } from './branches';
import { type FrameRow, Frames } from './frame';

/** What counts as load or generation, and the columns that are its power; a generator that holds a voltage has no Mvar. */
const POWERS = [
  ['load', 'loadMvar', ['q_mvar']],
  ['storage', 'loadMvar', ['q_mvar']],
  ['asymmetric_load', 'loadMvar', ['q_a_mvar', 'q_b_mvar', 'q_c_mvar']],
  ['ward', 'loadMvar', ['qs_mvar', 'qz_mvar']],
  ['xward', 'loadMvar', ['qs_mvar', 'qz_mvar']],
  ['sgen', 'generationMvar', ['q_mvar']],
  ['asymmetric_sgen', 'generationMvar', ['q_a_mvar', 'q_b_mvar', 'q_c_mvar']],
  ['load', 'loadMw', ['p_mw']],
  ['storage', 'loadMw', ['p_mw']],
  ['asymmetric_load', 'loadMw', ['p_a_mw', 'p_b_mw', 'p_c_mw']],
  ['ward', 'loadMw', ['ps_mw', 'pz_mw']],
  ['xward', 'loadMw', ['ps_mw', 'pz_mw']],
  ['sgen', 'generationMw', ['p_mw']],
  ['gen', 'generationMw', ['p_mw']],
  ['asymmetric_sgen', 'generationMw', ['p_a_mw', 'p_b_mw', 'p_c_mw']],
] as const;
const NOT_READ = ['trafo3w', 'dcline', 'tcsc', 'vsc', 'line_dc', 'motor'];

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export function isPandapower(value: object): boolean {
  const { _class, _module } = value as Record<string, unknown>;
  return _class === 'pandapowerNet' || (typeof _module === 'string' && _module.startsWith('pandapower'));
}

/**
 * Reads a net as pandapower's to_json writes it. Ids of nodes are the numbers of busbars; of lines `line 3`,
 * `transformer 0`, `switch 7`. Switches between busbars become lines of the kind switch; other switches open what they
 * stand at. External grids, and generators that are slack, become references.
 * @throws NetworkFault when a table is damaged or there are no busbars
 */
export function importPandapower(file: string, value: object): ImportedNetwork {
  const { _object: tables } = value as Record<string, unknown>;
  if (!isObject(tables)) {
    throw new NetworkFault(file, 'has no tables', "save the net with pandapower's to_json");
  }
  const baseMva = numberOf(tables.sn_mva) ?? 1;
  const name = typeof tables.name === 'string' && tables.name !== '' ? tables.name : file.replace(/\.[^.]*$/, '');
  const draft = new NetworkDraft(file, name, baseMva);
  const frames = new Frames(file, tables);
  const outOfService = addBuses(frames, draft);
  addBranches({
    frames,
    draft,
    baseMva,
    frequencyHz: numberOf(tables.f_hz) ?? 50,
    lineTypes: lineTypesOf(tables.std_types),
    outOfService,
  } satisfies Net);
  for (const [table, field, columns] of POWERS) {
    for (const row of inService(frames.rows(table, draft), outOfService)) {
      const power = columns.reduce((sum, column) => sum + (row.number(column) ?? 0), 0);
      draft.addPower(field, idOf(row, 'bus'), power * (row.number('scaling') ?? 1), row.place);
    }
  }
  for (const row of inService(frames.rows('shunt', draft), outOfService)) addShunt(draft, row);
  for (const row of inService(frames.rows('ext_grid', draft), outOfService)) addSource(draft, row);
  for (const row of inService(frames.rows('gen', draft), outOfService)) if (row.isTrue('slack')) addSource(draft, row);
  for (const table of ['ext_grid', 'gen']) {
    for (const row of inService(frames.rows(table, draft), outOfService)) {
      draft.addCapacity(idOf(row, 'bus'), row.number('max_p_mw'));
    }
  }
  for (const table of NOT_READ) reportNotRead(table, inService(frames.rows(table, draft), outOfService), draft, file);
  return draft.finish();
}

function addSource(draft: NetworkDraft, row: FrameRow): void {
  draft.markReference(idOf(row, 'bus'), row.place);
  draft.setVoltage(idOf(row, 'bus'), row.number('vm_pu') ?? 1, row.place);
}

/** Its powers are those of one step at its own nominal voltage; reactive power that it draws is positive. */
function addShunt(draft: NetworkDraft, row: FrameRow): void {
  const id = idOf(row, 'bus');
  const kv = draft.nodes[draft.indexOfNode(id) ?? -1]?.nominalKv ?? 1;
  const factor = (row.number('step') ?? 1) * (kv / (row.number('vn_kv') ?? kv)) ** 2;
  draft.addPower('shuntMw', id, (row.number('p_mw') ?? 0) * factor, row.place);
  draft.addPower('shuntMvar', id, -(row.number('q_mvar') ?? 0) * factor, row.place);
}

/** @returns ids of the busbars that are out of service */
function addBuses(frames: Frames, draft: NetworkDraft): Set<string> {
  const outOfService = new Set<string>();
  const positions = new Map(frames.rows('bus_geodata', draft).map((row) => [row.id, row]));
  for (const row of frames.rows('bus', draft)) {
    const geodata = positions.get(row.id);
    const [x, y] = pointOf(row.text('geo')) ?? [geodata?.number('x'), geodata?.number('y')];
    const [minVoltagePu, maxVoltagePu] = [row.number('min_vm_pu'), row.number('max_vm_pu')];
    const place = { x, y, nominalKv: row.number('vn_kv'), minVoltagePu, maxVoltagePu };
    draft.addNode({ id: row.id, label: row.text('name'), ...place }, row.place);
    if (row.flag('in_service')) continue;
    outOfService.add(row.id);
    const told = { problem: 'is out of service, and what stands at it too', remedy: 'set in_service to use it' };
    draft.findings.add('info', 'out-of-service', row.place, { ...told, ids: [row.id] });
  }
  return outOfService;
}

const inService = (rows: FrameRow[], outOfService: ReadonlySet<string>) =>
  rows.filter((row) => row.flag('in_service') && !outOfService.has(idOf(row, 'bus')));

function reportNotRead(table: string, rows: readonly FrameRow[], { findings }: NetworkDraft, file: string): void {
  if (rows.length === 0) return;
  const problem = `has ${rows.length} rows in service, which are not read`;
  const remedy = 'replace them by lines, transformers or loads that stand for them';
  findings.add('error', 'not-read', `${file} ${table}`, { problem, remedy });
}

/** A GeoJSON point. */
function pointOf(text: string | undefined): [number, number] | undefined {
  if (text === undefined) return undefined;
  try {
    const { coordinates } = JSON.parse(text) as { coordinates: unknown };
    const [x, y] = Array.isArray(coordinates) ? coordinates : [];
    return typeof x === 'number' && typeof y === 'number' ? [x, y] : undefined;
  } catch {
    // A position is for drawing only.
    return undefined;
  }
}

function lineTypesOf(given: unknown): Map<string, Record<string, unknown>> {
  const types = isObject(given) && isObject(given.line) ? Object.entries(given.line) : [];
  return new Map(types.filter((entry): entry is [string, Record<string, unknown>] => isObject(entry[1])));
}

const numberOf = (value: unknown) => (typeof value === 'number' ? value : undefined);
