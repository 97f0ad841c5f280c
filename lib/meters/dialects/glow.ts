import type { DecodeContext, Dialect } from '../dialect';
import { emit, meterIdOf } from '../foreign';
import type { Incoming } from '../incoming';
import { Measured } from '../measured';
import type { Quantity } from '../names';
import type { Sink } from '../sink';
import { timeOrArrival } from '../time';
import { isAbsent, isObject, type JsonObject, own, ownObject, shown } from '../values';

const SCALES: Readonly<Record<string, number>> = { kWh: 1000, Wh: 1, kW: 1000, W: 1 };
const PLACE = '/electricitymeter';
const measured = new Measured();

/**
 * Hildebrand Glow display and CAD, local MQTT (`glow/<mac>/SENSOR/electricitymeter`): energy.import.cumulative and
 * energy.export.cumulative with their units, power.value with its units, timestamp in UTC. The gas meter on the
 * neighbouring topic is no measurement for us.
 */
export const glow: Dialect = {
  name: 'glow',
  form: 'json',

  recognises(message: Incoming): boolean {
    const body = message.body;
    return isObject(body) && (isObject(own(body, 'electricitymeter')) || isObject(own(body, 'gasmeter')));
  },

  decode(message: Incoming, context: DecodeContext, sink: Sink): void {
    const { body, levels, payload } = message;
    const meter = isObject(body) ? ownObject(body, 'electricitymeter') : undefined;
    if (!meter) {
      sink.refuse('no-measurement', 'there is no electricitymeter in the payload', '', payload);
      return;
    }
    const energy = ownObject(meter, 'energy');
    const drawn = energy && ownObject(energy, 'import');
    const mpan = drawn && own(drawn, 'mpan');
    const device = levels[levels.lastIndexOf('SENSOR') - 1];
    const candidate = device ?? (typeof mpan === 'string' && !isAbsent(mpan) ? mpan : undefined);
    const meterId = meterIdOf(candidate, levels, payload, context, sink);
    if (meterId === undefined) return;
    measured.clear();
    const power = ownObject(meter, 'power');
    const returned = energy && ownObject(energy, 'export');
    const taken =
      takeWithUnits(power, 'value', 'activePowerW', `${PLACE}/power`, 'kW', sink, meterId) &&
      takeWithUnits(drawn, 'cumulative', 'importWh', `${PLACE}/energy/import`, 'kWh', sink, meterId) &&
      takeWithUnits(returned, 'cumulative', 'exportWh', `${PLACE}/energy/export`, 'kWh', sink, meterId);
    if (!taken) return;
    const stamp = own(meter, 'timestamp');
    const time = timeOrArrival(stamp, undefined, `${PLACE}/timestamp`, payload, context, sink, meterId);
    emit(measured, meterId, time, PLACE, payload, sink);
  },
};

function takeWithUnits(
  part: JsonObject | undefined,
  field: string,
  quantity: Quantity,
  place: string,
  usualUnit: string,
  sink: Sink,
  meterId: string,
): boolean {
  if (!part) return true;
  const units = own(part, 'units') ?? usualUnit;
  const scale = typeof units === 'string' && Object.hasOwn(SCALES, units) ? SCALES[units] : undefined;
  if (scale === undefined) {
    sink.refuse('bad-value', `the unit ${shown(units)} is not known`, `${place}/units`, part, meterId);
    return false;
  }
  return measured.take(quantity, undefined, own(part, field), scale, `${place}/${field}`, part, sink, meterId);
}
