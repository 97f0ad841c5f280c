import type { NetworkBranch, NetworkModel, NetworkNode } from '../network/network-model';
import { finiteOrNull } from '../stream/finite-or-null';
import type { GridRecord } from './grid-record';
import type { GridEdge, GridNode, GridState, NodeDetail, RiskReport } from './schemas';

/** The grid as the API tells it: the network with what was measured, and the power flow where nothing was. */
export class GridView {
  readonly nodes: readonly GridNode[];
  readonly edges: readonly GridEdge[];
  /** Of the lines in service; null: none is known. */
  readonly averageRisk: number | null;
  private readonly indexOf: ReadonlyMap<string, number>;
  /** Of each node the lines at it. */
  private readonly edgesAt: GridEdge[][];

  constructor(network: NetworkModel, record: GridRecord) {
    const { nodes, branches, baseMva } = network;
    this.indexOf = new Map(nodes.map(({ id }, index) => [id, index]));
    this.edgesAt = nodes.map(() => []);
    this.edges = branches.map((branch) => {
      const edge = edgeOf(branch, nodes[branch.from]!, nodes[branch.to]!, baseMva, record);
      this.edgesAt[branch.from]!.push(edge);
      if (branch.to !== branch.from) this.edgesAt[branch.to]!.push(edge);
      return edge;
    });
    this.nodes = nodes.map((node, index) => nodeOf(node, this.edgesAt[index]!, record));
    this.averageRisk = averageRisk(network, record);
  }

  state(): GridState {
    const total_demand = this.nodes.reduce((sum, { demand }) => sum + demand, 0);
    const generators = this.nodes.filter(({ type }) => type === 'generator').length;
    const metrics = {
      total_demand,
      total_nodes: this.nodes.length,
      total_edges: this.edges.length,
      average_risk: this.averageRisk,
      generators,
    };
    return { nodes: [...this.nodes], edges: [...this.edges], metrics };
  }

  /** Undefined: there is no such node. */
  node(id: string): NodeDetail | undefined {
    const index = this.indexOf.get(id);
    return index === undefined
      ? undefined
      : { ...this.nodes[index]!, ...this.neighbourRisk(index), edges: this.edgesAt[index]! };
  }

  risk(): RiskReport {
    const nodes = this.nodes.map(({ id, name }, index) => ({ id, name, ...this.neighbourRisk(index) }));
    const edges = this.edges
      .filter(({ in_service }) => in_service)
      .map(({ id, source, source_name, target, target_name, risk }) => {
        return { id, source, source_name, target, target_name, risk };
      });
    return {
      nodes: nodes.sort((a, b) => greatestFirst(a.average_neighbor_risk, b.average_neighbor_risk)),
      edges: edges.sort((a, b) => greatestFirst(a.risk, b.risk)),
    };
  }

  private neighbourRisk(index: number) {
    const risks = risksOf(this.edgesAt[index]!);
    return {
      average_neighbor_risk: mean(risks),
      max_neighbor_risk: risks.length === 0 ? null : risks.reduce((most, risk) => Math.max(most, risk)),
    };
  }
}

/** Mean of the known risks of lines in service; null: none is known. */
export function averageRisk({ branches }: NetworkModel, { lines }: GridRecord): number | null {
  return mean(branches.flatMap(({ id, inService }) => (inService ? (lines.get(id)?.risk ?? []) : [])));
}

function nodeOf(node: NetworkNode, edges: readonly GridEdge[], { nodes, powerFlow }: GridRecord): GridNode {
  const { id, label, kind, isReference, nominalKv, loadMw, generationMw } = node;
  const measured = nodes.get(id);
  const computed = powerFlow?.nodes.get(id);
  const voltagePu = measured?.voltagePu ?? computed?.voltagePu;
  const isStation = isReference || kind === 'generator';
  return {
    id,
    name: label ?? id,
    type: isStation ? 'generator' : (kind ?? 'load'),
    demand: measured?.loadMw ?? loadMw,
    generation: measured?.generationMw ?? (isReference ? (computed?.generationMw ?? generationMw) : generationMw),
    voltage: voltagePu == null || !nominalKv ? null : finiteOrNull(voltagePu * nominalKv),
    degree: edges.filter(({ in_service }) => in_service).length,
  };
}

function edgeOf(
  branch: NetworkBranch,
  from: NetworkNode,
  to: NetworkNode,
  baseMva: number,
  { lines, powerFlow }: GridRecord,
): GridEdge {
  const { id, inService, resistancePu } = branch;
  const measured = lines.get(id);
  const computed = powerFlow?.lines.get(id);
  // Per unit on the voltage of the to end, as the tap of a transformer is at the other.
  const kv = to.nominalKv;
  // What was measured before it was opened may be the latest that is known.
  const carried = (value: number | null | undefined) => (inService ? (value ?? null) : 0);
  return {
    id,
    source: from.id,
    source_name: from.label ?? from.id,
    target: to.id,
    target_name: to.label ?? to.id,
    in_service: inService,
    resistance: kv ? finiteOrNull((resistancePu * kv * kv) / baseMva) : null,
    current: carried(measured?.currentA ?? computed?.currentA),
    temperature: measured?.temperatureC ?? null,
    power_flow: carried(measured?.flowMw ?? computed?.fromMw),
    risk: measured?.risk ?? null,
    vibration: measured?.vibration ?? null,
    age: measured?.ageYears ?? null,
    corrosion: measured?.corrosion ?? null,
    harmonic: measured?.harmonicPercent ?? null,
  };
}

/** Known risks of lines in service. */
function risksOf(edges: readonly GridEdge[]): number[] {
  return edges.flatMap(({ in_service, risk }) => (in_service && risk !== null ? [risk] : []));
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

const greatestFirst = (a: number | null, b: number | null) => (b ?? -1) - (a ?? -1);
