import type { CascadeResult, GridMapUpdate, MapElement } from '../../messages';
import type { NetworkModel } from '../network-model';

/** Of what was taken out, and of the waves after it; the last colour holds for all further ones. Seen on light and dark. */
const WAVE_COLORS = ['#8e5bd0', '#d0312d', '#e8622c', '#f57c00', '#d6a400'];
const DARK = '#75757f';
const SHORT = '#f57c00';

/** The network with nothing taken out on a map: takes away what cascades have marked. */
export function baseMap(model: NetworkModel): GridMapUpdate {
  return {
    nodes: model.nodes.map(({ id }) => ({ id, color: null, details: {} })),
    lines: model.branches.map(({ id, inService }) => ({ id, value: null, color: null, inService, details: {} })),
    paths: [],
  };
}

/**
 * A cascade on a map: lines that went by their wave, the others by their loading at the end (value, percent), nodes that
 * lost load. Takes away what an earlier cascade has marked.
 * @param loadingPercent of each line at the end; empty where no flow is known
 */
export function cascadeMap(
  model: NetworkModel,
  result: CascadeResult,
  loadingPercent: ArrayLike<number>,
): GridMapUpdate {
  const out = new Set(result.linesOut);
  const wave = new Map<string, MapElement>();
  const wentNodes = new Map<string, number>();
  for (const [at, { trips, nodes }] of result.waves.entries()) {
    for (const node of nodes) wentNodes.set(node, at);
    for (const { lineId, loadingPercent: loading, parents } of trips) {
      const details = { wave: at, 'loading %': tenth(loading), 'because of': parents.join(', ') || null };
      wave.set(lineId, { id: lineId, color: colorOf(at), details });
    }
  }
  const dark = new Set(result.islands.filter(({ isDark }) => isDark).flatMap(({ nodes }) => nodes));
  const lostMw = new Map(result.criticalNodes.map((node) => [node.nodeId, node.lostMw]));
  return {
    nodes: model.nodes.map(({ id }): MapElement => {
      const lost = lostMw.get(id) ?? 0;
      const went = wentNodes.get(id);
      const color = went !== undefined ? colorOf(went) : dark.has(id) ? DARK : lost > 0 ? SHORT : null;
      return { id, color, details: lost > 0 ? { 'lost MW': tenth(lost) } : {} };
    }),
    lines: model.branches.map(({ id }, at): MapElement => {
      if (out.has(id)) return { color: DARK, details: {}, ...wave.get(id), id, value: null, inService: false };
      const loading = loadingPercent[at];
      const known = loading === undefined ? null : tenth(loading);
      return { id, value: known, color: null, inService: true, details: { 'loading %': known } };
    }),
    paths: [],
  };
}

const colorOf = (wave: number) => WAVE_COLORS[Math.min(wave, WAVE_COLORS.length - 1)]!;
const tenth = (value: number) => Math.round(value * 10) / 10;
