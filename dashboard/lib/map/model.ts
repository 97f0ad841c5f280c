import { type GridMapUpdate, type GridTopology, MapElement, type MapPath, type Refusal } from '../../../lib/messages';
import { refuse } from '../refuse';
import type { WidgetModel } from '../widget-model';
import { NetworkLayout, type Position } from './layout';
import { type MapChange, type MapLine, MapNetwork, type MapNode } from './network';
import { type MapLimits, readMapPayload } from './read';

type Dirty<T> = Map<string, Partial<T> & { id: string }>;

/** Keeps the network, what of it pages have not been told, and a layout for nodes without coordinates. */
export function createMapModel(limits: MapLimits): WidgetModel<MapChange> {
  const network = new MapNetwork();
  let nodes: Dirty<MapNode> = new Map();
  let lines: Dirty<MapLine> = new Map();
  let pathsChanged = false;
  let whole = false;
  let layout: NetworkLayout | undefined;

  function settle(): void {
    nodes = new Map();
    lines = new Map();
    whole = pathsChanged = false;
  }

  /** A new topology keeps the values, and the places, of what it shares with the old one. */
  function replace(topology: GridTopology): void {
    const before = new Map(network.nodes);
    const linesBefore = new Map(network.lines);
    const given = topology.nodes.every(({ x, y }) => x !== undefined && y !== undefined);
    const places = new Map<string, Position>();
    network.apply({
      whole: true,
      nodes: topology.nodes.map(({ id, label, kind, x, y }) => {
        const at = given ? ([x, y] as Position) : before.get(id)?.at;
        if (at) places.set(id, at);
        return { ...stateOf(before.get(id)), id, label, kind, at };
      }),
      lines: topology.lines.map(({ id, from, to, label, kind, inService }) => {
        return { ...stateOf(linesBefore.get(id)), id, from, to, label, kind, inService };
      }),
      paths: network.paths,
    });
    layout = given ? undefined : new NetworkLayout(topology.nodes, topology.lines, places);
    whole = true;
  }

  function change<T extends { id: string }>(
    all: Map<string, T>,
    dirty: Dirty<T>,
    elements: MapElement[],
    what: 'node' | 'line',
  ): Refusal[] {
    return elements.flatMap((element) => {
      const known = all.get(element.id);
      if (!known) {
        const remedy = `send the topology first, or correct the id of the ${what}`;
        return refuse('unknown-id', `there is no ${what} "${element.id}"`, `payload.${what}s`, remedy, element);
      }
      const changed = picked(element) as Partial<T> & { id: string };
      all.set(element.id, { ...known, ...changed });
      dirty.set(element.id, { ...dirty.get(element.id), ...changed });
      return [];
    });
  }

  function take({ topology, nodes: nodeChanges = [], lines: lineChanges = [], paths }: GridMapUpdate): Refusal[] {
    if (topology) replace(topology);
    const refused = [
      ...change(network.nodes, nodes, nodeChanges, 'node'),
      ...change(network.lines, lines, lineChanges, 'line'),
    ];
    if (paths) {
      network.paths = paths;
      pathsChanged = true;
      refused.push(...paths.flatMap((path) => faultOf(path)));
    }
    return refused;
  }

  function faultOf(path: MapPath): Refusal[] {
    const wanted = path.lines ? path.lines.length : Math.max(0, (path.nodes?.length ?? 0) - 1);
    const found = network.linesOf(path).length;
    if (found === wanted && wanted > 0) return [];
    const message = `path "${path.id}" takes ${wanted} lines, of which the map has ${found}`;
    return [
      refuse('broken-path', message, 'payload.paths', 'name lines, or neighbouring nodes, of the topology', path),
    ];
  }

  return {
    accept(payload) {
      const { update, refused } = readMapPayload(payload, limits);
      return [...refused, ...take(update)];
    },
    work() {
      if (!layout) return false;
      if (layout.work()) return true;
      for (const [id, at] of layout.positions()) {
        const node = network.nodes.get(id);
        if (node) node.at = at;
      }
      layout = undefined;
      whole = true;
      return false;
    },
    changes() {
      if (!whole && !pathsChanged && nodes.size === 0 && lines.size === 0) return undefined;
      const told: MapChange = whole ? network.whole() : {};
      if (!whole) {
        if (nodes.size > 0) told.nodes = [...nodes.values()];
        if (lines.size > 0) told.lines = [...lines.values()];
        if (pathsChanged) told.paths = network.paths;
      }
      settle();
      return told;
    },
    snapshot: () => network.whole(),
    restore(snapshot) {
      network.apply(snapshot);
      const unplaced = [...network.nodes.values()].filter(({ at }) => !at);
      if (unplaced.length === 0) return;
      const known = new Map([...network.nodes].flatMap(([id, { at }]) => (at ? [[id, at] as const] : [])));
      layout = new NetworkLayout([...network.nodes.values()], [...network.lines.values()], known);
    },
    reset() {
      network.apply({ whole: true });
      layout = undefined;
      settle();
      whole = true;
    },
  };
}

/** What a change may say; a message may hold more. */
function picked(element: MapElement): MapElement {
  const names = Object.keys(MapElement.properties).filter((name) => Object.hasOwn(element, name));
  return Object.fromEntries(names.map((name) => [name, element[name as keyof MapElement]])) as MapElement;
}

/** What messages have said of an element, beside its topology. */
function stateOf(element: MapNode | MapLine | undefined): Partial<MapElement> {
  const { value, color, size, details } = element ?? {};
  return { value, color, size, details };
}
