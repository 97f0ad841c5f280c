import { columnText, readColumn } from '../stream/column-text';
import { finiteOrNull } from '../stream/finite-or-null';
import type { MeterPlace, OpenWindow, WindowGrid } from './open-window';
import { WindowMeter } from './window-meter';
import type { WindowTotals } from './window-totals';

interface SavedWindow {
  startMs: number;
  samples: number;
  glitchBits: number;
  placeMs: number;
  place: SavedPlace;
  deadSteps: number;
  /** Bytes of the arrays in base64, little endian. */
  values: string;
  offsetsMs: string;
  registersWh: string | null;
}

export type SavedPlace = [
  city: string | null,
  district: string | null,
  household: string | null,
  feeder: string | null,
];

interface SavedMeter {
  id: string;
  place: SavedPlace;
  newestMs: number | null;
  floorMs: number | null;
  arrivedMs: number;
  level: [timeMs: number, wh: number] | null;
  windows: SavedWindow[];
}

/** The whole state of a window stage as plain JSON data. */
export interface WindowSnapshot {
  operator: 'theft-windows';
  lengthMs: number;
  stepMs: number;
  totals: WindowTotals;
  /** Least recently used first. */
  meters: SavedMeter[];
}

export function snapshotMeters(meters: WindowMeter[], totals: WindowTotals, grid: WindowGrid): WindowSnapshot {
  const { lengthMs, stepMs } = grid;
  return { operator: 'theft-windows', lengthMs, stepMs, totals: { ...totals }, meters: meters.map(savedMeter) };
}

/** @throws Error when it is no snapshot of a window stage, or of windows or steps of another length. */
export function restoreMeters(given: unknown, grid: WindowGrid): { meters: WindowMeter[]; totals: WindowTotals } {
  const snapshot = given as WindowSnapshot | null;
  if (snapshot?.operator !== 'theft-windows' || !Array.isArray(snapshot.meters)) {
    throw new Error('not a snapshot of the theft windows: give what snapshot() returned, or reset');
  }
  if (snapshot.lengthMs !== grid.lengthMs || snapshot.stepMs !== grid.stepMs) {
    throw new Error(
      `the snapshot is of windows of ${snapshot.lengthMs / 60_000} min in steps of ${snapshot.stepMs / 1000} s: ` +
        'set windowMinutes and sampleSeconds back, or reset',
    );
  }
  return { meters: snapshot.meters.map((saved) => restoredMeter(saved, grid)), totals: { ...snapshot.totals } };
}

function savedMeter(meter: WindowMeter): SavedMeter {
  const { timeMs, wh } = meter.level;
  return {
    id: meter.meterId,
    place: savedPlace(meter.place),
    newestMs: finiteOrNull(meter.newestMs),
    floorMs: finiteOrNull(meter.floorMs),
    arrivedMs: meter.arrivedMs,
    level: Number.isFinite(timeMs) ? [timeMs, wh] : null,
    windows: meter.open.filter((window) => window !== undefined).map(savedWindow),
  };
}

function savedWindow(window: OpenWindow): SavedWindow {
  const { startMs, samples, glitchBits, placeMs, deadSteps, registersWh } = window;
  return {
    startMs,
    samples,
    glitchBits,
    placeMs,
    place: savedPlace(window.place),
    deadSteps,
    values: columnText(window.values),
    offsetsMs: columnText(window.offsetsMs),
    registersWh: registersWh === undefined ? null : columnText(registersWh),
  };
}

function restoredMeter(saved: SavedMeter, grid: WindowGrid): WindowMeter {
  const meter = new WindowMeter(saved.id, restoredPlace(saved.place));
  meter.newestMs = saved.newestMs ?? Number.NEGATIVE_INFINITY;
  meter.floorMs = saved.floorMs ?? Number.NEGATIVE_INFINITY;
  meter.arrivedMs = saved.arrivedMs;
  if (saved.level) [meter.level.timeMs, meter.level.wh] = saved.level;
  for (const one of saved.windows) {
    const window = meter.begin(one.startMs / grid.lengthMs, grid, []);
    const { samples, glitchBits, placeMs, deadSteps } = one;
    Object.assign(window, { samples, glitchBits, placeMs, deadSteps, place: restoredPlace(one.place) });
    readColumn(window.values, one.values);
    readColumn(window.offsetsMs, one.offsetsMs);
    if (one.registersWh !== null) readColumn((window.registersWh = new Float64Array(grid.steps)), one.registersWh);
  }
  return meter;
}

export const savedPlace = ({ city, district, household, feeder }: MeterPlace): SavedPlace => [
  city ?? null,
  district ?? null,
  household ?? null,
  feeder ?? null,
];

export const restoredPlace = ([city, district, household, feeder]: SavedPlace): MeterPlace => ({
  city: city ?? undefined,
  district: district ?? undefined,
  household: household ?? undefined,
  feeder: feeder ?? undefined,
});
