import { Cholesky } from './cholesky';
import type { Branch, Circuit } from './circuit';
import { interceptOf, pieceOf, slopeOf } from './saturation-curve';
import { steadyState } from './steady-state';

/** How often a step is computed again with other pieces of the saturation curves before they are taken as they are. */
const MOST_TRIALS = 4;

/**
 * Steps a circuit through time: nodal analysis with the trapezoidal rule and, for the step after a switching, two half
 * steps of backward Euler, which keep a jump from ringing on (Dommel 1969; Marti and Lin 1989, critical damping
 * adjustment). Saturation is piecewise linear; a step that leaves its piece is computed again.
 */
export class Transient {
  timeS = 0;
  private readonly voltage: Float64Array;
  private readonly current: Float64Array;
  private readonly flux: Float64Array;

  private readonly branches: readonly Branch[];
  private readonly omega: number;
  private readonly matrix: Float64Array;
  private readonly solver: Cholesky;
  private readonly potential: Float64Array;
  private readonly conductance: Float64Array;
  private readonly source: Float64Array;
  private readonly offset: Float64Array;
  private readonly pieces: Int32Array;
  private readonly closed: Uint8Array;
  /** Trapezoidal and Euler weights of the last voltage and the last current in the history source. */
  private readonly weights: Float64Array;
  private readonly start: Int32Array;
  private readonly nodeOf: Int32Array;
  private readonly factorOf: Float64Array;
  /** All branches whose past matters: all but plain resistances. */
  private readonly lasting: Int32Array;
  private readonly lasts: Uint8Array;
  private readonly cores: Int32Array;
  private readonly driven: Int32Array;
  private readonly gates: Int32Array;
  private hasJumped = true;

  /** @param circuit in its steady state at time 0, switches as they are then */
  constructor(
    circuit: Circuit,
    private readonly stepS: number,
    frequencyHz: number,
  ) {
    const { branches, nodes } = circuit;
    this.branches = branches;
    this.omega = 2 * Math.PI * frequencyHz;
    const count = branches.length;
    this.voltage = new Float64Array(count);
    this.current = new Float64Array(count);
    this.flux = new Float64Array(count);
    this.matrix = new Float64Array(nodes * nodes);
    this.solver = new Cholesky(nodes);
    this.potential = new Float64Array(nodes);
    this.conductance = new Float64Array(count);
    this.source = new Float64Array(count);
    this.offset = new Float64Array(count);
    this.pieces = new Int32Array(count);
    this.closed = new Uint8Array(count);
    this.weights = new Float64Array(4 * count);
    this.start = new Int32Array(count + 1);
    const places = branches.flatMap(({ coupling }) => coupling);
    branches.forEach(({ coupling }, branch) => {
      this.start[branch + 1] = this.start[branch]! + coupling.length;
    });
    this.nodeOf = Int32Array.from(places, ([node]) => node);
    this.factorOf = Float64Array.from(places, ([, factor]) => factor);
    const numbers = (isOne: (branch: Branch) => boolean) =>
      Int32Array.from(branches.flatMap((branch, number) => (isOne(branch) ? [number] : [])));
    this.lasting = numbers((branch) => branch.kind !== 'series' || branch.henry > 0 || branch.emf !== undefined);
    this.lasts = new Uint8Array(count);
    for (const branch of this.lasting) this.lasts[branch] = 1;
    this.cores = numbers(({ kind }) => kind === 'core');
    this.driven = numbers((branch) => branch.kind === 'series' && branch.emf !== undefined);
    this.gates = numbers(({ kind }) => kind === 'switch' || kind === 'diode');
    this.begin(circuit);
  }

  /** One step. */
  step(): void {
    if (this.hasJumped) {
      this.hasJumped = false;
      this.advance(this.stepS / 2, true);
      this.advance(this.stepS / 2, true);
    } else this.advance(this.stepS, false);
    this.operateGates();
  }

  /** Current of a branch now, A. */
  currentOf(branch: number): number {
    return this.lasts[branch] ? this.current[branch]! : this.conductance[branch]! * this.seen(branch);
  }

  private begin(circuit: Circuit): void {
    const { voltage, current } = steadyState(circuit, this.omega);
    this.branches.forEach((branch, number) => {
      this.voltage[number] = voltage[number]!.re;
      this.current[number] = current[number]!.re;
      if (branch.kind === 'switch') this.closed[number] = branch.isClosed ? 1 : 0;
      if (branch.kind !== 'core') return;
      // Flux is the integral of the voltage.
      const follows = voltage[number]!.im / this.omega;
      this.flux[number] = branch.remanence ?? follows;
      this.pieces[number] = pieceOf(branch.curve, this.flux[number]!);
      // Remanence without current: the curve is moved so that it passes there.
      this.offset[number] = branch.remanence === null ? 0 : -slopeOf(branch.curve, 0) * branch.remanence;
    });
    this.weigh();
    this.refactor();
  }

  private weigh(): void {
    const { stepS, weights, conductance } = this;
    this.branches.forEach((branch, number) => {
      const at = 4 * number;
      if (branch.kind === 'series') {
        const half = (2 * branch.henry) / stepS;
        const g = 1 / (half + branch.ohm);
        conductance[number] = g;
        const isReactive = branch.henry > 0;
        weights[at] = isReactive ? g : 0;
        weights[at + 1] = isReactive ? (half - branch.ohm) * g : 0;
        weights[at + 3] = half * g;
      } else if (branch.kind === 'capacitor') {
        const g = (2 * branch.farad) / stepS;
        conductance[number] = g;
        weights[at] = -g;
        weights[at + 1] = -1;
        weights[at + 2] = -g;
      }
    });
  }

