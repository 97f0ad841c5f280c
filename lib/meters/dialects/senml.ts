import type { DecodeContext, Dialect } from '../dialect';
import { emit, meterIdOf } from '../foreign';
import type { Incoming } from '../incoming';
import { MAX_READINGS_PER_MESSAGE } from '../limits';
import { Measured } from '../measured';
import type { Meaning, Quantity } from '../names';
import type { Sink } from '../sink';
import { checkTime } from '../time';
import { isObject, type JsonObject, numberOf, own, shown } from '../values';

/** Times below are relative to now (RFC 8428, section 4.5.3). */
const RELATIVE_BELOW_S = 2 ** 28;
const SUPPORTED_VERSION = 10;
/** Units of RFC 8428 and RFC 8798 that a meter has: what they measure, and their scale to our units. */
const UNITS = new Map<string, readonly [Quantity, number]>([
  ['W', ['activePowerW', 1]],
  ['kW', ['activePowerW', 1000]],
  ['V', ['voltageV', 1]],
  ['mV', ['voltageV', 0.001]],
  ['A', ['currentA', 1]],
  ['mA', ['currentA', 0.001]],
  ['Hz', ['frequencyHz', 1]],
  ['Wh', ['importWh', 1]],
  ['kWh', ['importWh', 1000]],
  ['J', ['importWh', 1 / 3600]],
  ['/', ['powerFactor', 1]],
  ['%', ['powerFactor', 0.01]],
]);
const KNOWN_LABELS = new Set('bn bt bu bv bs bver n u v vs vb vd s t ut'.split(' '));

/** One resolved record that measures something. */
interface Resolved {
  meterId: string;
  meaning: Meaning;
  value: number;
  scale: number;
  timeMs: number;
  place: string;
  record: JsonObject;
}

interface Base {
  name: string;
  time: number;
  unit: string | undefined;
  value: number;
}

/**
 * SenML in JSON (RFC 8428, units also of RFC 8798). Base fields hold for their record and all that follow until they
 * are set again; times below 2²⁸ s, negative ones too, are relative to now. The name up to its last separator is the
 * meter, what follows the quantity (`urn:dev:mac:0024befffe804ff1/voltage`); where that word is not known, the unit
 * tells the quantity. Records of one meter and one time make one reading. Strings, booleans and other units are no
 * measurements of a meter and are passed over.
 */
export const senml: Dialect = {
  name: 'senml',
  form: 'json',

  recognises(message: Incoming): boolean {
    const body = message.body;
    if (!Array.isArray(body)) return false;
    return body
      .slice(0, 4)
      .some((record) => isObject(record) && (isLabelled(record) || own(record, 'bt') !== undefined));
  },

  decode(message: Incoming, context: DecodeContext, sink: Sink): void {
    const { body, payload } = message;
    if (!Array.isArray(body) || body.length > MAX_READINGS_PER_MESSAGE) {
      const reason = Array.isArray(body) ? 'too-many-readings' : 'wrong-shape';
      sink.refuse(reason, `a SenML pack is an array of records, not ${shown(body)}`, '', payload);
      return;
    }
    const groups = new Map<string, Resolved[]>();
    const base: Base = { name: '', time: 0, unit: undefined, value: 0 };
    const before = sink.refused.length;
    for (let i = 0; i < body.length; i++) {
      const resolved = resolve(body[i], `/${i}`, base, message, context, sink);
      if (!resolved) continue;
      const key = `${resolved.timeMs} ${resolved.meterId}`;
      const group = groups.get(key);
      if (group) group.push(resolved);
      else groups.set(key, [resolved]);
    }
    if (groups.size === 0 && sink.refused.length === before) {
      sink.refuse('no-measurement', 'no record of the pack is a measurement of a meter', '', payload);
    }
    const measured = new Measured();
    for (const group of groups.values()) emitGroup(measured, group, context, payload, sink);
  },
};

function emitGroup(
  measured: Measured,
  group: readonly Resolved[],
  context: DecodeContext,
  payload: unknown,
  sink: Sink,
): void {
  const { meterId, timeMs } = group[0]!;
  measured.clear();
  for (const { meaning, value, scale, place, record } of group) {
    if (!measured.takeMeaning(meaning, value, scale, place, record, sink, meterId)) return;
  }
  const checked = checkTime(timeMs, `${group[0]!.place}/t`, payload, context, sink, meterId);
  emit(measured, meterId, { timeMs: checked, arrived: false }, '', payload, sink);
}

function isLabelled(record: JsonObject): boolean {
  const named = typeof own(record, 'n') === 'string' || typeof own(record, 'bn') === 'string';
  return (
    named && ['v', 'vs', 'vb', 'vd', 's', 'bv', 'bs', 'bt', 'bu'].some((label) => own(record, label) !== undefined)
  );
}

