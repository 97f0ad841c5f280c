/** Doubles that are kept for calls to come; enough for some thousand samples of three phases. */
const KEPT = 32_768;
const kept = new Float64Array(KEPT);
let taken = 0;

/** An array of so many numbers, whatever they are. */
export type Take = (length: number) => Float64Array;

const take: Take = (length) => {
  if (taken + length > KEPT) return new Float64Array(length);
  taken += length;
  return kept.subarray(taken - length, taken);
};

/**
 * Work with arrays that nobody keeps after it: they are taken from memory that is there already. Typed arrays of more than
 * some bytes lie outside the heap; so many a record make the collector run more often than all else together.
 */
export function withScratch<T>(work: (take: Take) => T): T {
  const before = taken;
  try {
    return work(take);
  } finally {
    taken = before;
  }
}
