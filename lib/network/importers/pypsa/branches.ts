import { short } from '../../checks/finding';
import type { GivenBranch, NetworkDraft } from '../network-draft';
import type { CsvRow } from './csv-table';
import type { LineType } from './line-types';

const FREQUENCY_HZ = 50;
/** On its own rating, of a link: about that of a transformer. */
const LINK_REACTANCE = 0.1;

export interface PypsaLines {
  draft: NetworkDraft;
  baseMva: number;
  types: ReadonlyMap<string, LineType>;
}

interface Ohm {
  resistance: number;
  reactance: number;
  siemens: number;
}

export function addLine({ draft, baseMva, types }: PypsaLines, row: CsvRow): void {
  const branch = ended(row, 'line');
  const kv = draft.nodes[draft.indexOfNode(branch.from) ?? -1]?.nominalKv;
  const ohm = typed(row, types, draft) ?? given(row) ?? perKilometre(row);
  if (kv === undefined && draft.indexOfNode(branch.from) !== undefined) {
    const problem = `can't be brought from ohm to per unit: bus "${short(branch.from)}" has no v_nom`;
    draft.findings.add('error', 'impossible-unit', row.place, { problem, remedy: 'give v_nom of its bus in kV' });
  }
  const perUnit = ohm && kv !== undefined ? { ...ohm, onBase: baseMva / kv ** 2 } : undefined;
  draft.addBranch(
    {
      ...branch,
      resistancePu: perUnit && perUnit.resistance * perUnit.onBase,
      reactancePu: perUnit && perUnit.reactance * perUnit.onBase,
      susceptancePu: perUnit && perUnit.siemens / perUnit.onBase,
    },
    row.place,
  );
}

/** As PyPSA does it: a type goes before what the row gives itself. */
function typed(row: CsvRow, types: ReadonlyMap<string, LineType>, { findings }: NetworkDraft): Ohm | undefined {
  const name = row.text('type');
  if (name === undefined) return undefined;
  const type = types.get(name);
  const length = row.number('length');
  if (type && length !== undefined && length > 0) {
    const parallel = row.number('num_parallel') ?? 1;
    return {
      resistance: (type.ohmPerKm * length) / parallel,
      reactance: (type.reactanceOhmPerKm * length) / parallel,
      siemens: 2 * Math.PI * type.frequencyHz * type.nanofaradPerKm * 1e-9 * length * parallel,
    };
  }
  const problem = type ? 'has a type, but no length' : `has type "${short(name)}", which is not known`;
  const remedy = type ? 'give its length in km' : 'add the type to line_types.csv, or give r and x in ohm';
  findings.add('warning', 'missing-impedance', row.place, { problem, remedy });
  return undefined;
}

/** In ohm and siemens; PyPSA's default of 0 is none. */
function given(row: CsvRow): Ohm | undefined {
  const reactance = row.number('x') || undefined;
  if (reactance === undefined) return undefined;
  return { reactance, resistance: row.number('r') ?? 0, siemens: row.number('b') ?? 0 };
}

/** As SciGRID has it beside: values of all circuits of the row together. */
function perKilometre(row: CsvRow): Ohm | undefined {
  const [reactance, length] = [row.number('x_ohmkm') || undefined, row.number('length')];
  if (reactance === undefined || !length) return undefined;
  const siemens = 2 * Math.PI * (row.number('frequency') ?? FREQUENCY_HZ) * (row.number('c_nfkm') ?? 0) * 1e-9;
  const resistance = row.number('r_ohmkm') ?? 0;
  return { resistance: resistance * length, reactance: reactance * length, siemens: siemens * length };
}

/** Its impedance is per unit on its own rating. */
export function addTransformer({ draft, baseMva }: PypsaLines, row: CsvRow): void {
  const { from, to, ...branch } = ended(row, 'transformer');
  const own = row.number('s_nom');
  const onBase = own === undefined || own <= 0 ? undefined : baseMva / own;
  const reactance = row.number('x') || undefined;
  const [ratio, shift] = [row.number('tap_ratio') ?? 1, ((row.number('phase_shift') ?? 0) * Math.PI) / 180];
  const isTapAtBus1 = row.number('tap_side') === 1;
  draft.addBranch(
    {
      ...branch,
      ...(isTapAtBus1 ? { from: to, to: from, shiftRad: -shift } : { from, to, shiftRad: shift }),
      tapRatio: ratio,
      resistancePu: onBase && (row.number('r') ?? 0) * onBase,
      reactancePu: onBase && reactance && reactance * onBase,
      susceptancePu: onBase && (row.number('b') ?? 0) / onBase,
    },
    row.place,
  );
}

/** A controlled link counts as a line with the reactance of a transformer of its rating: it joins what it joins. */
export function addLink({ draft, baseMva }: PypsaLines, row: CsvRow): void {
  const rating = row.number('p_nom');
  const reactancePu = rating && rating > 0 ? (LINK_REACTANCE * baseMva) / rating : undefined;
  draft.addBranch({ ...ended(row, 'link'), ratingMva: rating || null, reactancePu }, row.place);
  draft.findings.add('info', 'assumed', row.place, {
    problem: `is a controlled link and counts as a line with ${LINK_REACTANCE} p.u. on its own rating`,
    remedy: 'take it out where power flows matter, and put what it carries to loads and generators',
  });
}

function ended(row: CsvRow, kind: string): GivenBranch {
  const rating = (row.number('s_nom') ?? 0) * (row.number('s_max_pu') ?? 1);
  return {
    id: `${kind} ${row.name}`,
    from: row.text('bus0') ?? '',
    to: row.text('bus1') ?? '',
    kind,
    label: row.text('osm_name'),
    ratingMva: rating > 0 && rating < Number.POSITIVE_INFINITY ? rating : null,
    inService: row.flag('active'),
  };
}
