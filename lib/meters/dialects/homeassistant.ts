import type { MeterReading } from '../../messages';
import type { DecodeContext, Dialect } from '../dialect';
import { emit, meterIdOf, takeNamed } from '../foreign';
import type { Incoming } from '../incoming';
import { MAX_FIELDS } from '../limits';
import { Measured } from '../measured';
import { pointer, type Sink } from '../sink';
import { timeOrArrival } from '../time';
import { isAbsent, isName, isObject, type JsonObject, numberOf, own } from '../values';

const TIME_FIELDS = ['time', 'timestamp', 'ts', 'last_updated', 'last_changed', 'datetime', 'timeMs', 'time_ms'];
const ID_FIELDS = ['meterId', 'meter_id', 'device_id', 'serial_number', 'serial', 'unique_id', 'device'];
const PLACE_FIELDS = ['city', 'district', 'household', 'feeder'] as const;
/** Epoch seconds reach this in the year 5138, epoch milliseconds passed it in 1973. */
const SECONDS_BELOW = 1e11;
const measured = new Measured();

/**
 * Flat JSON with the names that Home Assistant, ESPHome and home-made publishers use: power, power_w, power_kw,
 * voltage, current, power_factor, frequency, energy (kWh), energy_wh, energy_import, energy_export, voltage_l1 …
 * Time in a common field as ISO text or epoch seconds or milliseconds; id in a common field or the topic.
 */
export const homeassistant: Dialect = {
  name: 'homeassistant',
  form: 'json',

  recognises(message: Incoming, context: DecodeContext): boolean {
    const body = message.body;
    if (!isObject(body)) return false;
    for (const field of Object.keys(body).slice(0, MAX_FIELDS)) {
      const value = body[field];
      if (isAbsent(value) || Number.isNaN(numberOf(value))) continue;
      if (context.fieldNames.meaning(field)) return true;
    }
    return false;
  },

  decode(message: Incoming, context: DecodeContext, sink: Sink): void {
    const { body, levels, payload } = message;
    if (!isObject(body)) {
      sink.refuse('wrong-shape', 'this dialect is one flat JSON object', '', payload);
      return;
    }
    const given = firstOf(body, ID_FIELDS);
    const id = given && own(body, given);
    const candidate = typeof id === 'number' && Number.isSafeInteger(id) ? String(id) : id;
    const ownId = isName(candidate) ? candidate : undefined;
    const meterId = ownId ?? meterIdOf(undefined, levels, payload, context, sink);
    if (meterId === undefined) return;
    if (!takeNamed(measured.clear(), body, '', context, sink, meterId)) return;
    const timeField = firstOf(body, TIME_FIELDS);
    const value = timeField && own(body, timeField);
    const unit = typeof value === 'number' && value < SECONDS_BELOW ? 's' : 'ms';
    const time = timeOrArrival(value, unit, pointer(timeField ?? 'time'), payload, context, sink, meterId);
    const before = sink.readings.length;
    emit(measured, meterId, time, '', payload, sink);
    const reading = sink.readings[before];
    if (reading) copyPlace(body, reading);
  },
};

function firstOf(body: JsonObject, fields: readonly string[]): string | undefined {
  return fields.find((field) => !isAbsent(own(body, field)));
}

function copyPlace(body: JsonObject, reading: MeterReading): void {
  for (const field of PLACE_FIELDS) {
    const name = own(body, field);
    if (isName(name)) reading[field] = name;
  }
}
