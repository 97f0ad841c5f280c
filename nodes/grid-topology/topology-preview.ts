import type { Static } from '@sinclair/typebox';
import type { Finding } from '../../lib/network/checks';
import { partsOf } from '../../lib/network/checks/islands';
import type { NetworkModel } from '../../lib/network/network-model';
import { toTopology } from '../../lib/network/to-topology';
import type { NodeRed } from '../shell/node-red';
import { type Phrase, type Preview, servePreview } from '../shell/preview';
import { imported } from './imported';
import { bySeverity } from './log-findings';
import { networkFigure } from './network-figure';
import { definition } from './schema';

type Settings = Static<typeof definition.settings>;

const MOST_FINDINGS = 100;
const MOST_VOLTAGES = 8;
/** What a setting holds, every flow file holds, and every deploy carries. */
const MOST_OWN_BYTES = 1_000_000;

/** The preview of the editor: what the network is, what is odd about it, and a drawing. */
export const offerPreview = (red: NodeRed): void =>
  servePreview(red, definition, async (settings) => topologyPreview(settings, red.settings.userDir));

export function topologyPreview(settings: Settings, userDir?: string): Preview {
  const { network, findings, format } = imported(settings, userDir);
  const grave = findings.filter(({ severity }) => severity !== 'info');
  const notes = notesOf(network, findings);
  const isExample = settings.path === '' && Object.keys(settings.topology).length === 0;
  notes.unshift(isExample ? { key: 'preview.example' } : { key: `preview.formats.${format}` });
  const preview: Preview = {
    notes,
    figure: networkFigure(network, new Set(grave.flatMap(({ ids = [] }) => ids))),
    ...(findings.length > 0 ? tableOf(findings) : {}),
  };
  return settings.path === '' && !isExample ? preview : withTakeOver(preview, network);
}

function notesOf(network: NetworkModel, findings: readonly Finding[]): Phrase[] {
  const { name, nodes, branches } = network;
  const sum = (field: 'loadMw' | 'generationMw') =>
    Math.round(nodes.reduce((total, node) => total + node[field], 0) * 10) / 10;
  const inService = branches.filter((branch) => branch.inService).length;
  const islands = partsOf(network).length;
  const notes: Phrase[] = name === '' ? [] : [name.slice(0, 200)];
  notes.push(
    { key: 'preview.counts', values: { nodes: nodes.length, lines: branches.length, inService, islands } },
    { key: 'preview.powers', values: { load: sum('loadMw'), generation: sum('generationMw') } },
  );
  const voltages = [...new Set(nodes.flatMap(({ nominalKv = 0 }) => (nominalKv > 0 ? [nominalKv] : [])))];
  const highest = voltages.sort((a, b) => b - a).slice(0, MOST_VOLTAGES);
  const more = voltages.length > MOST_VOLTAGES ? ' …' : '';
  notes.push(
    voltages.length === 0
      ? { key: 'preview.noVoltages' }
      : { key: 'preview.voltages', values: { count: voltages.length, voltages: `${highest.join(', ')}${more}` } },
  );
  const [errors, warnings, infos] = (['error', 'warning', 'info'] as const).map(
    (wanted) => findings.filter(({ severity }) => severity === wanted).length,
  ) as [number, number, number];
  const values = { errors, warnings, infos, shown: Math.min(findings.length, MOST_FINDINGS) };
  notes.push({ key: findings.length > MOST_FINDINGS ? 'preview.manyFindings' : 'preview.findings', values });
  return notes;
}

function tableOf(findings: readonly Finding[]): Pick<Preview, 'columns' | 'rows'> {
  const rows = bySeverity(findings)
    .slice(0, MOST_FINDINGS)
    .map(({ severity, place, problem, remedy }): Phrase[] => [
      { key: `preview.${severity}` },
      place.slice(0, 200),
      problem.slice(0, 400),
      remedy,
    ]);
  const columns = ['severity', 'place', 'problem', 'remedy'].map((name) => ({
    name: { key: `preview.${name}` },
    wraps: true,
  }));
  return { columns, rows };
}

/** Lets the network be taken over into the form, unless it is too large for a flow. */
function withTakeOver(preview: Preview, network: NetworkModel): Preview {
  const topology = JSON.stringify(toTopology(network));
  const bytes = Buffer.byteLength(topology);
  if (bytes <= MOST_OWN_BYTES) return { ...preview, takeOver: { path: '', topology } };
  const values = { megabytes: Math.round(bytes / 1e5) / 10 };
  return { ...preview, notes: [...preview.notes, { key: 'preview.tooLarge', values }] };
}
