import { short } from '../../lib/network/checks/finding';
import { placesOf, thinned } from '../../lib/network/drawing';
import type { NetworkBranch, NetworkModel, NetworkNode } from '../../lib/network/network-model';
import type { Figure, Phrase, Tone } from '../shell/preview';

/** A browser draws so many at once, and nobody can tell more apart. */
const MOST_CIRCLES = 1200;
const MOST_LINES = 2500;
const WIDTH = 640;
const MOST_HEIGHT = 420;
const MARGIN = 10;
/** So many ids of nodes that are drawn as one are told. */
const MOST_NAMED = 5;

/**
 * A network as a drawing of bounded size: what feeds in more than it uses is large, what is out of service faint, what a finding is about
 * stands out. Nodes that would lie on each other in a large network are one circle, and lines between the same two one line.
 * @param alerts ids of nodes and lines to look at
 */
export function networkFigure(model: NetworkModel, alerts: ReadonlySet<string>): Figure {
  const { nodes, branches } = model;
  const { places, isFromFile } = placesOf(model);
  const { groups, groupOf } = thinned(places, MOST_CIRCLES);
  const { spots, height } = onPaper(groups.map((group) => middleOf(group.map((node) => places[node]!))));
  const isCrowded = groups.length > 300;
  const circles = groups.map((group, index) => {
    const members = group.map((node) => nodes[node]!);
    const isSource = members.reduce((netMw, node) => netMw + node.generationMw - node.loadMw, 0) > 0;
    const tone: Tone = members.some(({ id }) => alerts.has(id)) ? 'alert' : isSource ? 'strong' : 'plain';
    const radius = (isSource ? 5 : 3.5) - (isCrowded ? 1.5 : 0);
    return { ...spots[index]!, radius, tone, title: titleOfNodes(members) };
  });
  const pairs = linesBetween(branches, groupOf);
  const lines = [...pairs.values()].slice(0, MOST_LINES).map(({ from, to, members }) => {
    const [{ x: x1, y: y1 }, { x: x2, y: y2 }] = [spots[from]!, spots[to]!];
    const isIn = members.some(({ inService }) => inService);
    const tone: Tone = members.some(({ id }) => alerts.has(id)) ? 'alert' : isIn ? 'plain' : 'faint';
    return { x1, y1, x2, y2, tone, title: titleOfLines(members, nodes) };
  });
  const caption: Phrase[] = [{ key: 'preview.legend' }];
  if (!isFromFile) caption.push({ key: 'preview.laidOut' });
  const isThinned = groups.length < nodes.length || lines.length < pairs.size;
  const values = { circles: circles.length, nodes: nodes.length, lines: lines.length, branches: branches.length };
  if (isThinned) caption.push({ key: 'preview.thinned', values });
  return { width: WIDTH, height, lines, circles, caption };
}

interface Bundle {
  from: number;
  to: number;
  members: NetworkBranch[];
}

/** Branches between the same two circles, in the order of the first. */
function linesBetween(branches: readonly NetworkBranch[], groupOf: Int32Array): Map<number, Bundle> {
  const pairs = new Map<number, Bundle>();
  for (const branch of branches) {
    const [from, to] = [groupOf[branch.from]!, groupOf[branch.to]!];
    if (from === to) continue;
    const key = Math.min(from, to) * MOST_CIRCLES + Math.max(from, to);
    const bundle = pairs.get(key);
    if (bundle) bundle.members.push(branch);
    else pairs.set(key, { from, to, members: [branch] });
  }
  return pairs;
}

type Spot = { x: number; y: number };

function middleOf(spots: readonly Spot[]): Spot {
  const sum = spots.reduce((total, { x, y }) => ({ x: total.x + x, y: total.y + y }), { x: 0, y: 0 });
  return { x: sum.x / spots.length, y: sum.y / spots.length };
}

/** Scaled to fit, y downwards, in tenths of a unit. */
function onPaper(spots: readonly Spot[]): { spots: Spot[]; height: number } {
  const [xs, ys] = [spots.map(({ x }) => x), spots.map(({ y }) => y)];
  // At most MOST_CIRCLES: few enough to spread.
  const [left, right, bottom, top] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const [across, up] = [WIDTH - 2 * MARGIN, MOST_HEIGHT - 2 * MARGIN];
  const scale = Math.min(across / (right - left || 1e-9), up / (top - bottom || 1e-9));
  const [wide, high] = [(right - left) * scale, (top - bottom) * scale];
  const round = (value: number) => Math.round(value * 10) / 10;
  return {
    height: Math.ceil(high + 2 * MARGIN),
    spots: spots.map(({ x, y }) => ({
      x: round((WIDTH - wide) / 2 + (x - left) * scale),
      y: round(MARGIN + (top - y) * scale),
    })),
  };
}

function titleOfNodes(members: readonly NetworkNode[]): string {
  const [first] = members as [NetworkNode];
  if (members.length > 1) return named(members);
  const { id, label, kind, nominalKv, loadMw, generationMw } = first;
  return [
    short(id),
    ...(label && label !== id ? [short(label)] : []),
    ...(kind ? [short(kind)] : []),
    ...(nominalKv ? [`${nominalKv} kV`] : []),
    ...(loadMw ? [`${loadMw} MW load`] : []),
    ...(generationMw ? [`${generationMw} MW generation`] : []),
  ].join(' · ');
}

function titleOfLines(members: readonly NetworkBranch[], nodes: readonly NetworkNode[]): string {
  const [first] = members as [NetworkBranch];
  if (members.length > 1) return named(members);
  const { id, kind, from, to, ratingMva } = first;
  const ends = `${short(nodes[from]!.id)} – ${short(nodes[to]!.id)}`;
  return [short(id), ...(kind ? [short(kind)] : []), ends, ...(ratingMva ? [`${ratingMva} MVA`] : [])].join(' · ');
}

function named(members: readonly { id: string }[]): string {
  const ids = members.slice(0, MOST_NAMED).map(({ id }) => short(id));
  return `${members.length}: ${ids.join(', ')}${members.length > MOST_NAMED ? ' …' : ''}`;
}
