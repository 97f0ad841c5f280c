import type { Waveform } from '../../lib/messages';
import type { SimulatedEvent } from '../../simulator/waveform';
import { Random } from '../../test/support/random';
import { recordAt } from './recorder';

/** How a simulated record reaches the classifier. */
export type Variant =
  | { kind: 'as recorded' }
  /** White noise so far below the record's own power over the three phases. */
  | { kind: 'noise'; snrDb: number }
  /** A recorder of that rate, with its own filter against aliasing. */
  | { kind: 'rate'; sampleRateHz: number };

/** Three phases that operate and three that restrain. */
type Traces = readonly Float32Array[];
const NAMES = ['IA', 'IB', 'IC', 'RA', 'RB', 'RC'] as const;
const PHASES = ['A', 'B', 'C'] as const;

/** @param seed of the noise */
export function waveformOf(event: SimulatedEvent, id: string, variant: Variant, seed: number): Waveform {
  const { sampleRateHz, scenario } = event;
  const traces: Traces = [...event.operate, ...event.restraint];
  const make = (rate: number, own: Traces): Waveform => ({
    id,
    sampleRateHz: rate,
    nominalFrequencyHz: scenario.nominalFrequencyHz,
    channels: own.map((samples, i) => ({
      name: NAMES[i]!,
      phase: PHASES[i % 3]!,
      quantity: 'current' as const,
      unit: 'A',
      role: i < 3 ? ('operate' as const) : ('restraint' as const),
      samples,
    })),
  });
  switch (variant.kind) {
    case 'as recorded':
      return make(sampleRateHz, traces);
    case 'noise':
      return make(sampleRateHz, noisy(traces, variant.snrDb, new Random(seed)));
    case 'rate':
      return make(
        variant.sampleRateHz,
        traces.map((trace) => recordAt(trace, sampleRateHz, variant.sampleRateHz)),
      );
  }
}

/** Differential and restraining currents get the same noise power each: that of a share of their own power. */
function noisy(traces: Traces, snrDb: number, random: Random): Traces {
  return [traces.slice(0, 3), traces.slice(3)].flatMap((three) => {
    const power = three.flatMap((trace) => [...trace]).reduce((sum, value) => sum + value * value, 0);
    const deviation = Math.sqrt(power / (3 * three[0]!.length) / 10 ** (snrDb / 10));
    return three.map((trace) => trace.map((value) => value + deviation * normal(random)));
  });
}

/** Box and Muller. */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
}
