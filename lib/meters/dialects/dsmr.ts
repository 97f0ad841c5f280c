import type { DecodeContext, Dialect } from '../dialect';
import { emit, meterIdOf } from '../foreign';
import type { Incoming } from '../incoming';
import { Measured, scaled } from '../measured';
import type { Phase, Quantity } from '../names';
import type { Sink } from '../sink';
import { checkTime, wallTime } from '../time';
import { shown } from '../values';
import { crc16, parseTelegram, type Telegram } from './dsmr-telegram';

const SCALES: Readonly<Record<string, number>> = { kWh: 1000, Wh: 1, kW: 1000, W: 1, V: 1, A: 1, Hz: 1 };
/** OBIS codes C.D.E of medium electricity (1-b) and what they measure; registers by tariff are summed. */
const CODES = new Map<string, readonly [Quantity, Phase?]>([
  ['1.7.0', ['activePowerW']],
  ['2.7.0', ['returnedPowerW']],
  ['14.7.0', ['frequencyHz']],
  ...(['a', 'b', 'c'] as const).flatMap((phase, i) => [
    [`${21 + 20 * i}.7.0`, ['activePowerW', phase]] as const,
    [`${22 + 20 * i}.7.0`, ['returnedPowerW', phase]] as const,
    [`${31 + 20 * i}.7.0`, ['currentA', phase]] as const,
    [`${32 + 20 * i}.7.0`, ['voltageV', phase]] as const,
  ]),
]);
/** From this version on a telegram ends with its checksum. */
const CRC_SINCE_VERSION = 40;
const EQUIPMENT_CODES = ['0-0:96.1.1', '0-0:42.0.0', '0-0:96.1.0'];
const STAMP = /^(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})([SW])?$/;
const HOUR_MS = 3_600_000;
const measured = new Measured();

/**
 * DSMR and ESMR P1 telegrams (P1 Companion Standard 5.0.2; e-MUCS in Belgium): text from `/` to `!` with OBIS codes, kWh,
 * kW, V, A. From version 4 on the checksum is checked; older telegrams have none and are flagged `crc-missing`. The time
 * ends in S or W, summer or winter time of the zone in the settings, of central Europe without one.
 */
export const dsmr: Dialect = {
  name: 'dsmr',
  form: 'text',

  recognises(message: Incoming): boolean {
    const text = message.text;
    return text !== undefined && /^\s*\/[^\r\n]{4,}\r?\n/.test(text.slice(0, 200));
  },

  decode(message: Incoming, context: DecodeContext, sink: Sink): void {
    const { text, levels, payload } = message;
    const telegram = text === undefined ? undefined : parseTelegram(text);
    if (!telegram) {
      const what = text === undefined ? shown(payload) : 'the text';
      sink.refuse('truncated', `${what} is no telegram from "/" to "!"`, '', payload);
      return;
    }
    if (!isIntact(telegram, payload, sink)) return;
    const code = EQUIPMENT_CODES.find((equipment) => telegram.values.get(equipment));
    const equipment = code && fromHex(telegram.values.get(code)!);
    const meterId = meterIdOf(equipment, levels, payload, context, sink);
    if (meterId === undefined || !takeValues(telegram, payload, sink, meterId)) return;
    const stamp = telegram.values.get('0-0:1.0.0');
    const arrived = stamp === undefined || stamp === '';
    const timeMs = arrived ? context.nowMs : readStamp(stamp, payload, context, sink, meterId);
    const before = sink.readings.length;
    emit(measured, meterId, { timeMs, arrived }, '', payload, sink);
    if (telegram.crc === '') sink.readings[before]?.flags.push('crc-missing');
  },
};

function isIntact(telegram: Telegram, payload: unknown, sink: Sink): boolean {
  const version = Number.parseInt(telegram.values.get('1-3:0.2.8') ?? '', 10);
  if (telegram.crc === '') {
    if (!(version >= CRC_SINCE_VERSION)) return true;
    sink.refuse('crc-mismatch', `a telegram of version ${version} without checksum`, '', payload);
    return false;
  }
  const given = Number.parseInt(telegram.crc, 16);
  // Bridges like to turn CRLF into LF; the checksum was made over CRLF.
  if (crc16(telegram.covered) === given || crc16(telegram.covered.replace(/\r?\n/g, '\r\n')) === given) return true;
  const computed = crc16(telegram.covered).toString(16).toUpperCase().padStart(4, '0');
  sink.refuse('crc-mismatch', `the checksum is ${computed}, the telegram says ${telegram.crc}`, '', payload);
  return false;
}

