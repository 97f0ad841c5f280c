/** Dialects of meters into readings; where a meter is; validation. */
export { DIALECT_NAMES, type DialectName } from './dialects';
export type { MqttMessage } from './incoming';
export { EARLIEST_CLOCK_MS, MAX_PAYLOAD_BYTES, MAX_READINGS_PER_MESSAGE } from './limits';
export { MeterDirectory, type Place, type TopicPlace, TopicTemplates } from './location';
export { BYTES_PER_METER, RING_LENGTH } from './meter-table';
export { FIELD_TARGETS } from './names';
export { QualityJudge, type QualitySettings } from './quality';
export {
  createMeterReadingOperator,
  type MeterReadingOperator,
  type MeterReadingPorts,
  type MeterReadingStats,
} from './reading-operator';
export { MeterReadingSettings } from './settings';
export { REFUSAL_REASONS, type RefusalReason } from './sink';
