import type { WrittenWindow } from './arms';

/** In words: whether two arms have the same windows, and the largest difference of a feature. */
export function agreement(ours: readonly WrittenWindow[], other: readonly WrittenWindow[]): string {
  const key = ({ meterId, startMs }: WrittenWindow) => `${meterId} ${startMs}`;
  const others = new Map(other.map((window) => [key(window), window]));
  let missing = 0;
  let samples = 0;
  let absent = 0;
  let largest = 0;
  let where = '';
  for (const window of ours) {
    const twin = others.get(key(window));
    if (!twin) {
      missing++;
      continue;
    }
    if (twin.samples !== window.samples) samples++;
    // Windows with too few samples have no features with us.
    if (Object.keys(window.features).length === 0) continue;
    for (const [name, value] of Object.entries(window.features)) {
      const theirs = twin.features[name];
      if (theirs === undefined) absent++;
      else if (Math.abs(theirs - value) > largest) {
        largest = Math.abs(theirs - value);
        where = ` (${name})`;
      }
    }
  }
  const windows = `${ours.length} windows, the other ${other.length}, ${missing} only with us`;
  return `${windows}; ${samples} with other counts of samples; largest difference of a feature ${largest}${where}, ${absent} absent`;
}
