import type { RouteReport, SupplyRoute } from '../messages';
import { type FlowRoute, flowRoutes } from './flow-routes';
import type { Highs } from './highs';
import { branchLossKw, type PathGrid } from './path-grid';
import { supplyFlow } from './supply-flow';
import { networkSupply } from './supply-problem';
import { reasonText, unservedReason } from './unserved-reason';

/**
 * Finds the routes by which all loads are supplied at least cost within ratings and capacities. It is a transport model:
 * power goes the way it is sent, losses are reckoned at nominal voltage and are not fed in. What flows when the lines are
 * switched like this, a power flow tells.
 * @param weights as the grid was made with
 */
export function optimizeSupply(
  grid: PathGrid,
  highs: Highs,
  { timeMs, lossWeight, riskWeight }: Pick<RouteReport, 'timeMs' | 'lossWeight' | 'riskWeight'>,
): RouteReport {
  const { model, risk } = grid;
  const { nodes, branches } = model;
  const supply = networkSupply(grid);
  const { branch, demandMw, ownMw } = supply;
  const flow = supplyFlow(supply, highs);
  const { flowMw } = flow;
  const ways = flowRoutes(
    supply,
    flow,
    demandMw.map((demand, node) => demand - flow.unservedMw[node]!),
  );
  // What no way was found for is not served, however little it is.
  const unservedMw = unservedBeside(ways, flow.unservedMw, demandMw);
  const nameOf = (node: number) => nodes[node]!.label ?? nodes[node]!.id;
  const route = (
    load: number,
    source: number,
    way: { nodes: number[]; lines: number[] },
    powerMw: number,
  ): SupplyRoute => {
    const risks = way.lines.map((line) => risk[branch[line]!]!);
    // Of the losses of a line each route has the share that it has of the power.
    const lossKw = way.lines.map(
      (line) => (branchLossKw(model, branch[line]!, flowMw[line]!) * powerMw) / Math.abs(flowMw[line]!),
    );
    return {
      loadId: nodes[load]!.id,
      loadName: nameOf(load),
      sourceId: nodes[source]!.id,
      sourceName: nameOf(source),
      nodes: way.nodes.map((node) => nodes[node]!.id),
      lines: way.lines.map((line) => branches[branch[line]!]!.id),
      powerMw,
      lossKw: sum(lossKw),
      risk: Math.max(0, ...risks),
      riskSum: sum(risks),
    };
  };
  const own = [...ownMw.keys()].filter((node) => ownMw[node]! > 0);
  const served = demandMw.map((demand, node) => demand - unservedMw[node]!);
  const routes = [
    ...own.map((node) => route(node, node, { nodes: [node], lines: [] }, ownMw[node]!)),
    ...ways.map((way) => route(way.load, way.source, way, way.powerMw)),
  ];
  const lossKw = sum(Array.from(branch, (at, line) => branchLossKw(model, at, flowMw[line]!)));
  const servedMw = sum(served) + sum(ownMw);
  const carriedMw = sum(flowMw.map(Math.abs));
  const lacking = [...unservedMw.keys()].filter((node) => unservedMw[node]! > 0);
  return {
    timeMs,
    lossWeight,
    riskWeight,
    routes,
    demandMw: sum(demandMw) + sum(ownMw),
    unservedMw: sum(lacking.map((node) => unservedMw[node]!)),
    lossKw,
    lossPercent: servedMw > 0 ? lossKw / 10 / servedMw : 0,
    averageRisk:
      carriedMw > 0 ? sum(flowMw.map((power, line) => Math.abs(power) * risk[branch[line]!]!)) / carriedMw : 0,
    cost: flow.cost,
    unserved: lacking.map((node) => {
      const { sources, lines } = unservedReason(supply, flow, node);
      const because = reasonText(
        sources.map((source) => nodes[source]!.id),
        lines.map((line) => branches[branch[line]!]!.id),
      );
      return { loadId: nodes[node]!.id, powerMw: unservedMw[node]!, because };
    }),
  };
}

function unservedBeside(ways: readonly FlowRoute[], unservedMw: Float64Array, demandMw: Float64Array): Float64Array {
  const withWay = new Set(ways.map(({ load }) => load));
  return unservedMw.map((power, node) => (withWay.has(node) ? power : demandMw[node]!));
}

const sum = (values: ArrayLike<number>) => Array.from(values).reduce((total, value) => total + value, 0);
