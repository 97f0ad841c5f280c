/** What a live page shows of a stream of readings. */
export * from './monitor-settings';
export * from './monitor-summary';
export * from './reading-monitor';
