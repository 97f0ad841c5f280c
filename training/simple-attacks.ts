import type { MeterScale } from '../lib/theft/autoencoder';
import type { MeterWindow } from '../lib/theft/meter-window';
import type { RandomStreams } from '../simulator/random';

/** A window as an attack would have left it. @param random one stream */
type Attack = (honest: MeterWindow, usual: MeterScale, random: RandomStreams) => MeterWindow;

/**
 * Attacks on one window, to see whether a model notices them at all; the evaluation of the whole detector uses those of
 * the simulator. h1–h5 after Jokar, Arianpoo, Leung 2016; here power and current change together, so P = V·I·PF holds.
 */
export const SIMPLE_ATTACKS: Record<string, Attack> = {
  'h1 a constant factor, 0.1 to 0.8': (honest, _, random) => {
    const factor = random.between(0, 0.1, 0.8);
    return withLoad(honest, () => factor);
  },
  'h2 zero': (honest) => withLoad(honest, () => 0),
  'h3 a random factor a sample': (honest, _, random) => withLoad(honest, () => random.between(0, 0.1, 0.8)),
  'h4 a random factor of the mean': (honest, usual, random) => {
    const factors = honest.powerW.map(() => random.between(0, 0.1, 0.8));
    const powerW = factors.map((factor) => Math.round(factor * usual.powerW));
    return { ...honest, powerW, currentA: factors.map((factor) => round(factor * usual.currentA)) };
  },
  'h5 always the mean': (honest, usual) => ({
    ...honest,
    powerW: honest.powerW.map(() => Math.round(usual.powerW)),
    currentA: honest.currentA.map(() => round(usual.currentA)),
  }),
  'power only, 30 % (P ≠ V·I·PF)': (honest) => ({ ...honest, powerW: honest.powerW.map((w) => Math.round(0.3 * w)) }),
  'current only, 30 % (P ≠ V·I·PF)': (honest) => ({ ...honest, currentA: honest.currentA.map((a) => round(0.3 * a)) }),
  'freeze of all quantities': (honest) => ({
    ...honest,
    powerW: honest.powerW.map(() => honest.powerW[0]!),
    voltageV: honest.voltageV.map(() => honest.voltageV[0]!),
    currentA: honest.currentA.map(() => honest.currentA[0]!),
    powerFactor: honest.powerFactor.map(() => honest.powerFactor[0]!),
  }),
  'power factor lower by 0.3': (honest) => ({
    ...honest,
    powerFactor: honest.powerFactor.map((pf) => round(pf - 0.3)),
  }),
};

function withLoad(honest: MeterWindow, factorOf: () => number): MeterWindow {
  const factors = honest.powerW.map(factorOf);
  return {
    ...honest,
    powerW: honest.powerW.map((watt, i) => Math.round(watt * factors[i]!)),
    currentA: honest.currentA.map((ampere, i) => round(ampere * factors[i]!)),
    powerFactor: honest.powerFactor.map((factor, i) => (factors[i] === 0 ? 0 : factor)),
  };
}

const round = (value: number) => Math.round(value * 100) / 100;
