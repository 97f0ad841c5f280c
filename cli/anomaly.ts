import { fitForest, rank } from '../lib/anomaly';
import { NoLabelColumn, type NumericTable } from './anomaly/numeric-table';
import { readTable } from './anomaly/read-table';
import { type Command, type CommandIo, numberOf, type ParsedArguments, parseCommand, UsageError } from './command';

const TOP_ROWS = 10;
const QUANTILES = [0, 0.5, 0.9, 0.99, 1];

/** `gridloom anomaly FILE`: scores of an Isolation Forest for the rows of a CSV file. */
export const anomaly: Command = {
  name: 'anomaly',
  summary:
    'Scores how unlike all others each row of a numeric CSV file is, with an Isolation Forest.\n' +
    'FILE has a header and may be compressed with gzip. With --label, a column of 0 and 1 (1: anomaly) that the forest\n' +
    'does not see, it prints how well the scores find the anomalies: area under the ROC curve (auc), its population\n' +
    'standard deviation over the seeds (aucSd) and average precision (ap), each fitted and scored on the whole file.\n' +
    'Without --label it prints the rows with the highest scores, means over the seeds.',
  positionals: 'FILE',
  options: [
    {
      name: 'label',
      short: 'l',
      type: 'string',
      placeholder: 'COLUMN',
      description: 'Column that tells the anomalies',
    },
    { name: 'trees', short: 't', type: 'string', default: '100', placeholder: 'N', description: 'Trees of a forest' },
    {
      name: 'sample',
      type: 'string',
      default: '256',
      placeholder: 'N',
      description: 'Rows that each tree is grown from',
    },
    {
      name: 'seeds',
      short: 's',
      type: 'string',
      default: '10',
      placeholder: 'N',
      description: 'Forests to average over, with the seeds 0 to N − 1',
    },
    { name: 'json', type: 'boolean', description: 'Result as one line of JSON' },
  ],
  run,
};

interface Settings {
  trees: number;
  sampleSize: number;
  seeds: number;
}

async function run(args: string[], io: CommandIo): Promise<number> {
  const parsed = parseCommand(anomaly, args);
  const [file, ...more] = parsed.positionals;
  if (file === undefined || more.length > 0) throw new UsageError('give one file: gridloom anomaly FILE.csv');
  const settings: Settings = {
    trees: wholeOf(parsed, 'trees', 1, 10_000),
    sampleSize: wholeOf(parsed, 'sample', 2, 4096),
    seeds: wholeOf(parsed, 'seeds', 1, 1000),
  };
  const label = parsed.values.label as string | undefined;
  const table = await readTable(file, label, io.signal).catch((error: Error) => {
    throw error instanceof NoLabelColumn ? new UsageError(`--label: ${error.message}`) : error;
  });
  const isLabelled = label !== undefined;
  if (isLabelled && new Set(table.labels).size < 2)
    throw new Error(`${file}: column "${label}" is ${table.labels[0]} in all rows; both 0 and 1 are needed`);

  const result = isLabelled ? await judge(table, settings, io) : await findTop(table, settings, io);
  const { rows, columns } = table;
  if (parsed.values.json) io.stdout.write(`${JSON.stringify({ ...result.json, rows, columns })}\n`);
  else {
    const { trees, sampleSize, seeds } = settings;
    const sample = Math.min(sampleSize, rows);
    const shape = `${rows} rows of ${columns} columns; ${seeds} forests of ${trees} trees of ${sample} rows`;
    io.stdout.write(`${shape}\n\n${result.text}\n`);
  }
  return 0;
}

interface Result {
  json: object;
  text: string;
}

async function judge(table: NumericTable, settings: Settings, io: CommandIo): Promise<Result> {
  const aucs: number[] = [];
  const precisions: number[] = [];
  const seconds = await eachForest(table, settings, io, (scores) => {
    const { auc, averagePrecision } = rank(scores, table.labels);
    aucs.push(auc);
    precisions.push(averagePrecision);
  });
  const auc = mean(aucs);
  const aucSd = Math.sqrt(mean(aucs.map((one) => (one - auc) ** 2)));
  const ap = mean(precisions);
  const text =
    `AUC                ${auc.toFixed(4)} ± ${aucSd.toFixed(4)}\n` +
    `average precision  ${ap.toFixed(4)}\n` +
    `seconds            ${seconds.toFixed(2)}`;
  return { json: { auc, aucSd, ap, seconds }, text };
}

async function findTop(table: NumericTable, settings: Settings, io: CommandIo): Promise<Result> {
  const means = new Float64Array(table.rows);
  const seconds = await eachForest(table, settings, io, (scores) => {
    for (let i = 0; i < means.length; i++) means[i]! += scores[i]! / settings.seeds;
  });
  const sorted = means.slice().sort();
  const quantiles = QUANTILES.map((share) => sorted[Math.round(share * (sorted.length - 1))]!);
  const [least, median, q90, q99, highest] = quantiles;
  const order = Uint32Array.from(means, (_, i) => i).sort((a, b) => means[b]! - means[a]! || a - b);
  const top = Array.from(order.subarray(0, TOP_ROWS), (row) => ({ line: table.lines[row]!, score: means[row]! }));
  const text =
    `scores: least ${least!.toFixed(3)}, median ${median!.toFixed(3)}, 90 % below ${q90!.toFixed(3)}, ` +
    `99 % below ${q99!.toFixed(3)}, highest ${highest!.toFixed(3)}\n\n${'line'.padStart(10)}  score\n` +
    top.map(({ line, score }) => `${String(line).padStart(10)}  ${score.toFixed(4)}`).join('\n');
  return { json: { least, median, q90, q99, highest, top, seconds }, text };
}

/** Fits and scores with one seed after the other. @returns seconds, without what `take` does with the scores */
async function eachForest(
  { data, rows, columns }: NumericTable,
  { trees, sampleSize, seeds }: Settings,
  { signal }: CommandIo,
  take: (scores: Float64Array) => void,
): Promise<number> {
  const scores = new Float64Array(rows);
  let spentMs = 0;
  for (let seed = 0; seed < seeds; seed++) {
    const startedMs = performance.now();
    fitForest(data, rows, columns, { trees, sampleSize, seed }).score(data, rows, scores);
    spentMs += performance.now() - startedMs;
    take(scores);
    // Lets Ctrl-C come through.
    await new Promise((resolve) => setImmediate(resolve));
    signal.throwIfAborted();
  }
  return spentMs / 1000;
}

function wholeOf(parsed: ParsedArguments, name: string, low: number, high: number): number {
  const value = numberOf(parsed, name, low, high)!;
  if (!Number.isInteger(value)) throw new UsageError(`--${name} ${value}: give a whole number`);
  return value;
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
