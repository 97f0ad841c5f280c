import { get as sparkplugPayload } from 'sparkplug-payload';
import type { DecodeContext, Dialect } from '../dialect';
import { emit, meterIdOf, usualScale } from '../foreign';
import type { Incoming } from '../incoming';
import { MAX_FIELDS } from '../limits';
import { Measured } from '../measured';
import type { Meaning } from '../names';
import type { Sink } from '../sink';
import { checkTime } from '../time';
import { isObject, type JsonObject, own, ownObject, shown } from '../values';
import { AliasMemory } from './sparkplug-aliases';

const NAMESPACE = 'spBv1.0';
const BIRTHS = new Set(['NBIRTH', 'DBIRTH']);
const DATA = new Set(['NDATA', 'DDATA']);
const DEATHS = new Set(['NDEATH', 'DDEATH']);
const UNIT_PROPERTIES = ['engUnit', 'engUnits', 'Engineering Units', 'unit', 'Unit'];
const UNIT_SCALES: Readonly<Record<string, number>> = {
  ...{ W: 1, kW: 1000, MW: 1e6, V: 1, kV: 1000, mV: 0.001, A: 1, mA: 0.001, kA: 1000, Hz: 1 },
  ...{ Wh: 1, kWh: 1000, MWh: 1e6, '%': 0.01 },
};

interface Address {
  kind: string;
  /** group/edge */
  node: string;
  device: string;
  id: string;
}

/**
 * Sparkplug B (specification 3.0): protobuf on `spBv1.0/<group>/<type>/<edge>[/<device>]`. Births name the metrics and
 * give them aliases; data may refer to the alias alone, so aliases are remembered from the birth on, and a metric with
 * an alias that is not known is refused with the advice to request a rebirth. The device, else the edge node, is the
 * meter. Metric names are read as field names, their last part if the whole is not known; energy is kWh unless name or
 * the property engUnit say otherwise. A reading holds what its message reports, which is what changed.
 */
export function createSparkplug(maxDevices: number): Dialect {
  const memory = new AliasMemory(maxDevices);

  return {
    name: 'sparkplug',
    form: 'binary',

    recognises(message: Incoming): boolean {
      return message.topic.includes(NAMESPACE) && message.levels.includes(NAMESPACE);
    },

    decode(message: Incoming, context: DecodeContext, sink: Sink): void {
      const { payload } = message;
      const address = addressOf(message.levels);
      if (!address || (!BIRTHS.has(address.kind) && !DATA.has(address.kind))) {
        if (address && DEATHS.has(address.kind)) memory.forget(address.node, address.device);
        sink.refuse('no-measurement', `${address?.kind ?? 'the topic'} carries no measurement`, '', payload);
        return;
      }
      const body = bodyOf(message);
      const metrics = body && own(body, 'metrics');
      if (!body || !Array.isArray(metrics) || metrics.length > MAX_FIELDS) {
        const why = Array.isArray(metrics) ? `${metrics.length} metrics` : `metrics in ${shown(body ?? payload)}`;
        sink.refuse('wrong-shape', `a payload with an array of metrics is needed, not ${why}`, '', payload);
        return;
      }
      if (BIRTHS.has(address.kind)) memory.begin(address.node, address.device);
      const meterId = meterIdOf(address.id, message.levels, payload, context, sink);
      if (meterId !== undefined) decodeMetrics(metrics, body, address, meterId, message, context, sink);
    },

    snapshot: () => memory.snapshot(),
    restore: (state: unknown) => memory.restore(state),
    reset: () => memory.clear(),
  };

  function decodeMetrics(
    metrics: readonly unknown[],
    body: JsonObject,
    address: Address,
    meterId: string,
    message: Incoming,
    context: DecodeContext,
    sink: Sink,
  ): void {
    const groups = new Map<number, Measured>();
    const stamp = integerOf(own(body, 'timestamp'));
    const unknown: number[] = [];
    let failed = false;
    for (let i = 0; i < metrics.length; i++) {
      const metric = metrics[i];
      if (!isObject(metric)) continue;
      const named = nameOf(metric, address);
      if (named === undefined) {
        unknown.push(i);
        continue;
      }
      const meaning = meaningOf(named.name, context);
      const value = plainNumber(own(metric, 'value'));
      if (!meaning || value === undefined || own(metric, 'isNull') === true) continue;
      const historical = own(metric, 'isHistorical') === true;
      const timeMs = historical || Number.isNaN(stamp) ? integerOf(own(metric, 'timestamp')) : stamp;
      const measured = groups.get(timeMs) ?? new Measured();
      groups.set(timeMs, measured);
      const scale = meaning.scale ?? named.scale ?? usualScale(meaning.quantity);
      if (measured.has(meaning.quantity, meaning.phase)) continue;
      const place = `/metrics/${i}/value`;
      if (!measured.takeMeaning(meaning, value, scale, place, metric, sink, meterId)) failed = true;
    }
    if (unknown.length > 0) {
      const text = `${unknown.length} of ${metrics.length} metrics have an alias that no birth of ${address.id} explained`;
      sink.refuse('unknown-alias', text, `/metrics/${unknown[0]}/alias`, message.payload, meterId);
    }
    if (failed) return;
    for (const [timeMs, measured] of groups) {
      const arrived = Number.isNaN(timeMs);
      const checked = arrived
        ? context.nowMs
        : checkTime(timeMs, '/timestamp', message.payload, context, sink, meterId);
      emit(measured, meterId, { timeMs: checked, arrived }, '/metrics', message.payload, sink);
    }
  }

  /** The name of a metric, by its alias where it has none; births are remembered on the way. */
  function nameOf(metric: JsonObject, address: Address): { name: string; scale: number | undefined } | undefined {
    const name = own(metric, 'name');
    const alias = integerOf(own(metric, 'alias'));
    if (typeof name !== 'string' || name === '') return memory.get(address.node, address.device, alias);
    const scale = scaleOf(metric);
    if (BIRTHS.has(address.kind) && !Number.isNaN(alias)) {
      memory.set(address.node, address.device, alias, { name: name.slice(0, 128), scale });
    }
    return { name, scale };
  }
}

