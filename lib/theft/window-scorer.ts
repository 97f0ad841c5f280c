import { fitForest, IsolationForest } from '../anomaly';
import { columnText, readColumn } from '../stream/column-text';
import { finiteOrNull } from '../stream/finite-or-null';
import { FEATURE, FEATURES } from './features';
import { ShortFloats } from './short-floats';
import { TailCalibration } from './tail-calibration';
import { type Usual, usualOf } from './usual';

const COLUMNS = FEATURES.length;
/** The lowest power of an hour rises by a tenth in twenty days of six windows an hour: seasons go by. */
const FORGETTING = 1.0008;
/** A home that feeds in has no lowest power to speak of. */
const LEAST_LOW_W = 1;

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
  private readonly rows: ShortFloats;
  private readonly hours: Uint8Array;
  private readonly errors: Float32Array;
  /** Lowest mean power of the windows of each local hour, W: the ring is too short to know it. */
  private readonly hourLowW = new Float32Array(24).fill(Number.POSITIVE_INFINITY);
  /** Largest step of power, W, and most dips of a window, for the same reason. */
  private stepHighW = 0;
  private dipsHigh = 0;
  private stored = 0;
  private seen = 0;
  private forest: IsolationForest | undefined;
  private forestTail: TailCalibration | undefined;
  private errorTail: TailCalibration | undefined;
  /** What its windows usually are; undefined until the first forest is grown. */
  usual: Usual | undefined;

  constructor(
    private readonly settings: ScorerSettings,
    private readonly seed: number,
  ) {
    this.rows = new ShortFloats(settings.historyWindows * COLUMNS);
    this.hours = new Uint8Array(settings.historyWindows);
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
  learn(features: Float32Array, hour: number, error: number): void {
    const { historyWindows, stride } = this.settings;
    const low = this.hourLowW[hour]! * FORGETTING;
    this.stepHighW = Math.max(this.stepHighW / FORGETTING, features[FEATURE.max_power_step]! || 0);
    this.dipsHigh = Math.max(this.dipsHigh / FORGETTING, features[FEATURE.repetitive_dip_count]! || 0);
    if (this.usual) Object.assign(this.usual, this.extremes);
    this.hourLowW[hour] = Math.min(low, Math.max(LEAST_LOW_W, features[FEATURE.power_mean]!));
    if (this.seen++ % stride !== 0) return;
    const at = this.stored % historyWindows;
    this.rows.set(features, at * COLUMNS);
    this.hours[at] = hour;
    this.errors[at] = error;
    this.stored++;
    if (this.stored === historyWindows >> 1 || this.stored % historyWindows === 0) this.fit();
  }

  snapshot(): unknown {
    const { rows, hours, errors, stored, seen, forest } = this;
    const lows = [...this.hourLowW].map(finiteOrNull);
    const grown = forest && {
      forest: Buffer.from(forest.toBytes()).toString('base64'),
      forestTail: this.forestTail ? columnText(this.forestTail.values) : null,
      errorTail: this.errorTail ? columnText(this.errorTail.values) : null,
      usual: savedUsual(this.usual!),
    };
    return [
      stored,
      seen,
      rows.snapshot(),
      [...hours],
      lows,
      columnText(errors),
      grown ?? null,
      this.stepHighW,
      this.dipsHigh,
    ];
  }

  /** @throws Error when the forest is damaged */
  restore(saved: unknown): void {
    const [stored, seen, rows, hours, lows, errors, grown, stepHighW, dipsHigh] = saved as Saved;
    this.stepHighW = stepHighW;
    this.dipsHigh = dipsHigh;
    this.stored = stored;
    this.seen = seen;
    this.rows.restore(rows);
    this.hours.set(hours);
    this.hourLowW.set(lows.map((w) => w ?? Number.POSITIVE_INFINITY));
    readColumn(this.errors, errors);
    if (grown === null) return;
    this.forest = IsolationForest.fromBytes(Buffer.from(grown.forest, 'base64'));
    this.forestTail = grown.forestTail === null ? undefined : TailCalibration.of(floatsOf(grown.forestTail));
    this.errorTail = grown.errorTail === null ? undefined : TailCalibration.of(floatsOf(grown.errorTail));
    this.usual = { ...restoredUsual(grown.usual), ...this.extremes };
  }

  /** Every other row grows the forest, the rest calibrate it: rows that a tree has seen look more usual than they are. */
  private fit(): void {
    const { forestTrees: trees, forestSample: sampleSize } = this.settings;
    const [grow, hold] = [this.everyOther(0), this.everyOther(1)];
    this.forest = fitForest(grow, grow.length / COLUMNS, COLUMNS, { trees, sampleSize, seed: this.seed });
    this.forestTail = TailCalibration.of(this.forest.score(hold, hold.length / COLUMNS));
    this.errorTail = TailCalibration.of(this.errors.subarray(0, this.count));
    const rows = Array.from({ length: this.count }, (_, i) => ({
      features: this.rows.read(i * COLUMNS, new Float32Array(COLUMNS)),
      hour: this.hours[i]!,
    }));
    this.usual = { ...usualOf(rows), ...this.extremes };
  }

  /** Rows of the history from `first` on as the forest takes them. */
  private everyOther(first: number): Float32Array {
    const out = new Float32Array(((this.count - first + 1) >> 1) * COLUMNS);
    const own = new Float32Array(COLUMNS);
    for (let row = first, at = 0; row < this.count; row += 2, at += COLUMNS) {
      out.set(present(this.rows.read(row * COLUMNS, own)), at);
    }
    return out;
  }

  /** What a history of few windows can't know: they are learned from every window. */
  private get extremes(): Pick<Usual, 'hourLowW' | 'stepHighW' | 'dipsHigh'> {
    const { hourLowW, stepHighW, dipsHigh } = this;
    return { hourLowW, stepHighW, dipsHigh };
  }

  /** Half of the history is there. */
  get isReady(): boolean {
    return this.forest !== undefined;
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

interface Grown {
  forest: string;
  forestTail: string | null;
  errorTail: string | null;
  usual: (number | null | (number | null)[])[];
}
type Saved = [
  stored: number,
  seen: number,
  rows: string,
  hours: number[],
  lows: (number | null)[],
  errors: string,
  grown: Grown | null,
  stepHighW: number,
  dipsHigh: number,
];

function savedUsual(usual: Usual): Grown['usual'] {
  const { baseLoadW, stepHighW, dipsHigh, zeroHighSeconds, flatHigh, factorLow, hourMedianW } = usual;
  const plain = [baseLoadW, stepHighW, dipsHigh, zeroHighSeconds, flatHigh, factorLow].map(finiteOrNull);
  return [...plain, Array.from(hourMedianW!, finiteOrNull)];
}

function restoredUsual(saved: Grown['usual']): Omit<Usual, 'hourLowW'> {
  const [baseLoadW, stepHighW, dipsHigh, zeroHighSeconds, flatHigh, factorLow] = saved.map(
    (v) => (v as number) ?? Number.NaN,
  );
  const hourMedianW = (saved[6] as (number | null)[]).map((w) => w ?? Number.NaN);
  return {
    baseLoadW: baseLoadW!,
    stepHighW: stepHighW!,
    dipsHigh: dipsHigh!,
    zeroHighSeconds: zeroHighSeconds!,
    flatHigh: flatHigh!,
    factorLow: factorLow!,
    hourMedianW,
  };
}

function floatsOf(text: string): Float32Array {
  const values = new Float32Array(Buffer.byteLength(text, 'base64') / 4);
  readColumn(values, text);
  return values;
}
