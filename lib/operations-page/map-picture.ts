import type { GridMapUpdate, LineTelemetry, MapElement, MapPath, PowerFlowReport, RouteReport } from '../messages';
import type { LiveNetwork } from '../network/live';
import type { NetworkBranch, NetworkNode } from '../network/network-model';
import { toTopology } from '../network/to-topology';
import { AMBER_C, type LineState, lineState, RED_RISK } from './line-states';

const SOURCE = '#2a9d55';
const LOAD = '#2f7fd0';
const RED = '#d0312d';
const AMBER = '#e8912c';
const LINE = '#8391a0';
/** What is out of service must be seen from afar. */
const OUT = '#c026d3';
/** Of the routes from one source; apart from the colours of lines. */
const ROUTES = ['#7c4dcc', '#008b8b', '#b0579a', '#5c7f1f', '#3f5fb0', '#8c6239'];
/** More would hide the map, and their legend the page. */
const MOST_PATHS = 12;

/** What the map shows, from the network and what is known of it. */
export interface Picture {
  network: LiveNetwork;
  telemetry: ReadonlyMap<string, LineTelemetry>;
  powerFlow: PowerFlowReport | undefined;
  routes: RouteReport | undefined;
  /** Lines that a reconfiguration has opened. */
  opened: ReadonlySet<string>;
}

/** Tells a map what has changed since it was last told. */
export class MapPicture {
  private drawn = new Map<string, string>();

  /** The next update is the whole network. */
  forget(): void {
    this.drawn.clear();
  }

  /** Undefined when nothing has changed. */
  update(picture: Picture): GridMapUpdate | undefined {
    const { network, powerFlow, routes } = picture;
    const isWhole = this.drawn.size === 0;
    const { nodes, branches } = network.model;
    const flowOfNode = new Map(powerFlow?.nodes.map((node) => [node.id, node]));
    const flowOfLine = new Map(powerFlow?.lines.map((line) => [line.id, line]));
    const mostMw = Math.max(1, ...nodes.map((node) => Math.max(node.loadMw, node.capacityMw ?? 0)));
    const update: GridMapUpdate = {
      nodes: this.changed(
        'node',
        nodes.map((node) => nodeElement(node, flowOfNode.get(node.id), mostMw)),
      ),
      lines: this.changed(
        'line',
        branches.map((line) => lineElement(line, flowOfLine.get(line.id), picture)),
      ),
    };
    const paths = routes ? routePaths(routes) : [];
    if (this.isNew('paths', JSON.stringify(paths))) update.paths = paths;
    if (isWhole) update.topology = bareTopology(network);
    if (update.nodes!.length === 0) delete update.nodes;
    if (update.lines!.length === 0) delete update.lines;
    return Object.keys(update).length === 0 ? undefined : update;
  }

  private changed(what: string, elements: MapElement[]): MapElement[] {
    return elements.filter((element) => this.isNew(`${what} ${element.id}`, JSON.stringify(element)));
  }

  private isNew(key: string, text: string): boolean {
    if (this.drawn.get(key) === text) return false;
    this.drawn.set(key, text);
    return true;
  }
}

/** Ids, names and places; without what a map does not draw. */
function bareTopology(network: LiveNetwork): GridMapUpdate['topology'] {
  const { nodes, lines } = toTopology(network.model);
  return {
    nodes: nodes.map(({ id, label, kind, x, y }) => ({ id, ...(label && { label }), ...(kind && { kind }), x, y })),
    lines: lines.map(({ id, from, to, label, kind, inService }) => ({ id, from, to, label, kind, inService })),
  };
}

function nodeElement(
  { id, loadMw, isReference, capacityMw, kind }: NetworkNode,
  flow: PowerFlowReport['nodes'][number] | undefined,
  mostMw: number,
): MapElement {
  const isSource = isReference === true || kind === 'generator';
  return {
    id,
    color: isSource ? SOURCE : loadMw > 0 || kind === 'load' ? LOAD : null,
    size: Math.min(1, Math.max(loadMw, isSource ? (capacityMw ?? 0) : 0) / mostMw),
    details: {
      ...(isSource ? {} : { 'load, MW': rounded(loadMw, 1) }),
      ...(flow ? { 'supplied, MW': rounded(flow.generationMw, 1) } : {}),
      ...(flow ? { 'voltage, p.u.': rounded(flow.voltagePu, 4) } : {}),
    },
  };
}

function lineElement(
  branch: NetworkBranch,
  flow: PowerFlowReport['lines'][number] | undefined,
  { telemetry, opened }: Picture,
): MapElement {
  const state = lineState(branch, opened);
  const { risk, temperatureC } = telemetry.get(branch.id) ?? {};
  const loading = flow?.loadingPercent ?? null;
  return {
    id: branch.id,
    inService: state === 'in',
    color: lineColor(state, risk, temperatureC),
    size: state === 'in' ? Math.min(1, 0.15 + (loading ?? 0) / 125) : state === 'out' ? 0.4 : 0.05,
    details: {
      ...(state === 'out' ? { 'out of service': true } : {}),
      'loading, %': rounded(loading, 1),
      ...(flow ? { 'flow, MW': rounded(flow.fromMw, 1), 'loss, kW': rounded(flow.lossKw, 1) } : {}),
      risk: rounded(risk ?? null, 2),
      'temperature, °C': rounded(temperatureC ?? null, 0),
    },
  };
}

function lineColor(state: LineState, risk = 0, temperatureC = 0): string {
  if (state === 'out') return OUT;
  if (state === 'open') return LINE;
  if (risk > RED_RISK) return RED;
  return temperatureC > AMBER_C ? AMBER : LINE;
}

/** All lines over which a source supplies its loads are one path. */
function routePaths({ routes }: RouteReport): MapPath[] {
  const bySource = new Map<string, { label: string; lines: Set<string> }>();
  for (const { sourceId, sourceName, lines } of routes) {
    const path = bySource.get(sourceId) ?? { label: `routes from ${sourceName}`, lines: new Set() };
    for (const line of lines) path.lines.add(line);
    bySource.set(sourceId, path);
  }
  return [...bySource]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .filter(([, { lines }]) => lines.size > 0)
    .slice(0, MOST_PATHS)
    .map(([id, { label, lines }], index) => ({ id, label, lines: [...lines], color: ROUTES[index % ROUTES.length]! }));
}

const rounded = (value: number | null, digits: number) => (value === null ? null : Number(value.toFixed(digits)));
