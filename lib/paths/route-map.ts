import type { GridMapUpdate, MapPath, RouteReport } from '../messages';

/**
 * The routes as highlighted paths of a map: one for each source, with all lines over which it feeds loads, so that also a
 * large network has few. Sources are in the order of the report.
 */
export function routeMap({ routes }: RouteReport): GridMapUpdate {
  const bySource = new Map<string, { name: string; powerMw: number; lines: Set<string> }>();
  for (const { sourceId, sourceName, powerMw, lines } of routes) {
    if (lines.length === 0) continue;
    const source = bySource.get(sourceId) ?? { name: sourceName, powerMw: 0, lines: new Set() };
    bySource.set(sourceId, source);
    source.powerMw += powerMw;
    for (const line of lines) source.lines.add(line);
  }
  // By id, so that a source keeps its colour whatever the order in which loads come.
  const sources = [...bySource].sort(([a], [b]) => (a < b ? -1 : 1));
  const paths = sources.map(([id, { name, powerMw, lines }]): MapPath => {
    return { id: `from ${id}`, lines: [...lines], label: `${name}: ${Math.round(powerMw)} MW` };
  });
  return { paths };
}
