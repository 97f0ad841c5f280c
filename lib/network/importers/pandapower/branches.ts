import type { GivenBranch, NetworkDraft } from '../network-draft';
import type { FrameRow, Frames } from './frame';
import { transformerPu } from './transformer';

/** What all branches of a net depend on. */
export interface Net {
  frames: Frames;
  draft: NetworkDraft;
  baseMva: number;
  frequencyHz: number;
  /** Type → its values per km, for lines whose table lacks them. */
  lineTypes: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
  /** Busbars out of service. */
  outOfService: ReadonlySet<string>;
}

/** Adds lines, transformers, impedances and switches; an open switch takes its line or transformer out of service. */
export function addBranches(net: Net): void {
  const { frames, draft } = net;
  const switches = frames.rows('switch', draft);
  const opened = new Set(
    switches.flatMap((row) => (row.flag('closed') ? [] : [`${row.text('et')} ${idOf(row, 'element')}`])),
  );
  for (const row of frames.rows('line', draft)) add(net, row, line(net, row), opened.has(`l ${row.id}`));
  for (const row of frames.rows('trafo', draft)) add(net, row, transformer(net, row), opened.has(`t ${row.id}`));
  for (const row of frames.rows('impedance', draft)) add(net, row, impedance(net, row), false);
  for (const row of switches) if (row.text('et') === 'b') add(net, row, busSwitch(net, row), !row.flag('closed'));
}

function add({ draft, outOfService }: Net, row: FrameRow, branch: GivenBranch, isOpen: boolean): void {
  const hasBuses = !outOfService.has(branch.from) && !outOfService.has(branch.to);
  const inService = !isOpen && hasBuses && row.flag('in_service');
  draft.addBranch({ ...branch, label: row.text('name'), inService }, row.place);
}

function line(net: Net, row: FrameRow): GivenBranch {
  const [from, to] = [idOf(row, 'from_bus'), idOf(row, 'to_bus')];
  const kv = voltageOf(net, from);
  const type = net.lineTypes.get(row.text('std_type') ?? '');
  const number = (column: string) => {
    const typed = type && Object.hasOwn(type, column) ? type[column] : undefined;
    return row.number(column) ?? (typeof typed === 'number' ? typed : undefined);
  };
  const parallel = number('parallel') ?? 1;
  const length = number('length_km');
  const perUnit = (perKm: number | undefined) => times(perKm, length, 1 / parallel, net.baseMva / kv ** 2);
  const siemens = times(row.number('g_us_per_km') ?? 0, 1e-6, length, parallel);
  const farad = times(number('c_nf_per_km'), 1e-9, length, parallel);
  const amperes = times(number('max_i_ka'), number('df') ?? 1, parallel);
  return {
    id: `line ${row.id}`,
    from,
    to,
    kind: row.text('type') === 'cs' ? 'cable' : 'line',
    resistancePu: perUnit(number('r_ohm_per_km')),
    reactancePu: perUnit(number('x_ohm_per_km')),
    conductancePu: times(siemens, kv ** 2 / net.baseMva),
    susceptancePu: times(farad, 2 * Math.PI * net.frequencyHz, kv ** 2 / net.baseMva),
    ratingMva: times(amperes, Math.sqrt(3) * kv) ?? null,
  };
}

function transformer(net: Net, row: FrameRow): GivenBranch {
  const [from, to] = [idOf(row, 'hv_bus'), idOf(row, 'lv_bus')];
  const rating = times(row.number('sn_mva'), row.number('df') ?? 1, row.number('parallel') ?? 1);
  const bases = { hvKv: voltageOf(net, from), lvKv: voltageOf(net, to), baseMva: net.baseMva };
  const id = `transformer ${row.id}`;
  return { id, from, to, kind: 'transformer', ratingMva: rating ?? null, ...transformerPu(row, bases) };
}

function impedance({ baseMva }: Net, row: FrameRow): GivenBranch {
  const onBase = baseMva / (row.number('sn_mva') ?? baseMva);
  return {
    id: `impedance ${row.id}`,
    from: idOf(row, 'from_bus'),
    to: idOf(row, 'to_bus'),
    kind: 'line',
    resistancePu: times(row.number('rft_pu'), onBase),
    reactancePu: times(row.number('xft_pu'), onBase),
  };
}

/** Between two busbars; without impedance, unless it has one of its own. */
function busSwitch(net: Net, row: FrameRow): GivenBranch {
  const from = idOf(row, 'bus');
  const kv = voltageOf(net, from);
  return {
    id: `switch ${row.id}`,
    from,
    to: idOf(row, 'element'),
    kind: 'switch',
    resistancePu: times(row.number('z_ohm'), net.baseMva / kv ** 2) ?? 0,
    reactancePu: 0,
    ratingMva: times(row.number('in_ka'), Math.sqrt(3) * kv) ?? null,
  };
}

/** Busbars are named by numbers, in the index and where they are referred to. */
export const idOf = (row: FrameRow, column: string) => String(row.number(column) ?? row.text(column) ?? '');

const voltageOf = ({ draft }: Net, id: string) => draft.nodes[draft.indexOfNode(id) ?? -1]?.nominalKv ?? Number.NaN;

/** Undefined when a factor is not known. */
function times(...factors: (number | undefined)[]): number | undefined {
  const product = factors.reduce<number>((all, factor) => all * (factor ?? Number.NaN), 1);
  return Number.isFinite(product) ? product : undefined;
}
