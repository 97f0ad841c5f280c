import type { WaveformChannel } from '../../messages';

const PREFIXES: Record<string, number> = { '': 1, k: 1e3, K: 1e3, M: 1e6, m: 1e-3, u: 1e-6, µ: 1e-6, μ: 1e-6 };
const WORDS: Record<string, string> = { amp: 'A', amps: 'A', ampere: 'A', amperes: 'A', volt: 'V', volts: 'V' };

/** A unit of current or voltage as a factor to A or V. */
export interface KnownUnit {
  quantity: WaveformChannel['quantity'];
  factor: number;
  unit: 'A' | 'V';
}

/** `kA`, `mV`, `A sec`, `Amps`…; undefined for what is neither a current nor a voltage, and for `pu`. */
export function knownUnit(text: string): KnownUnit | undefined {
  const [first = ''] = text.trim().split(/[\s([_,;]+/);
  const plain = WORDS[first.toLowerCase()] ?? first;
  const match = /^([kKMmuµμ]?)([AaVv])(?:rms|pk|peak|pri|prim|sec)?$/.exec(plain);
  if (!match) return undefined;
  const unit = match[2]!.toUpperCase() as 'A' | 'V';
  return { quantity: unit === 'A' ? 'current' : 'voltage', factor: PREFIXES[match[1]!]!, unit };
}
