import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type MeterScale, MODEL_CHANNELS, MODEL_STEPS } from '../lib/theft/autoencoder';
import { MeterScaler } from '../lib/theft/meter-scaler';
import type { MeterWindow } from '../lib/theft/meter-window';
import { MODEL_WINDOW, writeModelInput } from '../lib/theft/model-input';
import { FACTS, windowFacts } from '../lib/theft/window-facts';
import { RandomStreams } from '../simulator/random';
import { ATTACK_KINDS } from '../simulator/theft/attacks';
import { attackedWindows } from './attacked-windows';
import { writeNpy } from './npy';

/** Windows of one meter in order of time, all of one length. */
export type MeterWindows = MeterWindow[];
export type Part = 'training' | 'validation';

/** Days of a meter that only tell what is usual for it. */
export const WARM_UP_DAYS = 2;
const DAY_MS = 86_400_000;
/** The least share of samples in a window that the detector judges. */
const LEAST_SAMPLES = 0.5;
/** Every so many-th meter with validation windows is attacked too, by each attack. */
const ATTACKED_EVERY = 8;

/** Windows as the model takes them, gathered meter by meter and written as files for `numpy.load`. */
export class TrainingSet {
  /** By part; attacked windows and their honest twins by `attack h1`, `honest h1`. */
  private readonly inputs = new Map<string, Float32Array[]>();
  private readonly random: RandomStreams;
  private validated = 0;

  /** @param share of the windows that are taken, drawn by chance */
  constructor(
    private readonly share: number,
    seed: number,
  ) {
    this.random = new RandomStreams(seed, ['training set']);
  }

  /** @param part which of the two a window of the meter belongs to */
  add(windows: MeterWindows, part: (window: MeterWindow) => Part): void {
    const judged = windows.filter(({ samples, powerW, glitches }) => {
      return samples >= LEAST_SAMPLES * powerW.length && glitches.length === 0;
    });
    const startMs = (windows[0]?.startMs ?? 0) + WARM_UP_DAYS * DAY_MS;
    const scale = scaleOf(judged.filter((window) => window.startMs < startMs));
    if (!scale) return;
    const picked = new Set<MeterWindow>();
    for (const window of judged) {
      if (window.startMs < startMs || this.random.unit(0) >= this.share) continue;
      this.gather(part(window), window, scale);
      if (part(window) === 'validation') picked.add(window);
    }
    if (picked.size > 0 && this.validated++ % ATTACKED_EVERY === 0) this.attack(judged, picked, startMs, scale);
  }

  count(name: string): number {
    return this.inputs.get(name)?.length ?? 0;
  }

  /** training.npy, validation.npy, and for each attack `attack KIND.npy` beside its twins `honest KIND.npy`. */
  write(folder: string): void {
    for (const [name, windows] of this.inputs) {
      const all = new Float32Array(windows.length * MODEL_WINDOW);
      for (const [i, window] of windows.entries()) all.set(window, i * MODEL_WINDOW);
      writeNpy(join(folder, `${name}.npy`), all, [windows.length, MODEL_STEPS, MODEL_CHANNELS]);
    }
    const attacks = ATTACK_KINDS.filter((kind) => this.count(`attack ${kind}`) > 0);
    writeFileSync(join(folder, 'attacks.json'), JSON.stringify(attacks));
  }

  private attack(windows: MeterWindows, picked: Set<MeterWindow>, startMs: number, scale: MeterScale): void {
    for (const kind of ATTACK_KINDS) {
      for (const [index, attacked] of attackedWindows(windows, kind, startMs)) {
        const honest = windows[index]!;
        if (!picked.has(honest)) continue;
        this.gather(`honest ${kind}`, honest, scale);
        this.gather(`attack ${kind}`, attacked, scale);
      }
    }
  }

  private gather(name: string, window: MeterWindow, scale: MeterScale): void {
    const input = new Float32Array(MODEL_WINDOW);
    writeModelInput(window, scale, input, 0);
    const others = this.inputs.get(name);
    if (others) others.push(input);
    else this.inputs.set(name, [input]);
  }
}

/** As the detector learns it. */
function scaleOf(windows: readonly MeterWindow[]): MeterScale | undefined {
  const scaler = new MeterScaler();
  const facts = new Float64Array(FACTS);
  for (const window of windows) {
    windowFacts(window, facts);
    scaler.add(facts);
  }
  return scaler.scale;
}
