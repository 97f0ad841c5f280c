import type { GridMapUpdate, PowerFlowReport } from '../../messages';

/** Colours of lines by loading from a percentage on; seen on light and dark. */
const BY_LOADING: readonly (readonly [percent: number, color: string])[] = [
  [100, '#d0312d'],
  [80, '#f57c00'],
  [50, '#d6a400'],
  [0, '#3a9d5d'],
];
const OUTSIDE_LIMITS = '#d0312d';
const DARK = '#75757f';

/** A power flow on a map: lines by loading with the MW they carry, nodes by voltage, red where a limit is exceeded, grey where dead. */
export function powerFlowMap({ nodes, lines, violations }: PowerFlowReport): GridMapUpdate {
  const exceeded = new Set(violations.map(({ id, kind }) => `${kind === 'overload' ? 'line' : 'node'} ${id}`));
  return {
    nodes: nodes.map(({ id, voltagePu, angleDegrees, loadMw, generationMw }) => ({
      id,
      value: voltagePu,
      color: exceeded.has(`node ${id}`) ? OUTSIDE_LIMITS : angleDegrees === null ? DARK : null,
      details: {
        'voltage p.u.': rounded(voltagePu, 4),
        'load MW': rounded(loadMw, 2),
        'supply MW': rounded(generationMw, 2),
      },
    })),
    lines: lines.map(({ id, inService, fromMw, lossKw, currentA, loadingPercent }) => ({
      id,
      value: loadingPercent,
      color: inService ? colorOf(loadingPercent) : null,
      label: inService ? megawatts(fromMw) : null,
      inService,
      details: {
        'loading %': rounded(loadingPercent, 1),
        'current A': rounded(currentA, 1),
        'loss kW': rounded(lossKw, 2),
      },
    })),
  };
}

const colorOf = (percent: number | null) =>
  percent === null ? null : BY_LOADING.find(([from]) => percent >= from)![1];

/** The direction is not in the label. */
function megawatts(fromMw: number): string {
  const amount = Math.abs(fromMw);
  return `${amount < 10 ? Number(amount.toPrecision(2)) : Math.round(amount)} MW`;
}

function rounded(value: number | null, digits: number): number | null {
  return value === null ? null : Math.round(value * 10 ** digits) / 10 ** digits;
}
