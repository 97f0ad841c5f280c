import type { MeterReading } from '../../../lib/messages';
import { Random } from '../../support/random';

/** Numbers from 0 to 1 by a seed. */
export function numbers(seed: number): () => number {
  const random = new Random(seed);
  return () => random.next();
}

export const START_MS = Date.UTC(2026, 0, 5);
export const MINUTE_MS = 60_000;
const OHM = 0.16;

/** What a home draws and how its meter is made to lie about it. */
export interface TrueSample {
  minute: number;
  powerW: number;
  voltageV: number;
  powerFactor: number;
}
export type Told = Partial<Pick<MeterReading, 'activePowerW' | 'voltageV' | 'currentA' | 'powerFactor' | 'flags'>>;
export type Lie = (truth: TrueSample, random: () => number) => Told | null;

/**
 * A home that is measured once a minute: a base load and appliances, and a voltage that gives way to them over 0.16 ohm
 * while the grid wavers. `lie` changes what the meter tells; null leaves a reading out.
 */
export function home(days: number, seed: number, lie: Lie = () => ({}), meterId = `M${seed}`): MeterReading[] {
  const random = numbers(seed);
  const liar = numbers(seed + 1_000_000);
  const readings: MeterReading[] = [];
  let load = 0;
  let until = 0;
  for (let minute = 0; minute < days * 1440; minute++) {
    if (minute >= until) {
      load = random() < 0.35 ? 300 + 2500 * random() : 0;
      until = minute + 3 + 20 * random();
    }
    const powerW = 140 + load + 10 * random();
    const voltageV = 234 - (OHM * powerW) / 230 + 0.6 * (random() - 0.5);
    const truth = { minute, powerW, voltageV, powerFactor: 0.97 };
    const told = lie(truth, liar);
    if (told === null) continue;
    const power = told.activePowerW ?? powerW;
    const volt = told.voltageV ?? voltageV;
    const factor = told.powerFactor ?? 0.97;
    readings.push({
      meterId,
      household: meterId,
      timeMs: START_MS + minute * MINUTE_MS,
      quality: 'good',
      dialect: 'gridloom',
      flags: told.flags ?? [],
      activePowerW: Math.round(power),
      voltageV: Math.round(volt * 10) / 10,
      currentA: Math.round((told.currentA ?? power / volt / factor) * 100) / 100,
      powerFactor: factor,
    });
  }
  return readings;
}
