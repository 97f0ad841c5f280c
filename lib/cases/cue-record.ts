import { THEFT_CUES, type TheftCase, type TheftCueKind } from '../messages';
import type { WeightedCue } from './evidence';

export type Verdict = Exclude<TheftCase['state'], 'open'>;
type Counts = Record<Verdict, number>;

/** A cue kind never gains or loses more than this factor. */
const LARGEST_LOG_FACTOR = 1;

/**
 * What decided cases teach about each kind of cue. The precision of a kind has a Beta prior worth `priorCases` cases of
 * which `expectedHitPercent` are confirmed; its weight is the odds of the posterior mean over the odds expected:
 * ((n·p + confirmed) / (n·(1 − p) + dismissed)) / (p / (1 − p)), at most 10 either way.
 */
export class CueRecord {
  private total: Counts = { confirmed: 0, dismissed: 0 };
  private kinds = new Map<TheftCueKind, Counts>();
  private readonly hits: number;
  private readonly misses: number;

  constructor({ priorCases, expectedHitPercent }: { priorCases: number; expectedHitPercent: number }) {
    this.hits = (priorCases * expectedHitPercent) / 100;
    this.misses = priorCases - this.hits;
  }

  /** All decisions so far, less those taken back. */
  get decided(): Readonly<Counts> {
    return this.total;
  }

  of(kind: TheftCueKind): Readonly<Counts> {
    return this.kinds.get(kind) ?? { confirmed: 0, dismissed: 0 };
  }

  /** Counts a decision once for each kind of its case; `count` −1 takes it back. */
  add(verdict: Verdict, kinds: readonly TheftCueKind[], count: 1 | -1): void {
    this.total[verdict] += count;
    for (const kind of kinds) {
      const counts = { ...this.of(kind) };
      counts[verdict] += count;
      this.kinds.set(kind, counts);
    }
  }

  /** log10 of the factor that a kind has earned; 0 without decisions. */
  logFactor(kind: TheftCueKind): number {
    const { confirmed, dismissed } = this.of(kind);
    const log = Math.log10((this.hits + confirmed) / this.hits) - Math.log10((this.misses + dismissed) / this.misses);
    return Math.max(-LARGEST_LOG_FACTOR, Math.min(LARGEST_LOG_FACTOR, log));
  }

  /** log10 of the factor on the odds of a case: the mean of its kinds by their weight. */
  evidence(cues: readonly WeightedCue[]): number {
    return cues.reduce((sum, { kind, weight }) => sum + weight * this.logFactor(kind), 0);
  }

  /** Kinds that were in a decided case, in the order of the vocabulary. */
  counted(): ({ kind: TheftCueKind } & Counts)[] {
    return THEFT_CUES.filter((kind) => this.kinds.has(kind)).map((kind) => ({ kind, ...this.of(kind) }));
  }

  snapshot() {
    return { total: { ...this.total }, kinds: this.counted() };
  }

  restore({ total, kinds }: ReturnType<CueRecord['snapshot']>): void {
    this.total = { ...total };
    this.kinds = new Map(kinds.map(({ kind, confirmed, dismissed }) => [kind, { confirmed, dismissed }]));
  }
}
