import type { Dice } from './dice';
import { PLAIN, type Recording } from './recorder';

/** How the model gets to see an event: recorded so, up to so many cycles after the inception. */
export interface View {
  recording: Recording;
  cyclesAfter: number;
  /** Added to the inception that the detector found. */
  inceptionErrorMs: number;
}

const FULL: View = { recording: PLAIN, cyclesAfter: 3, inceptionErrorMs: 0 };
const at = (recording: Partial<Recording>): View => ({ ...FULL, recording: { ...PLAIN, ...recording } });

/** What the figures of the card are of: one thing changed at a time. */
export const CONDITIONS: Readonly<Record<string, View>> = {
  'full window': FULL,
  '1.5 cycles': { ...FULL, cyclesAfter: 1.5 },
  '1 cycle': { ...FULL, cyclesAfter: 1 },
  'SNR 40 dB': at({ snrDb: 40 }),
  'SNR 30 dB': at({ snrDb: 30 }),
  'SNR 20 dB': at({ snrDb: 20 }),
  '1.2 kHz': at({ sampleRateHz: 1200 }),
  '2.4 kHz': at({ sampleRateHz: 2400 }),
  '4.8 kHz': at({ sampleRateHz: 4800 }),
  '20 kHz': at({ sampleRateHz: 20_000 }),
};
export const FULL_WINDOW = 'full window';

/** Views of one training event: the first as the public set has it, the others drawn by chance. */
export function trainingViews(count: number, dice: Dice): View[] {
  return Array.from({ length: count }, (_, i) => (i === 0 ? FULL : drawn(dice)));
}

function drawn(dice: Dice): View {
  const three = (spread: number) =>
    [dice.between(-spread, spread), dice.between(-spread, spread), dice.between(-spread, spread)] as const;
  // Current transformers and recorders of protection err by 1 % and less (IEC 61869-2, 5P; IEC 60255-24), those for metering by a tenth of it.
  const worst = dice.chance(0.5) ? 0.005 : 0.0005;
  const [a, b, c] = three(worst);
  return {
    recording: {
      sampleRateHz: dice.chance(0.4) ? 10_000 : Math.round(dice.logarithmic(1200, 20_000)),
      snrDb: dice.chance(0.5) ? Number.POSITIVE_INFINITY : dice.between(20, 60),
      floorA: dice.chance(0.3) ? dice.logarithmic(0.0005, 0.01) : 0,
      gain: dice.between(0.98, 1.02),
      channelGains: [1 + a, 1 + b, 1 + c],
      offsets: three(worst),
    },
    cyclesAfter: dice.chance(0.5) ? 3 : dice.pick([1, 1.5, dice.between(0.9, 3)]),
    inceptionErrorMs: dice.chance(0.5) ? dice.between(-0.3, 0.3) : 0,
  };
}
