import type { GridLine, GridNode, MapElement, MapPath } from '../../../lib/messages';
import type { Position } from './layout';

type State = Omit<MapElement, 'id' | 'label'>;
export type MapNode = Pick<GridNode, 'id' | 'label' | 'kind'> & State & { at?: Position };
export type MapLine = Pick<GridLine, 'id' | 'from' | 'to' | 'label' | 'kind' | 'inService'> & State;

/** A change of a map, as pages get it. */
export interface MapChange {
  /** True: forget what was there; nodes and lines are complete. Otherwise they hold what has changed of known ones. */
  whole?: true;
  nodes?: (Partial<MapNode> & { id: string })[];
  lines?: (Partial<MapLine> & { id: string })[];
  /** All paths that are highlighted, when they have changed. */
  paths?: MapPath[];
}

/** Nodes, lines and paths of one map; the server and the page keep the same. */
export class MapNetwork {
  readonly nodes = new Map<string, MapNode>();
  readonly lines = new Map<string, MapLine>();
  paths: MapPath[] = [];

  apply(change: MapChange): void {
    if (change.whole) {
      this.nodes.clear();
      this.lines.clear();
      this.paths = [];
      for (const node of change.nodes ?? []) this.nodes.set(node.id, { ...node });
      for (const line of change.lines ?? []) this.lines.set(line.id, { ...line } as MapLine);
    } else {
      for (const node of change.nodes ?? []) update(this.nodes, node);
      for (const line of change.lines ?? []) update(this.lines, line);
    }
    if (change.paths) this.paths = change.paths;
  }

  whole(): MapChange {
    return { whole: true, nodes: [...this.nodes.values()], lines: [...this.lines.values()], paths: this.paths };
  }

  /** The lines a path takes; between two nodes the first line that joins them. */
  linesOf(path: MapPath): MapLine[] {
    if (path.lines) return path.lines.flatMap((id) => this.lines.get(id) ?? []);
    const nodes = path.nodes ?? [];
    return nodes.slice(1).flatMap((to, index) => this.between(nodes[index]!, to) ?? []);
  }

  private between(a: string, b: string): MapLine | undefined {
    for (const line of this.lines.values()) {
      if ((line.from === a && line.to === b) || (line.from === b && line.to === a)) return line;
    }
    return undefined;
  }
}

function update<T extends { id: string }>(all: Map<string, T>, change: Partial<T> & { id: string }): void {
  const known = all.get(change.id);
  if (known) all.set(change.id, { ...known, ...change });
}
