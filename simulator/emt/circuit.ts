import type { SaturationCurve } from './saturation-curve';

/** What a branch sees of the nodes: the sum of factor × potential. A coil sees its two ends and, by its turns, its core. */
export type Coupling = readonly (readonly [node: number, factor: number])[];

/** Sinusoidal source in a branch, peak V; the angle is that of a cosine at time 0. */
export interface Emf {
  peakV: number;
  angleRad: number;
}

export interface SeriesBranch {
  kind: 'series';
  coupling: Coupling;
  ohm: number;
  henry: number;
  emf?: Emf;
}

export interface CapacitorBranch {
  kind: 'capacitor';
  coupling: Coupling;
  farad: number;
}

/** Closes at a time, opens at the first zero of its current after a time. */
export interface SwitchBranch {
  kind: 'switch';
  coupling: Coupling;
  closedOhm: number;
  openOhm: number;
  isClosed: boolean;
  closesAtS: number;
  opensAtS: number;
}

export interface DiodeBranch {
  kind: 'diode';
  coupling: Coupling;
  closedOhm: number;
  openOhm: number;
}

/** Magnetising branch of a core. */
export interface CoreBranch {
  kind: 'core';
  coupling: Coupling;
  curve: SaturationCurve;
  /** Flux that is left in the core before it is energised, V·s; null: in service, it follows from the voltages. */
  remanence: number | null;
}

export type Branch = SeriesBranch | CapacitorBranch | SwitchBranch | DiodeBranch | CoreBranch;

/** The reference of all potentials. */
export const GROUND = -1;

/**
 * A lumped circuit for electromagnetic transients: nodes, and branches between them. A core of a transformer is a node
 * too: its potential is the voltage induced in one turn. A coil of n turns is a series branch that sees its ends and −n
 * times the core, and the currents that meet at the core node are the balance of ampere-turns.
 */
export class Circuit {
  readonly branches: Branch[] = [];
  nodes = 0;

  node(): number {
    return this.nodes++;
  }

  three(): [number, number, number] {
    return [this.node(), this.node(), this.node()];
  }

  /** @returns number of the branch */
  add(branch: Branch): number {
    const coupling = branch.coupling.filter(([node, factor]) => node !== GROUND && factor !== 0);
    return this.branches.push({ ...branch, coupling }) - 1;
  }

  series(coupling: Coupling, ohm: number, henry: number, emf?: Emf): number {
    return this.add({ kind: 'series', coupling, ohm, henry, ...(emf && { emf }) });
  }

  /** A line or a coil, whose losses grow with frequency: a resistance beside the reactance, which damps high oscillations. */
  damped(coupling: Coupling, ohm: number, henry: number, besideOhm: number): void {
    this.series(coupling, ohm, henry);
    this.series(coupling, besideOhm, 0);
  }

  capacitor(coupling: Coupling, farad: number): void {
    this.add({ kind: 'capacitor', coupling, farad });
  }

  /** Capacitance to ground: what is at one node is one branch. */
  shunt(node: number, farad: number): void {
    const there = this.shunts.get(node);
    if (there) there.farad += farad;
    else {
      this.capacitor([[node, 1]], farad);
      this.shunts.set(node, this.branches.at(-1) as CapacitorBranch);
    }
  }
  private readonly shunts = new Map<number, CapacitorBranch>();

  /** A switch that is closed from `closesAtS` to the first zero of its current after `opensAtS`. */
  switch(coupling: Coupling, options: Partial<Omit<SwitchBranch, 'kind' | 'coupling'>> = {}): number {
    const { closesAtS = Infinity, opensAtS = Infinity, isClosed = false, closedOhm = 1e-3, openOhm = 1e8 } = options;
    return this.add({ kind: 'switch', coupling, closedOhm, openOhm, isClosed, closesAtS, opensAtS });
  }
}

/** From one node to another. */
export const between = (from: number, to: number): Coupling => [
  [from, 1],
  [to, -1],
];
