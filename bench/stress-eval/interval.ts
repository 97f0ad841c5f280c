import { mean, sampleStandardDeviation } from 'simple-statistics';

/** Of the normal distribution, for 95 %. */
const TWO_SIDED = 1.96;

export interface Estimate {
  mean: number;
  /** Half of the 95 % confidence interval of the mean; outages count as drawn independently. */
  halfWidth: number;
}

/** @param values at least two */
export const estimateOf = (values: number[]): Estimate => ({
  mean: mean(values),
  halfWidth: (TWO_SIDED * sampleStandardDeviation(values)) / Math.sqrt(values.length),
});
