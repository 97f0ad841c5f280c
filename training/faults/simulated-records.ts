import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { FAULT_CLASSES } from '../../lib/waveform/fault-classes';
import { type FaultScenario, simulateEvent } from '../../simulator/waveform';
import type { RawRecord } from './raw-record';
import { symmetriesOf } from './symmetry';

interface Shape {
  samples: number;
  sampleRateHz: number;
}

/**
 * Simulates events, or takes them from a file where they lie already.
 * @param firstGroup group of the first scenario; the others follow
 * @param cache path without extension: `.json` has the shape of each event, `.f32` the samples, phase by phase
 */
export function simulatedRecords(scenarios: readonly FaultScenario[], firstGroup: number, cache: string): RawRecord[] {
  if (!existsSync(`${cache}.json`)) simulate(scenarios, cache);
  const shapes = JSON.parse(readFileSync(`${cache}.json`, 'utf8')) as Shape[];
  const bytes = readFileSync(`${cache}.f32`);
  const values = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  let at = 0;
  const take = (samples: number) => values.subarray(at, (at += samples));
  return shapes.map(({ samples, sampleRateHz }, i) => ({
    name: `${firstGroup + i}`,
    currents: [take(samples), take(samples), take(samples)],
    sampleRateHz,
    frequencyHz: scenarios[i]!.nominalFrequencyHz,
    classIndex: FAULT_CLASSES.findIndex(({ label }) => label === scenarios[i]!.label),
    group: firstGroup + i,
    symmetries: symmetriesOf(scenarios[i]!),
  }));
}

function simulate(scenarios: readonly FaultScenario[], cache: string): void {
  const events = scenarios.map(simulateEvent);
  const shapes = events.map(({ operate, sampleRateHz }): Shape => ({ samples: operate[0].length, sampleRateHz }));
  writeFileSync(
    `${cache}.f32`,
    Buffer.concat(
      events.flatMap(({ operate }) => operate.map((x) => Buffer.from(x.buffer, x.byteOffset, x.byteLength))),
    ),
  );
  // The last to appear, whole: a run that was cut off leaves no half of a chunk behind.
  writeFileSync(`${cache}.part`, JSON.stringify(shapes));
  renameSync(`${cache}.part`, `${cache}.json`);
}
