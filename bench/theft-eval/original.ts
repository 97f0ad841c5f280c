import { TimeZone } from '../../lib/stream/local-time';
import type { Autoencoder, MeterScale } from '../../lib/theft/autoencoder';
import { features } from '../../lib/theft/features';
import type { MeterWindow } from '../../lib/theft/meter-window';
import { MODEL_WINDOW, writeModelInput } from '../../lib/theft/model-input';
import { WindowStage } from '../../lib/theft/window-stage';
import { type Judge, midnightBefore, type Reported, type Said } from './judge';
import { DAY_MS, type RunDay } from './meter-run';
import { originalEvents } from './original-batch';
import { WindowDays } from './window-days';

/** The scale of a meter comes from its first two days, as in training. */
const SCALE_WINDOWS = 288;
const UTC = new TimeZone('UTC');

interface Meter {
  /** Windows that wait for the scale. */
  early: MeterWindow[];
  scale: MeterScale | undefined;
  startMs: number[];
  features: number[];
  errors: number[];
}

export interface OriginalOptions {
  stepMs: number;
  warmUpDays: number;
  autoencoder: Autoencoder | undefined;
  /** Name under which the autoencoder alone is judged too. */
  autoencoderArm: string;
}

/**
 * The original's method as an arm. It is a batch method: the batch of a meter is all of its life under test, and its
 * verdicts are taken as known when the day is over, which is to its favour. Its autoencoder was trained on the meter
 * itself; here it is the dense one of the same 120 × 4 window that was trained on simulated homes.
 */
export class Original implements Judge {
  private readonly stage: WindowStage;
  private readonly meters = new Map<string, Meter>();
  private readonly lengthMs: number;

  constructor(private readonly options: OriginalOptions) {
    this.stage = new WindowStage({ sampleSeconds: options.stepMs / 1000 });
    this.lengthMs = this.stage.grid.lengthMs;
  }

  add(meterId: string, { timeMs, powerW, voltageV, currentA, powerFactor }: Reported): void {
    this.stage.addSample(this.stage.meter(meterId), timeMs, powerW, voltageV, currentA, powerFactor);
  }

  async drain(): Promise<void> {
    const taken: { meter: Meter; window: MeterWindow }[] = [];
    for (const window of this.stage.takeWindows()) {
      // The original drops windows that are not full; so many are enough here.
      if (window.samples < 0.8 * window.powerW.length) continue;
      const meter = this.meterOf(window.meterId);
      meter.startMs.push(window.startMs);
      meter.features.push(...features(window, UTC));
      if (!this.options.autoencoder) continue;
      if (meter.scale) taken.push({ meter, window });
      else if (meter.early.push(window) === SCALE_WINDOWS) {
        meter.scale = scaleOf(meter.early);
        taken.push(...meter.early.splice(0).map((window) => ({ meter, window })));
      }
    }
    if (taken.length === 0) return;
    const input = new Float32Array(taken.length * MODEL_WINDOW);
    for (const [i, { meter, window }] of taken.entries())
      writeModelInput(window, meter.scale!, input, i * MODEL_WINDOW);
    const errors = await this.options.autoencoder!.errors(input, taken.length);
    for (const [i, { meter }] of taken.entries()) meter.errors.push(errors[i]!);
  }

  async branch(): Promise<Judge> {
    const branch = new Original(this.options);
    branch.stage.restore(this.stage.snapshot());
    for (const [meterId, meter] of this.meters) {
      branch.meters.set(meterId, {
        early: [...meter.early],
        scale: meter.scale,
        startMs: [...meter.startMs],
        features: [...meter.features],
        errors: [...meter.errors],
      });
    }
    return branch;
  }

  saidOf(meterId: string): Record<string, Said> {
    const meter = this.meterOf(meterId);
    const firstMs = midnightBefore(meter.startMs[0] ?? 0) + this.options.warmUpDays * DAY_MS;
    const said: Record<string, Said> = { 'the original’s method': this.original(meter, firstMs) };
    if (!this.options.autoencoder) return said;
    const days = new WindowDays();
    const usual = Float64Array.from(meter.errors.filter((_, i) => meter.startMs[i]! < firstMs)).sort();
    for (const [i, startMs] of meter.startMs.entries()) {
      if (startMs < firstMs) continue;
      days.note(meterId, startMs, shareBelow(usual, meter.errors[i]!), startMs + this.lengthMs);
    }
    const { max, share } = days.said(meterId);
    said[`${this.options.autoencoderArm}, highest window`] = max;
    said[`${this.options.autoencoderArm}, share of windows`] = share;
    return said;
  }

  private original(meter: Meter, firstMs: number): Said {
    const days = new Map<number, RunDay>();
    for (const startMs of meter.startMs) {
      const midnightMs = midnightBefore(startMs);
      if (midnightMs < firstMs || days.has(midnightMs)) continue;
      days.set(midnightMs, { startMs: midnightMs, knownMs: midnightMs + DAY_MS, score: 0, because: '' });
    }
    const { startMs, errors } = meter;
    const events = originalEvents({
      startMs,
      lengthMs: this.lengthMs,
      features: Float32Array.from(meter.features),
      errors: errors.length === startMs.length ? Float32Array.from(errors) : undefined,
    });
    const alarms = events.filter(({ cues, startMs }) => cues.length > 0 && startMs >= firstMs);
    for (const { startMs, score, cues } of alarms) {
      const day = days.get(midnightBefore(startMs));
      if (!day) continue;
      // Days go by their theft-like events, as its page has it; among equals by the strongest.
      const strongest = Math.max(day.score % 1, 0.99 * score);
      day.score = Math.floor(day.score) + 1 + strongest;
      day.because = [...new Set([...day.because.split(', ').filter(Boolean), ...cues])].join(', ');
    }
    return {
      days: [...days.values()],
      alarms: alarms.map(({ startMs, endMs, score, cues }) => {
        return { knownMs: midnightBefore(startMs) + DAY_MS, startMs, endMs, score, because: cues.join(', ') };
      }),
    };
  }

  private meterOf(meterId: string): Meter {
    let meter = this.meters.get(meterId);
    if (!meter)
      this.meters.set(meterId, (meter = { early: [], scale: undefined, startMs: [], features: [], errors: [] }));
    return meter;
  }
}

/** What is usual for a meter, as MeterScale defines it. */
function scaleOf(windows: readonly MeterWindow[]): MeterScale {
  const all = (name: 'powerW' | 'voltageV' | 'currentA') =>
    windows.flatMap((window) => [...window[name]].filter(Number.isFinite));
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  const volts = all('voltageV').sort((a, b) => a - b);
  return {
    powerW: Math.max(20, mean(all('powerW').map(Math.abs))),
    voltageV: volts[volts.length >> 1] ?? 230,
    currentA: Math.max(0.1, mean(all('currentA'))),
  };
}

/** Share of sorted values that lie below one. */
function shareBelow(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low / sorted.length;
}
