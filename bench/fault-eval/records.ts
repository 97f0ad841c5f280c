import type { FaultScenario, SimulatedEvent } from '../../simulator/waveform';
import type { EventThreads } from '../../simulator/waveform/publish';
import { chunkFile, readChunk, writeChunk } from './record-cache';

const CHUNK = 96;

/** What simulating took; nothing where all records were in the cache. */
export interface Effort {
  simulated: number;
  seconds: number;
  cpuSeconds: number;
}

/** Records of scenarios, chunk by chunk and in their order, from the cache or simulated beforehand. */
export async function* recordsOf(
  scenarios: readonly FaultScenario[],
  threads: EventThreads,
  onSimulated: (effort: Effort) => void,
): AsyncGenerator<SimulatedEvent[]> {
  const chunks: FaultScenario[][] = [];
  for (let from = 0; from < scenarios.length; from += CHUNK) chunks.push(scenarios.slice(from, from + CHUNK));
  const missing = chunks.filter((chunk) => !chunkFile(chunk).isThere);
  const [began, cpu] = [performance.now(), process.cpuUsage()];
  let simulated = 0;
  for (const chunk of missing) {
    writeChunk(chunkFile(chunk).path, await Promise.all(chunk.map((scenario) => threads.simulate(scenario))));
    simulated += chunk.length;
    process.stderr.write(`simulated ${simulated} records of ${missing.length * CHUNK} at most\n`);
  }
  const { user, system } = process.cpuUsage(cpu);
  const seconds = missing.length > 0 ? (performance.now() - began) / 1000 : 0;
  onSimulated({ simulated, seconds, cpuSeconds: missing.length > 0 ? (user + system) / 1e6 : 0 });
  for (const chunk of chunks) yield readChunk(chunkFile(chunk).path, chunk);
}
