import type { IntervalEnergy, MeterReading, PhaseValues } from '../../messages';
import type { DecodeContext, Dialect } from '../dialect';
import { MeterReadingDraft } from '../draft';
import type { Incoming } from '../incoming';
import { MAX_MAGNITUDE, MAX_POWER_FACTOR, MAX_READINGS_PER_MESSAGE } from '../limits';
import { PHASES } from '../names';
import type { Sink } from '../sink';
import { checkTime, readTime } from '../time';
import { isName, isObject, type JsonObject, own, shown } from '../values';

/** Elements of a batch that are looked at to recognise it; a bad one in front must not hide the good ones. */
const LOOK_AT = 8;
/** A place for the quality words of a sender that estimates or validates by itself. */
const QUALITIES: ReadonlySet<unknown> = new Set(['good', 'estimated', 'suspect', 'missing']);

/**
 * Our own JSON: the measured fields of MeterReading with `meterId` and `timeMs` (or ISO `time`) in an object, an array of
 * such objects, or `{"readings": […]}`. Numbers are numbers, in the units of the field names. Without a time the time
 * of arrival is taken and flagged. Unknown fields are ignored. This is the hot path: straight code, no copies.
 */
export const gridloom: Dialect = {
  name: 'gridloom',
  form: 'json',

  recognises(message: Incoming): boolean {
    if (message.bytes !== undefined && message.topic.includes('spBv1.0/')) return false;
    const body = message.body;
    if (typeof body !== 'object' || body === null) return false;
    if (!Array.isArray(body)) return isOwn(body) || Array.isArray((body as { readings?: unknown }).readings);
    for (let i = 0; i < body.length && i < LOOK_AT; i++) if (isOwn(body[i])) return true;
    return false;
  },

  decode(message: Incoming, context: DecodeContext, sink: Sink): void {
    const body = message.body;
    const batch = Array.isArray(body) ? body : isObject(body) ? own(body, 'readings') : undefined;
    if (!Array.isArray(batch)) {
      readOne(body, '', -1, context, sink);
      return;
    }
    const place = batch === body ? '' : '/readings';
    if (batch.length > MAX_READINGS_PER_MESSAGE) {
      sink.refuse('too-many-readings', `the batch has ${batch.length} readings`, place, message.payload);
    } else if (batch.length === 0) {
      sink.refuse('no-measurement', 'the batch is empty', place, message.payload);
    } else for (let i = 0; i < batch.length; i++) readOne(batch[i], place, i, context, sink);
  },
};

/** True for an object that has a field only our own JSON has. */
function isOwn(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { timeMs, activePowerW, importWh } = value as JsonObject;
  if (timeMs !== undefined || activePowerW !== undefined || importWh !== undefined) return true;
  const { voltageV, currentA, exportWh, interval } = value as JsonObject;
  return voltageV !== undefined || currentA !== undefined || exportWh !== undefined || interval !== undefined;
}

// Taken out once: CommonJS looks an import up at every use.
const LARGEST = MAX_MAGNITUDE;
const LARGEST_FACTOR = MAX_POWER_FACTOR;

const isMeasured = (value: unknown): value is number =>
  typeof value === 'number' && value >= -LARGEST && value <= LARGEST;
const isMagnitude = (value: unknown): value is number => typeof value === 'number' && value >= 0 && value <= LARGEST;
const isFactor = (value: unknown): value is number =>
  typeof value === 'number' && value >= -LARGEST_FACTOR && value <= LARGEST_FACTOR;

function readOne(value: unknown, place: string, index: number, context: DecodeContext, sink: Sink): void {
  if (!isObject(value)) {
    sink.refuse('wrong-shape', `a reading is an object, not ${shown(value)}`, at(place, index, ''), value);
    return;
  }
  const meterId = nameOf(value.meterId ?? context.topicMeterId);
  if (meterId === undefined) {
    const missing = value.meterId === undefined || value.meterId === null;
    const reason = missing ? 'meter-id-missing' : 'bad-meter-id';
    sink.refuse(reason, `the meter id is ${shown(value.meterId)}`, at(place, index, '/meterId'), value);
    return;
  }
  let timeMs = value.timeMs as number;
  let arrived = false;
  if (!(typeof timeMs === 'number' && timeMs >= context.earliestMs && timeMs <= context.latestMs)) {
    const given = value.timeMs ?? value.time;
    if (given === undefined || given === null) {
      timeMs = context.nowMs;
      arrived = true;
    } else {
      const where = at(place, index, value.timeMs === undefined || value.timeMs === null ? '/time' : '/timeMs');
      timeMs =
        typeof value.timeMs === 'number'
          ? checkTime(value.timeMs, where, value, context, sink, meterId)
          : readTime(given, undefined, where, value, context, sink, meterId);
      if (Number.isNaN(timeMs)) return;
    }
  }
  const reading = new MeterReadingDraft(meterId, timeMs, 'gridloom', sink.topic);
  const problem = readValues(value, reading) ?? readNames(value, reading);
  if (problem !== undefined) {
    const reason = problem.startsWith('/') ? 'bad-value' : problem === '' ? 'no-measurement' : 'bad-name';
    const field = problem.replace('/', '');
    const text = field === '' ? 'the reading has no measured value' : `${field} is ${shown(value[field])}`;
    sink.refuse(reason, text, at(place, index, field && `/${field}`), value, meterId);
    return;
  }
  if (arrived) reading.flags.push('time-of-arrival');
  sink.readings.push(reading);
}

