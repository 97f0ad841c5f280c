import { withScratch } from './scratch';

/** Values of the record that are looked at for its noise: more cost more than they tell. */
const LOOKS = 256;
/** A quarter of the magnitudes of a standard normal lie below this. */
const LOWER_QUARTILE = 0.31864;
/** Root of the sum of squares of 1, −3, 3, −1. */
const THIRD_DIFFERENCE = Math.sqrt(20);

/** A record of so few values is rounded too coarsely to show its noise. */
const FEW_VALUES = 8;

/**
 * Standard deviation of the noise of a record, from its third differences, of which currents of some tens of samples to
 * a cycle have next to none. The lower quartile, since transients ring in most of a record of an event. At least one
 * step of the converter where the record has no more than eight different values.
 */
export function noiseLevel(samples: ArrayLike<number>): number {
  const count = Math.min(LOOKS, samples.length - 3);
  if (count < 4) return 0;
  const stride = (samples.length - 3) / count;
  const quartile = withScratch((take) => {
    const sizes = take(count);
    for (let i = 0; i < count; i++) {
      const at = Math.floor(i * stride);
      sizes[i] = Math.abs(samples[at + 3]! - 3 * samples[at + 2]! + 3 * samples[at + 1]! - samples[at]!);
    }
    return nth(sizes, Math.floor(count / 4));
  });
  return Math.max(coarseStep(samples), quartile / LOWER_QUARTILE / THIRD_DIFFERENCE);
}

/** The value that a sort would put at a place; the order of the values is changed (Hoare 1961, Find). */
function nth(values: Float64Array, place: number): number {
  let [low, high] = [0, values.length - 1];
  while (low < high) {
    const pivot = values[place]!;
    let [i, j] = [low, high];
    while (i <= j) {
      while (values[i]! < pivot) i++;
      while (pivot < values[j]!) j--;
      if (i > j) break;
      const swapped = values[i]!;
      values[i++] = values[j]!;
      values[j--] = swapped;
    }
    if (j < place) low = i;
    if (place < i) high = j;
  }
  return values[place]!;
}

function coarseStep(samples: ArrayLike<number>): number {
  const values: number[] = [];
  for (let i = 0; i < samples.length; i++) {
    if (values.includes(samples[i]!)) continue;
    if (values.length === FEW_VALUES) return 0;
    values.push(samples[i]!);
  }
  values.sort((a, b) => a - b);
  if (values.length < 2) return 0;
  return values.slice(1).reduce((least, value, i) => Math.min(least, value - values[i]!), Number.POSITIVE_INFINITY);
}
