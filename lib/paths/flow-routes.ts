import type { SupplyFlow } from './supply-flow';
import type { SupplyProblem } from './supply-problem';
import { largestLoad } from './supply-units';

/** A way by which a load is supplied, from its source on. */
export interface FlowRoute {
  load: number;
  source: number;
  nodes: number[];
  /** Lines of the problem. */
  lines: number[];
  powerMw: number;
}

/** Less is rounding; in largest loads. */
const LEAST = 1e-9;

/**
 * Takes a flow apart into ways from sources to loads (flow decomposition: Ahuja, Magnanti and Orlin, Network Flows, 1993,
 * section 3.5). Each load, in the order of the nodes, is followed upstream over the line that brings most, which leaves few
 * ways. Flows in a circle belong to no load and are left out. What rounding leaves of a load goes with its largest way.
 */
export function flowRoutes(
  { from, to }: SupplyProblem,
  { flowMw, fedMw }: SupplyFlow,
  servedMw: Float64Array,
): FlowRoute[] {
  const leastMw = LEAST * largestLoad(servedMw);
  const left = flowMw.map(Math.abs);
  const fedLeft = fedMw.slice();
  const upstreamOf = (line: number) => (flowMw[line]! > 0 ? from[line]! : to[line]!);
  const incoming: number[][] = Array.from(servedMw, () => []);
  for (const [line, flow] of flowMw.entries()) {
    if (flow !== 0) incoming[flow > 0 ? to[line]! : from[line]!]!.push(line);
  }
  const routes: FlowRoute[] = [];
  for (const [load, served] of servedMw.entries()) {
    let rest = served;
    const ways: FlowRoute[] = [];
    while (rest > leastMw) {
      const walked = walkUp(load);
      if (!walked) break;
      const { nodes, lines, circle } = walked;
      const source = nodes.at(-1)!;
      const most = Math.min(...(circle ?? lines).map((line) => left[line]!));
      const power = circle ? most : Math.min(rest, most, fedLeft[source]!);
      for (const line of circle ?? lines) left[line]! -= power;
      if (circle) continue;
      fedLeft[source]! -= power;
      rest -= power;
      ways.push({ load, source, nodes: nodes.reverse(), lines: lines.reverse(), powerMw: power });
    }
    if (ways.length > 0) ways.reduce((most, way) => (way.powerMw > most.powerMw ? way : most)).powerMw += rest;
    routes.push(...ways);
  }
  return routes;

  /** To a source that still gives, or once round a circle; undefined when rounding leaves neither. */
  function walkUp(load: number): { nodes: number[]; lines: number[]; circle?: number[] } | undefined {
    const nodes = [load];
    const lines: number[] = [];
    const placeOf = new Map([[load, 0]]);
    for (let node = load; !(fedLeft[node]! > leastMw); ) {
      const line = largest(incoming[node]!, left, leastMw);
      if (line === undefined) return undefined;
      node = upstreamOf(line);
      lines.push(line);
      const begin = placeOf.get(node);
      if (begin !== undefined) return { nodes, lines, circle: lines.slice(begin) };
      placeOf.set(node, nodes.length);
      nodes.push(node);
    }
    return { nodes, lines };
  }
}

function largest(lines: readonly number[], left: Float64Array, leastMw: number): number | undefined {
  let best: number | undefined;
  for (const line of lines) if (left[line]! > leastMw && !(left[line]! <= (left[best ?? -1] ?? 0))) best = line;
  return best;
}
