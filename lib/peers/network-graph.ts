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

const NOTHING: Blocked = { nodes: new Set(), lines: new Set() };
const NOWHERE = -1;
const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/**
 * The lines in service between nodes, in both directions. A shortest way takes the fewest lines; of several, the one
 * whose nodes come first in the order of their ids, and between two nodes the line whose id comes first.
 */
export class NetworkGraph {
  /** In the order of their ids: the place in here stands for the node, and going by place is going by id. */
  private readonly nodes: string[];
  private readonly lines: string[];
  private readonly placeOf: Map<string, number>;
  /** Of each node, by turns the next node and the line that leads there. */
  private readonly steps: number[][];

  /** @param topology checked: every line joins nodes that are there. */
  constructor({ nodes, lines }: GridTopology) {
    const inService = lines.filter((line) => line.inService !== false).sort((a, b) => byText(a.id, b.id));
    this.nodes = nodes.map(({ id }) => id).sort(byText);
    this.lines = inService.map(({ id }) => id);
    this.placeOf = new Map(this.nodes.map((id, place) => [id, place]));
    const neighbours = this.nodes.map((): [node: number, line: number][] => []);
    for (const [line, { from, to }] of inService.entries()) {
      const [a, b] = [this.placeOf.get(from)!, this.placeOf.get(to)!];
      neighbours[a]!.push([b, line]);
      neighbours[b]!.push([a, line]);
    }
    this.steps = neighbours.map((steps) => steps.sort((a, b) => a[0] - b[0] || a[1] - b[1]).flat());
  }

  routesFrom(source: string, blocked: Blocked = NOTHING): RoutesFrom {
    const start = this.placeOf.get(source)!;
    const { back, over } = this.search(start, this.flags(blocked));
    return (target) => {
      let place = this.placeOf.get(target)!;
      if (back[place] === NOWHERE) return undefined;
      const route: Route = { nodes: [target], lines: [] };
      for (; place !== start; place = back[place]!) {
        route.nodes.push(this.nodes[back[place]!]!);
        route.lines.push(this.lines[over[place]!]!);
      }
      route.nodes.reverse();
      route.lines.reverse();
      return route;
    };
  }

  /** For each node that is not blocked the number of the part it belongs to: nodes with a way between them share one. */
  parts(blocked: Blocked = NOTHING): Map<string, number> {
    const parts = new Map<string, number>();
    const flags = this.flags(blocked);
    for (const [start, id] of this.nodes.entries()) {
      if (parts.has(id)) continue;
      for (const place of this.search(start, flags).met) parts.set(this.nodes[place]!, start);
    }
    return parts;
  }

  private flags({ nodes, lines }: Blocked) {
    return { node: this.nodes.map((id) => nodes.has(id)), line: this.lines.map((id) => lines.has(id)) };
  }

  /** Breadth first: nodes of one distance are met in the order of the ways to them, so the first step to each is kept. */
  private search(start: number, isBlocked: { node: boolean[]; line: boolean[] }) {
    const back = new Int32Array(this.nodes.length).fill(NOWHERE);
    const over = new Int32Array(this.nodes.length);
    const met: number[] = [];
    if (!isBlocked.node[start]) {
      back[start] = start;
      met.push(start);
    }
    for (let i = 0; i < met.length; i++) {
      const from = met[i]!;
      const steps = this.steps[from]!;
      for (let step = 0; step < steps.length; step += 2) {
        const [to, line] = [steps[step]!, steps[step + 1]!];
        if (back[to] !== NOWHERE || isBlocked.node[to] || isBlocked.line[line]) continue;
        back[to] = from;
        over[to] = line;
        met.push(to);
      }
    }
    return { back, over, met };
  }
}
