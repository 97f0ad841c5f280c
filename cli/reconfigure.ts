import type { NetworkModel } from '../lib/network/network-model';
import {
  Reconfiguration,
  type ReconfigurationResult,
  type ReconfigurationSettings,
  yearlySavings,
} from '../lib/routing';
import { type Command, type CommandIo, numberOf, type ParsedArguments, parseCommand, UsageError } from './command';
import { LIMIT_OPTIONS, limitsOf } from './network/limit-options';
import { readCase } from './network/read-network';
import { reconfigurationTable } from './network/reconfiguration-table';
import { onOneLine } from './text-table';

const branches = (name: string, description: string) =>
  ({ name, type: 'string', multiple: true, placeholder: 'BRANCH', description }) as const;

/** `gridloom reconfigure`: which branches to open for least losses. */
export const reconfigure: Command = {
  name: 'reconfigure',
  summary:
    'Finds which branches of a radial network to open, so that losses are least within voltage and loading limits.\n' +
    'Searches until it is proven that nothing is better, or the time is over (Ctrl-C ends earlier, with the best so far);\n' +
    'lowerBoundKw is what no configuration within limits falls below. A BRANCH is an id or a row, counted from 1 as in\n' +
    'the file. The switching list closes one branch and opens another at each step, so that no load is without supply.\n' +
    'Exit code 1: no network in the file, parts of it had to be left out, or no configuration serves all loads.',
  positionals: 'CASE',
  options: [
    { name: 'seconds', type: 'string', default: '30', placeholder: 'S', description: 'Time for the search' },
    {
      name: 'evaluations',
      type: 'string',
      placeholder: 'N',
      description: 'Power flows in place of a time: the same result each time',
    },
    { name: 'seed', type: 'string', default: '1', placeholder: 'N', description: 'Of the search, a whole number' },
    ...LIMIT_OPTIONS,
    branches('out-of-service', 'Stays open; may be given more than once, as the following'),
    branches('lock', 'Stays as it is today'),
    branches('switchable', 'Only these may change; without it all'),
    {
      name: 'two-paths',
      type: 'string',
      multiple: true,
      placeholder: 'NODE',
      description: 'Must keep a second path by which it can be fed when a branch fails',
    },
    {
      name: 'risk',
      type: 'string',
      multiple: true,
      placeholder: 'BRANCH=RISK',
      description: 'Risk of a branch, 0 to 1: its losses count 1 + risk-weight · risk times',
    },
    { name: 'risk-weight', type: 'string', default: '1', placeholder: 'X', description: 'See risk' },
    {
      name: 'load-factor',
      type: 'string',
      default: '0.5',
      placeholder: 'X',
      description: 'Mean over greatest load of a year',
    },
    { name: 'price', type: 'string', default: '0.1', placeholder: 'X', description: 'Of a kWh, in any currency' },
    {
      name: 'json',
      type: 'boolean',
      description:
        'Result as {"lossBeforeKw", "lossAfterKw", "openBranches", "minVoltagePu", "lowerBoundKw", "provenOptimal", "secondsToBest", "switching", …}',
    },
  ],
  run,
};

async function run(args: string[], io: CommandIo): Promise<number> {
  const parsed = parseCommand(reconfigure, args);
  const seconds = numberOf(parsed, 'seconds', 0, 1e6)!;
  const evaluations = numberOf(parsed, 'evaluations', 1);
  const seed = numberOf(parsed, 'seed', 0, Number.MAX_SAFE_INTEGER)!;
  if (!Number.isInteger(seed)) throw new UsageError(`--seed ${seed}: give a whole number`);
  const savings = { loadFactor: numberOf(parsed, 'load-factor', 0, 1)!, pricePerKwh: numberOf(parsed, 'price', 0)! };
  const limits = limitsOf(parsed);
  const { network, isWhole } = readCase(parsed, io);
  const settings = { ...limits, ...settingsOf(parsed, network) };
  const started = performance.now();
  const reconfiguration = new Reconfiguration(network, settings, seed);
  const secondsToBest = await search(reconfiguration, { seconds, evaluations, started, signal: io.signal });
  const result = reconfiguration.result();
  if (result.todayProblem)
    warn(io, `today's state has no power flow: ${result.todayProblem}; there is no switching list`);
  if (!result.isAllowed) {
    const worst = `${result.after.violations.length} limits are exceeded`;
    warn(
      io,
      `${result.isProven ? 'no configuration is' : 'none that was found is'} within limits; in the best one ${worst}`,
    );
  }
  const year = result.before && yearlySavings(result.before.lossKw, result.after.lossKw, savings);
  const shown = { network, result, secondsToBest, savings: year };
  io.stdout.write(`${parsed.values.json ? JSON.stringify(asJson(shown)) : reconfigurationTable(shown)}\n`);
  return isWhole ? 0 : 1;
}