  private refactor(): void {
    const { matrix, start, nodeOf, factorOf, conductance, branches } = this;
    const size = this.potential.length;
    matrix.fill(0);
    for (let branch = 0; branch < branches.length; branch++) {
      const one = branches[branch]!;
      if (one.kind === 'core') conductance[branch] = (slopeOf(one.curve, this.pieces[branch]!) * this.stepS) / 2;
      else if (one.kind === 'switch' || one.kind === 'diode')
        conductance[branch] = 1 / (this.closed[branch] ? one.closedOhm : one.openOhm);
      const g = conductance[branch]!;
      for (let a = start[branch]!; a < start[branch + 1]!; a++) {
        const row = nodeOf[a]! * size;
        const share = g * factorOf[a]!;
        for (let b = start[branch]!; b < start[branch + 1]!; b++) matrix[row + nodeOf[b]!]! += share * factorOf[b]!;
      }
    }
    this.solver.factor(matrix);
  }

  private advance(byS: number, isEuler: boolean): void {
    this.timeS += byS;
    for (let trial = 1; ; trial++) {
      this.solveAt(isEuler);
      if (trial >= MOST_TRIALS || !this.changePieces(isEuler)) break;
    }
    this.accept(isEuler);
  }

  /** Potentials at the new time; voltages, currents and fluxes stay those of the old time. */
  private solveAt(isEuler: boolean): void {
    const { source, weights, voltage, current, potential, conductance, start, nodeOf, factorOf, branches } = this;
    const shift = isEuler ? 2 : 0;
    for (const branch of this.lasting) {
      const at = 4 * branch + shift;
      source[branch] = weights[at]! * voltage[branch]! + weights[at + 1]! * current[branch]!;
    }
    for (const core of this.cores) {
      const { curve } = branches[core] as Branch & { kind: 'core' };
      const piece = this.pieces[core]!;
      const known = this.flux[core]! + (isEuler ? 0 : (this.stepS / 2) * voltage[core]!);
      source[core] = slopeOf(curve, piece) * known + interceptOf(curve, piece) + this.offset[core]!;
    }
    for (const driven of this.driven) source[driven]! += conductance[driven]! * this.emfOf(driven);
    potential.fill(0);
    for (const branch of this.lasting) {
      const injected = source[branch]!;
      if (injected === 0) continue;
      for (let a = start[branch]!; a < start[branch + 1]!; a++) potential[nodeOf[a]!]! -= factorOf[a]! * injected;
    }
    this.solver.solve(potential);
  }

  private emfOf(branch: number): number {
    const { emf } = this.branches[branch] as Branch & { kind: 'series' };
    return emf ? emf.peakV * Math.cos(this.omega * this.timeS + emf.angleRad) : 0;
  }

  private seen(branch: number): number {
    let sum = 0;
    for (let a = this.start[branch]!; a < this.start[branch + 1]!; a++)
      sum += this.factorOf[a]! * this.potential[this.nodeOf[a]!]!;
    return sum;
  }

  private fluxAfter(core: number, voltage: number, isEuler: boolean): number {
    return this.flux[core]! + (this.stepS / 2) * (isEuler ? voltage : voltage + this.voltage[core]!);
  }

  /** @returns whether the step is to be computed again */
  private changePieces(isEuler: boolean): boolean {
    let hasChanged = false;
    for (const core of this.cores) {
      const { curve } = this.branches[core] as Branch & { kind: 'core' };
      const piece = pieceOf(curve, this.fluxAfter(core, this.seen(core), isEuler));
      if (piece === this.pieces[core]) continue;
      this.pieces[core] = piece;
      hasChanged = true;
    }
    if (hasChanged) this.refactor();
    return hasChanged;
  }

  private accept(isEuler: boolean): void {
    const { voltage, current, conductance, source } = this;
    for (const core of this.cores) this.flux[core] = this.fluxAfter(core, this.seen(core), isEuler);
    for (const branch of this.lasting) {
      const v = this.seen(branch);
      voltage[branch] = v;
      current[branch] = conductance[branch]! * v + source[branch]!;
    }
    for (const driven of this.driven) voltage[driven]! += this.emfOf(driven);
  }

  private operateGates(): void {
    let hasChanged = false;
    for (const gate of this.gates) {
      const branch = this.branches[gate]!;
      const isClosed = this.closed[gate] === 1;
      const now = branch.kind === 'diode' ? this.conducts(gate, isClosed) : this.isHeld(gate, isClosed);
      if (now === isClosed) continue;
      this.closed[gate] = now ? 1 : 0;
      hasChanged = true;
    }
    if (!hasChanged) return;
    this.refactor();
    this.hasJumped = true;
  }

  private conducts(gate: number, isClosed: boolean): boolean {
    return isClosed ? this.current[gate]! > 0 : this.voltage[gate]! > 0;
  }

  private isHeld(gate: number, isClosed: boolean): boolean {
    const { closesAtS, opensAtS } = this.branches[gate] as Branch & { kind: 'switch' };
    if (!isClosed) return this.timeS >= closesAtS && this.timeS < opensAtS;
    const before = this.lastCurrent.get(gate);
    const now = this.current[gate]!;
    this.lastCurrent.set(gate, now);
    // Arcs go out at a zero of the current.
    return !(this.timeS >= opensAtS && before !== undefined && before * now <= 0);
  }
  private readonly lastCurrent = new Map<number, number>();
}
