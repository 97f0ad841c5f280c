import type { Waveform } from '../../../../lib/messages';
import type { FaultJudgement, FaultModel } from '../../../../lib/waveform/classifier';
import { FAULT_CLASSES } from '../../../../lib/waveform/fault-classes';
import type { ModelInput } from '../../../../lib/waveform/model-input';
import { Random } from '../../../support/random';

export interface EventParts {
  rateHz?: number;
  frequencyHz?: number;
  lengthMs?: number;
  inceptionMs?: number;
  /** Peak of the sines of A, B, C after the inception and before it, A. */
  after?: readonly [number, number, number];
  before?: readonly [number, number, number];
  noise?: number;
  /** After this the currents are as before the inception. */
  clearingMs?: number;
}

/** Three sines that change at an instant, with a decaying direct current in each, and noise. */
export function event(parts: EventParts = {}): Waveform {
  const { rateHz = 10_000, frequencyHz = 60, lengthMs = 72.6, inceptionMs = 17.8, noise = 0.003 } = parts;
  const { after = [10, 0, 0], before = [0, 0, 0], clearingMs = Number.POSITIVE_INFINITY } = parts;
  const random = new Random(7);
  const count = Math.round((lengthMs * rateHz) / 1000);
  const sineAt = (ms: number, phase: number) => Math.sin(2 * Math.PI * ((ms / 1000) * frequencyHz - phase / 3));
  const channels = (['A', 'B', 'C'] as const).map((phase, k) => ({
    name: `I${phase}`,
    phase,
    quantity: 'current' as const,
    unit: 'A',
    samples: Float32Array.from({ length: count }, (_, i) => {
      const ms = (i * 1000) / rateHz;
      const isOn = ms >= inceptionMs && ms < clearingMs;
      const decay = isOn ? Math.exp((inceptionMs - ms) / 15) * sineAt(inceptionMs, k) * after[k]! : 0;
      return (isOn ? after[k]! : before[k]!) * sineAt(ms, k) - decay + noise * (random.next() - 0.5);
    }),
  }));
  return { id: 'e1', sampleRateHz: rateHz, nominalFrequencyHz: frequencyHz, channels };
}

/** A judgement by label; what is left is shared by the other classes. */
export function judgement(shares: Record<string, number>, unlikeness = 0.3): FaultJudgement {
  const named = Object.entries(shares);
  const rest = 1 - named.reduce((sum, [, share]) => sum + share, 0);
  const probability = new Float32Array(FAULT_CLASSES.length).fill(rest / (FAULT_CLASSES.length - named.length));
  for (const [label, share] of named) probability[FAULT_CLASSES.findIndex((one) => one.label === label)] = share;
  return { probability, unlikeness };
}

/** A model that says what it is told to, and keeps what it is asked. */
export class ToldModel implements FaultModel {
  readonly engine = 'told';
  readonly asked: (readonly ModelInput[])[] = [];

  constructor(private readonly says: (input: ModelInput) => FaultJudgement) {}

  async judge(inputs: readonly ModelInput[]): Promise<FaultJudgement[]> {
    this.asked.push(inputs);
    return inputs.map(this.says);
  }
}
