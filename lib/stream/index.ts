/** Event time: watermarks, windows, keyed state, time zones. The words are those of Flink and Kafka Streams. */
export * from './aggregations';
export * from './booking-settings';
export * from './day-table';
export * from './exact-sum';
export * from './hour-rows';
export * from './key-slots';
export * from './keyed-state';
export * from './local-day';
export * from './local-time';
export * from './meter-energy';
export * from './settings';
export * from './watermark';
export type { WindowResult } from './window-store';
export * from './windowed-aggregation';
export * from './windows';
