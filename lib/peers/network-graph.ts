import type { GridTopology } from '../messages';

/** A way through the network, both ends included. */
export interface Route {
  nodes: string[];
  lines: string[];
}

/** Nodes and lines that are not to be used. */
export interface Blocked {
  nodes: ReadonlySet<string>;
  lines: ReadonlySet<string>;
}

/** All shortest ways from one node; undefined where there is none. */
export type RoutesFrom = (target: string) => Route | undefined;

type Step = { node: string; line: string };

const NOTHING: Blocked = { nodes: new Set(), lines: new Set() };
const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/**
 * The lines in service between nodes, in both directions. A shortest way takes the fewest lines; of several, the one
 * whose nodes come first in the order of their ids, and between two nodes the line whose id comes first.
 */
export class NetworkGraph {
  private readonly steps = new Map<string, Step[]>();

  /** @param topology checked: every line joins nodes that are there. */
  constructor({ nodes, lines }: GridTopology) {
    for (const { id } of nodes) this.steps.set(id, []);
    for (const { id, from, to, inService } of lines) {
      if (inService === false) continue;
      this.steps.get(from)!.push({ node: to, line: id });
      this.steps.get(to)!.push({ node: from, line: id });
    }
    for (const steps of this.steps.values()) steps.sort((a, b) => byText(a.node, b.node) || byText(a.line, b.line));
  }

  /** Breadth first: nodes of one distance are met in the order of the ways to them, so the first step to each is kept. */
  routesFrom(source: string, blocked: Blocked = NOTHING): RoutesFrom {
    const back = this.reached(source, blocked);
    return (target) => {
      if (!back.has(target)) return undefined;
      const route: Route = { nodes: [target], lines: [] };
      for (let step = back.get(target); step; step = back.get(step.node)) {
        route.nodes.push(step.node);
        route.lines.push(step.line);
      }
      route.nodes.reverse();
      route.lines.reverse();
      return route;
    };
  }

  /** For each node that is not blocked the number of the part it belongs to: nodes with a way between them share one. */
  parts(blocked: Blocked = NOTHING): Map<string, number> {
    const parts = new Map<string, number>();
    let count = 0;
    for (const start of this.steps.keys()) {
      if (parts.has(start) || blocked.nodes.has(start)) continue;
      for (const node of this.reached(start, blocked).keys()) parts.set(node, count);
      count++;
    }
    return parts;
  }

  private reached(source: string, blocked: Blocked): Map<string, Step | undefined> {
    const back = new Map<string, Step | undefined>();
    if (!blocked.nodes.has(source)) back.set(source, undefined);
    // A map is walked through to its end, also to what is added meanwhile.
    for (const node of back.keys()) {
      for (const step of this.steps.get(node) ?? []) {
        if (back.has(step.node) || blocked.nodes.has(step.node) || blocked.lines.has(step.line)) continue;
        back.set(step.node, { node, line: step.line });
      }
    }
    return back;
  }
}
