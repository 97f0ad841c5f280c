import { type AlarmDelays, AlarmPhases } from '../alarms/alarm-phases';
import { grown } from '../stream/key-slots';
import type { EnergySettings, EnergySink } from '../stream/meter-energy';
import { Meters } from './meters';
import type { District } from './places';

/** The meters with the columns of their alarms: phase, newest load, threshold. */
export class RiskMeters extends Meters {
  readonly phases: AlarmPhases;
  /** End of the newest load that was judged, −1 before the first. */
  loadMs: Float64Array;
  /** Threshold in W that was looked up last, valid while `epochs` equals the epoch of the district. */
  thresholdW: Float64Array;
  epochs: Uint32Array;

  constructor(maximum: number, energy: EnergySettings, delays: AlarmDelays, sink: EnergySink) {
    super(maximum, energy, sink);
    const { capacity } = this.slots;
    this.phases = new AlarmPhases(capacity, delays);
    this.loadMs = new Float64Array(capacity);
    this.thresholdW = new Float64Array(capacity);
    this.epochs = new Uint32Array(capacity);
  }

  override add(meterId: string): number {
    const slot = super.add(meterId);
    this.loadMs[slot] = -1;
    this.epochs[slot] = 0;
    return slot;
  }

  override place(slot: number, district: District, kind: number, household: string | undefined): void {
    super.place(slot, district, kind, household);
    this.epochs[slot] = 0;
  }

  override remove(slot: number): void {
    super.remove(slot);
    this.phases.clear(slot);
  }

  protected override grow(capacity: number): void {
    super.grow(capacity);
    this.phases.grow(capacity);
    this.loadMs = grown(this.loadMs, capacity);
    this.thresholdW = grown(this.thresholdW, capacity);
    this.epochs = grown(this.epochs, capacity);
  }
}
