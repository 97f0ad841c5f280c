/** The parts of a likelihood, each as log10 of a factor on the odds; they are added up. */
export interface LikelihoodParts {
  /** Odds of theft before anything is known. */
  prior: number;
  /** Evidence of the strongest event, see `eventEvidence`. */
  events: number;
  /** What the balances of the feeder say, see `balanceEvidence`. */
  balance: number;
  /** What earlier cases with the same cues turned out to be. */
  cues: number;
  /** What was decided on the same meter before. */
  meter: number;
}

/** More cannot be measured: a few hundred thousand honest meter-days is what anybody compares with. */
const HIGHEST_SCORE = 6;
/** Odds never go beyond 1 : 10,000 either way, so that no likelihood is 0 or 1. */
const LARGEST_LOG_ODDS = 4;

/** log10 of the odds of a share, in %. */
export const priorEvidence = (percent: number): number => Math.log10(percent / (100 - percent));

/**
 * How much a score speaks for theft, as log10 of the Bayes factor. A score is −log10 of a p-value: how often an honest
 * meter-day scores as high. Whatever theft looks like, such a p can't speak for it by more than 1 / (−e · p · ln p) below
 * p = 1/e (Sellke, Bayarri and Berger 2001, "Calibration of p values for testing precise null hypotheses", The American
 * Statistician 55); that bound is used: 3 gives × 53, 4 × 399, 5 × 3195. Grows with the score; 0 up to a score of 0.43.
 */
export function eventEvidence(score: number): number {
  const lnP = -Math.min(score, HIGHEST_SCORE) * Math.LN10;
  if (lnP >= -1) return 0;
  return -(1 + lnP + Math.log(-lnP)) / Math.LN10;
}

/** That it is theft: between 1 / 10,001 and 10,000 / 10,001, growing with every part. */
export function likelihoodOf({ prior, events, balance, cues, meter }: LikelihoodParts): number {
  const logOdds = prior + events + balance + cues + meter;
  const bounded = Math.max(-LARGEST_LOG_ODDS, Math.min(LARGEST_LOG_ODDS, logOdds));
  return 1 / (1 + 10 ** -bounded);
}
