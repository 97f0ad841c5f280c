import type { TheftCue, TheftCueKind } from '../messages';
import { dayStatistics, quietUnrest, responseError, STATISTIC, STATISTICS } from './day-statistics';
import { type EvidenceRule, RULES } from './evidence-rules';
import { DAY_CONTEXT, type MeterBaseline, THREE_DAYS_CONTEXT } from './meter-baseline';
import { DAY_SEGMENTS, RING_SEGMENTS, type SegmentRing } from './segment-ring';
import { HIGHEST_SCORE, tailScore } from './tail-score';
import { FACT, FACTS } from './window-facts';

/** A stretch of time that ends now and is held against its own context of the baseline. */
export interface Look {
  context: number;
  segments: number;
  words: string;
}

const DAY: Look = { context: DAY_CONTEXT, segments: DAY_SEGMENTS, words: 'over the last day' };
const THREE_DAYS: Look = { context: THREE_DAYS_CONTEXT, segments: RING_SEGMENTS, words: 'over the last three days' };
const PARTS = ['last night', 'in the morning', 'in the afternoon', 'in the evening'];

/** The looks at the end of a part of the day. */
export const looksAt = (part: number): Look[] => [{ context: part, segments: 1, words: PARTS[part]! }, DAY, THREE_DAYS];

/** A stretch needs this part of its windows. */
const LEAST_COVERAGE = 0.6;
/** Looks and rules that a meter-day has: what one of them shows by chance, all of them show so many times as often. */
const TESTS_A_DAY = 40;
const MANY_TESTS = Math.log10(TESTS_A_DAY);
/** Weak evidence never scores more than this by itself. */
const WEAK_LIMIT = 2;
/**
 * A home that draws nothing for once is as often empty with its main switch off: about once in five years, by
 * utilities' experience with vacancies; the second time within three days is not.
 */
const SWITCHED_OFF_SCORE = 2.6;
const AGAIN_SCORE = 1.5;
/** Hours at zero that are more than an outage of the home's own breaker. */
const LEAST_ZERO_SHARE = 0.04;

/** One cue of a look with what else is known of it. */
export interface Evidence {
  cue: TheftCue & { score: number };
  look: Look;
  isWeak: boolean;
  /** Share of the energy that is missing; NaN when the cue can't tell. */
  lostShare: number;
}

const facts = new Float64Array(FACTS);
const statistics = new Float64Array(STATISTICS);

/** What is looked back at. */
export interface Past {
  /** Part of the day that ends: 0 night to 3 evening. */
  part: number;
  ring: SegmentRing;
  baseline: MeterBaseline;
  windowsADay: number;
  /** Of the day that ends with this part, see shapeReversal; NaN within a day. */
  reversal: number;
}

/** Statistics of a look, in an array that is used again; undefined when too many windows are missing. */
export function statisticsOf({ ring, baseline, windowsADay, reversal }: Past, look: Look): Float64Array | undefined {
  const lowest = ring.sum(look.segments, facts);
  if (facts[FACT.WINDOWS]! < (LEAST_COVERAGE * look.segments * windowsADay) / DAY_SEGMENTS) return undefined;
  dayStatistics(facts, lowest, baseline.responseOhm, statistics);
  if (look === DAY) statistics[STATISTIC.REVERSAL] = reversal;
  return statistics;
}

/**
 * What the last part of the day, the last day and the last three days show against the meter's own usual values, one
 * cue of a kind and look.
 */
export function evidenceAt(past: Past, disabled: ReadonlySet<TheftCueKind>): Evidence[] {
  const { part, ring, baseline } = past;
  const found: Evidence[] = [];
  ring.sum(RING_SEGMENTS, facts);
  const zeroRuns = facts[FACT.ZERO_RUNS]!;
  for (const look of looksAt(part)) {
    if (!statisticsOf(past, look)) continue;
    for (const rule of RULES) {
      if (disabled.has(rule.kind)) continue;
      const evidence = judge(rule, look, baseline);
      if (evidence) found.push(evidence);
    }
    const zero = disabled.has('near-zero') ? undefined : judgeZero(look, baseline, zeroRuns);
    if (zero) found.push(zero);
  }
  return found;
}

