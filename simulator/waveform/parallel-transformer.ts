import { between, type Circuit, GROUND } from '../emt/circuit';
import type { Poles } from './happening';
import { HIGH_KV, POWER_TRANSFORMER } from './power-bank';
import { addCoil, addCores } from './windings';

/** Poles that close one by one, and the nodes behind them. */
export function addBreakerPoles(circuit: Circuit, bus: readonly [number, number, number], closesAtS: Poles): Poles {
  const behind = circuit.three();
  for (const phase of [0, 1, 2] as const)
    circuit.switch(between(bus[phase], behind[phase]), { closesAtS: closesAtS[phase] });
  return behind;
}

/** An unloaded transformer at the 345 kV bus, with remanence. @param size of the power transformer of the bank */
export function addIdleTransformer(
  circuit: Circuit,
  terminals: Poles,
  frequencyHz: number,
  remanencePu: Poles,
  size: number,
): void {
  const design = { ...POWER_TRANSFORMER, ratedVa: POWER_TRANSFORMER.ratedVa * size };
  const cores = addCores(circuit, design, frequencyHz, remanencePu);
  for (const phase of [0, 1, 2] as const) {
    const turns = HIGH_KV / Math.sqrt(3);
    addCoil(circuit, design, frequencyHz, {
      phase,
      from: terminals[phase],
      to: GROUND,
      core: cores[phase],
      turns,
      partOfWinding: 1,
    });
  }
}
