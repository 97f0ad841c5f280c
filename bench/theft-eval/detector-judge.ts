import type { Emitted, Judge, Reported, Said } from './judge';
import { Verdicts } from './judge';
import { WindowDays } from './window-days';

/** The part of the theft detector that is judged. */
export interface Detector {
  addSample(
    meterId: string,
    timeMs: number,
    powerW: number,
    voltageV: number,
    currentA: number,
    powerFactor: number,
  ): unknown;
  drain(nowMs: number): Promise<Emitted>;
  snapshot(): unknown;
  restore(state: unknown): void;
}

export interface ArmOptions {
  arm: string;
  make: () => Detector;
  /** The meters give power and nothing else. */
  powerOnly?: boolean;
  /** Also judge days by the scores of its models alone, under these names. */
  modelArms?: { forest?: string; autoencoder?: string };
}

/** A detector as the product has it, and its model scores as arms of their own. */
export class DetectorJudge implements Judge {
  private readonly detector: Detector;
  private verdicts = new Verdicts();
  private forestDays = new WindowDays();
  private autoencoderDays = new WindowDays();

  constructor(private readonly options: ArmOptions) {
    this.detector = options.make();
  }

  add(meterId: string, { timeMs, powerW, voltageV, currentA, powerFactor }: Reported): void {
    if (this.options.powerOnly) {
      this.detector.addSample(meterId, timeMs, powerW, Number.NaN, Number.NaN, Number.NaN);
    } else {
      this.detector.addSample(meterId, timeMs, powerW, voltageV, currentA, powerFactor);
    }
  }

  async drain(nowMs: number): Promise<void> {
    const emitted = await this.detector.drain(nowMs);
    this.verdicts.note(emitted, nowMs);
    if (!this.options.modelArms) return;
    for (const { meterId, startMs, forestScore, autoencoderScore } of emitted.windows) {
      this.forestDays.note(meterId, startMs, forestScore, nowMs);
      this.autoencoderDays.note(meterId, startMs, autoencoderScore, nowMs);
    }
  }

  branch(): Judge {
    const branch = new DetectorJudge(this.options);
    branch.detector.restore(this.detector.snapshot());
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
}