function takeValues(telegram: Telegram, payload: unknown, sink: Sink, meterId: string): boolean {
  measured.clear();
  const registers = { 1: Number.NaN, 2: Number.NaN };
  const totals = { 1: Number.NaN, 2: Number.NaN };
  for (const [code, value] of telegram.values) {
    const colon = code.indexOf(':');
    if (!code.startsWith('1-')) continue;
    const cde = code.slice(colon + 1);
    const register = /^([12])\.8\.([0-4])$/.exec(cde);
    const target = CODES.get(cde);
    if (!register && !target) continue;
    const [, number = '', unit = ''] = /^([+-]?\d{1,12}(?:\.\d{1,6})?)(?:\*(\w{1,4}))?$/.exec(value) ?? [];
    const scale = Object.hasOwn(SCALES, unit) ? SCALES[unit]! : Number.NaN;
    if (number === '' || Number.isNaN(scale)) {
      sink.refuse('bad-value', `${code} is ${shown(value)}`, `/${code}`, payload, meterId);
      return false;
    }
    const amount = scaled(Number(number), scale);
    if (target) measured.set(target[0], target[1], amount);
    else if (register) {
      const direction = register[1] === '1' ? 1 : 2;
      if (register[2] === '0') totals[direction] = amount;
      else registers[direction] = (Number.isNaN(registers[direction]) ? 0 : registers[direction]) + amount;
    }
  }
  const importWh = Number.isNaN(totals[1]) ? registers[1] : totals[1];
  const exportWh = Number.isNaN(totals[2]) ? registers[2] : totals[2];
  if (!Number.isNaN(importWh)) measured.set('importWh', undefined, importWh);
  if (!Number.isNaN(exportWh)) measured.set('exportWh', undefined, exportWh);
  return true;
}

/** YYMMDDhhmmss with S or W. @returns epoch ms UTC, NaN after a refusal. */
function readStamp(stamp: string, payload: unknown, context: DecodeContext, sink: Sink, meterId: string): number {
  const match = STAMP.exec(stamp);
  const [year, month, day, hour, minute, second] = (match?.slice(1, 7) ?? []).map(Number);
  const wallMs = match ? wallTime(2000 + year!, month!, day!, hour!, minute!, second!) : Number.NaN;
  if (Number.isNaN(wallMs)) {
    sink.refuse('bad-time', `${shown(stamp)} is not a time`, '/0-0:1.0.0', payload, meterId);
    return Number.NaN;
  }
  const zone = context.timeZone;
  const january = zone ? zone.offsetMs(Date.UTC(2000 + year!, 0, 1)) : HOUR_MS;
  const july = zone ? zone.offsetMs(Date.UTC(2000 + year!, 6, 1)) : 2 * HOUR_MS;
  let timeMs = wallMs - (match![7] === 'S' ? Math.max(january, july) : Math.min(january, july));
  if (match![7] === undefined) {
    if (!zone) {
      sink.refuse('time-zone-needed', `${shown(stamp)} has neither S nor W`, '/0-0:1.0.0', payload, meterId);
      return Number.NaN;
    }
    timeMs = zone.instantsOf(wallMs)[0] ?? timeMs;
  }
  return checkTime(timeMs, '/0-0:1.0.0', payload, context, sink, meterId);
}

/** Equipment identifiers are hexadecimal ASCII; one that decodes to a readable name is shown so, else as it is. */
function fromHex(text: string): string {
  if (!/^([0-9A-Fa-f]{2})+$/.test(text)) return text;
  const decoded = Buffer.from(text, 'hex').toString('latin1');
  return /^[0-9A-Za-z._:-]+$/.test(decoded) ? decoded : text;
}
