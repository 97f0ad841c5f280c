/** Rows that are unlike all others: Isolation Forest, and how well scores rank. */
export * from './isolation-forest';
export * from './ranking';