function judge(rule: EvidenceRule, look: Look, baseline: MeterBaseline): Evidence | undefined {
  const value = statistics[rule.statistic]!;
  const usual = baseline.mean(look.context, rule.statistic);
  const limit = rule.limit(usual);
  const sign = rule.side === 'above' ? 1 : -1;
  // False, and right, for what is not known: comparisons with NaN are.
  if (!(sign * value > sign * limit)) return undefined;
  let spread = baseline.spread(look.context, rule.statistic);
  if (rule.statistic === STATISTIC.RESPONSE) spread = Math.hypot(spread, responseError(facts));
  const score = tailScore((sign * (value - usual)) / spread / rule.widening) - MANY_TESTS;
  if (score <= 0) return undefined;
  const shown = rule.shown ?? ((same: number) => same);
  return evidenceOf(
    rule.kind,
    look,
    Math.min(score, rule.isWeak ? WEAK_LIMIT : HIGHEST_SCORE),
    rule.isWeak === true,
    [shown(value), shown(limit), rule.unit],
    rule.words(value, usual),
    rule.lostShare?.(value, usual) ?? Number.NaN,
  );
}

/**
 * Nothing is drawn: by itself what a switched-off home shows. It becomes evidence when it happens again, or when the
 * voltage goes on giving way to the home's own appliances as it does only while they run.
 */
function judgeZero(look: Look, baseline: MeterBaseline, zeroRuns: number): Evidence | undefined {
  const value = statistics[STATISTIC.ZERO]!;
  const usual = baseline.mean(look.context, STATISTIC.ZERO);
  const limit = usual + LEAST_ZERO_SHARE;
  if (!(value > limit)) return undefined;
  const rare = tailScore((value - usual) / baseline.spread(look.context, STATISTIC.ZERO) / 2) - MANY_TESTS;
  const quiet = baseline.mean(look.context, STATISTIC.UNEXPLAINED);
  const unrest = (quietUnrest(facts) - quiet) / baseline.spread(look.context, STATISTIC.UNEXPLAINED);
  const live = Math.max(0, tailScore(unrest / 1.5) - MANY_TESTS) || 0;
  const score = Math.min(rare, SWITCHED_OFF_SCORE + AGAIN_SCORE * Math.max(0, zeroRuns - 1) + live, HIGHEST_SCORE);
  if (score <= 0) return undefined;
  const again = zeroRuns > 1 ? `, ${zeroRuns} times within three days` : '';
  const alive = live > 1 ? ', while the voltage moves as with appliances running' : '';
  return evidenceOf(
    'near-zero',
    look,
    score,
    false,
    [value, limit, ''],
    `no power in ${Math.round(value * 100)} % of the windows${again}${alive}`,
    Number.NaN,
  );
}

function evidenceOf(
  kind: TheftCueKind,
  look: Look,
  score: number,
  isWeak: boolean,
  [value, limit, unit]: [number, number, string],
  words: string,
  lostShare: number,
): Evidence {
  return { cue: { kind, value, limit, unit, score, because: `${look.words}: ${words}` }, look, isWeak, lostShare };
}

/** Part of the weak evidence that counts on top of the strongest. */
const SUPPORT = 0.25;
/** Nothing but weak evidence, however much of it, stays below what makes an event. */
const ALL_WEAK_LIMIT = 3;

/**
 * The score of all evidence of a look back: the strongest, supported by weak evidence. A home that draws nothing has a
 * low base load as well: what says the same twice supports nothing.
 */
export function scoreOf(evidence: readonly Evidence[]): number {
  let strongest: Evidence | undefined;
  const weak = new Map<TheftCueKind, number>();
  for (const one of evidence) {
    const { cue, isWeak } = one;
    if (strongest === undefined || cue.score > strongest.cue.score) strongest = one;
    if (isWeak) weak.set(cue.kind, Math.max(weak.get(cue.kind) ?? 0, cue.score));
  }
  if (strongest === undefined) return 0;
  if (evidence.some(({ cue }) => cue.kind === 'near-zero')) weak.clear();
  let support = 0;
  for (const score of weak.values()) support += SUPPORT * score;
  return Math.min(strongest.isWeak ? ALL_WEAK_LIMIT : HIGHEST_SCORE, strongest.cue.score + support);
}
