import assert from 'node:assert/strict';
import type { MeterReading, Refusal } from '../../../lib/messages';
import { createMeterReadingOperator, type MeterReadingSettings, type MqttMessage } from '../../../lib/meters';
import { SAMPLE_NOW_MS, SAMPLE_TIME_ZONE } from './samples';

export interface Outcome {
  readings: MeterReading[];
  refused: Refusal[];
}

/** What a fresh operator makes of some messages. */
export function decode(
  messages: MqttMessage | readonly MqttMessage[],
  settings: Partial<MeterReadingSettings> = {},
  nowMs = SAMPLE_NOW_MS,
): Outcome {
  const operator = createMeterReadingOperator({ timeZone: SAMPLE_TIME_ZONE, ...settings });
  const batch = Array.isArray(messages) ? (messages as MqttMessage[]) : [messages as MqttMessage];
  const { readings = [], refused = [] } = operator.process(batch, nowMs) ?? {};
  return { readings, refused };
}

/** The one reading of a message that gives nothing else. */
export function one(message: MqttMessage, settings: Partial<MeterReadingSettings> = {}, nowMs?: number): MeterReading {
  const { readings, refused } = decode(message, settings, nowMs);
  assert.deepEqual(refused, []);
  assert.equal(readings.length, 1);
  return readings[0]!;
}

/** The one refusal of a message that gives nothing else. */
export function refusal(message: MqttMessage, settings: Partial<MeterReadingSettings> = {}, nowMs?: number): Refusal {
  const { readings, refused } = decode(message, settings, nowMs);
  assert.deepEqual(readings, []);
  assert.equal(refused.length, 1);
  assert.ok(refused[0]!.message.length > 0 && refused[0]!.remedy.length > 0);
  return refused[0]!;
}
