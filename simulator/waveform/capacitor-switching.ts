import { between } from '../emt/circuit';
import type { Happening, Setting } from './happening';
import { LOW_KV } from './power-bank';

/** A grounded capacitor bank is switched in at bus 4. */
export function capacitorSwitching(setting: Setting): Happening {
  const { draw, inceptionS, frequencyHz } = setting;
  const system = setting.system();
  const { circuit, bus } = system;
  const farad = (draw('size', 40, 200) * 1e6) / (LOW_KV * 1000) ** 2 / (2 * Math.PI * frequencyHz);
  for (const phase of [0, 1, 2] as const) {
    const [behind, plate] = [circuit.node(), circuit.node()];
    circuit.switch(between(bus[4][phase], behind), { closesAtS: inceptionS + draw(`pole ${phase}`, 0, 0.003) });
    circuit.series(between(behind, plate), 0.1, draw('damping reactor', 0.05e-3, 1.5e-3));
    circuit.shunt(plate, farad);
    circuit.series([[plate, 1]], 1e7, 0);
  }
  return { system, isCleared: false };
}
