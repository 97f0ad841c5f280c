import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import { get } from 'sparkplug-payload';
import { createSimulation, type Dialect, type SimMessage, type SimulatorInput } from '../../../simulator';
import { telegramCrc } from '../../../simulator/encode/dsmr';
import { sharedFile } from '../../support/shared-data';

const { decodePayload, encodePayload } = get('spBv1.0')!;
/** Summer time in Berlin: 12:00 UTC is 14:00. */
const START_MS = Date.UTC(2026, 6, 14, 12, 0, 0) - 5000;
const BERLIN = [{ name: 'Lindhafen', timeZone: 'Europe/Berlin', districts: ['201'] }];

function speak(dialect: Dialect, more: SimulatorInput = {}, steps = 1, startMs = START_MS) {
  const simulation = createSimulation({
    meters: 1,
    cities: BERLIN,
    dialects: { [dialect]: 1 },
    feederMeters: false,
    ...more,
    startMs,
  });
  const messages = Array.from({ length: steps }, () => simulation.step()).flat();
  return { simulation, messages, sample: simulation.system.sample(0, simulation.timeMs) };
}
const json = ({ payload }: SimMessage) => JSON.parse(payload.toString());
const close = (actual: number, expected: number, tolerance: number) =>
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} instead of ${expected}`);

describe('dialects of the simulator', () => {
  it('gridloom: field names of MeterReading, phases on a feeder meter', () => {
    const { messages, sample } = speak('gridloom', { feederMeters: true });
    const home = json(messages.find(({ meterId }) => meterId === '201-H001')!);
    assert.deepEqual(Object.keys(home), [
      'meterId',
      'timeMs',
      'activePowerW',
      'voltageV',
      'currentA',
      'powerFactor',
      'frequencyHz',
      'importWh',
      'exportWh',
      'city',
      'district',
      'household',
      'feeder',
    ]);
    assert.equal(home.timeMs, START_MS + 5000);
    close(home.importWh, sample.importWh, 0.0005);
    const feeder = json(messages.find(({ meterId }) => meterId === 'feeder-201-1')!);
    assert.deepEqual(Object.keys(feeder.phases), ['a', 'b', 'c']);
    assert.equal(feeder.household, undefined);
    assert.equal(feeder.feeder, 'feeder-201-1');
  });

  it('tasmota: local time without zone, kWh, day counter over midnight, clock unset after a restart', () => {
    const { messages, sample } = speak('tasmota');
    assert.equal(messages[0]!.topic, 'gridloom/Lindhafen/201/tele/201-H001/SENSOR');
    const { Time, ENERGY } = json(messages[0]!);
    assert.equal(Time, '2026-07-14T14:00:00');
    close(ENERGY.Total, sample.importWh / 1000, 0.0005);
    close(ENERGY.Power, sample.activePowerW, 0.05);
    const night = speak('tasmota', { intervalSeconds: 600 }, 12, Date.UTC(2026, 6, 14, 21)).messages.map(json);
    const midnight = night.findIndex((message) => message.Time.endsWith('T00:00:00'));
    assert.ok(night[midnight - 1].ENERGY.Today > 0);
    close(night[midnight].ENERGY.Yesterday, night[midnight - 1].ENERGY.Today, 1e-9);
    const restarted = speak('tasmota', { faults: { restart: 60 } }, 60).messages.map(json);
    assert.ok(restarted.some((message) => message.Time.startsWith('1970') && message.ENERGY.Total === 0));
  });

  it('tasmota-sml: kWh with four decimals, zeros after a restart', () => {
    const { messages, sample } = speak('tasmota-sml');
    const { Time, SML } = json(messages[0]!);
    assert.equal(Time, '2026-07-14T14:00:00');
    close(SML.Total_in, sample.importWh / 1000, 0.00005);
    close(SML.Power_curr, sample.activePowerW, 0.5);
    const restarted = speak('tasmota-sml', { faults: { restart: 60 } }, 60).messages.map(json);
    assert.ok(restarted.some((message) => message.SML.Meter_Id === '' && message.SML.Power_curr === 0));
  });

  it('shelly: whole at first, then parts that overlay to the truth', () => {
    const { messages, sample } = speak('shelly', {}, 8);
    const topics = messages.map(({ topic }) => topic.replace('gridloom/Lindhafen/201/201-H001/', ''));
    assert.deepEqual(topics.slice(0, 4), ['events/rpc', 'status/em:0', 'status/emdata:0', 'events/rpc']);
    const overlay: Record<string, number> = {};
    const sizes: number[] = [];
    for (const message of messages.filter(({ topic }) => topic.endsWith('/events/rpc'))) {
      const { method, params } = json(message);
      assert.equal(method, 'NotifyStatus');
      sizes.push(Object.keys(params['em:0']).length);
      Object.assign(overlay, params['em:0']);
    }
    assert.ok(sizes[0]! > 20 && sizes.slice(1).every((size) => size < 15));
    close(overlay.total_act_power!, sample.activePowerW, 0.05);
    close(overlay.a_voltage!, sample.voltageV, 1.1);
    close(json(messages[2]!).total_act, messages.length > 0 ? sample.importWh : 0, 60);
  });

  it('zigbee2mqtt: flat; last_seen as ISO, epoch or not at all', () => {
    const { messages } = speak('zigbee2mqtt', { meters: 60 });
    const kinds = new Set(messages.map((message) => typeof json(message).last_seen));
    assert.deepEqual([...kinds].sort(), ['number', 'string', 'undefined']);
    for (const message of messages) {
      const { last_seen: seen } = json(message);
      if (seen !== undefined) assert.equal(new Date(seen).getTime(), START_MS + 5000);
    }
  });

  it('glow: nested kWh and kW in UTC', () => {
    const { messages, sample } = speak('glow');
    const { electricitymeter: meter } = json(messages[0]!);
    assert.equal(meter.timestamp, '2026-07-14T12:00:00Z');
    close(meter.energy.import.cumulative, sample.importWh / 1000, 0.0005);
    close(meter.power.value, sample.activePowerW / 1000, 0.0005);
  });

  it('senml: base name and time in the first record', () => {
    const { messages, sample } = speak('senml');
    const records = json(messages[0]!) as { bn?: string; bt?: number; n: string; u: string; v: number }[];
    assert.deepEqual([records[0]!.bn, records[0]!.bt], ['201-H001:', (START_MS + 5000) / 1000]);
    assert.ok(records.slice(1).every(({ bn, bt }) => bn === undefined && bt === undefined));
    close(records.find(({ u }) => u === 'W')!.v, sample.activePowerW, 0.05);
  });

  it('homeassistant: flat, time with offset', () => {
    const { messages, sample } = speak('homeassistant');
    const state = json(messages[0]!);
    assert.equal(state.timestamp, '2026-07-14T14:00:00+02:00');
    close(state.energy, sample.importWh / 1000, 0.0005);
  });

  it('dsmr: CRC as the public telegrams have it', function () {
    const files = ['v4_2', 'v5'].map((version) => sharedFile(`messages/dsmr_${version}.txt`));
    if (files.includes(undefined)) {
      this.test!.title += ' (skipped: shared data files messages/dsmr_*.txt are not here)';
      this.skip();
    }
    for (const file of files) {
      const text = readFileSync(file!, 'latin1');
      const end = text.lastIndexOf('!') + 1;
      assert.equal(telegramCrc(text.slice(0, end)), text.slice(end, end + 4));
    }
  });

  it('dsmr: right CRC, summer suffix, registers whose sum is the total', () => {
    // Check value of CRC-16/ARC.
    assert.equal(telegramCrc('123456789'), 'BB3D');
    const { messages, sample } = speak('dsmr', {}, 30);
    const text = messages.at(-1)!.payload.toString();
    const end = text.lastIndexOf('!') + 1;
    assert.equal(text.slice(end), `${telegramCrc(text.slice(0, end))}\r\n`);
    const value = (obis: string) => Number(text.match(new RegExp(`${obis}\\((\\d+\\.\\d+)\\*`))![1]);
    close(value('1-0:1\\.8\\.1') + value('1-0:1\\.8\\.2'), sample.importWh / 1000, 0.00051);
    close(value('1-0:1\\.7\\.0') - value('1-0:2\\.7\\.0'), sample.activePowerW / 1000, 0.0005);
    assert.match(text, /0-0:1\.0\.0\(260714140225S\)/);
    const winter = speak('dsmr', {}, 1, Date.UTC(2026, 0, 14, 12, 0, 0) - 5000).messages[0]!;
    assert.match(winter.payload.toString(), /0-0:1\.0\.0\(260114130000W\)/);
  });

  it('sparkplug: births with names, data with aliases only, one sequence over the edge node', () => {
    const { simulation, messages } = speak('sparkplug', { meters: 3 }, 100);
    const verbs = messages.map(({ topic }) => topic.split('/')[2]);
    assert.deepEqual(verbs.slice(0, 5), ['NBIRTH', 'DBIRTH', 'DBIRTH', 'DBIRTH', 'DDATA']);
    assert.ok(messages.every(({ qos }) => qos === 0));
    const decoded = messages.map(({ payload }) => decodePayload(payload as Buffer));
    for (const [index, { seq }] of decoded.entries()) assert.equal(Number(seq), index % 256);
    const names = new Map<string, Map<number, string>>();
    const last = new Map<string, Record<string, unknown>>();
    for (const [index, { topic }] of messages.entries()) {
      const [, , verb, , device] = topic.split('/');
      if (verb === 'NBIRTH') continue;
      const known = verb === 'DBIRTH' ? new Map<number, string>() : names.get(device!)!;
      for (const metric of decoded[index]!.metrics!) {
        if (verb === 'DBIRTH') known.set(Number(metric.alias), metric.name!);
        else assert.ok(!metric.name);
        const name = known.get(Number(metric.alias))!;
        last.set(device!, { ...last.get(device!), [name]: metric.value });
      }
      names.set(device!, known);
    }
    for (const [index, { meterId }] of simulation.meters.entries()) {
      const sample = simulation.system.sample(index, simulation.timeMs);
      close(last.get(meterId)!.activePowerW as number, sample.activePowerW, 0.05);
      close(last.get(meterId)!.importWh as number, sample.importWh, 0.0005);
    }
  });

  it('sparkplug: after a lost session births again, with the session number of its will', () => {
    const { simulation } = speak('sparkplug', { meters: 2 }, 2);
    const session = () =>
      Number(decodePayload(simulation.will(0).payload).metrics!.find(({ name }) => name === 'bdSeq')!.value);
    assert.equal(session(), 0);
    simulation.rebirth(0, true);
    simulation.rebirth(0, true);
    assert.equal(session(), 1);
    const [birth, device] = simulation.step();
    assert.match(birth!.topic, /NBIRTH/);
    assert.match(device!.topic, /DBIRTH/);
    const payload = decodePayload(birth!.payload as Buffer);
    assert.equal(Number(payload.metrics!.find(({ name }) => name === 'bdSeq')!.value), 1);
    assert.equal(Number(payload.seq), 0);
    assert.ok(encodePayload(payload).length > 0);
  });
});
