import { between } from '../emt/circuit';
import type { Happening, Setting } from './happening';
import { LOW_KV } from './power-bank';

/** A six-pulse diode rectifier with a choke is switched in at bus 4, behind the reactance of its transformer. */
export function nonLinearLoad(setting: Setting): Happening {
  const { draw, inceptionS, frequencyHz } = setting;
  const system = setting.system();
  const { circuit, bus } = system;
  const omega = 2 * Math.PI * frequencyHz;
  const baseOhm = LOW_KV ** 2 / draw('rectifier MVA', 200, 450);
  const [plus, minus] = [circuit.node(), circuit.node()];
  for (const phase of [0, 1, 2] as const) {
    const [behind, leg] = [circuit.node(), circuit.node()];
    circuit.switch(between(bus[4][phase], behind), { closesAtS: inceptionS });
    circuit.series(between(behind, leg), 0.005 * baseOhm, (draw('rectifier reactance', 0.06, 0.14) * baseOhm) / omega);
    circuit.shunt(leg, 2e-9);
    const valve = { kind: 'diode', closedOhm: 0.05, openOhm: 1e7 } as const;
    circuit.add({ ...valve, coupling: between(leg, plus) });
    circuit.add({ ...valve, coupling: between(minus, leg) });
  }
  const direct = circuit.node();
  circuit.series(between(plus, direct), 0.05, (draw('choke', 0.1, 0.5) * baseOhm) / omega);
  circuit.series(between(direct, minus), baseOhm * 1.8, 0);
  if (draw('smoothing', 0, 1) < 0.5)
    circuit.capacitor(between(direct, minus), draw('smoothing size', 0.1, 1) / (omega * baseOhm));
  for (const node of [plus, minus, direct]) circuit.shunt(node, 1e-9);
  return { system, isCleared: false };
}
