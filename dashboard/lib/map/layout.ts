import Graph from 'graphology';
import forceAtlas2 from 'graphology-layout-forceatlas2';
import type { GridLine, GridNode } from '../../../lib/messages';

export type Position = [x: number, y: number];

/** Work of one slice, as nodes × iterations: some 20 to 40 ms. */
const SLICE = 4000;
/** Further iterations change the picture little; large networks get fewer, or it would take minutes. */
const iterationsFor = (nodes: number) => Math.max(40, Math.min(400, Math.round(600_000 / nodes)));
/** Angle between neighbours on a sunflower, so that no two nodes start at the same place. */
const GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5));

/**
 * A layout for nodes without coordinates, made in slices: ForceAtlas2 (Jacomy et al., PLoS ONE 9(6), 2014) from a start
 * that only the topology decides, so that the same network always looks the same. Nodes of `known` stay where they are.
 */
export class NetworkLayout {
  private readonly graph = new Graph({ multi: false, type: 'undirected' });
  private iterationsLeft: number;

  constructor(nodes: readonly GridNode[], lines: readonly GridLine[], known: ReadonlyMap<string, Position>) {
    for (const { id } of nodes) this.graph.addNode(id);
    for (const { from, to } of lines) {
      if (from !== to && !this.graph.hasEdge(from, to)) this.graph.addEdge(from, to);
    }
    this.place(known);
    const free = nodes.length - known.size;
    this.iterationsLeft = free === 0 || nodes.length < 2 ? 0 : iterationsFor(nodes.length);
  }

  /** Does a slice of the work; true when more is left. */
  work(): boolean {
    const iterations = Math.min(this.iterationsLeft, Math.max(1, Math.floor(SLICE / this.graph.order)));
    if (iterations > 0) {
      forceAtlas2.assign(this.graph, {
        iterations,
        settings: { barnesHutOptimize: this.graph.order > 500, gravity: 0.5, scalingRatio: 10, slowDown: 4 },
      });
    }
    this.iterationsLeft -= iterations;
    return this.iterationsLeft > 0;
  }

  positions(): Map<string, Position> {
    return new Map(this.graph.mapNodes((id, { x, y }) => [id, [x as number, y as number]]));
  }

  /** Breadth first from the node with the most lines: near in the network is near on the sunflower. */
  private place(known: ReadonlyMap<string, Position>): void {
    const order = this.breadthFirst();
    order.forEach((id, index) => {
      const neighbour = this.graph.neighbors(id).find((other) => known.has(other));
      const radius = known.size > 0 && neighbour ? 1 : 10 * Math.sqrt(index);
      const [centreX, centreY] = (neighbour && known.get(neighbour)) || [0, 0];
      const [x, y] = known.get(id) ?? [
        centreX + radius * Math.cos(index * GOLDEN_ANGLE),
        centreY + radius * Math.sin(index * GOLDEN_ANGLE),
      ];
      this.graph.mergeNodeAttributes(id, { x, y, fixed: known.has(id) });
    });
  }

  private breadthFirst(): string[] {
    const byDegree = this.graph.nodes().sort((a, b) => this.graph.degree(b) - this.graph.degree(a));
    const seen = new Set<string>();
    for (const start of byDegree) {
      const queue = [start];
      for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
        if (seen.has(id)) continue;
        seen.add(id);
        queue.push(...this.graph.neighbors(id));
      }
    }
    return [...seen];
  }
}
