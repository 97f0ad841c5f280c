import { CHANNELS, type MeterWindow } from '../lib/theft/meter-window';
import { injectColumns } from '../simulator/theft';
import type { AttackKind } from '../simulator/theft/attacks';
import type { MeterWindows } from './training-set';

/** Share stolen; of h2 and freeze share of the day, which is all of it here. */
export const SEVERITY = 0.6;
const WHOLE_DAY: readonly AttackKind[] = ['h2', 'freeze'];
/** Steps in which meters report. */
const RESOLUTIONS = { powerW: 1, voltageV: 0.1, currentA: 0.01, powerFactor: 0.01 } as const;

/**
 * The windows of a meter as an attack from `startMs` on would have left them, those in which it acts throughout; the
 * place of each in `windows` is its key. The attacks are the simulator's.
 */
export function attackedWindows(windows: MeterWindows, kind: AttackKind, startMs: number): Map<number, MeterWindow> {
  const first = windows[0];
  const last = windows.at(-1);
  if (!first || !last) return new Map();
  const { meterId, lengthMs } = first;
  const steps = first.powerW.length;
  const joined = (name: (typeof CHANNELS)[number]) => {
    const all = new Float32Array(windows.length * steps);
    for (const [i, window] of windows.entries()) all.set(window[name], i * steps);
    return all;
  };
  const stepMs = lengthMs / steps;
  const timeMs = Float64Array.from({ length: windows.length * steps }, (_, i) => {
    return windows[Math.floor(i / steps)]!.startMs + (i % steps) * stepMs;
  });
  const columns = Object.fromEntries(CHANNELS.map((name) => [name, joined(name)]));
  const endMs = last.startMs + lengthMs;
  const schedule = { kind: 'always' } as const;
  const severity = WHOLE_DAY.includes(kind) ? 1 : SEVERITY;
  const attack = { meterId, kind, severity, startMs, endMs, schedule, seed: 1 };
  const out = injectColumns(
    { timeMs, ...(columns as Record<(typeof CHANNELS)[number], Float32Array>) },
    attack,
    stepMs,
  );
  const attacked = new Map<number, MeterWindow>();
  for (const [i, window] of windows.entries()) {
    const [from, to] = [i * steps, (i + 1) * steps];
    if (!window.powerW.every((watt, at) => Number.isNaN(watt) || out.isActing[from + at] === 1)) continue;
    const grids = CHANNELS.map((name) => [name, Float32Array.from(out[name].subarray(from, to), rounded(name))]);
    attacked.set(i, { ...window, ...Object.fromEntries(grids) });
  }
  return attacked;
}

const rounded = (name: (typeof CHANNELS)[number]) => (value: number) =>
  Math.round(value / RESOLUTIONS[name]) * RESOLUTIONS[name];
