import { between, type Circuit, GROUND } from '../emt/circuit';
import type { Draw } from './draw';

/** From where on an arc burns, and after which zero of the current it goes out. */
export interface Burning {
  closesAtS: number;
  opensAtS: number;
}

/** An arc from one node to another. */
export function addArc(circuit: Circuit, from: number, to: number, ohm: number, times: Burning): void {
  const foot = circuit.node();
  circuit.series(between(from, foot), Math.max(ohm, 1e-3), 0);
  circuit.switch(between(foot, to), times);
  circuit.shunt(foot, 1e-10);
}

/**
 * A fault between phases, or between phases and ground: from each place through an arc to one point, and from there to
 * ground or not. Arcs of the phases are not quite equally long.
 * @param places one node a phase that is at fault
 */
export function addShuntFault(
  circuit: Circuit,
  places: readonly number[],
  isGrounded: boolean,
  resistanceOhm: number,
  times: Burning,
  draw: Draw,
): void {
  const point = isGrounded && places.length === 1 ? GROUND : circuit.node();
  for (const [index, place] of places.entries()) {
    const arc = resistanceOhm * draw(`arc ${index}`, 0.98, 1.02);
    // Between two phases lie two arcs in series.
    const share = places.length === 2 && !isGrounded ? 0.5 : 1;
    addArc(circuit, place, point, arc * share, times);
  }
  if (point === GROUND) return;
  if (isGrounded) circuit.series([[point, 1]], Math.max(resistanceOhm * draw('ground arc', 0.1, 0.5), 1e-3), 0);
  else circuit.shunt(point, 1e-10);
}

/** Phases and ground of the eleven fault types, in the order of Class1 … Class11. */
export const FAULT_TYPES: readonly { phases: readonly number[]; isGrounded: boolean }[] = [
  { phases: [0], isGrounded: true },
  { phases: [1], isGrounded: true },
  { phases: [2], isGrounded: true },
  { phases: [0, 1], isGrounded: true },
  { phases: [0, 2], isGrounded: true },
  { phases: [1, 2], isGrounded: true },
  { phases: [0, 1, 2], isGrounded: true },
  { phases: [0, 1], isGrounded: false },
  { phases: [0, 2], isGrounded: false },
  { phases: [1, 2], isGrounded: false },
  { phases: [0, 1, 2], isGrounded: false },
];
