/** What happens in a simulated event: the parameters of the sweeps, and what varies between scenarios without being swept. */
export interface FaultScenario {
  /** One of the 45 labels, or `normal`. */
  label: string;
  /** Phase of turn-to-turn and winding-to-winding faults and of one-phase happenings: 0 A, 1 B, 2 C. */
  phase: 0 | 1 | 2;
  /** Of the winding, from its neutral or from its source end, 0…1; of turn-to-turn faults the place of the turns. */
  windingShare: number;
  /** Turns that are shorted, of those of the winding, 0…1. */
  turnsShare: number;
  /** Of turn-to-turn faults: as if the whole winding were bridged; the arc over few turns is shorter by their share. */
  faultResistanceOhm: number;
  side: 'primary' | 'secondary';
  /** 0…11: inception at sample 40 + 13.8 k of a 60 Hz record at 10 kHz, in time. */
  inception: number;
  shift: 'forward' | 'backward';
  /** Share of the regulator's full tap, 0.5 or 1 in the sweeps. */
  tap: number;
  nominalFrequencyHz: 50 | 60;
  /** Which scenario of otherwise equal ones: draws all that is not swept (load, source, remanence, noise …). */
  seed: number;
}

/** One simulated record: what a recorder at a differential relay writes. */
export interface SimulatedEvent {
  scenario: FaultScenario;
  sampleRateHz: number;
  /** Differential currents of phases A, B, C, secondary A; 726 samples at 10 kHz and 60 Hz as in the public set. */
  operate: [Float32Array, Float32Array, Float32Array];
  /** Restraining currents: half the sum of the magnitudes at both ends, secondary A. */
  restraint: [Float32Array, Float32Array, Float32Array];
  inceptionMs: number;
  /** Null where nothing is cleared. */
  clearingMs: number | null;
}
