import { hashName } from '../random';
import { type Attack, type AttackTruth, checkAttack, type Electrical, truthOf } from './attacks';
import { dataAttack } from './data-attacks';
import { LocalDays } from './local-days';
import { type MeterAttack, meterAttack } from './meter-attacks';

/** Meters resolve 0.1 W: what is reported is a multiple of it, so that energy and power agree to the last digit. */
const STEPS_PER_W = 10;

/**
 * One attacked meter over time. Feed it every true sample in order of time, also those before the attack begins: some
 * kinds report what was usual before. A pure function of the attack and the samples; nothing is allocated per sample.
 */
export class Tamper {
  readonly truth: AttackTruth;
  /** Active power of the last sample as it was, and as it was reported. */
  trueW = 0;
  reportedW = 0;
  /** Energy not reported so far: Σ (true − reported) power × time. Negative where more was reported than drawn. */
  stolenWh = 0;
  /** The schedule lets the attack act at the last sample and the home drew power. */
  isActing = false;
  private readonly days: LocalDays;
  private readonly work: MeterAttack;
  private trueImportWh = Number.NaN;
  private reportedImportWh = Number.NaN;

  /** @throws Error that names what of the attack can't be */
  constructor(attack: Attack) {
    checkAttack(attack);
    const key = hashName(attack.seed, `theft/${attack.meterId}`);
    this.truth = truthOf(attack);
    this.days = new LocalDays(attack, key);
    this.work = (dataAttack(attack, this.days, key) ?? meterAttack(attack, this.days, key))!;
  }

  /**
   * Turns a true sample into the one that the meter reports, in place.
   * @param hours time that the sample stands for
   */
  apply(values: Electrical, hours: number): void {
    this.trueW = values.activePowerW;
    this.work.note?.(values);
    this.isActing = this.trueW >= 0 && this.days.isScheduled(values.timeMs);
    if (this.isActing) {
      this.work.act(values);
      if (values.activePowerW !== this.trueW) {
        values.activePowerW = Math.round(values.activePowerW * STEPS_PER_W) / STEPS_PER_W;
      }
    }
    this.reportedW = values.activePowerW;
    this.stolenWh += (this.trueW - this.reportedW) * hours;
  }

  /**
   * The import register that goes with the last sample: it grows as the reported power does, never back.
   * @param trueWh what the true register shows now
   * @param hours time since the last call
   */
  importWh(trueWh: number, hours: number): number {
    if (Number.isNaN(this.trueImportWh)) {
      this.reportedImportWh = trueWh;
    } else if (!this.work.isFrozen?.()) {
      const grown = Math.max(0, trueWh - this.trueImportWh);
      if (!this.isActing) this.reportedImportWh += grown;
      else if (this.trueW > 0) this.reportedImportWh += grown * (this.reportedW / this.trueW);
      else this.reportedImportWh += Math.max(0, this.reportedW) * hours;
    }
    this.trueImportWh = trueWh;
    return this.reportedImportWh;
  }
}
