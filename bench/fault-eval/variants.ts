import type { Waveform } from '../../lib/messages';
import type { SimulatedEvent } from '../../simulator/waveform';
import { eventChannels } from '../../simulator/waveform/publish/channels';
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

/** @param seed of the noise */
export function waveformOf(event: SimulatedEvent, id: string, variant: Variant, seed: number): Waveform {
  const { sampleRateHz, scenario } = event;
  const channels = eventChannels(event);
  const traces: Traces = channels.map(({ samples }) => samples);
  const make = (rate: number, own: Traces): Waveform => ({
    id,
    sampleRateHz: rate,
    nominalFrequencyHz: scenario.nominalFrequencyHz,
    channels: channels.map((channel, i) => ({ ...channel, quantity: 'current', unit: 'A', samples: own[i]! })),
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
    const energy = three.reduce((sum, trace) => trace.reduce((own, value) => own + value * value, sum), 0);
    const deviation = Math.sqrt(energy / (3 * three[0]!.length) / 10 ** (snrDb / 10));
    return three.map((trace) => trace.map((value) => value + deviation * random.normal()));
  });
}
