import type { TSchema } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import {
  GridLine,
  GridMapUpdate,
  GridNode,
  type GridTopology,
  MapElement,
  MapPath,
  type Refusal,
} from '../../../lib/messages';
import { refuse } from '../refuse';

export interface MapLimits {
  /** What is beyond is refused. */
  maxNodes: number;
  maxLines: number;
}

/** A payload → what of it can be used, and what can't; one bad element does not cost the others. */
export function readMapPayload(payload: unknown, limits: MapLimits): { update: GridMapUpdate; refused: Refusal[] } {
  const refused: Refusal[] = [];
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) {
    const remedy = 'give it { topology: { nodes, lines } }, or what has changed as { nodes, lines, paths }';
    return { update: {}, refused: [refuse('not-a-map-update', 'this is no map update', 'payload', remedy, payload)] };
  }
  const given = isTopology(payload) ? { topology: payload } : (payload as Record<string, unknown>);
  const update: GridMapUpdate = {};
  const list = <T>(schema: TSchema, value: unknown, place: string, remedy: string): T[] => {
    if (!Array.isArray(value)) {
      refused.push(refuse('not-a-list', 'this is not an array', place, remedy, value));
      return [];
    }
    return value.filter((element, index) => {
      if (Value.Check(schema, element)) return true;
      refused.push(refuse('not-usable', 'this can not be used', `${place}[${index}]`, remedy, element));
      return false;
    });
  };
  for (const name of Object.keys(given)) {
    if (Object.hasOwn(GridMapUpdate.properties, name)) continue;
    const remedy = 'use topology, nodes, lines and paths';
    refused.push(refuse('unknown-property', `there is no "${name}"`, `payload.${name}`, remedy, given[name]));
  }
  if (given.topology !== undefined) {
    const { nodes, lines } = (given.topology ?? {}) as GridTopology;
    const nodeRemedy = 'give nodes { id, x?, y?, label?, kind? }, each id once';
    const lineRemedy = 'give lines { id, from, to }, between nodes of the topology, each id once';
    update.topology = checkedTopology(
      {
        nodes: list<GridNode>(GridNode, nodes, 'payload.topology.nodes', nodeRemedy),
        lines: list<GridLine>(GridLine, lines, 'payload.topology.lines', lineRemedy),
      },
      limits,
      refused,
    );
  }
  const element = 'give { id, value?, color?, label?, details? }';
  if (given.nodes !== undefined) update.nodes = list(MapElement, given.nodes, 'payload.nodes', element);
  if (given.lines !== undefined) update.lines = list(MapElement, given.lines, 'payload.lines', element);
  const path = 'give { id, lines: [ids] } or { id, nodes: [ids] }, with color and label if you like';
  if (given.paths !== undefined) update.paths = list(MapPath, given.paths, 'payload.paths', path);
  return { update, refused };
}

/** A topology as it is, told from an update of nodes and lines: its lines have ends. */
function isTopology(payload: object): boolean {
  const { schema, lines, nodes } = payload as Partial<GridTopology>;
  if (schema !== undefined) return true;
  return Array.isArray(nodes) && Array.isArray(lines) && typeof lines[0]?.from === 'string';
}

/** Ids are unique, lines end at nodes, and there is room. */
function checkedTopology({ nodes, lines }: GridTopology, limits: MapLimits, refused: Refusal[]): GridTopology {
  const known = new Set<string>();
  const place = 'payload.topology';
  const keptNodes = nodes.filter((node) => {
    const fault = known.has(node.id) ? 'twice' : known.size >= limits.maxNodes ? 'full' : undefined;
    if (fault === 'twice') {
      refused.push(
        refuse('duplicate-id', `node "${node.id}" comes twice`, `${place}.nodes`, 'give each its own id', node),
      );
    } else if (fault === 'full') {
      const remedy = 'raise "Nodes at most" of the widget';
      refused.push(refuse('too-many-nodes', `there is no room for node "${node.id}"`, `${place}.nodes`, remedy, node));
    } else known.add(node.id);
    return fault === undefined;
  });
  const seen = new Set<string>();
  const keptLines = lines.filter((line) => {
    const end = [line.from, line.to].find((id) => !known.has(id));
    let complaint: Refusal | undefined;
    if (end !== undefined) {
      complaint = refuse(
        'unknown-node',
        `line "${line.id}" ends at "${end}", which is no node`,
        `${place}.lines`,
        'add that node or correct the line',
        line,
      );
    } else if (seen.has(line.id)) {
      complaint = refuse(
        'duplicate-id',
        `line "${line.id}" comes twice`,
        `${place}.lines`,
        'give each its own id',
        line,
      );
    } else if (seen.size >= limits.maxLines) {
      complaint = refuse(
        'too-many-lines',
        `there is no room for line "${line.id}"`,
        `${place}.lines`,
        'raise "Lines at most" of the widget',
        line,
      );
    }
    if (complaint) refused.push(complaint);
    else seen.add(line.id);
    return complaint === undefined;
  });
  return { nodes: keptNodes, lines: keptLines };
}
