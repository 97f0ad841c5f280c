import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { csvSet } from './csv-set';
import { engineDifferences } from './engine-differences';
import { type Metrics, modelCard } from './model-card';
import { runPython, trainingPython } from './python';
import { SIMULATED_SOURCE, simulatedSet } from './simulated-set';

const ROOT = resolve(__dirname, '..');
/** Above this an engine computes something else than PyTorch, and not the same with other rounding. */
const TOLERANCE = 1e-4;
const HELP = `Trains the autoencoders of theft detection: an LSTM and a dense one.

  npm run train:theft [-- [--data READINGS.csv]… [--out FOLDER]]

  --data FILE          readings to train on instead of simulated ones; may be given several times
  --columns LIST       columns of the files, as for gridloom theft
  --sample-seconds N   time between two readings in the files (default 5)
  --out FOLDER         for the ONNX files and the card (default models/ for simulated data)
  --epochs N           times through the data (default 12)

GRIDLOOM_PYTHON names the interpreter with the packages of training/requirements.txt (default python3).
`;

async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      data: { type: 'string', multiple: true, default: [] },
      columns: { type: 'string', default: '' },
      'sample-seconds': { type: 'string', default: '5' },
      out: { type: 'string' },
      epochs: { type: 'string', default: '12' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return void process.stdout.write(HELP);
  const isShipped = values.data.length === 0 && values.out === undefined;
  if (values.data.length > 0 && values.out === undefined) throw new Error('--data needs --out FOLDER for the models');
  const out = values.out === undefined ? join(ROOT, 'models') : resolve(values.out);
  const python = trainingPython(['numpy', 'onnx', 'onnxruntime', 'onnxscript', 'sklearn', 'torch']);
  const folder = mkdtempSync(join(tmpdir(), 'gridloom-training-'));
  try {
    const fixture = isShipped ? join(ROOT, 'test/lib/theft/fixtures') : join(folder, 'fixture');
    const options = { columns: values.columns, sampleSeconds: Number(values['sample-seconds']) };
    const set = values.data.length > 0 ? await csvSet(values.data, options, log) : simulatedSet(log);
    set.write(folder);
    mkdirSync(out, { recursive: true });
    const paths = ['--windows', folder, '--out', out, '--fixture', fixture, '--metrics', join(folder, 'metrics.json')];
    runPython(python, [join(__dirname, 'train_autoencoder.py'), ...paths, '--epochs', values.epochs]);
    const metrics = JSON.parse(readFileSync(join(folder, 'metrics.json'), 'utf8')) as Metrics;
    const differences = await engineDifferences(out, fixture);
    for (const { engine, model, difference } of differences)
      log(`${model}: ${engine} and PyTorch differ by ${difference}`);
    const source = values.data.length > 0 ? values.data.join(', ') : SIMULATED_SOURCE;
    writeFileSync(join(out, 'theft-autoencoder.md'), modelCard(metrics, differences, source));
    log(`${out} holds the models and their card, theft-autoencoder.md`);
    const worst = Math.max(...differences.map(({ difference }) => difference));
    if (!(worst <= TOLERANCE)) throw new Error(`an engine differs from PyTorch by ${worst}: don't use these models`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const log = (line: string) => void process.stderr.write(`${line}\n`);

main(process.argv.slice(2)).catch((error: Error) => {
  process.stderr.write(`train:theft: ${error.message}\n`);
  process.exitCode = 1;
});
