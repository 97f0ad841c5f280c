import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type MeterScale, MODEL_CHANNELS, MODEL_STEPS } from '../lib/theft/autoencoder';
import { CHANNELS, type MeterWindow } from '../lib/theft/meter-window';
import { MODEL_WINDOW, writeModelInput } from '../lib/theft/model-input';
import { RandomStreams } from '../simulator/random';
import { writeNpy } from './npy';
import { SIMPLE_ATTACKS } from './simple-attacks';

/** Windows of one meter in order of time. */
export type MeterWindows = MeterWindow[];

/** Days of a meter that only tell what is usual for it. */
export const WARM_UP_DAYS = 2;
const DAY_MS = 86_400_000;
/** Every so many-th window of the validation is attacked too, once by each attack. */
const ATTACKED_EVERY = 4;
const ATTACKS = Object.keys(SIMPLE_ATTACKS);

export interface TrainingSetOptions {
  /** Of the windows, drawn by chance. */
  share: number;
  /** Of the windows drawn that lose some samples. */
  gapShare: number;
  seed: number;
}

/** Windows as the model takes them, gathered meter by meter and written as files for `numpy.load`. */
export class TrainingSet {
  private readonly inputs = new Map<string, Float32Array[]>();
  private readonly random: RandomStreams;

  constructor(private readonly options: TrainingSetOptions) {
    this.random = new RandomStreams(options.seed, ['training set']);
  }

  /** @param part which of the two the meter's windows belong to, by the instant of the window */
  add(windows: MeterWindows, part: (startMs: number) => 'training' | 'validation'): void {
    const warmUpEndMs = (windows[0]?.startMs ?? 0) + WARM_UP_DAYS * DAY_MS;
    const scale = scaleOf(windows.filter(({ startMs }) => startMs < warmUpEndMs));
    for (const whole of windows) {
      if (whole.startMs < warmUpEndMs || this.random.unit(0) >= this.options.share) continue;
      const window = this.random.unit(0) < this.options.gapShare ? this.withGap(whole) : whole;
      const name = part(window.startMs);
      this.gather(name, window, scale);
      if (name === 'validation' && this.count(name) % ATTACKED_EVERY === 0) this.attack(window, scale);
    }
  }

  count(name: string): number {
    return this.inputs.get(name)?.length ?? 0;
  }

  /** training.npy, validation.npy, honest.npy and its attacked twins attack-0.npy…, whose names are in attacks.json. */
  write(folder: string): void {
    for (const name of ['training', 'validation', 'honest', ...ATTACKS]) {
      const windows = this.inputs.get(name) ?? [];
      const all = new Float32Array(windows.length * MODEL_WINDOW);
      for (const [i, window] of windows.entries()) all.set(window, i * MODEL_WINDOW);
      const file = ATTACKS.includes(name) ? `attack-${ATTACKS.indexOf(name)}` : name;
      writeNpy(join(folder, `${file}.npy`), all, [windows.length, MODEL_STEPS, MODEL_CHANNELS]);
    }
    writeFileSync(join(folder, 'attacks.json'), JSON.stringify(ATTACKS));
  }

  private attack(window: MeterWindow, scale: MeterScale): void {
    this.gather('honest', window, scale);
    for (const [name, attack] of Object.entries(SIMPLE_ATTACKS)) {
      this.gather(name, attack(window, scale, this.random), scale);
    }
  }

  private gather(name: string, window: MeterWindow, scale: MeterScale): void {
    const input = new Float32Array(MODEL_WINDOW);
    writeModelInput(window, scale, input, 0);
    if (!this.inputs.has(name)) this.inputs.set(name, []);
    this.inputs.get(name)!.push(input);
  }

  /** Radio and gateways lose samples in runs, at most two minutes of them. */
  private withGap(window: MeterWindow): MeterWindow {
    const length = 1 + Math.floor(this.random.unit(0) * 24);
    const from = Math.floor(this.random.unit(0) * (window.powerW.length - length));
    const holed = CHANNELS.map((name) => [name, window[name].slice().fill(Number.NaN, from, from + length)]);
    return { ...window, ...Object.fromEntries(holed), samples: window.samples - length };
  }
}

/** What is usual for a meter, from the windows of its warm-up: as MeterScale defines it. */
export function scaleOf(windows: readonly MeterWindow[]): MeterScale {
  const all = (name: 'powerW' | 'voltageV' | 'currentA') =>
    windows.flatMap((window) => [...window[name]].filter(Number.isFinite));
  const volts = all('voltageV').sort((a, b) => a - b);
  return {
    powerW: Math.max(20, mean(all('powerW').map(Math.abs))),
    voltageV: volts[volts.length >> 1] ?? 230,
    currentA: Math.max(0.1, mean(all('currentA'))),
  };
}

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
