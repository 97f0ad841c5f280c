import type { DecodeContext, Dialect } from '../dialect';
import { emit, meterIdOf, takeNamed } from '../foreign';
import type { Incoming } from '../incoming';
import { Measured } from '../measured';
import type { Sink } from '../sink';
import { timeOrArrival } from '../time';
import { isObject, own, shown } from '../values';

const BASE = 'zigbee2mqtt';
const measured = new Measured();

/**
 * Zigbee2MQTT (zigbee2mqtt.io/guide/usage/mqtt_topics_and_messages): one flat object a device on `zigbee2mqtt/<name>`,
 * the name with slashes if it has some; energy and produced_energy in kWh, power in W, power_phase_b, power_phase_c
 * beside a plain `power` of phase a. The time is last_seen, ISO or epoch ms, where the setting of Zigbee2MQTT adds it.
 */
export const zigbee2mqtt: Dialect = {
  name: 'zigbee2mqtt',
  form: 'json',

  recognises(message: Incoming): boolean {
    const body = message.body;
    if (!isObject(body)) return false;
    if (own(body, 'linkquality') !== undefined || own(body, 'last_seen') !== undefined) return true;
    return message.topic.includes(BASE) && message.levels.includes(BASE);
  },

  decode(message: Incoming, context: DecodeContext, sink: Sink): void {
    const { body, levels, payload } = message;
    const names = levels.slice(levels.indexOf(BASE) + 1);
    if (!isObject(body) || (levels.includes(BASE) && names[0] === 'bridge')) {
      sink.refuse('no-measurement', `${shown(body ?? payload)} is no state of a device`, '', payload);
      return;
    }
    const candidate = levels.includes(BASE) ? names.join('/') : undefined;
    const meterId = meterIdOf(candidate, levels, payload, context, sink);
    if (meterId === undefined) return;
    // The voltage of a device with a battery is that of the battery, in mV.
    const skip = own(body, 'battery') === undefined ? undefined : 'voltageV';
    if (!takeNamed(measured.clear(), body, '', context, sink, meterId, skip)) return;
    measured.plainIsPhaseA();
    const time = timeOrArrival(own(body, 'last_seen'), 'ms', '/last_seen', payload, context, sink, meterId);
    emit(measured, meterId, time, '', payload, sink);
  },
};
