import { get as sparkplugPayload } from 'sparkplug-payload';
import type { DialectName, MqttMessage } from '../../../lib/meters';
import { crc16 } from '../../../lib/meters/dialects/dsmr-telegram';

/** Arrival of the samples: 2026-03-01 12:00:05 UTC. All of them were measured at 12:00:00 UTC. */
export const SAMPLE_NOW_MS = Date.UTC(2026, 2, 1, 12, 0, 5);
export const SAMPLE_TIME_MS = Date.UTC(2026, 2, 1, 12, 0, 0);
/** Zone of the samples with local time. */
export const SAMPLE_TIME_ZONE = 'Europe/Berlin';

/** Puts the checksum under the lines of a telegram, which end in CRLF. */
export function telegram(lines: readonly string[]): string {
  const covered = `${lines.join('\r\n')}\r\n!`;
  return `${covered}${crc16(covered).toString(16).toUpperCase().padStart(4, '0')}\r\n`;
}

/** A Sparkplug B payload as bytes. */
export function sparkplug(payload: object): Buffer {
  const codec = sparkplugPayload('spBv1.0')!;
  return Buffer.from(codec.encodePayload(payload as Parameters<typeof codec.encodePayload>[0]));
}

/** One valid message of each dialect, as its devices publish it. */
export const SAMPLES: Readonly<Record<DialectName, MqttMessage>> = {
  gridloom: {
    topic: 'gridloom/madrid/101/H007',
    payload: {
      meterId: 'H007',
      timeMs: SAMPLE_TIME_MS,
      activePowerW: 451,
      voltageV: 230.4,
      currentA: 2.04,
      powerFactor: 0.96,
      importWh: 1_234_567,
      household: 'H007',
    },
  },
  tasmota: {
    topic: 'gridloom/madrid/101/tele/plug-7/SENSOR',
    payload: JSON.stringify({
      Time: '2026-03-01T13:00:00',
      ENERGY: {
        TotalStartTime: '2025-02-12T18:49:35',
        Total: 14.834,
        Yesterday: 0.553,
        Today: 0.176,
        Period: 0,
        Power: 451,
        ApparentPower: 470,
        ReactivePower: 132,
        Factor: 0.96,
        Voltage: 230,
        Current: 2.043,
      },
    }),
  },
  'tasmota-sml': {
    topic: 'tele/house-meter/SENSOR',
    payload: JSON.stringify({
      Time: '2026-03-01T13:00:00',
      MT175: {
        Total_in: 12_345.6789,
        Total_out: 12.5,
        Power_curr: -230,
        Meter_Id: '0a01454d48000047b2cd',
        Volt_p1: 231.2,
      },
    }),
  },
  shelly: {
    topic: 'shellypro3em-a0b1c2d3e4f5/events/rpc',
    payload: JSON.stringify({
      src: 'shellypro3em-a0b1c2d3e4f5',
      dst: 'shellypro3em-a0b1c2d3e4f5/events',
      method: 'NotifyStatus',
      params: {
        ts: SAMPLE_TIME_MS / 1000,
        'em:0': {
          id: 0,
          a_act_power: 240.1,
          a_aprt_power: 271.4,
          a_current: 1.175,
          a_freq: 50,
          a_pf: 0.88,
          a_voltage: 231,
          b_act_power: -120,
          b_current: 0.545,
          b_pf: 0.95,
          b_voltage: 231.8,
          c_act_power: 0,
          c_current: 0.02,
          c_pf: 0,
          c_voltage: 230.9,
          n_current: null,
          total_act_power: 120.1,
          total_current: 1.74,
        },
        'emdata:0': { id: 0, total_act: 6644.9, total_act_ret: 2595.26 },
      },
    }),
  },
  zigbee2mqtt: {
    topic: 'zigbee2mqtt/kitchen/fridge',
    payload: JSON.stringify({
      ac_frequency: 50,
      current: 0.42,
      energy: 31.02,
      last_seen: '2026-03-01T13:00:00+01:00',
      linkquality: 76,
      power: 87,
      power_factor: 0.9,
      state: 'ON',
      voltage: 230.2,
    }),
  },
  glow: {
    topic: 'glow/C8F09E000001/SENSOR/electricitymeter',
    payload: JSON.stringify({
      electricitymeter: {
        timestamp: '2026-03-01T12:00:00Z',
        energy: {
          export: { cumulative: 0, units: 'kWh' },
          import: { cumulative: 4595.563, day: 10.464, units: 'kWh', mpan: '1200000000001', supplier: 'Any Energy' },
        },
        power: { value: 0.623, units: 'kW' },
      },
    }),
  },
  senml: {
    topic: 'sensors/pack',
    payload: JSON.stringify([
      {
        bn: 'urn:dev:ow:10e2073a01080063:',
        bt: SAMPLE_TIME_MS / 1000,
        bu: 'A',
        bver: 5,
        n: 'voltage',
        u: 'V',
        v: 230.1,
      },
      { n: 'current', t: -5, v: 1.2 },
      { n: 'current', t: 0, v: 1.3 },
      { n: 'power', u: 'kW', v: 0.29 },
    ]),
  },
  dsmr: {
    topic: 'p1/telegram',
    payload: Buffer.from(
      telegram([
        '/KFM5KAIFA-METER',
        '',
        '1-3:0.2.8(50)',
        '0-0:1.0.0(260301130000W)',
        '0-0:96.1.1(4530303434303030)',
        '1-0:1.8.1(001581.123*kWh)',
        '1-0:1.8.2(001435.706*kWh)',
        '1-0:2.8.1(000010.000*kWh)',
        '1-0:2.8.2(000000.500*kWh)',
        '1-0:1.7.0(00.000*kW)',
        '1-0:2.7.0(01.250*kW)',
        '1-0:32.7.0(232.0*V)',
        '1-0:31.7.0(005*A)',
        '1-0:21.7.0(00.000*kW)',
        '1-0:22.7.0(01.250*kW)',
      ]),
    ),
  },
  sparkplug: {
    topic: 'spBv1.0/madrid/DBIRTH/101/H007',
    payload: sparkplug({
      timestamp: SAMPLE_TIME_MS,
      seq: 1,
      metrics: [
        { name: 'Electrical/Active Power', alias: 1, type: 'Float', value: 451.5, timestamp: SAMPLE_TIME_MS },
        { name: 'Electrical/Voltage L1', alias: 2, type: 'Float', value: 230.5, timestamp: SAMPLE_TIME_MS },
        {
          name: 'Energy/Import',
          alias: 3,
          type: 'Double',
          value: 1234.5,
          timestamp: SAMPLE_TIME_MS,
          properties: { engUnit: { type: 'String', value: 'kWh' } },
        },
        { name: 'Properties/Firmware', alias: 4, type: 'String', value: '1.2', timestamp: SAMPLE_TIME_MS },
      ],
    }),
  },
  homeassistant: {
    topic: 'home/cellar/heatpump/state',
    payload: JSON.stringify({
      timestamp: '2026-03-01T12:00:00Z',
      power_kw: 1.25,
      voltage: '231.4',
      current: 5.6,
      power_factor: 96.5,
      energy_import_kwh: 812.4,
      energy_today: 4.2,
      temperature: 31,
    }),
  },
};
