import type { Meter } from '../layout';
import type { Sample } from '../sample';
import type { SimulatorSettings } from '../settings';
import type { AttackTruth } from './attacks';
import { drawAttack } from './draw';
import { Tamper } from './tamper';

const MINUTE_MS = 60_000;

/** The attacked meters of a simulation; feeder meters are never attacked. */
export class Thieves {
  private readonly tampers: (Tamper | undefined)[];
  private readonly told = new Set<number>();

  /**
   * @param startMs begin of the simulation
   * @param onTruth told of each attack as it begins
   */
  constructor(
    { seed, theft }: Pick<SimulatorSettings, 'seed' | 'theft'>,
    meters: readonly Meter[],
    startMs: number,
    private readonly onTruth?: (truth: AttackTruth) => void,
  ) {
    const { share, kinds, severities, afterMinutes } = theft;
    const plan = {
      seed,
      share,
      kinds,
      severities,
      startMs: startMs + afterMinutes * MINUTE_MS,
      // Not all at once: three meters that drop on one day are a finding of their own.
      latestStartMs: startMs + 2 * afterMinutes * MINUTE_MS,
      endMs: Number.POSITIVE_INFINITY,
    };
    this.tampers = meters.map((meter) => {
      if (meter.household === undefined) return undefined;
      const attack = drawAttack({ ...plan, timeZone: meter.timeZone }, meter.meterId);
      return attack && new Tamper(attack);
    });
  }

  /** Turns the true sample of a meter into what it reports, in place. */
  apply(meter: number, sample: Sample, hours: number): void {
    const tamper = this.tampers[meter];
    if (!tamper) return;
    tamper.apply(sample, hours);
    sample.importWh = tamper.importWh(sample.importWh, hours);
    if (this.onTruth && sample.timeMs >= tamper.truth.startMs && !this.told.has(meter)) {
      this.told.add(meter);
      this.onTruth(tamper.truth);
    }
  }
}
