import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { FaultScenario, SimulatedEvent } from '../../simulator/waveform';

const ROOT = resolve(__dirname, '../..');
/** Simulated records between runs: minutes of computing. May be deleted at any time. */
const FOLDER = join(ROOT, 'node_modules/.cache/gridloom-faults/evaluation');
/** What the records come from: another state of these sources means other records. */
const SOURCES = ['simulator/emt', 'simulator/waveform', 'simulator/random.ts'];

/** What is kept of an event beside its samples. */
type Head = Omit<SimulatedEvent, 'operate' | 'restraint' | 'scenario'> & { samples: number };

/** File of the records of some scenarios, and whether it is there. */
export function chunkFile(scenarios: readonly FaultScenario[]): { path: string; isThere: boolean } {
  mkdirSync(FOLDER, { recursive: true });
  const digest = createHash('sha256').update(sourcesDigest()).update(JSON.stringify(scenarios)).digest('hex');
  const path = join(FOLDER, `${digest.slice(0, 32)}.records`);
  return { path, isThere: existsSync(path) };
}

/** A line of JSON with the heads, then the samples as float32, six channels an event. */
export function writeChunk(path: string, events: readonly SimulatedEvent[]): void {
  const heads = events.map(
    ({ operate, restraint: _, scenario: __, ...rest }): Head => ({ ...rest, samples: operate[0].length }),
  );
  const head = Buffer.from(`${JSON.stringify(heads)}\n`);
  const body = events.flatMap(({ operate, restraint }) =>
    [...operate, ...restraint].map((trace) => Buffer.from(trace.buffer, trace.byteOffset, trace.byteLength)),
  );
  // A name of its own until it is whole: another run may look for it meanwhile.
  const unfinished = `${path}.${process.pid}`;
  writeFileSync(unfinished, Buffer.concat([head, ...body]));
  renameSync(unfinished, path);
}

export function readChunk(path: string, scenarios: readonly FaultScenario[]): SimulatedEvent[] {
  const bytes = readFileSync(path);
  const end = bytes.indexOf('\n');
  const heads = JSON.parse(bytes.toString('utf8', 0, end)) as Head[];
  let at = end + 1;
  const trace = (samples: number) => {
    const own = new Float32Array(new Uint8Array(bytes.subarray(at, at + 4 * samples)).buffer);
    at += 4 * samples;
    return own;
  };
  return heads.map(({ samples, ...head }, i) => ({
    ...head,
    scenario: scenarios[i]!,
    operate: [trace(samples), trace(samples), trace(samples)],
    restraint: [trace(samples), trace(samples), trace(samples)],
  }));
}

let ofSources: string | undefined;

function sourcesDigest(): string {
  if (ofSources !== undefined) return ofSources;
  const hash = createHash('sha256');
  for (const file of SOURCES.flatMap((source) => filesIn(join(ROOT, source)))) hash.update(readFileSync(file));
  ofSources = hash.digest('hex');
  return ofSources;
}

function filesIn(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesIn(join(path, name)));
}
