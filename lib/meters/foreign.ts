import type { DecodeContext } from './dialect';
import { MeterReadingDraft } from './draft';
import { MAX_FIELDS } from './limits';
import type { Measured } from './measured';
import type { Quantity } from './names';
import { pointer, type Sink } from './sink';
import { isName, type JsonObject, shown } from './values';

/** Last levels that name a kind of message and not a meter. */
const KIND_LEVELS = new Set([
  'SENSOR',
  'sensor',
  'STATE',
  'state',
  'status',
  'attributes',
  'data',
  'json',
  'telemetry',
]);

/**
 * The id of a meter that speaks a foreign dialect: what a template found in the topic, else what the dialect knows,
 * else the whole topic without its last level when that only names the kind of message.
 * @returns undefined after a refusal.
 */
export function meterIdOf(
  candidate: string | undefined,
  levels: readonly string[],
  original: unknown,
  context: DecodeContext,
  sink: Sink,
): string | undefined {
  const id = context.topicMeterId ?? (candidate || wholeTopic(levels));
  if (isName(id)) return id;
  const reason = id === '' ? 'meter-id-missing' : 'bad-meter-id';
  sink.refuse(reason, `the meter id is ${shown(id)}`, '', original);
  return undefined;
}

function wholeTopic(levels: readonly string[]): string {
  const last = levels[levels.length - 1] ?? '';
  return (KIND_LEVELS.has(last) ? levels.slice(0, -1) : levels).join('/');
}

/** Energy in a field whose name tells no unit is in kWh, everything else in W, V, A, Hz. */
export function usualScale(quantity: Quantity): number {
  return quantity === 'importWh' || quantity === 'exportWh' ? 1000 : 1;
}

/**
 * Takes every field of an object whose name is known; of two names for one quantity the first wins.
 * @returns false after a refusal.
 */
export function takeNamed(
  measured: Measured,
  object: JsonObject,
  place: string,
  context: DecodeContext,
  sink: Sink,
  meterId: string,
  skip?: Quantity,
): boolean {
  const fields = Object.keys(object);
  for (let i = 0; i < fields.length && i < MAX_FIELDS; i++) {
    const field = fields[i]!;
    const meaning = context.fieldNames.meaning(field);
    if (!meaning || meaning.quantity === skip || measured.has(meaning.quantity, meaning.phase)) continue;
    const scale = meaning.scale ?? usualScale(meaning.quantity);
    const where = place + pointer(field);
    if (!measured.takeMeaning(meaning, object[field], scale, where, object, sink, meterId)) return false;
  }
  return true;
}

/** Makes a reading of what was measured, or a refusal when that is nothing. */
export function emit(
  measured: Measured,
  meterId: string,
  time: { timeMs: number; arrived: boolean },
  place: string,
  original: unknown,
  sink: Sink,
): void {
  if (Number.isNaN(time.timeMs)) return;
  if (measured.isEmpty) {
    sink.refuse('no-measurement', 'the message holds no measured value', place, original, meterId);
    return;
  }
  const reading = new MeterReadingDraft(meterId, time.timeMs, sink.dialect ?? '', sink.topic);
  measured.addTo(reading);
  if (time.arrived) reading.flags.push('time-of-arrival');
  sink.readings.push(reading);
}
