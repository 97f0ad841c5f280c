import { type Circuit, GROUND } from '../emt/circuit';
import { coreCurve } from '../emt/saturation-curve';

/** Design of a three-phase unit, five-limb core. Reactances and losses per unit of its own rating. */
export interface UnitDesign {
  /** Of one phase, VA. */
  ratedVa: number;
  leakagePu: number;
  /** Leakage of phases A, B, C over their mean: banks of single-phase units keep their tolerance for life (IEC 60076-1: ±10 %). */
  phaseLeakage: readonly [number, number, number];
  windingLossPu: number;
  magnetisingShare: number;
  coreLossShare: number;
  kneePu: number;
  airCoreReactancePu: number;
  /** Reactance that zero-sequence flux meets on its way through the outer limbs. */
  zeroSequencePu: number;
}

/** Turns are counted in kV of rated voltage, so that a core node has 1000 V at rated voltage. */
const RATED_TURN_VOLTAGE = 1000;

/** Resistance beside a leakage reactance, over it: oscillations of a kilohertz die away in a cycle. */
const LOSS_AT_HIGH_FREQUENCY = 120;

/** The three cores of a unit: one node a phase. */
export function addCores(
  circuit: Circuit,
  design: UnitDesign,
  frequencyHz: number,
  remanencePu: readonly [number, number, number] | null,
): [number, number, number] {
  const omega = 2 * Math.PI * frequencyHz;
  const baseOhm = RATED_TURN_VOLTAGE ** 2 / design.ratedVa;
  const ratedFlux = (Math.SQRT2 * RATED_TURN_VOLTAGE) / omega;
  const curve = coreCurve(ratedFlux, (Math.SQRT2 * design.ratedVa) / RATED_TURN_VOLTAGE, design);
  const cores = circuit.three();
  cores.forEach((core, phase) => {
    const remanence = remanencePu === null ? null : remanencePu[phase]! * ratedFlux;
    circuit.add({ kind: 'core', coupling: [[core, 1]], curve, remanence });
    circuit.series([[core, 1]], baseOhm / design.coreLossShare, 0);
  });
  circuit.series(
    cores.map((core) => [core, 1] as const),
    0,
    (3 * design.zeroSequencePu * baseOhm) / omega,
  );
  return cores;
}

/** A coil on a core, from its line end to its neutral end. */
export interface Coil {
  phase: 0 | 1 | 2;
  from: number;
  to: number;
  core: number;
  /** Turns, as rated kV. */
  turns: number;
  /** Ampere-turns of the whole winding at rated current come from this part of the winding, 0…1. */
  partOfWinding: number;
}

/**
 * Adds a coil, cut into pieces. Half of the leakage of a unit belongs to either winding, and its turns share it evenly,
 * so that the pieces in series are the coil again (after Bastard, Bertrand and Meunier 1994, with an even division).
 * @param shares of the turns, from the neutral end, ascending: where to cut
 * @returns the node of each cut
 */
export function addCoil(
  circuit: Circuit,
  design: UnitDesign,
  frequencyHz: number,
  coil: Coil,
  shares: readonly number[] = [],
): number[] {
  const wholeTurns = coil.turns / coil.partOfWinding;
  const baseOhm = (wholeTurns * 1000) ** 2 / design.ratedVa;
  const omega = 2 * Math.PI * frequencyHz;
  const leakagePu = design.leakagePu * design.phaseLeakage[coil.phase];
  const cuts = shares.map(() => circuit.node());
  const ends = [coil.to, ...cuts, coil.from];
  const bounds = [0, ...shares, 1];
  for (let piece = 0; piece + 1 < ends.length; piece++) {
    const share = bounds[piece + 1]! - bounds[piece]!;
    const ofWinding = share * coil.partOfWinding;
    const reactance = (leakagePu / 2) * baseOhm * ofWinding;
    circuit.damped(
      [
        [ends[piece + 1]!, 1],
        [ends[piece]!, -1],
        [coil.core, -coil.turns * share],
      ],
      (design.windingLossPu / 2) * baseOhm * ofWinding,
      reactance / omega,
      LOSS_AT_HIGH_FREQUENCY * reactance,
    );
  }
  // Capacitance of the winding to ground, at its ends and cuts.
  for (const node of ends) if (node !== GROUND) circuit.shunt(node, 2e-9);
  return cuts;
}
