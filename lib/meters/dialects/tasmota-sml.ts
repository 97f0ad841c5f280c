import type { DecodeContext, Dialect } from '../dialect';
import { emit, meterIdOf, takeNamed } from '../foreign';
import type { Incoming } from '../incoming';
import { MAX_FIELDS } from '../limits';
import { Measured } from '../measured';
import type { FieldNames } from '../names';
import { pointer, type Sink } from '../sink';
import { timeOrArrival } from '../time';
import { isAbsent, isName, isObject, type JsonObject, own } from '../values';
import { deviceOf, hasSensorTopic, sensorPart } from './tasmota';

/** Scripts name the serial number of the meter in these ways. */
const SERIAL_FIELDS = ['Meter_Id', 'Meter_id', 'meter_id', 'Meter_number', 'Meter_Nr', 'Server_Id', 'server_id'];
const measured = new Measured();

/**
 * Tasmota's smart meter interface (tasmota.github.io/docs/Smart-Meter-Interface): one object a meter, named by the
 * user's script (SML, MT175, …), with fields named by it too: Total_in and Total_out in kWh, Power_curr in W, Volt_p1,
 * Curr_p1, Power_p1 … Names are told by their words, or by the setting `fieldNames`. The device names the meter, not
 * Meter_Id: that is empty until the meter was first read, and one meter must not have two names. After a start
 * everything is 0 for some readings; the register rule flags it.
 */
export const tasmotaSml: Dialect = {
  name: 'tasmota-sml',
  form: 'json',

  recognises(message: Incoming, context: DecodeContext): boolean {
    const sensor = sensorPart(message.body);
    if (!sensor) return false;
    const known = hasSensorTopic(message.levels) || own(sensor.part, 'Time') !== undefined;
    return (known || isObject(own(sensor.part, 'SML'))) && groupsOf(sensor.part, context.fieldNames).length > 0;
  },

  decode(message: Incoming, context: DecodeContext, sink: Sink): void {
    const { body, levels, payload } = message;
    const sensor = sensorPart(body);
    const groups = sensor ? groupsOf(sensor.part, context.fieldNames) : [];
    if (!sensor || groups.length === 0) {
      sink.refuse('no-measurement', 'no group has a field whose name is known', '', payload);
      return;
    }
    for (const name of groups) {
      const group = own(sensor.part, name) as JsonObject;
      const device = meterIdOf(deviceOf(levels) ?? serialOf(group), levels, payload, context, sink);
      if (device === undefined) return;
      const meterId = groups.length === 1 ? device : `${device}:${name}`;
      if (!isName(meterId)) {
        sink.refuse('bad-meter-id', 'the name of the group does not make a meter id', sensor.place, payload);
        continue;
      }
      const place = sensor.place + pointer(name);
      if (!takeNamed(measured.clear(), group, place, context, sink, meterId)) continue;
      const timePlace = `${sensor.place}/Time`;
      const time = timeOrArrival(own(sensor.part, 'Time'), undefined, timePlace, payload, context, sink, meterId);
      emit(measured, meterId, time, place, payload, sink);
    }
  },
};

/** Names of the objects that have a register or a power. */
function groupsOf(part: JsonObject, fieldNames: FieldNames): string[] {
  const names: string[] = [];
  for (const name of Object.keys(part).slice(0, MAX_FIELDS)) {
    const group = part[name];
    if (name === 'ENERGY' || name === 'StatusSNS' || !isObject(group)) continue;
    for (const field of Object.keys(group).slice(0, MAX_FIELDS)) {
      const quantity = fieldNames.meaning(field)?.quantity;
      if (quantity !== 'importWh' && quantity !== 'exportWh' && quantity !== 'activePowerW') continue;
      names.push(name);
      break;
    }
  }
  return names;
}

function serialOf(group: JsonObject): string | undefined {
  for (const field of SERIAL_FIELDS) {
    const value = own(group, field);
    if (typeof value === 'string' && !isAbsent(value)) return value;
  }
  return undefined;
}
