import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { shippedModel } from '../../lib/inference';
import { completeTheftSettings } from '../../lib/theft/theft-settings';

const ROOT = resolve(__dirname, '../..');
/** The shortest there is: the file holds hours to days. */
const WARM_UP_DAYS = 1;
/** Windows after which a meter's first forest is grown: half of its history, see lib/theft/window-scorer.ts. */
const LEARNED_WINDOWS = 48;

/** A window as an arm wrote it; more is in it than is compared. */
export interface WrittenWindow {
  meterId: string;
  startMs: number;
  samples: number;
  features: Record<string, number>;
}

export interface Arm {
  name: string;
  command(file: string, out: string): { command: string; args: string[]; env: NodeJS.ProcessEnv };
  /** What it wrote. */
  windows(out: string): WrittenWindow[];
}

/** @param trees of each meter's forest, in both arms @throws Error when the arm cannot run here */
export function armNamed(name: string, trees: number): Arm {
  if (name === 'ours') return ours(trees);
  if (name === 'python') return python(trees);
  throw new Error(`there is no arm ${name}: use ours or python`);
}

function ours(trees: number): Arm {
  const cli = join(ROOT, 'dist/cli/gridloom.js');
  if (!existsSync(cli)) throw new Error(`${cli} is missing: run npm run build`);
  return {
    name: 'ours',
    command: (file, out) => ({
      command: process.execPath,
      args: [cli, 'theft', file, '--out', out, '--warm-up-days', String(WARM_UP_DAYS), '--forest-trees', String(trees)],
      env: process.env,
    }),
    windows: (out) =>
      readFileSync(join(out, 'windows.ndjson'), 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
  };
}

/** The same forest and the same model as ours. */
function python(trees: number): Arm {
  const interpreter = process.env.GRIDLOOM_PYTHON;
  const packages = 'bench/theft/requirements.txt';
  if (!interpreter) throw new Error(`GRIDLOOM_PYTHON is not set: give a Python with the packages of ${packages}`);
  const { status, stderr } = spawnSync(interpreter, ['-c', 'import numpy, onnx, pandas, sklearn, torch'], {
    encoding: 'utf8',
  });
  if (status !== 0)
    throw new Error(`${interpreter} lacks a package of ${packages}: ${stderr.trim().split('\n').at(-1)}`);
  const { forestSample } = completeTheftSettings();
  const options = {
    model: shippedModel('theft-autoencoder-lstm'),
    'warm-up-windows': LEARNED_WINDOWS,
    trees,
    sample: forestSample,
  };
  return {
    name: 'python',
    command(file, out) {
      mkdirSync(out, { recursive: true });
      const named = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
      const args = [join(ROOT, 'bench/theft/peer.py'), file, join(out, 'result.json'), ...named];
      return { command: interpreter, args, env: process.env };
    },
    windows: (out) => JSON.parse(readFileSync(join(out, 'result.json'), 'utf8')).windows,
  };
}
