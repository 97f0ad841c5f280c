import type { DecodeContext, Dialect } from '../dialect';
import { emit, meterIdOf } from '../foreign';
import type { Incoming } from '../incoming';
import { Measured, scaled } from '../measured';
import { PHASES, type Quantity } from '../names';
import type { Sink } from '../sink';
import { timeOrArrival } from '../time';
import { isAbsent, isObject, type JsonObject, numberOf, own, ownObject, shown } from '../values';

const PREFIXES = new Set(['tele', 'stat', 'cmnd']);
const SUFFIXES = new Set(['SENSOR', 'STATUS', 'STATUS8', 'STATUS10']);
/** ESP32 builds measure up to eight channels. */
const MAX_CHANNELS = 8;
const measured = new Measured();

/** The sensor part of a message: bare as on tele/…/SENSOR, or wrapped as the reply to `Status 8`. */
export function sensorPart(body: unknown): { part: JsonObject; place: string } | undefined {
  if (!isObject(body)) return undefined;
  const wrapped = ownObject(body, 'StatusSNS');
  return wrapped ? { part: wrapped, place: '/StatusSNS' } : { part: body, place: '' };
}

/** The device in `…/tele/<device>/SENSOR` or `…/<device>/tele/SENSOR` (the full topic is a setting of Tasmota). */
export function deviceOf(levels: readonly string[]): string | undefined {
  const end = levels.length - 1;
  if (!hasSensorTopic(levels)) return undefined;
  const before = levels[end - 1];
  return before !== undefined && PREFIXES.has(before) ? levels[end - 2] : before;
}

/** True when the topic ends as Tasmota ends the topics of its sensors. */
export function hasSensorTopic(levels: readonly string[]): boolean {
  return SUFFIXES.has(levels[levels.length - 1] ?? '');
}

/**
 * Tasmota energy monitoring (tasmota.github.io/docs/MQTT, module `ENERGY`): Total and ExportActive in kWh, Power in W,
 * Voltage, Current, Factor, Frequency; arrays for several phases; Time is local, without zone unless SetOption52 adds it.
 */
export const tasmota: Dialect = {
  name: 'tasmota',
  form: 'json',

  recognises(message: Incoming): boolean {
    const sensor = sensorPart(message.body);
    return sensor !== undefined && ownObject(sensor.part, 'ENERGY') !== undefined;
  },

  decode(message: Incoming, context: DecodeContext, sink: Sink): void {
    const { body, levels, payload } = message;
    const sensor = sensorPart(body);
    const energy = sensor && ownObject(sensor.part, 'ENERGY');
    if (!sensor || !energy) {
      sink.refuse('no-measurement', `there is no ENERGY in ${shown(body ?? payload)}`, '', payload);
      return;
    }
    const meterId = meterIdOf(deviceOf(levels), levels, payload, context, sink);
    if (meterId === undefined) return;
    measured.clear();
    const place = `${sensor.place}/ENERGY`;
    const taken =
      takeChannels(energy, 'Power', 'activePowerW', place, sink, meterId) &&
      takeChannels(energy, 'Voltage', 'voltageV', place, sink, meterId) &&
      takeChannels(energy, 'Current', 'currentA', place, sink, meterId) &&
      takeChannels(energy, 'Factor', 'powerFactor', place, sink, meterId) &&
      takeFirst(energy, 'Frequency', 'frequencyHz', place, sink, meterId) &&
      takeSum(energy, 'Total', 'importWh', place, sink, meterId) &&
      takeSum(energy, 'ExportActive', 'exportWh', place, sink, meterId);
    if (!taken) return;
    const timePlace = `${sensor.place}/Time`;
    const time = timeOrArrival(own(sensor.part, 'Time'), undefined, timePlace, payload, context, sink, meterId);
    emit(measured, meterId, time, place, payload, sink);
  },
};

/** A value, or one for each of three phases; of more channels only the total (or the mean voltage) is kept. */
function takeChannels(
  energy: JsonObject,
  field: string,
  quantity: Quantity,
  place: string,
  sink: Sink,
  meterId: string,
): boolean {
  const value = own(energy, field);
  const where = `${place}/${field}`;
  if (!Array.isArray(value)) return measured.take(quantity, undefined, value, 1, where, energy, sink, meterId);
  if (value.length > PHASES.length) {
    if (quantity === 'powerFactor') return true;
    const sum = sumOf(value, where, energy, sink, meterId);
    if (sum === undefined || Number.isNaN(sum)) return sum !== undefined;
    measured.set(quantity, undefined, quantity === 'voltageV' ? sum / value.length : sum);
    return true;
  }
  return value.every((part, i) => measured.take(quantity, PHASES[i], part, 1, `${where}/${i}`, energy, sink, meterId));
}

function takeFirst(
  energy: JsonObject,
  field: string,
  quantity: Quantity,
  place: string,
  sink: Sink,
  meterId: string,
): boolean {
  const value = own(energy, field);
  const first = Array.isArray(value) ? value[0] : value;
  return measured.take(quantity, undefined, first, 1, `${place}/${field}`, energy, sink, meterId);
}

/** kWh, as one value or one a phase. */
function takeSum(
  energy: JsonObject,
  field: string,
  quantity: Quantity,
  place: string,
  sink: Sink,
  meterId: string,
): boolean {
  const value = own(energy, field);
  const where = `${place}/${field}`;
  if (!Array.isArray(value)) return measured.take(quantity, undefined, value, 1000, where, energy, sink, meterId);
  const sum = sumOf(value, where, energy, sink, meterId);
  if (sum !== undefined && !Number.isNaN(sum)) measured.set(quantity, undefined, scaled(sum, 1000));
  return sum !== undefined;
}

/** Sum of channels, NaN when none has a value, undefined after a refusal. */
function sumOf(
  values: readonly unknown[],
  place: string,
  original: unknown,
  sink: Sink,
  meterId: string,
): number | undefined {
  let sum = Number.NaN;
  for (let i = 0; i < values.length; i++) {
    if (isAbsent(values[i])) continue;
    const value = numberOf(values[i]);
    if (Number.isNaN(value) || i >= MAX_CHANNELS) {
      sink.refuse('bad-value', `channel ${i + 1} is ${shown(values[i])}`, `${place}/${i}`, original, meterId);
      return undefined;
    }
    sum = Number.isNaN(sum) ? value : sum + value;
  }
  return sum;
}