/** Copies the measured fields; returns the bad one as `/field`, an empty text when there is none at all. */
function readValues(value: JsonObject, reading: MeterReading): string | undefined {
  const { activePowerW, voltageV, currentA, powerFactor, frequencyHz, importWh, exportWh, interval, phases } = value;
  let found = false;
  if (activePowerW !== undefined && activePowerW !== null) {
    if (!isMeasured(activePowerW)) return '/activePowerW';
    reading.activePowerW = activePowerW;
    found = true;
  }
  if (voltageV !== undefined && voltageV !== null) {
    if (!isMagnitude(voltageV)) return '/voltageV';
    reading.voltageV = voltageV;
    found = true;
  }
  if (currentA !== undefined && currentA !== null) {
    if (!isMeasured(currentA)) return '/currentA';
    reading.currentA = currentA;
    found = true;
  }
  if (powerFactor !== undefined && powerFactor !== null) {
    if (!isFactor(powerFactor)) return '/powerFactor';
    reading.powerFactor = powerFactor;
    found = true;
  }
  if (frequencyHz !== undefined && frequencyHz !== null) {
    if (!isMagnitude(frequencyHz)) return '/frequencyHz';
    reading.frequencyHz = frequencyHz;
    found = true;
  }
  if (importWh !== undefined && importWh !== null) {
    if (!isMeasured(importWh)) return '/importWh';
    reading.importWh = importWh;
    found = true;
  }
  if (exportWh !== undefined && exportWh !== null) {
    if (!isMeasured(exportWh)) return '/exportWh';
    reading.exportWh = exportWh;
    found = true;
  }
  if (interval !== undefined && interval !== null) {
    const energy = readInterval(interval);
    if (!energy) return '/interval';
    reading.interval = energy;
    found = true;
  }
  if (phases !== undefined && phases !== null) {
    const values = readPhases(phases);
    if (!values) return '/phases';
    if (values.a ?? values.b ?? values.c) {
      reading.phases = values;
      found = true;
    }
  }
  return found ? undefined : '';
}

/** Copies the place and the quality word; returns the name of a bad field. */
function readNames(value: JsonObject, reading: MeterReading): string | undefined {
  const { quality, city, district, household, feeder } = value;
  if (quality !== undefined && quality !== null) {
    if (!QUALITIES.has(quality)) return '/quality';
    reading.quality = quality as MeterReading['quality'];
  }
  if (city !== undefined && city !== null) {
    const name = nameOf(city);
    if (name === undefined) return 'city';
    reading.city = name;
  }
  if (district !== undefined && district !== null) {
    const name = nameOf(district);
    if (name === undefined) return 'district';
    reading.district = name;
  }
  if (household !== undefined && household !== null) {
    const name = nameOf(household);
    if (name === undefined) return 'household';
    reading.household = name;
  }
  if (feeder !== undefined && feeder !== null) {
    const name = nameOf(feeder);
    if (name === undefined) return 'feeder';
    reading.feeder = name;
  }
  return undefined;
}

/** A name, also from a whole number, as JSON writers like to send district 101. */
function nameOf(value: unknown): string | undefined {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
  return isName(value) ? value : undefined;
}

function readInterval(value: unknown): IntervalEnergy | undefined {
  if (!isObject(value)) return undefined;
  const { startMs, lengthMs, energyWh } = value;
  if (!isMagnitude(startMs) || !isMagnitude(lengthMs) || lengthMs === 0 || !isMeasured(energyWh)) return undefined;
  return { startMs, lengthMs, energyWh };
}

function readPhases(value: unknown): MeterReading['phases'] {
  if (!isObject(value)) return undefined;
  const phases: MeterReading['phases'] = {};
  for (const phase of PHASES) {
    const part = value[phase];
    if (part === undefined || part === null) continue;
    if (!isObject(part)) return undefined;
    const values: PhaseValues = {};
    const { activePowerW, voltageV, currentA, powerFactor } = part;
    if (isMeasured(activePowerW)) values.activePowerW = activePowerW;
    if (isMagnitude(voltageV)) values.voltageV = voltageV;
    if (isMeasured(currentA)) values.currentA = currentA;
    if (isFactor(powerFactor)) values.powerFactor = powerFactor;
    const given = [activePowerW, voltageV, currentA, powerFactor].filter((x) => x !== undefined && x !== null);
    if (given.length !== Object.keys(values).length) return undefined;
    phases[phase] = values;
  }
  return phases;
}

function at(place: string, index: number, field: string): string {
  return index < 0 ? `${place}${field}` : `${place}/${index}${field}`;
}
