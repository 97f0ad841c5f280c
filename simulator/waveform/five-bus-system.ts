import { between, Circuit } from '../emt/circuit';
import type { Draw } from './draw';
import { addBank, type Bank, type BankOptions, HIGH_KV, LOW_KV } from './power-bank';

type Three = readonly [number, number, number];

export interface SystemOptions extends BankOptions {
  /** Both ends of the bank: closed at the start, or at a time; `open` stays open. */
  sourceBreaker: BreakerPlan;
  loadBreaker: BreakerPlan;
  /** Multiplies the resistance of the source at bus 1: sympathetic inrush needs a weak one. */
  sourceResistance?: number;
  /** Multiplies the voltage of both sources. */
  voltage?: number;
}

/** When the poles A, B, C close or open; a pole that does neither stays as it is. */
export interface BreakerPlan {
  isClosed: boolean;
  closesAtS?: Three;
  /** Infinity: the pole stays closed. */
  opensAtS?: Three;
}

export interface FiveBusSystem {
  circuit: Circuit;
  bank: Bank;
  /** Nodes of bus 1 (345 kV) … bus 5 (230 kV), by phase; bus 3 is inside the bank. */
  bus: { 1: Three; 2: Three; 4: Three; 5: Three };
  /** Between the breaker at bus 2 and its current transformers. */
  behindBreaker: Three;
  /** Branches through which current enters the zone, by phase. */
  sourceEnd: Three;
  loadEnd: Three;
}

const LINE_KM = 60;
/** Reactances of the phases of a line that is not transposed, over their mean. */
const UNTRANSPOSED = [1.03, 0.96, 1.01] as const;

/**
 * Sources behind buses 1 and 5, lines 1–2 and 4–5, loads at buses 2 and 4, and between buses 2 and 4 the protected bank.
 * The system is one; what changes from hour to hour (loads, voltages, angle between the sources) is drawn near its mean.
 */
export function fiveBusSystem(options: SystemOptions, draw: Draw): FiveBusSystem {
  const circuit = new Circuit();
  const { frequencyHz } = options;
  const omega = 2 * Math.PI * frequencyHz;
  const [bus1, bus2, bus4, bus5] = [circuit.three(), circuit.three(), circuit.three(), circuit.three()];
  const [source, load] = [circuit.three(), circuit.three()];
  // The angle of the system at time 0 goes with the inception, so the sources stand still.
  const lead = draw('load angle', 11, 12) * (Math.PI / 180);
  const voltage = options.voltage ?? draw('voltage', 1.005, 1.015);
  addSource(
    circuit,
    bus1,
    HIGH_KV * voltage,
    draw('short circuit 1', 10_900, 11_100),
    lead,
    omega,
    draw,
    options.sourceResistance ?? 1,
  );
  addSource(circuit, bus5, LOW_KV * voltage, draw('short circuit 5', 4950, 5050), 0, omega, draw, 1);
  addLine(circuit, bus1, bus2, { ohm1: 0.03, ohm0: 0.2, react1: 0.37, react0: 1.1, farad: 11e-9 }, omega);
  addLine(circuit, bus4, bus5, { ohm1: 0.06, ohm0: 0.35, react1: 0.48, react0: 1.4, farad: 9e-9 }, omega);
  addLoad(circuit, bus2, HIGH_KV, draw('load 2', 130, 170), omega);
  addLoad(circuit, bus4, LOW_KV, draw('load 4', 130, 170), omega);
  const sourceBreaker = addBreaker(circuit, bus2, source, options.sourceBreaker);
  const loadBreaker = addBreaker(circuit, bus4, load, options.loadBreaker);
  const bank = addBank(circuit, source, load, options);
  return {
    circuit,
    bank,
    behindBreaker: sourceBreaker.behind,
    bus: { 1: bus1, 2: bus2, 4: bus4, 5: bus5 },
    sourceEnd: sourceBreaker.current,
    loadEnd: loadBreaker.current,
  };
}

/** Three phase angles, as cosine, rad. */
const PHASE_ANGLES = [0, (-2 * Math.PI) / 3, (2 * Math.PI) / 3] as const;

function addSource(
  circuit: Circuit,
  bus: Three,
  kilovolt: number,
  shortCircuitMva: number,
  leadRad: number,
  omega: number,
  draw: Draw,
  resistance: number,
): void {
  const reactance = kilovolt ** 2 / shortCircuitMva;
  for (const phase of [0, 1, 2] as const) {
    const peakV =
      (kilovolt * 1000 * Math.SQRT2 * (1 + draw(`unbalance ${bus[0]} ${phase}`, -0.001, 0.001))) / Math.sqrt(3);
    const angleRad = PHASE_ANGLES[phase] + leadRad + draw(`skew ${bus[0]} ${phase}`, -0.001, 0.001);
    const coupling = [[bus[phase], -1]] as const;
    circuit.series(coupling, (reactance / 12) * resistance, reactance / omega, { peakV, angleRad });
  }
}

interface LinePerKm {
  ohm1: number;
  ohm0: number;
  react1: number;
  react0: number;
  farad: number;
}

function addLine(circuit: Circuit, from: Three, to: Three, perKm: LinePerKm, omega: number): void {
  // What zero sequence meets beyond positive sequence is in the common return: the sum of the three currents.
  const back = circuit.node();
  for (const phase of [0, 1, 2] as const) {
    const untransposed = UNTRANSPOSED[phase];
    const coupling = [...between(from[phase], to[phase]), [back, -1] as const];
    const reactance = perKm.react1 * LINE_KM * untransposed;
    circuit.damped(coupling, perKm.ohm1 * LINE_KM, reactance / omega, 60 * reactance);
    for (const end of [from, to]) circuit.shunt(end[phase], (perKm.farad * LINE_KM) / 2);
  }
  const extra = LINE_KM / 3;
  circuit.series([[back, 1]], (perKm.ohm0 - perKm.ohm1) * extra, ((perKm.react0 - perKm.react1) * extra) / omega);
}

const POWER_FACTOR = 0.95;

function addLoad(circuit: Circuit, bus: Three, kilovolt: number, mva: number, omega: number): void {
  const ohm = kilovolt ** 2 / mva;
  const reactance = ohm * Math.sqrt(1 - POWER_FACTOR ** 2);
  for (const node of bus) circuit.series([[node, 1]], ohm * POWER_FACTOR, reactance / omega);
}

/** A breaker and behind it the current transformers. */
function addBreaker(circuit: Circuit, from: Three, to: Three, plan: BreakerPlan): { behind: Three; current: Three } {
  const behind = circuit.three();
  const pole = (phase: 0 | 1 | 2) => {
    circuit.switch(between(from[phase], behind[phase]), {
      isClosed: plan.isClosed,
      closesAtS: plan.closesAtS?.[phase] ?? Infinity,
      opensAtS: plan.opensAtS?.[phase] ?? Infinity,
    });
    return circuit.series(between(behind[phase], to[phase]), 0.01, 0);
  };
  return { behind, current: [pole(0), pole(1), pole(2)] };
}
