import type { MeterReading, PhaseValues } from '../messages';

const float = new Float64Array(1);
const words = new Int32Array(float.buffer);
/** Stands for a value that is not there: no measured value is as small. */
const ABSENT = Number.MIN_VALUE;

/** One round of murmur3 over the two words of a double; +0 makes −0 and 0 the same. */
function mix(hash: number, value: number | undefined): number {
  float[0] = value === undefined ? ABSENT : value + 0;
  let h = Math.imul(hash ^ words[0]!, 0xcc9e2d51);
  h = (h << 15) | (h >>> 17);
  h = Math.imul(h ^ words[1]!, 0x1b873593);
  return (h << 13) | (h >>> 19);
}

function mixPhase(hash: number, phase: PhaseValues | undefined): number {
  if (phase === undefined) return mix(hash, undefined);
  let h = mix(hash, phase.activePowerW);
  h = mix(h, phase.voltageV);
  h = mix(h, phase.currentA);
  return mix(h, phase.powerFactor);
}

/** 32-bit hash of everything that was measured; two different readings of one instant share one in 4 · 10⁹ times. */
export function hashOf(reading: MeterReading): number {
  let h = mix(0x9747b28c, reading.activePowerW);
  h = mix(h, reading.voltageV);
  h = mix(h, reading.currentA);
  h = mix(h, reading.powerFactor);
  h = mix(h, reading.frequencyHz);
  h = mix(h, reading.importWh);
  h = mix(h, reading.exportWh);
  const { phases, interval } = reading;
  if (phases !== undefined) h = mixPhase(mixPhase(mixPhase(h, phases.a), phases.b), phases.c);
  if (interval !== undefined) h = mix(mix(mix(h, interval.startMs), interval.lengthMs), interval.energyWh);
  return h;
}
