import { type Circuit, GROUND } from '../emt/circuit';
import { addCoil, addCores, type UnitDesign } from './windings';

type Three = readonly [number, number, number];

export const HIGH_KV = 345;
export const LOW_KV = 230;
/** Winding of the regulator's series unit on either side of the centre tap, kV at full tap: 20 degrees in all. */
const SERIES_HALF_KV = 23.42;
const EXCITING_SECONDARY_KV = 40;
const SERIES_SECONDARY_KV = EXCITING_SECONDARY_KV * Math.sqrt(3);
const MVA = 1e6;

export const POWER_TRANSFORMER: UnitDesign = {
  ratedVa: (500 / 3) * MVA,
  leakagePu: 0.12,
  phaseLeakage: [1.08, 0.94, 0.98],
  windingLossPu: 0.004,
  magnetisingShare: 0.004,
  coreLossShare: 0.0008,
  kneePu: 1.17,
  airCoreReactancePu: 0.28,
  zeroSequencePu: 10,
};
const REGULATOR_VA = (176 / 3) * MVA;
const SERIES_UNIT: UnitDesign = {
  ratedVa: REGULATOR_VA,
  leakagePu: 0.06,
  phaseLeakage: [0.93, 1.07, 1],
  windingLossPu: 0.003,
  magnetisingShare: 0.006,
  coreLossShare: 0.001,
  kneePu: 1.3,
  airCoreReactancePu: 0.2,
  zeroSequencePu: 6,
};
const EXCITING_UNIT: UnitDesign = {
  ratedVa: REGULATOR_VA,
  leakagePu: 0.13,
  phaseLeakage: [0.98, 0.94, 1.08],
  windingLossPu: 0.007,
  magnetisingShare: 0.004,
  coreLossShare: 0.001,
  kneePu: 1.18,
  airCoreReactancePu: 0.3,
  zeroSequencePu: 10,
};

/** Resistor at the neutral of the regulating winding: some 1.5 kA, as in other networks of its voltage. */
const NEUTRAL_OHM = 15;

/** Capacitance to ground of the cables that join the units: 230 kV bus, centre taps, regulating winding. */
const CABLES_F = { middle: 80e-9, centre: 30e-9, exciter: 200e-9 };

/** Windings in which a fault may lie. */
export type Winding =
  | 'power-primary'
  | 'power-secondary'
  | 'series-primary'
  | 'series-secondary'
  | 'exciting-primary'
  | 'exciting-secondary';

/** Where to cut a winding: its phases, and shares of the turns from the neutral end. */
export interface Cut {
  winding: Winding;
  phases: readonly number[];
  shares: readonly number[];
}

export interface BankOptions {
  frequencyHz: number;
  /** Share of full tap of the regulator. */
  tap: number;
  shift: 'forward' | 'backward';
  cuts: readonly Cut[];
  /** Fluxes of the six-by-three cores before energisation, per unit; null when in service. */
  remanencePu: { power: Three; series: Three; exciting: Three } | null;
}

export interface Bank {
  /** Nodes of each cut, by winding and phase; undefined where there is none. */
  cutNodes(winding: Winding, phase: number): readonly number[];
}

/**
 * A 345/230 kV power transformer (YNyn0, 500 MVA) and behind it an indirect symmetrical phase angle regulator: a series
 * unit with a centre tap, whose delta is fed by the tapped secondary of an exciting unit at the centre taps.
 * @param source terminals on the 345 kV side
 * @param load terminals behind the regulator
 */
export function addBank(circuit: Circuit, source: Three, load: Three, options: BankOptions): Bank {
  const { frequencyHz, tap, remanencePu } = options;
  const middle = circuit.three();
  const centre = circuit.three();
  const exciter = circuit.three();
  const power = addCores(circuit, POWER_TRANSFORMER, frequencyHz, remanencePu?.power ?? null);
  const series = addCores(circuit, SERIES_UNIT, frequencyHz, remanencePu?.series ?? null);
  const exciting = addCores(circuit, EXCITING_UNIT, frequencyHz, remanencePu?.exciting ?? null);
  const nodes = new Map<string, number[]>();
  const neutral = circuit.node();
  circuit.series([[neutral, 1]], NEUTRAL_OHM, 0);
  circuit.shunt(neutral, 20e-9);
  const sharesOf = (winding: Winding, phase: number) =>
    options.cuts.find((cut) => cut.winding === winding && cut.phases.includes(phase))?.shares ?? [];
  for (const phase of [0, 1, 2] as const) {
    const coil = (
      winding: Winding,
      design: UnitDesign,
      from: number,
      to: number,
      core: number,
      turns: number,
      part = 1,
    ) => {
      const place = { phase, from, to, core, turns, partOfWinding: part };
      nodes.set(`${winding} ${phase}`, addCoil(circuit, design, frequencyHz, place, sharesOf(winding, phase)));
    };
    coil('power-primary', POWER_TRANSFORMER, source[phase], GROUND, power[phase], HIGH_KV / Math.sqrt(3));
    coil('power-secondary', POWER_TRANSFORMER, middle[phase], GROUND, power[phase], LOW_KV / Math.sqrt(3));
    coil('series-primary', SERIES_UNIT, middle[phase], centre[phase], series[phase], SERIES_HALF_KV, 0.5);
    const otherHalf = { phase, from: centre[phase], to: load[phase], core: series[phase], turns: SERIES_HALF_KV };
    addCoil(circuit, SERIES_UNIT, frequencyHz, { ...otherHalf, partOfWinding: 0.5 });
    // Quadrature: the delta winding of a phase lies across the two other phases.
    const [ahead, behind] = [exciter[(phase + 1) % 3]!, exciter[(phase + 2) % 3]!];
    const [from, to] = options.shift === 'forward' ? [ahead, behind] : [behind, ahead];
    coil('series-secondary', SERIES_UNIT, from, to, series[phase], SERIES_SECONDARY_KV);
    coil('exciting-primary', EXCITING_UNIT, centre[phase], GROUND, exciting[phase], LOW_KV / Math.sqrt(3));
    coil('exciting-secondary', EXCITING_UNIT, exciter[phase], neutral, exciting[phase], EXCITING_SECONDARY_KV * tap);
    circuit.shunt(middle[phase], CABLES_F.middle);
    circuit.shunt(centre[phase], CABLES_F.centre);
    circuit.shunt(source[phase], 3e-9);
    circuit.shunt(load[phase], 3e-9);
    circuit.shunt(exciter[phase], CABLES_F.exciter);
  }
  return { cutNodes: (winding, phase) => nodes.get(`${winding} ${phase}`) ?? [] };
}

/** Angle by which the voltage at the source terminals leads the one at the load terminals, without load, rad. */
export function regulatorAngle(tap: number, shift: 'forward' | 'backward'): number {
  const quadrature = (tap * SERIES_HALF_KV) / (LOW_KV / Math.sqrt(3));
  // Phase A gets V_B − V_C, which lags V_A by 90 degrees.
  return (shift === 'forward' ? -2 : 2) * Math.atan(quadrature);
}
