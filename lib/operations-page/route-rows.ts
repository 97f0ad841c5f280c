import type { RouteReport } from '../messages';
import type { Names } from './names';

/** How one load is supplied, in words. */
export interface RouteRow {
  key: string;
  load: string;
  /** Null: what it feeds in itself. */
  source: string | null;
  /** Nodes between them. */
  via: string[];
  lines: string[];
  powerMw: number;
  lossKw: number;
  risk: number;
  /** It took another way, or came from elsewhere, in the report before. */
  isNew: boolean;
}

const MOST_ROWS = 200;

/** Rows by load, the largest part first; `before` is the report of which differences are told. */
export function routeRows({ routes }: RouteReport, before: RouteReport | undefined, names: Names): RouteRow[] {
  const known = before && new Set(before.routes.map(keyOf));
  const sorted = [...routes].sort((a, b) => {
    return (
      a.loadName.localeCompare(b.loadName, 'en') ||
      (a.loadId < b.loadId ? -1 : 1) * Number(a.loadId !== b.loadId) ||
      b.powerMw - a.powerMw
    );
  });
  return sorted.slice(0, MOST_ROWS).map((route) => ({
    key: keyOf(route),
    load: route.loadName,
    source: route.lines.length === 0 ? null : route.sourceName,
    via: route.nodes.slice(1, -1).map((id) => names.node(id)),
    lines: route.lines,
    powerMw: route.powerMw,
    lossKw: route.lossKw,
    risk: route.risk,
    isNew: known !== undefined && !known.has(keyOf(route)),
  }));
}

/** Of the way alone: power and losses change all the time. */
const keyOf = ({ loadId, lines }: RouteReport['routes'][number]) => JSON.stringify([loadId, ...lines]);

/** All ways of a report as text, in any order of its routes. */
export const waysOf = ({ routes }: RouteReport) => routes.map(keyOf).sort().join();
