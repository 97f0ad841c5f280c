import { fitForest, IsolationForest } from '../anomaly';
import { FEATURES } from './features';
import { TailCalibration } from './tail-calibration';

const COLUMNS = FEATURES.length;

export interface ScorerSettings {
  forestTrees: number;
  forestSample: number;
  /** Windows of its own history that a forest is grown from. */
  historyWindows: number;
  /** Every so many usual windows one goes into the history. */
  stride: number;
}

/** Scores of a window among the meter's own usual ones, 0 to 1; NaN while none is known. */
export interface WindowScores {
  forest: number;
  autoencoder: number;
  /** Mean of the two, or the one there is. */
  hybrid: number;
}

/**
 * How unusual a window is for its meter: an Isolation Forest grown from the meter's own history, and the error of the
 * autoencoder, each held against the meter's own usual scores. The history is a ring of usual windows; the forest is
 * grown when the ring is half full and whenever it has turned over.
 */
export class WindowScorer {
  private readonly rows: Float32Array;
  private readonly errors: Float32Array;
  private stored = 0;
  private seen = 0;
  private forest: IsolationForest | undefined;
  private forestTail: TailCalibration | undefined;
  private errorTail: TailCalibration | undefined;

  constructor(
    private readonly settings: ScorerSettings,
    private readonly seed: number,
  ) {
    this.rows = new Float32Array(settings.historyWindows * COLUMNS);
    this.errors = new Float32Array(settings.historyWindows).fill(Number.NaN);
  }

  /** @param error of the autoencoder; NaN when no model runs */
  score(features: Float32Array, error: number): WindowScores {
    const forest = this.forestTail?.shareBelow(this.forest!.scoreOne(present(features))) ?? Number.NaN;
    const autoencoder = this.errorTail?.shareBelow(error) ?? Number.NaN;
    const both = (forest + autoencoder) / 2;
    const hybrid = Number.isNaN(both) ? (Number.isNaN(forest) ? autoencoder : forest) : both;
    return { forest, autoencoder, hybrid };
  }

  /** Takes a usual window into the history. */
  learn(features: Float32Array, error: number): void {
    const { historyWindows, stride } = this.settings;
    if (this.seen++ % stride !== 0) return;
    const at = this.stored % historyWindows;
    this.rows.set(present(features), at * COLUMNS);
    this.errors[at] = error;
    this.stored++;
    if (this.stored === historyWindows >> 1 || this.stored % historyWindows === 0) this.fit();
  }

  snapshot(): unknown {
    const { rows, errors, stored, seen, forest } = this;
    const bytes = forest && Buffer.from(forest.toBytes()).toString('base64');
    return [stored, seen, textOf(rows), textOf(errors), bytes ?? null];
  }

  /** @throws Error when the forest is damaged */
  restore(saved: unknown): void {
    const [stored, seen, rows, errors, forest] = saved as [number, number, string, string, string | null];
    this.stored = stored;
    this.seen = seen;
    this.rows.set(floatsOf(rows));
    this.errors.set(floatsOf(errors));
    if (forest === null) return;
    this.forest = IsolationForest.fromBytes(Buffer.from(forest, 'base64'));
    this.calibrate();
  }

  private fit(): void {
    const { forestTrees: trees, forestSample: sampleSize } = this.settings;
    this.forest = fitForest(this.rows, this.count, COLUMNS, { trees, sampleSize, seed: this.seed });
    this.calibrate();
  }

  private calibrate(): void {
    this.forestTail = TailCalibration.of(this.forest!.score(this.rows, this.count));
    this.errorTail = TailCalibration.of(this.errors.subarray(0, this.count));
  }

  private get count(): number {
    return Math.min(this.stored, this.settings.historyWindows);
  }
}

const row = new Float32Array(COLUMNS);

/** A feature that the meter can't give is the same for all its windows, so that no tree splits at it. */
function present(features: Float32Array): Float32Array {
  for (let i = 0; i < COLUMNS; i++) row[i] = Number.isNaN(features[i]!) ? 0 : features[i]!;
  return row;
}

const textOf = (values: Float32Array) =>
  Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('base64');
const floatsOf = (text: string) => new Float32Array(new Uint8Array(Buffer.from(text, 'base64')).buffer);
