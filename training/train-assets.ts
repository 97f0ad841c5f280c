import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { assetCard } from './assets/asset-card';
import type { AssetMetrics } from './assets/asset-metrics';
import { csvInspections } from './assets/csv-inspections';
import { failureEngineDifferences } from './assets/engine-differences';
import { SIMULATED_SOURCE, simulatedInspections } from './assets/inspection-set';
import { runPython, trainingPython } from './python';

const ROOT = resolve(__dirname, '..');
/** Above this an engine computes something else than scikit-learn, and not the same with other rounding. */
const TOLERANCE = 1e-4;
const HELP = `Trains the model of the failure of assets that grid asset health asks.

  npm run train:assets [-- [--data INSPECTIONS.csv] [--out FOLDER]]

  --data FILE    inspections with their outcome instead of simulated ones: columns assetId, failed (0 or 1: within a year)
                 and any of temperatureC, loadPercent, vibration, ageYears, corrosion, harmonicPercent, oilQuality,
                 tripCount, ambientC, humidityPercent; an empty cell is not known
  --out FOLDER   for the ONNX file, its card and figures (default models/ for simulated data)

GRIDLOOM_PYTHON names the interpreter with the packages of training/requirements.txt (default python3).
`;

async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      data: { type: 'string' },
      out: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return void process.stdout.write(HELP);
  if (values.data && !values.out) throw new Error('--data needs --out FOLDER for the model');
  const out = values.out === undefined ? join(ROOT, 'models') : resolve(values.out);
  const isShipped = values.out === undefined;
  const python = trainingPython(['numpy', 'onnx', 'onnxruntime', 'sklearn', 'torch']);
  const folder = mkdtempSync(join(tmpdir(), 'gridloom-training-'));
  try {
    const fixture = isShipped ? join(ROOT, 'test/training/assets/fixtures') : join(folder, 'fixture');
    const set = values.data ? csvInspections(values.data) : simulatedInspections();
    log(`${set.size} inspections of ${set.assets} assets, ${set.failures} of them before a failure`);
    const inspections = join(folder, 'inspections.npy');
    set.write(inspections);
    mkdirSync(out, { recursive: true });
    const metricsFile = join(out, 'asset-failure-metrics.json');
    const paths = ['--inspections', inspections, '--out', out, '--fixture', fixture, '--metrics', metricsFile];
    runPython(python, [join(__dirname, 'train_assets.py'), ...paths]);
    const metrics = JSON.parse(readFileSync(metricsFile, 'utf8')) as AssetMetrics;
    const differences = await failureEngineDifferences(join(out, 'asset-failure.onnx'), fixture);
    for (const { engine, difference } of differences) log(`${engine} and scikit-learn differ by ${difference}`);
    const source = values.data ?? SIMULATED_SOURCE;
    writeFileSync(join(out, 'asset-failure.md'), assetCard(metrics, differences, source, !values.data));
    log(`${out} holds the model and its card, asset-failure.md`);
    const worst = Math.max(...differences.map(({ difference }) => difference));
    if (!(worst <= TOLERANCE)) throw new Error(`an engine differs from scikit-learn by ${worst}: don't use this model`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const log = (line: string) => void process.stderr.write(`${line}\n`);

main(process.argv.slice(2)).catch((error: Error) => {
  process.stderr.write(`train:assets: ${error.message}\n`);
  process.exitCode = 1;
});