const warn = ({ stderr }: CommandIo, text: string) => stderr.write(`${onOneLine(`warning: ${text}`)}\n`);

function settingsOf(parsed: ParsedArguments, network: NetworkModel): ReconfigurationSettings {
  const ids = new Set(network.branches.map(({ id }) => id));
  const idOf = (text: string) => (ids.has(text) ? text : (network.branches[Number(text) - 1]?.id ?? text));
  const list = (name: string) => (parsed.values[name] as string[] | undefined)?.map(idOf);
  const risk = ((parsed.values.risk as string[] | undefined) ?? []).map((text): [string, number] => {
    const [, id, number] = /^(.+)=([^=]+)$/s.exec(text) ?? [];
    if (id === undefined || !(Number(number) >= 0 && Number(number) <= 1))
      throw new UsageError(`--risk ${text}: write BRANCH=RISK with a risk from 0 to 1`);
    return [idOf(id), Number(number)];
  });
  const switchable = list('switchable');
  return {
    outOfService: list('out-of-service') ?? [],
    locked: list('lock') ?? [],
    ...(switchable ? { switchable } : {}),
    twoPaths: (parsed.values['two-paths'] as string[] | undefined) ?? [],
    risk: Object.fromEntries(risk),
    riskWeight: numberOf(parsed, 'risk-weight', 0)!,
  };
}

interface Budget {
  seconds: number;
  evaluations: number | undefined;
  started: number;
  signal: AbortSignal;
}

/** Between two looks at the clock for signals. */
const PAUSE_MS = 100;

/** @returns seconds after which the best configuration was found */
async function search(reconfiguration: Reconfiguration, budget: Budget): Promise<number> {
  const elapsed = () => (performance.now() - budget.started) / 1000;
  let [best, secondsToBest, paused] = [reconfiguration.progress().costKw, elapsed(), performance.now()];
  const isOver = (spent: number) =>
    budget.signal.aborted ||
    (budget.evaluations === undefined ? elapsed() >= budget.seconds : spent >= budget.evaluations);
  for (let progress = reconfiguration.progress(); !progress.isProven && !isOver(progress.evaluations); ) {
    progress = reconfiguration.step();
    if (progress.costKw !== best) [best, secondsToBest] = [progress.costKw, elapsed()];
    if (performance.now() - paused < PAUSE_MS) continue;
    await new Promise((resolve) => setImmediate(resolve));
    paused = performance.now();
  }
  return secondsToBest;
}

export interface Reconfigured {
  network: NetworkModel;
  result: ReconfigurationResult;
  secondsToBest: number;
  savings: ReturnType<typeof yearlySavings> | null;
}

function asJson({ network, result, secondsToBest, savings }: Reconfigured) {
  const { before, after } = result;
  const idOf = (branch: number) => network.branches[branch]!.id;
  return {
    lossBeforeKw: before?.lossKw ?? null,
    lossAfterKw: after.lossKw,
    openBranches: result.openBranches.map((branch) => branch + 1),
    openBranchIds: result.openBranches.map(idOf),
    minVoltageBeforePu: before?.minVoltagePu ?? null,
    minVoltagePu: after.minVoltagePu,
    withinLimits: result.isAllowed,
    violations: after.violations,
    costKw: result.costKw,
    lowerBoundKw: result.lowerBoundKw,
    gapPercent: 100 * result.gap,
    provenOptimal: result.isProven && result.isAllowed,
    secondsToBest,
    evaluations: result.evaluations,
    switching:
      result.switching?.steps.map(({ close, open, lossKw, minVoltagePu }) => ({
        close: close + 1,
        open: open + 1,
        closeId: idOf(close),
        openId: idOf(open),
        lossKw,
        minVoltagePu,
      })) ?? null,
    switchingWithinLimits: result.switching?.isWithinLimits ?? null,
    year: savings,
  };
}
