import type { NetworkModel } from '../lib/network/network-model';
import { type RadialPowerFlow, radialPowerFlow } from '../lib/network/power-flow';
import { type Command, type CommandIo, parseCommand } from './command';
import { LIMIT_OPTIONS, limitsOf } from './network/limit-options';
import { readCase } from './network/read-network';
import { aligned, onOneLine } from './text-table';

/** `gridloom powerflow`: AC power flow of a radial network. */
export const powerflow: Command = {
  name: 'powerflow',
  summary:
    'Computes the AC power flow of a radial network: losses, voltages, loadings, limits that are exceeded.\n' +
    'Each reference (type 3 in MATPOWER) is a source that feeds a tree of its own and holds the voltage of the file, or\n' +
    '1 p.u.; loads and other generators are constant power. Rows are counted from 1 as in the file. Exit code 1: no\n' +
    'network in the file, parts of it had to be left out, a loop, an island with load, or no convergence.',
  positionals: 'CASE',
  options: [
    ...LIMIT_OPTIONS,
    {
      name: 'json',
      type: 'boolean',
      description:
        'Result as {"lossKw", "lossKvar", "minVoltagePu", "minVoltageNode", "nodes", "branches", "violations", …}',
    },
  ],
  run,
};

async function run(args: string[], io: CommandIo): Promise<number> {
  const parsed = parseCommand(powerflow, args);
  const limits = limitsOf(parsed);
  const { network, isWhole } = readCase(parsed, io);
  const flow = radialPowerFlow(network, limits);
  io.stdout.write(`${parsed.values.json ? JSON.stringify(asJson(network, flow)) : asText(network, flow)}\n`);
  return isWhole ? 0 : 1;
}

function asJson({ nodes, branches }: NetworkModel, flow: RadialPowerFlow) {
  const { lossKw, lossKvar, minVoltagePu, minVoltageNode, supplyMw, supplyMvar, violations, sweeps, residualPu } = flow;
  return {
    lossKw,
    lossKvar,
    minVoltagePu,
    minVoltageNode: nodes[minVoltageNode]?.id ?? null,
    supplyMw,
    supplyMvar,
    sweeps,
    residualPu,
    violations,
    nodes: nodes.map(({ id }, at) => ({
      id,
      // Null: dead.
      voltagePu: flow.voltagePu[at] || null,
      angleDegrees: flow.voltagePu[at] ? (flow.angleRad[at]! * 180) / Math.PI : null,
    })),
    branches: branches.map(({ id }, at) => ({
      row: at + 1,
      id,
      fromMw: flow.fromMw[at]!,
      fromMvar: flow.fromMvar[at]!,
      toMw: flow.toMw[at]!,
      toMvar: flow.toMvar[at]!,
      lossKw: (flow.fromMw[at]! + flow.toMw[at]!) * 1000,
      loadingPercent: Number.isNaN(flow.loadingPercent[at]!) ? null : flow.loadingPercent[at]!,
    })),
  };
}

function asText({ nodes, branches }: NetworkModel, flow: RadialPowerFlow): string {
  const nodeRows = nodes.map(({ id }, at) => [
    onOneLine(id),
    flow.voltagePu[at] ? flow.voltagePu[at]!.toFixed(5) : '–',
    flow.voltagePu[at] ? ((flow.angleRad[at]! * 180) / Math.PI).toFixed(3) : '–',
  ]);
  const branchRows = branches.map(({ id }, at) => [
    `${at + 1}`,
    onOneLine(id),
    flow.fromMw[at]!.toFixed(4),
    flow.fromMvar[at]!.toFixed(4),
    ((flow.fromMw[at]! + flow.toMw[at]!) * 1000).toFixed(3),
    Number.isNaN(flow.loadingPercent[at]!) ? '–' : flow.loadingPercent[at]!.toFixed(1),
  ]);
  const limits = flow.violations.map(({ kind, id, value, limit }) => {
    const unit = kind === 'overload' ? 'MVA' : kind === 'over-capacity' ? 'MW' : 'p.u.';
    return [kind, onOneLine(id), `${value.toFixed(4)} ${unit}, limit ${limit} ${unit}`];
  });
  const least = nodes[flow.minVoltageNode];
  return [
    `losses ${flow.lossKw.toFixed(3)} kW, ${flow.lossKvar.toFixed(3)} kvar; supply ${flow.supplyMw.toFixed(4)} MW, ${flow.supplyMvar.toFixed(4)} Mvar`,
    least ? `least voltage ${flow.minVoltagePu.toFixed(5)} p.u. at node ${onOneLine(least.id)}` : 'no node but sources',
    '',
    ...aligned([['node', 'p.u.', 'degrees'], ...nodeRows]),
    '',
    ...aligned([['row', 'branch', 'MW', 'Mvar', 'loss kW', 'loading %'], ...branchRows]),
    '',
    ...(limits.length > 0 ? aligned([['exceeded', 'where', 'value'], ...limits]) : ['no limit is exceeded']),
  ].join('\n');
}