function resolve(
  record: unknown,
  place: string,
  base: Base,
  message: Incoming,
  context: DecodeContext,
  sink: Sink,
): Resolved | undefined {
  if (!isObject(record)) {
    sink.refuse('wrong-shape', `a record is an object, not ${shown(record)}`, place, record);
    return undefined;
  }
  const problem = updateBase(record, base);
  if (problem) {
    const reason = problem === 'bver' || problem.endsWith('_') ? 'unsupported' : 'bad-value';
    sink.refuse(reason, `${problem} is ${shown(own(record, problem))}`, `${place}/${problem}`, record);
    return undefined;
  }
  const name = own(record, 'n') ?? '';
  const unit = own(record, 'u') ?? base.unit;
  const given = own(record, 'v');
  const sum = own(record, 's');
  const time = own(record, 't') ?? 0;
  // A record of base fields alone sets them, and a label or a switch state is no measurement.
  if (given === undefined && sum === undefined && (own(record, 'bv') === undefined || base.value === 0))
    return undefined;
  const value = given ?? (sum === undefined ? 0 : undefined);
  const bad = badField({ n: name, u: unit, v: value ?? sum, t: time }, record);
  if (bad) {
    sink.refuse('bad-value', `${bad} is ${shown(own(record, bad))}`, `${place}/${bad}`, record);
    return undefined;
  }
  const full = base.name + (name as string);
  const split = splitName(full, unit as string | undefined, value === undefined, context);
  if (!split) return undefined;
  const meterId = meterIdOf(split.meter, message.levels, record, context, sink);
  if (meterId === undefined) return undefined;
  const seconds = base.time + (time as number);
  const timeMs = Math.round(seconds * 1000) + (seconds < RELATIVE_BELOW_S ? context.nowMs : 0);
  const amount = value === undefined ? (sum as number) : base.value + (value as number);
  const { meaning, scale } = split;
  return { meterId, meaning, value: amount, scale, timeMs, place, record };
}

/** Sets the base fields of a record; returns the label that is not what it should be. */
function updateBase(record: JsonObject, base: Base): string | undefined {
  const { bn, bt, bu, bv, bver } = record;
  if (bver !== undefined && !(typeof bver === 'number' && bver <= SUPPORTED_VERSION)) return 'bver';
  if (bn !== undefined && (typeof bn !== 'string' || bn.length > 1024)) return 'bn';
  if (bt !== undefined && (typeof bt !== 'number' || Number.isNaN(numberOf(bt)))) return 'bt';
  if (bu !== undefined && typeof bu !== 'string') return 'bu';
  if (bv !== undefined && (typeof bv !== 'number' || Number.isNaN(numberOf(bv)))) return 'bv';
  if (bn !== undefined) base.name = bn;
  if (bt !== undefined) base.time = bt;
  if (bu !== undefined) base.unit = bu;
  if (bv !== undefined) base.value = bv;
  // A label that ends in "_" must be understood, others may be ignored (section 4.4).
  return Object.keys(record).find((label) => label.endsWith('_') && !KNOWN_LABELS.has(label));
}

function badField(fields: { n: unknown; u: unknown; v: unknown; t: unknown }, record: JsonObject): string | undefined {
  if (typeof fields.n !== 'string') return 'n';
  if (fields.u !== undefined && typeof fields.u !== 'string') return 'u';
  if (typeof fields.v !== 'number' || Number.isNaN(numberOf(fields.v)))
    return own(record, 'v') === undefined ? 's' : 'v';
  return typeof fields.t !== 'number' || Number.isNaN(numberOf(fields.t)) ? 't' : undefined;
}

/** Which meter and which quantity a full name is; undefined for quantities that no meter has. */
function splitName(
  full: string,
  unit: string | undefined,
  isSum: boolean,
  context: DecodeContext,
): { meter: string; meaning: Meaning; scale: number } | undefined {
  const known = unit === undefined ? undefined : UNITS.get(unit);
  if (unit !== undefined && !known) return undefined;
  const at = Math.max(full.lastIndexOf(':'), full.lastIndexOf('/'), full.lastIndexOf('.'));
  const last = full.slice(at + 1);
  const word = context.fieldNames.meaning(last);
  // The sum of power over time is energy, in watt seconds (section 4.2, "s").
  if (isSum) {
    if (known?.[0] !== 'activePowerW') return undefined;
    const meaning: Meaning = { quantity: 'importWh', phase: undefined, scale: undefined, maybePhaseA: false };
    return { meter: word ? full.slice(0, Math.max(at, 0)) : full, meaning, scale: known[1] / 3600 };
  }
  if (word) {
    const fits = !known || compatible(word.quantity, known[0]);
    const scale = known?.[1] ?? word.scale ?? 1;
    return fits ? { meter: full.slice(0, Math.max(at, 0)), meaning: word, scale } : undefined;
  }
  // A bare ratio may be anything, from a filling level to a power factor: it needs the word.
  if (!known || known[0] === 'powerFactor') return undefined;
  const meaning: Meaning = { quantity: known[0], phase: undefined, scale: undefined, maybePhaseA: false };
  return { meter: full.replace(/[:/._-]+$/, ''), meaning, scale: known[1] };
}

function compatible(quantity: Quantity, unitQuantity: Quantity): boolean {
  if (quantity === 'exportWh') return unitQuantity === 'importWh';
  if (quantity === 'returnedPowerW') return unitQuantity === 'activePowerW';
  return quantity === unitQuantity;
}
