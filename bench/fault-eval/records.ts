import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { FaultScenario, SimulatedEvent } from '../../simulator/waveform';
import { chunkFile, readChunk } from './record-cache';

const CHUNK = 96;

/** What simulating took; nothing where all records were in the cache. */
export interface Effort {
  simulated: number;
  seconds: number;
  cpuSeconds: number;
}

/**
 * Records of scenarios, chunk by chunk and in their order, from the cache or simulated beforehand in processes.
 * @throws Error with the end of the output of a process that fails
 */
export async function* recordsOf(
  scenarios: readonly FaultScenario[],
  processes: number,
  onSimulated: (effort: Effort) => void,
): AsyncGenerator<SimulatedEvent[]> {
  const chunks: FaultScenario[][] = [];
  for (let from = 0; from < scenarios.length; from += CHUNK) chunks.push(scenarios.slice(from, from + CHUNK));
  const missing = chunks.filter((chunk) => !chunkFile(chunk).isThere);
  const began = performance.now();
  let cpuSeconds = 0;
  const work = async () => {
    for (let chunk = missing.shift(); chunk; chunk = missing.shift()) {
      cpuSeconds += await simulate(chunk);
      process.stderr.write(`simulated ${chunk.length} records, ${missing.length * CHUNK} to go\n`);
    }
  };
  const simulated = missing.reduce((sum, chunk) => sum + chunk.length, 0);
  await Promise.all(Array.from({ length: processes }, work));
  onSimulated({ simulated, seconds: simulated > 0 ? (performance.now() - began) / 1000 : 0, cpuSeconds });
  for (const chunk of chunks) yield readChunk(chunkFile(chunk).path, chunk);
}

/** @returns seconds of CPU time */
function simulate(scenarios: readonly FaultScenario[]): Promise<number> {
  return new Promise((done, fail) => {
    const args = [...process.execArgv, join(__dirname, 'simulate-chunk.ts'), chunkFile(scenarios).path];
    const child = spawn(process.execPath, args, { stdio: 'pipe' });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (data) => {
      stdout += data;
    });
    child.stderr.on('data', (data) => {
      stderr = (stderr + data).slice(-4000);
    });
    child.on('error', fail);
    child.on('close', (code, signal) => {
      if (code === 0) done(Number(stdout));
      else fail(new Error(`simulating ended with ${code ?? signal}:\n${stderr}`));
    });
    child.stdin.end(JSON.stringify(scenarios));
  });
}
