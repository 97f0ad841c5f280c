import { between } from '../emt/circuit';
import type { Happening, Setting } from './happening';

/**
 * Two poles of the breaker open before the unloaded bank, which stays connected through capacitance: of the open poles'
 * grading, and of a cable to ground. A core and that capacitance resonate; with one open pole the other phases would hold the flux.
 */
export function ferroresonance(setting: Setting): Happening {
  const { scenario, draw, inceptionS } = setting;
  const opens = [0, 1, 2].map((phase) => phase !== scenario.phase);
  const opensAtS = opens.map((isOpening) => (isOpening ? inceptionS : Infinity)) as [number, number, number];
  const system = setting.system({
    sourceBreaker: { isClosed: true, opensAtS },
    loadBreaker: { isClosed: false },
    voltage: draw('voltage', 1.0, 1.08),
  });
  const { circuit, bus, behindBreaker } = system;
  const grading = draw('grading', 1e-6, 5e-6);
  const toGround = draw('cable', 0.15e-6, 0.6e-6);
  for (const phase of [0, 1, 2] as const) {
    if (opens[phase]) circuit.capacitor(between(bus[2][phase], behindBreaker[phase]), grading);
    circuit.shunt(behindBreaker[phase], toGround);
  }
  return { system, isCleared: false, shows: { peakA: 0.5, withinCycles: 1.5 } };
}
