import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { publicWork, simulatedWork } from './faults/data-set';
import { faultEngineDifferences } from './faults/engine-differences';
import { faultCard } from './faults/fault-card';
import type { FaultMetrics } from './faults/fault-metrics';
import { writeRaw } from './faults/raw-file';
import { publicSource, SIMULATED_SOURCE } from './faults/sources';
import { writeTensors } from './faults/tensors';
import { allDone } from './faults/workers';
import { runPython, trainingPython } from './python';

const ROOT = resolve(__dirname, '..');
/** Above this an engine computes something else than PyTorch, and not the same with other rounding. */
const TOLERANCE = 1e-3;
const HELP = `Trains the classifier of fault waveforms.

  npm run train:faults [-- [--data FOLDER] [--out FOLDER]]

  --data FOLDER        the public set, or a folder tree of the same form, instead of simulated events
  --out FOLDER         for the ONNX file and the card (default models/ for simulated events)
  --cache FOLDER       where simulated events are kept (default node_modules/.cache/gridloom-faults)
  --per-label N        simulated training scenarios of each class (default 3000)
  --views N            how often each training event is seen, each time recorded otherwise (default 4)
  --epochs N           times through the data (default 12)
  --threads N          that make the data (default 2)
  --seed N             (default 1)
  --original-epochs N  of the original architecture beside it (default 2; 0: leave it out)

GRIDLOOM_PYTHON names the interpreter with the packages of training/requirements.txt (default python3).
`;

async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      data: { type: 'string' },
      out: { type: 'string' },
      cache: { type: 'string', default: join(ROOT, 'node_modules/.cache/gridloom-faults') },
      'per-label': { type: 'string', default: '3000' },
      views: { type: 'string', default: '4' },
      epochs: { type: 'string', default: '12' },
      threads: { type: 'string', default: '2' },
      seed: { type: 'string', default: '1' },
      'original-epochs': { type: 'string', default: '2' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return void process.stdout.write(HELP);
  if (values.data !== undefined && values.out === undefined) throw new Error('--data needs --out FOLDER for the model');
  const whole = (name: 'per-label' | 'views' | 'epochs' | 'threads' | 'seed') => {
    const value = Number(values[name]);
    if (!Number.isSafeInteger(value) || value < 1)
      throw new Error(`--${name} ${values[name]}: give a number from 1 up`);
    return value;
  };
  const out = values.out === undefined ? join(ROOT, 'models') : resolve(values.out);
  const options = {
    perLabel: whole('per-label'),
    views: whole('views'),
    cache: resolve(values.cache),
    seed: whole('seed'),
  };
  const python = trainingPython(['numpy', 'onnx', 'onnxruntime', 'onnxscript', 'torch']);
  const folder = mkdtempSync(join(tmpdir(), 'gridloom-faults-'));
  try {
    const works = values.data === undefined ? simulatedWork(options) : publicWork(values.data, options);
    const results = await allDone(works, whole('threads'), (count) => {
      if (count % 50 === 0 || count === works.length) log(`data: ${count} of ${works.length} pieces`);
    });
    writeTensors(
      folder,
      results.flatMap(({ tensors }) => tensors),
    );
    writeRaw(
      folder,
      results.flatMap(({ raw }) => raw ?? []),
    );
    results.length = 0;
    mkdirSync(out, { recursive: true });
    const fixture = values.out === undefined ? join(ROOT, 'test/training/faults/fixtures') : join(folder, 'fixture');
    const metricsPath = join(folder, 'metrics.json');
    const paths = ['--data', folder, '--out', out, '--fixture', fixture, '--metrics', metricsPath];
    const numbers = (['epochs', 'original-epochs', 'seed'] as const).flatMap((name) => [`--${name}`, values[name]]);
    runPython(python, [join(__dirname, 'train_faults.py'), ...paths, ...numbers]);
    const metrics = JSON.parse(readFileSync(metricsPath, 'utf8')) as FaultMetrics;
    const differences = await faultEngineDifferences(join(out, 'fault-classifier.onnx'), fixture);
    for (const { engine, probability, unlikeness } of differences) {
      log(`${engine} and PyTorch differ by ${probability} in probability, ${unlikeness} in unlikeness`);
    }
    const source = values.data === undefined ? SIMULATED_SOURCE : publicSource(values.data);
    writeFileSync(join(out, 'fault-classifier.md'), faultCard(metrics, differences, source));
    writeFileSync(join(out, 'fault-classifier-metrics.json'), `${JSON.stringify(metrics, null, 2)}\n`);
    log(`${out} holds the model and its card, fault-classifier.md`);
    const worst = Math.max(...differences.map(({ probability, unlikeness }) => Math.max(probability, unlikeness)));
    if (!(worst <= TOLERANCE)) throw new Error(`an engine differs from PyTorch by ${worst}: don't use this model`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const log = (line: string) => void process.stderr.write(`${line}\n`);

main(process.argv.slice(2)).catch((error: Error) => {
  process.stderr.write(`train:faults: ${error.message}\n`);
  process.exitCode = 1;
});
