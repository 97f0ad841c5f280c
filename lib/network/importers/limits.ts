/** What an import takes at most, all files together. */
export const MOST_BYTES = 200_000_000;
export const MOST_NODES = 1_000_000;
export const MOST_BRANCHES = 4_000_000;
