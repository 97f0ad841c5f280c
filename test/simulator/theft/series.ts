import { RandomStreams } from '../../../simulator/random';
import type { Attack, SeriesSample } from '../../../simulator/theft';

export const START_MS = Date.UTC(2026, 0, 12);
export const DAY_MS = 86_400_000;

/** A home as 1 W steps show it: random walk of load, voltage that sags with it, registers; with feed-in when asked. */
export function homeSeries(input: {
  days: number;
  stepMs?: number;
  seed?: number;
  feedIn?: boolean;
}): Required<SeriesSample>[] {
  const { days, stepMs = 60_000, seed = 5, feedIn = false } = input;
  const random = new RandomStreams(seed, ['home']);
  let importWh = 1_000_000;
  let exportWh = 0;
  let load = 400;
  return Array.from({ length: Math.round((days * DAY_MS) / stepMs) }, (_, at) => {
    const timeMs = START_MS + at * stepMs;
    if (random.unit(0) < 0.1) load = Math.round(80 + 3000 * random.unit(0) ** 3);
    const hour = (timeMs / 3_600_000) % 24;
    const sun = feedIn ? Math.max(0, 2500 * Math.sin(((hour - 6) / 12) * Math.PI)) : 0;
    const activePowerW = Math.round(load + 5 * random.unit(0) - sun);
    const cosine = random.between(0, 0.8, 1);
    const voltageV = 232 - activePowerW / 1000 + random.unit(0);
    const currentA = Math.abs(activePowerW) / cosine / voltageV;
    const hours = stepMs / 3_600_000;
    if (activePowerW >= 0) importWh += activePowerW * hours;
    else exportWh -= activePowerW * hours;
    return {
      timeMs,
      activePowerW,
      reactivePowerVar: Math.abs(activePowerW) * Math.tan(Math.acos(cosine)),
      voltageV,
      currentA,
      powerFactor: Math.sign(activePowerW) * cosine,
      importWh,
      exportWh,
    };
  });
}

export function attackOf(kind: Attack['kind'], severity: number, more: Partial<Attack> = {}): Attack {
  const startMs = START_MS + DAY_MS;
  return {
    meterId: '101-H001',
    kind,
    severity,
    startMs,
    endMs: startMs + 4 * DAY_MS,
    schedule: { kind: 'always' },
    seed: 1,
    ...more,
  };
}

export const columnsOf = (series: readonly Required<SeriesSample>[]) => ({
  timeMs: Float64Array.from(series, ({ timeMs }) => timeMs),
  powerW: Float64Array.from(series, ({ activePowerW }) => activePowerW),
  voltageV: Float64Array.from(series, ({ voltageV }) => voltageV),
  currentA: Float64Array.from(series, ({ currentA }) => currentA),
  powerFactor: Float64Array.from(series, ({ powerFactor }) => powerFactor),
});
