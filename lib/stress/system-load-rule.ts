import type { StressEvent } from '../messages/stress-event';
import type { StressDetectorSettings } from './detector-settings';
import { seededDraw } from './seeded-draw';

/**
 * The stress that the load of the whole system puts on its source nodes (the original's detector):
 * stress = min(cap, max(0, load / reference − threshold) · capacity · factor).
 * @param loadMw 0 or more
 */
export function systemLoadEvents(settings: StressDetectorSettings, timeMs: number, loadMw: number): StressEvent[] {
  const { referenceLoadMw, loadThreshold, stressCap } = settings;
  const excess = Math.max(0, loadMw / referenceLoadMw - loadThreshold);
  return settings.sources.map(({ nodeId, capacity }): StressEvent => {
    const factor = factorOf(settings, timeMs, nodeId);
    const stress = Math.min(stressCap, excess * capacity * factor);
    const because = `(${loadMw} / ${referenceLoadMw} − ${loadThreshold}) · ${capacity} · ${Number(factor.toFixed(4))}, within 0 and ${stressCap}`;
    const limit = loadThreshold * referenceLoadMw;
    return { nodeId, timeMs, stress, cause: 'system-load', value: loadMw, limit, unit: 'MW', because };
  });
}

/** Drawn for time and node, so that neither the order nor the number of measurements changes it. */
function factorOf({ factorLow, factorHigh, seed }: StressDetectorSettings, timeMs: number, nodeId: string): number {
  if (seed === null) return (factorLow + factorHigh) / 2;
  return seededDraw(seed, `${timeMs}/${nodeId}`, factorLow, factorHigh);
}
