import type { TheftDetector } from '../../lib/theft/theft-detector';
import type { WindowMeter } from '../../lib/theft/window-meter';
import { type Judge, type Reported, type Said, Verdicts } from './judge';
import { WindowDays } from './window-days';

export interface ArmOptions {
  arm: string;
  make: () => TheftDetector;
  /** The meters give power and nothing else. */
  powerOnly?: boolean;
  /** Also judge days by the scores of its models alone, under these names. */
  modelArms?: { forest?: string; autoencoder?: string };
}

/** A detector as the product has it, and its model scores as arms of their own. */
export class DetectorJudge implements Judge {
  private readonly detector: TheftDetector;
  private readonly meters = new Map<string, WindowMeter>();
  private verdicts = new Verdicts();
  private forestDays = new WindowDays();
  private autoencoderDays = new WindowDays();

  constructor(private readonly options: ArmOptions) {
    this.detector = options.make();
  }

  add(meterId: string, { timeMs, powerW, voltageV, currentA, powerFactor }: Reported): void {
    const meter = this.meterOf(meterId);
    if (this.options.powerOnly) this.detector.addSample(meter, timeMs, powerW, Number.NaN, Number.NaN, Number.NaN);
    else this.detector.addSample(meter, timeMs, powerW, voltageV, currentA, powerFactor);
  }

  async drain(nowMs: number): Promise<void> {
    const emitted = await this.detector.drain();
    if (this.detector.modelFault) throw this.detector.modelFault;
    if (!emitted) return;
    this.verdicts.note({ days: emitted.days ?? [], events: emitted.events ?? [] }, nowMs);
    if (!this.options.modelArms) return;
    for (const { meterId, startMs, forestScore, autoencoderScore } of emitted.windows ?? []) {
      this.forestDays.note(meterId, startMs, forestScore, nowMs);
      this.autoencoderDays.note(meterId, startMs, autoencoderScore, nowMs);
    }
  }

  async branch(): Promise<Judge> {
    const branch = new DetectorJudge(this.options);
    branch.detector.restore(await this.detector.snapshot());
    // An event from before the attack must not count as its detection when it goes on.
    branch.verdicts = this.verdicts.copy();
    if (this.options.modelArms) {
      branch.forestDays = this.forestDays.copy();
      branch.autoencoderDays = this.autoencoderDays.copy();
    }
    return branch;
  }

  saidOf(meterId: string): Record<string, Said> {
    const said: Record<string, Said> = { [this.options.arm]: this.verdicts.saidOf(meterId) };
    const { forest, autoencoder } = this.options.modelArms ?? {};
    for (const [name, days] of [
      [forest, this.forestDays],
      [autoencoder, this.autoencoderDays],
    ] as const) {
      if (name === undefined) continue;
      const { max, share } = days.said(meterId);
      said[`${name}, highest window`] = max;
      said[`${name}, share of windows`] = share;
    }
    return said;
  }

  private meterOf(meterId: string): WindowMeter {
    let meter = this.meters.get(meterId);
    if (!meter) this.meters.set(meterId, (meter = this.detector.meter(meterId)));
    return meter;
  }
}
