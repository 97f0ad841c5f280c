import type { DecodeContext, Dialect } from '../dialect';
import { emit, meterIdOf } from '../foreign';
import type { Incoming } from '../incoming';
import { Measured } from '../measured';
import type { Sink } from '../sink';
import { timeOrArrival } from '../time';
import { isName, isObject, type JsonObject, own, ownObject, shown } from '../values';
import { type Component, componentOf, componentsIn, fieldsOf, isComponentName, valueAt } from './shelly-components';
import { ShellyMemory } from './shelly-memory';

/** Statuses that may be behind in a row; after them the register was set back, not overtaken. */
const MOST_BEHIND = 3;

/** Where the components are in a message, and the time of them. */
interface Frame {
  part: JsonObject;
  place: string;
  time: unknown;
  timePlace: string;
}

/**
 * Shelly Gen2 and later (shelly-api-docs.shelly.cloud/gen2): notifications on `<id>/events/rpc`, component status on
 * `<id>/status/<component>`, replies with `result`, and the bare body of an HTTP GetStatus. Power in W, energy in Wh.
 * A notification may hold only what changed: it is laid over what is known of the meter, which is the state that
 * GetStatus would give; one that comes late stands alone. `em:0` with `emdata:0` is the meter `<id>`; every channel of switch, pm1, em1 (with em1data),
 * cover or light is a meter of its own, `<id>:<channel>`.
 */
export function createShelly(maxDevices: number): Dialect {
  const memory = new ShellyMemory(maxDevices);

  /** Lays the values of a component over what is known; true when it measures anything and nothing was refused. */
  function lay(component: Component, known: Measured, meterId: string, sink: Sink): boolean {
    let measures = false;
    for (const { path, quantity, phase } of fieldsOf(component.kind)) {
      const value = valueAt(component.status, path);
      if (value === undefined) continue;
      const place = `${component.place}/${path.join('/')}`;
      if (!known.take(quantity, phase, value, 1, place, component.status, sink, meterId)) return false;
      // Null is how the device says that it does not know any more.
      if (value === null) known.unset(quantity, phase);
      else measures = true;
    }
    return measures;
  }

  /** What a component is laid over: nothing, if something later of its meter came before it. */
  function stateFor(component: Component, meterId: string, deviceMs: number): Measured {
    const known = memory.of(meterId);
    if (Number.isNaN(deviceMs)) {
      known.behind = isBehind(component, known.measured) ? known.behind + 1 : 0;
      return known.behind === 0 || known.behind > MOST_BEHIND ? known.measured : new Measured();
    }
    if (deviceMs < known.timeMs) return new Measured();
    known.timeMs = deviceMs;
    return known.measured;
  }

  function decodeComponents(
    components: readonly Component[],
    frame: Frame,
    device: string,
    message: Incoming,
    context: DecodeContext,
    sink: Sink,
  ): void {
    const meters = new Map<string, Measured | undefined>();
    const deviceMs = typeof frame.time === 'number' ? frame.time * 1000 : Number.NaN;
    for (const component of components) {
      const meterId = component.isWhole ? device : `${device}:${component.channel}`;
      if (!isName(meterId)) {
        sink.refuse('bad-meter-id', `the meter id is ${shown(meterId)}`, component.place, message.payload);
        continue;
      }
      const refusals = sink.refused.length;
      const known = meters.get(meterId) ?? stateFor(component, meterId, deviceMs);
      // A meter with one bad component gives a refusal and no reading.
      if (lay(component, known, meterId, sink)) {
        if (!meters.has(meterId)) meters.set(meterId, known);
      } else if (sink.refused.length > refusals) meters.set(meterId, undefined);
    }
    for (const [meterId, known] of meters) {
      if (known === undefined) continue;
      const time = timeOrArrival(frame.time, 's', frame.timePlace, message.payload, context, sink, meterId);
      emit(known, meterId, time, frame.place, message.payload, sink);
    }
  }

  return {
    name: 'shelly',
    form: 'json',

    recognises(message: Incoming): boolean {
      const body = message.body;
      if (!isObject(body)) return false;
      const method = own(body, 'method');
      if (typeof method === 'string' && method.startsWith('Notify') && isObject(own(body, 'params'))) return true;
      if (typeof own(body, 'src') === 'string' && (isObject(own(body, 'result')) || isObject(own(body, 'error')))) {
        return true;
      }
      return hasStatusTopic(message.levels) || componentsIn(body, '').length > 0 || componentOf(body, '') !== undefined;
    },

    decode(message: Incoming, context: DecodeContext, sink: Sink): void {
      const { body, levels, payload } = message;
      if (!isObject(body)) {
        sink.refuse('no-measurement', `${shown(payload)} is no status of a component`, '', payload);
        return;
      }
      const frame = frameOf(body);
      let components = componentsIn(frame.part, frame.place);
      if (components.length === 0) {
        const named = hasStatusTopic(levels) ? levels[levels.length - 1] : undefined;
        const single = componentOf(frame.part, frame.place, named);
        components = single ? [single] : [];
      }
      if (components.length === 0) {
        sink.refuse('no-measurement', 'no component of the message measures anything', frame.place, payload);
        return;
      }
      const device = meterIdOf(deviceOf(body, frame.part, levels), levels, payload, context, sink);
      if (device === undefined) return;
      const before = sink.refused.length + sink.readings.length;
      decodeComponents(components, frame, device, message, context, sink);
      if (sink.refused.length + sink.readings.length === before) {
        sink.refuse('no-measurement', 'no component of the message measures anything', frame.place, payload, device);
      }
    },

    snapshot: () => memory.snapshot(),
    restore: (state: unknown) => memory.restore(state),
    reset: () => memory.clear(),
  };
}

/** True for a register that is somewhat lower than what is known: a status without time that was overtaken. */
function isBehind(component: Component, known: Measured): boolean {
  return fieldsOf(component.kind).some(({ path, quantity }) => {
    if (quantity !== 'importWh' && quantity !== 'exportWh') return false;
    const value = valueAt(component.status, path);
    const before = known.get(quantity, undefined);
    return typeof value === 'number' && value < before && value > before / 2;
  });
}

function hasStatusTopic(levels: readonly string[]): boolean {
  return levels[levels.length - 2] === 'status' && isComponentName(levels[levels.length - 1]!);
}

function frameOf(body: JsonObject): Frame {
  const params = ownObject(body, 'params');
  if (params) return { part: params, place: '/params', time: own(params, 'ts'), timePlace: '/params/ts' };
  const result = ownObject(body, 'result');
  const part = result ?? body;
  const place = result ? '/result' : '';
  const sys = ownObject(part, 'sys');
  return { part, place, time: sys && own(sys, 'unixtime'), timePlace: `${place}/sys/unixtime` };
}

/** The device: the topic before `events/rpc` or `status/…`, else the sender of the frame, else its MAC address. */
function deviceOf(body: JsonObject, part: JsonObject, levels: readonly string[]): string | undefined {
  const end = levels.length - 1;
  const hasEvents = levels[end] === 'rpc' && levels[end - 1] === 'events';
  if (hasEvents || hasStatusTopic(levels)) {
    const device = levels[end - 2];
    if (device) return device;
  }
  const src = own(body, 'src');
  if (typeof src === 'string' && src !== '') return src;
  const sys = ownObject(part, 'sys');
  const mac = sys && own(sys, 'mac');
  return typeof mac === 'string' ? mac : undefined;
}
