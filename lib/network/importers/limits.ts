/** What an import takes at most, all files together; it needs about twenty times as much memory for a while. */
export const MOST_BYTES = 100_000_000;
export const MOST_NODES = 1_000_000;
export const MOST_BRANCHES = 4_000_000;