function addressOf(levels: readonly string[]): Address | undefined {
  const [group, kind, edge, device = ''] = levels.slice(levels.indexOf(NAMESPACE) + 1);
  if (group === 'STATE' || kind === undefined || !edge) return undefined;
  return { kind, node: `${group}/${edge}`, device, id: device || edge };
}

/** The payload as an object: decoded from protobuf, or already decoded by a node before this one. */
function bodyOf(message: Incoming): JsonObject | undefined {
  const bytes = message.bytes;
  if (bytes === undefined) return isObject(message.body) ? message.body : undefined;
  const decoder = sparkplugPayload(NAMESPACE);
  return decoder?.decodePayload(bytes) as unknown as JsonObject | undefined;
}

function meaningOf(name: string, context: DecodeContext): Meaning | undefined {
  return context.fieldNames.meaning(name) ?? context.fieldNames.meaning(name.slice(name.lastIndexOf('/') + 1));
}

function scaleOf(metric: JsonObject): number | undefined {
  const properties = ownObject(metric, 'properties');
  if (!properties) return undefined;
  for (const property of UNIT_PROPERTIES) {
    const entry = ownObject(properties, property);
    const unit = entry && own(entry, 'value');
    if (typeof unit === 'string' && Object.hasOwn(UNIT_SCALES, unit)) return UNIT_SCALES[unit];
  }
  return undefined;
}

/** 64-bit integers come as two signed halves (long.js); NaN for anything that is no integer. */
function integerOf(value: unknown): number {
  if (isObject(value)) {
    const { low, high } = value;
    if (typeof low === 'number' && typeof high === 'number') return high * 4_294_967_296 + (low >>> 0);
  }
  return typeof value === 'number' && Number.isInteger(value) ? value : Number.NaN;
}

/** Numbers as they are, 64-bit ones as doubles; undefined for what is no number. */
function plainNumber(value: unknown): unknown {
  if (isObject(value)) {
    const integer = integerOf(value);
    return Number.isNaN(integer) ? undefined : integer;
  }
  return typeof value === 'number' || typeof value === 'string' ? value : undefined;
}
