import { closeSync, openSync, writeSync } from 'node:fs';
import { Simulation } from '../../simulator';
import { unitOf } from '../../simulator/random';
import { completeSettings } from '../../simulator/settings';
import { ATTACK_KINDS, type Electrical, Tamper } from '../../simulator/theft';

const STEP_MS = 5_000;
const HOUR_MS = 3_600_000;
const START_MS = Date.UTC(2026, 2, 2);
/** Every so many-th meter is attacked from the middle of the file on. */
const ATTACKED_EVERY = 10;
const MISSING_SHARE = 0.02;

export interface Written {
  rows: number;
  meters: number;
  bytes: number;
  hours: number;
}

/** A CSV file of 5-second readings in order of time, as a head end exports them, until there are `rows` of them. */
export function generate(path: string, rows: number, meters: number, seed = 3000): Written {
  const simulation = new Simulation(completeSettings({ seed, meters, feederMeters: false }), { startMs: START_MS });
  const hours = (rows / meters / (1 - MISSING_SHARE)) * (STEP_MS / HOUR_MS);
  const tampers = simulation.meters.map(({ meterId }, i) =>
    i % ATTACKED_EVERY === 0
      ? new Tamper({
          meterId,
          kind: ATTACK_KINDS[(i / ATTACKED_EVERY) % ATTACK_KINDS.length]!,
          severity: 0.6,
          startMs: Math.round(START_MS + (hours / 2) * HOUR_MS),
          endMs: START_MS + 1000 * HOUR_MS,
          schedule: { kind: 'always' },
          seed,
        })
      : undefined,
  );
  const file = openSync(path, 'w');
  const written: Written = { rows: 0, meters, bytes: 0, hours: 0 };
  let text = 'meterId,timeStamp,Power,Voltage,Current,PF\n';
  const flush = () => {
    written.bytes += writeSync(file, text);
    text = '';
  };
  try {
    for (let step = 1; written.rows < rows; step++) {
      const timeMs = START_MS + step * STEP_MS;
      const stamp = new Date(timeMs).toISOString();
      simulation.system.step(timeMs);
      for (let meter = 0; meter < meters && written.rows < rows; meter++) {
        const sample: Electrical = { ...simulation.system.sample(meter, timeMs) };
        tampers[meter]?.apply(sample, STEP_MS / HOUR_MS);
        const { meterId } = simulation.meters[meter]!;
        if (unitOf(seed, `missing ${meter} ${step}`) < MISSING_SHARE) continue;
        const { activePowerW, voltageV, currentA, powerFactor } = sample;
        text += `${meterId},${stamp},${Math.round(activePowerW)},${voltageV.toFixed(1)},${currentA.toFixed(2)},${powerFactor.toFixed(2)}\n`;
        written.rows++;
      }
      if (text.length > 1_000_000) flush();
      written.hours = (step * STEP_MS) / HOUR_MS;
    }
    flush();
  } finally {
    closeSync(file);
  }
  return written;
}
