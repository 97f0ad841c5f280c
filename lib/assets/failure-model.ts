import { FAILURE_FEATURES, type FailureFacts, featureRow, joinRows } from './failure-features';

/** A trained model of the failure of assets. */
export interface FailureModel {
  /** What computes; `none` before it is open and when none can. */
  readonly engine: string;
  /** Why no model or no better engine runs, and what to do about it. */
  readonly why: readonly string[];
  /**
   * @param rows one row of FAILURE_FEATURES after the other; NaN: not known
   * @returns the probability of a failure of each, 0–1
   * @throws Error why it can't be asked
   */
  probabilities(rows: Float32Array, count: number): Promise<Float32Array>;
  close(): Promise<void>;
}

export interface FailureJudgement {
  /** Of a failure, 0–1. */
  probability: number;
  /** The facts that raise it most, with what each adds; empty where the probability is not worth a reason. */
  because: string[];
}

/** From here on an asset is on the maintenance list, and reasons are computed. */
const WORTH_A_REASON = 0.2;
/** What adds less is no reason. */
const LEAST_PUSH = 0.02;
const MOST_REASONS = 3;

/**
 * The probability of failure of each asset and its reasons: how much lower it would be if one fact were not known. The pushes
 * need not add up to the probability, for facts work together: hot and heavily loaded is worse than either.
 */
export async function judgeFailures(model: FailureModel, assets: readonly FailureFacts[]): Promise<FailureJudgement[]> {
  const probabilities = await model.probabilities(joinRows(assets.map(featureRow)), assets.length);
  const judged = [...probabilities].map((probability): FailureJudgement => ({ probability, because: [] }));
  const questions = judged.flatMap(({ probability }, asset) => {
    if (probability <= WORTH_A_REASON) return [];
    const known = FAILURE_FEATURES.flatMap(({ field }, feature) =>
      assets[asset]![field] === undefined ? [] : [feature],
    );
    return known.map((feature) => ({ asset, feature }));
  });
  if (questions.length === 0) return judged;
  const rows = questions.map(({ asset, feature }) => featureRow(assets[asset]!).fill(Number.NaN, feature, feature + 1));
  const without = await model.probabilities(joinRows(rows), rows.length);
  const pushes = judged.map((): [push: number, words: string][] => []);
  for (const [i, { asset, feature }] of questions.entries()) {
    const push = judged[asset]!.probability - without[i]!;
    const { field, words, unit } = FAILURE_FEATURES[feature]!;
    const value = Number(assets[asset]![field]!.toPrecision(3));
    if (push >= LEAST_PUSH) pushes[asset]!.push([push, `${words} ${value}${unit} (+${push.toFixed(2)})`]);
  }
  for (const [asset, some] of pushes.entries()) {
    const largest = some.sort(([a], [b]) => b - a).slice(0, MOST_REASONS);
    judged[asset]!.because = largest.map(([, words]) => words);
  }
  return judged;
}
