import { OnnxFailureModel } from '../../lib/assets';
import { ENGINES, type Engine } from '../../lib/inference';
import { floats } from '../engine-differences';

export interface FailureEngineDifference {
  engine: Engine;
  /** Largest absolute difference of a probability from scikit-learn's. */
  difference: number;
}

/** How far the engines of the product are from scikit-learn, on the inspections and answers of a fixture folder. */
export async function failureEngineDifferences(model: string, fixture: string): Promise<FailureEngineDifference[]> {
  const [features, expected] = [floats(fixture, 'features'), floats(fixture, 'probability')];
  const found: FailureEngineDifference[] = [];
  for (const engine of ENGINES) {
    const failure = new OnnxFailureModel(() => model, { engine });
    const answers = await failure.probabilities(features, expected.length);
    await failure.close();
    found.push({ engine, difference: Math.max(...answers.map((answer, i) => Math.abs(answer - expected[i]!))) });
  }
  return found;
}
