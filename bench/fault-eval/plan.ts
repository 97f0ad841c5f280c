import { FAULT_CLASSES } from '../../lib/waveform/fault-classes';
import type { DecisionWindow } from './judge';
import type { Variant } from './variants';

/** How much is simulated: scenarios of each class. */
export interface Size {
  internal: number;
  transient: number;
  /** Of the same at 50 Hz. */
  internal50: number;
  transient50: number;
  /** Of the classes that must never be called an internal fault, beyond the above. */
  harmless: number;
  healthy: number;
  /** Signals of each kind that is no waveform of a transformer. */
  foreign: number;
  /** Rounds of the bootstrap. */
  rounds: number;
}

export const SIZES: Readonly<Record<'full' | 'quick', Size>> = {
  full: {
    internal: 48,
    transient: 312,
    internal50: 12,
    transient50: 78,
    harmless: 1668,
    healthy: 312,
    foreign: 100,
    rounds: 1000,
  },
  quick: {
    internal: 4,
    transient: 26,
    internal50: 1,
    transient50: 6,
    harmless: 40,
    healthy: 26,
    foreign: 10,
    rounds: 200,
  },
};

/** Inrush and saturated current transformers: an answer `internal fault` to one of these trips a healthy transformer. */
export const HARMLESS = [
  'transient_magnetising_inrush',
  'transient_sympathetic_inrush',
  'transient_external_fault_with_CT_saturation',
] as const;

/** One way of asking: what reaches the classifier, and how many cycles after the inception it looks at. */
export interface Arm {
  name: string;
  variant: Variant;
  window: DecisionWindow;
}

const AS_RECORDED: Variant = { kind: 'as recorded' };
export const WINDOWS: readonly Arm[] = [
  { name: 'full window, 3 cycles', variant: AS_RECORDED, window: 'full' },
  { name: '1.5 cycles', variant: AS_RECORDED, window: '1.5' },
  { name: '1 cycle', variant: AS_RECORDED, window: '1' },
];
const NOISES = [40, 30, 20].map((snrDb) => ({
  name: `SNR ${snrDb} dB`,
  variant: { kind: 'noise' as const, snrDb },
  window: 'full' as const,
}));
/** The records themselves are of 10 kHz. */
const RATES = [1200, 2400, 4800, 20_000].map((sampleRateHz) => ({
  name: `${sampleRateHz / 1000} kHz`,
  variant: { kind: 'rate' as const, sampleRateHz },
  window: 'full' as const,
}));
export const ARMS: readonly Arm[] = [...WINDOWS, ...NOISES, ...RATES];

/** How many scenarios of each label. */
export function counts(internal: number, transient: number): Map<string, number> {
  return new Map(FAULT_CLASSES.map(({ label, isInternal }) => [label, isInternal ? internal : transient]));
}
