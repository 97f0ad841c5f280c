import { hashName, smoothNoise, unitOf } from './random';

const HOUR_MS = 3_600_000;
export const PHASE_NAMES = ['a', 'b', 'c'] as const;
/** Resistance of the common line of a feeder from the transformer to its homes, one phase with return, ohm. */
export const LINE_OHM = 0.05;
/** Resistance of a service line, ohm: lowest and highest. */
export const SERVICE_OHM = [0.04, 0.14] as const;
/** Loss that does not depend on load (share of the transformer, meters' own use), W per feeder. */
export const CONSTANT_LOSS_W = 110;
/** Voltage at the transformer without load, phase to neutral, V. */
const SOURCE_V = 236;

/** Where a home hangs: index of its feeder and phase 0–2. */
export interface Connection {
  meterId: string;
  feeder: number;
  phase: 0 | 1 | 2;
}

/**
 * Low-voltage feeders: voltages of homes from loads, and what a meter at the head of each feeder measures.
 * Per phase: head power = Σ homes + R·I² of the common line + Σ r·i² of the service lines + a third of the constant
 * loss. One pass (currents from the source voltage): within 1 % of the exact load flow at usual drops.
 */
export class Feeders {
  /** Per home, in the order of `connections`. */
  readonly voltageV: Float64Array;
  readonly currentA: Float64Array;
  /** Per feeder and phase: index feeder × 3 + phase. */
  readonly phaseActiveW: Float64Array;
  readonly phaseReactiveVar: Float64Array;
  /** Voltage at the head of the feeder, where its meter is. */
  readonly headVoltageV: Float64Array;
  /** Per feeder. Energy counts the sum of the phases: what flows back goes to export. */
  readonly lossW: Float64Array;
  readonly lossWh: Float64Array;
  readonly importWh: Float64Array;
  readonly exportWh: Float64Array;
  /** Voltage where the homes of a phase branch off. */
  private readonly branchV: Float64Array;
  private readonly serviceOhm: Float64Array;
  private readonly noiseKey: Uint32Array;
  private readonly wanderKey: Uint32Array;
  private readonly servicesLossW: Float64Array;
  /** Feeder × 3 + phase of each home. */
  private readonly branchOf: Int32Array;
  private readonly upstreamKey: number;

  constructor(
    seed: number,
    connections: readonly Connection[],
    names: readonly string[],
    private timeMs: number,
  ) {
    const homes = connections.length;
    const feeders = names.length;
    this.voltageV = new Float64Array(homes);
    this.currentA = new Float64Array(homes);
    this.phaseActiveW = new Float64Array(feeders * 3);
    this.phaseReactiveVar = new Float64Array(feeders * 3);
    this.headVoltageV = new Float64Array(feeders * 3);
    this.branchV = new Float64Array(feeders * 3);
    this.servicesLossW = new Float64Array(feeders * 3);
    this.lossW = new Float64Array(feeders);
    this.lossWh = new Float64Array(feeders);
    this.importWh = Float64Array.from(names, (name) => Math.round(1e8 * unitOf(seed, `import/${name}`)));
    this.exportWh = new Float64Array(feeders);
    const [low, high] = SERVICE_OHM;
    this.serviceOhm = Float64Array.from(
      connections,
      ({ meterId }) => low + (high - low) * unitOf(seed, `r/${meterId}`),
    );
    this.noiseKey = Uint32Array.from(connections, ({ meterId }) => hashName(seed, `v/${meterId}`));
    this.wanderKey = Uint32Array.from(names, (name) => hashName(seed, `wander/${name}`));
    this.branchOf = Int32Array.from(connections, ({ feeder, phase }) => feeder * 3 + phase);
    this.upstreamKey = hashName(seed, 'upstream');
  }

  /** Moves to `timeMs`; the loads hold for (previous time, timeMs]. */
  step(timeMs: number, activeW: Float64Array, reactiveVar: Float64Array): void {
    this.sumHomes(activeW, reactiveVar);
    this.setPhaseVoltages(timeMs);
    this.setHomeVoltages(timeMs, activeW, reactiveVar);
    this.addLosses(timeMs);
    this.timeMs = timeMs;
  }

  private sumHomes(activeW: Float64Array, reactiveVar: Float64Array): void {
    this.phaseActiveW.fill(0);
    this.phaseReactiveVar.fill(0);
    this.servicesLossW.fill(0);
    const { branchOf, phaseActiveW, phaseReactiveVar } = this;
    for (let home = 0; home < branchOf.length; home++) {
      const at = branchOf[home]!;
      phaseActiveW[at]! += activeW[home]!;
      phaseReactiveVar[at]! += reactiveVar[home]!;
    }
  }

  /** Voltage where the homes branch off: transformer with a slow wander (tap changer, upstream load) less the drop. */
  private setPhaseVoltages(timeMs: number): void {
    const slow = 2.2 * smoothNoise(this.upstreamKey, timeMs / (2 * HOUR_MS));
    for (let feeder = 0; feeder < this.wanderKey.length; feeder++) {
      for (let phase = 0; phase < 3; phase++) {
        const at = feeder * 3 + phase;
        const head = SOURCE_V + slow + 0.9 * smoothNoise(this.wanderKey[feeder]! + phase, timeMs / 600_000);
        this.headVoltageV[at] = head;
        this.branchV[at] = head - (LINE_OHM * this.phaseActiveW[at]!) / head;
      }
    }
  }

  private setHomeVoltages(timeMs: number, activeW: Float64Array, reactiveVar: Float64Array): void {
    const { branchOf, branchV, serviceOhm, noiseKey, voltageV, currentA, servicesLossW } = this;
    const flickerTime = timeMs / 7_000;
    for (let home = 0; home < branchOf.length; home++) {
      const at = branchOf[home]!;
      const branch = branchV[at]!;
      const active = activeW[home]!;
      const flicker = 0.12 * smoothNoise(noiseKey[home]!, flickerTime);
      const volt = branch - (serviceOhm[home]! * active) / branch + flicker;
      const ampere = apparent(active, reactiveVar[home]!) / volt;
      voltageV[home] = volt;
      currentA[home] = ampere;
      servicesLossW[at]! += serviceOhm[home]! * ampere * ampere;
    }
  }

  private addLosses(timeMs: number): void {
    const hours = (timeMs - this.timeMs) / HOUR_MS;
    for (let feeder = 0; feeder < this.lossW.length; feeder++) {
      let loss = 0;
      let total = 0;
      for (let at = feeder * 3; at < feeder * 3 + 3; at++) {
        const ampere = apparent(this.phaseActiveW[at]!, this.phaseReactiveVar[at]!) / this.branchV[at]!;
        const phaseLoss = LINE_OHM * ampere * ampere + this.servicesLossW[at]! + CONSTANT_LOSS_W / 3;
        loss += phaseLoss;
        this.phaseActiveW[at]! += phaseLoss;
        total += this.phaseActiveW[at]!;
      }
      this.lossW[feeder] = loss;
      this.lossWh[feeder]! += loss * hours;
      if (total >= 0) this.importWh[feeder]! += total * hours;
      else this.exportWh[feeder]! -= total * hours;
    }
  }
}

/** √(P² + Q²), to the last bit what Math.hypot gives, which is several times slower. */
function apparent(active: number, reactive: number): number {
  const p = Math.abs(active);
  const q = Math.abs(reactive);
  const larger = Math.max(p, q);
  if (larger === 0) return 0;
  return Math.sqrt((p / larger) ** 2 + (q / larger) ** 2) * larger;
}
