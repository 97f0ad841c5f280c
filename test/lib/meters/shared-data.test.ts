import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createMeterReadingOperator } from '../../../lib/meters';
import { decode, one } from './helpers';

const DATA = path.resolve(__dirname, '../../../../shared/data');
const NOW = Date.UTC(2026, 0, 1);

describe('meters: data that nobody of this project wrote', () => {
  before(function () {
    if (existsSync(DATA)) return;
    console.log(`      skipped: ${DATA} is not there`);
    this.skip();
  });

  it('reads seven MQTT payloads from public files', () => {
    const lines = readFileSync(path.join(DATA, 'messages/mqtt_meters.ndjson'), 'utf8').trim().split('\n');
    const outcomes = lines.map((line) => {
      const { topic, payload } = JSON.parse(line) as { topic: string; payload: unknown };
      const named = topic.replace('+', 'plug').replace('<dev>', 'dev').replace('<src>', 'me');
      const { readings, refused } = decode({ topic: named, payload }, { nominalVoltageV: 0 }, NOW);
      const { meterId, activePowerW, voltageV, importWh } = readings[0] ?? {};
      return refused[0]?.reason ?? [meterId, activePowerW, voltageV, importWh];
    });
    assert.deepEqual(outcomes, [
      ['plug', 0, 230, 14_834],
      'clock-not-set',
      ['dev', 17, 230, 392],
      ['dev', 0, 231.7, 0],
      ['shellyplugus-083af2018c80:0', 10.7, 120.7, 46_791.262],
      ['shelly1pmminig3-48f6ee8d12dc:0', 25.7, 239.7, 913.252],
      ['http /rpc/Switch.GetStatus?id=0:0', 4.1, 242.5, 18.015],
    ]);
  });

  it('reads three DSMR telegrams, as bytes and as text', () => {
    const expected = {
      'dsmr_v2_2.txt': ['00000000000000', NOW, 1010, 2002, 2002, ['time-of-arrival', 'crc-missing']],
      'dsmr_v4_2.txt': [
        '3960221976967177082151037881335713',
        Date.UTC(2016, 10, 13, 19, 57, 57),
        2027,
        3_016_829,
        0,
        [],
      ],
      'dsmr_v5.txt': ['K8EG004046395507', Date.UTC(2017, 0, 2, 18, 20, 2), 244, 6825, 2444, []],
    };
    for (const [file, values] of Object.entries(expected)) {
      const bytes = readFileSync(path.join(DATA, 'messages', file));
      for (const payload of [bytes, bytes.toString('latin1')]) {
        const r = one({ topic: 'p1', payload }, {}, NOW);
        assert.deepEqual([r.meterId, r.timeMs, r.activePowerW, r.importWh, r.exportWh, r.flags], values);
      }
    }
  });

  /** Flags on four weeks of minute values, with or without the power factor that P and Q give. */
  function flagsOfHouse(withFactor: boolean): { total: number; counts: Record<string, number> } {
    const text = readFileSync(path.join(DATA, 'meters/household_1min.csv'), 'utf8');
    const operator = createMeterReadingOperator({ nominalVoltageV: 240 });
    const counts: Record<string, number> = {};
    let total = 0;
    for (const line of text.split('\n').slice(1)) {
      const [date = '', time = '', active, reactive, voltage, current] = line.trim().split(';');
      const [day, month, year] = date.split('/').map(Number);
      const [hour, minute] = time.split(':').map(Number);
      const [p, q] = [Number(active), Number(reactive)];
      if (!active || !voltage || Number.isNaN(p)) continue;
      const timeMs = Date.UTC(year!, month! - 1, day!, hour!, minute!);
      const values = { meterId: 'house', timeMs, activePowerW: p * 1000 };
      const factor = withFactor ? { powerFactor: p / Math.hypot(p, q) } : {};
      const payload = { ...values, voltageV: Number(voltage), currentA: Number(current), ...factor };
      const { readings = [] } = operator.process([{ payload }], timeMs + 500) ?? {};
      for (const flag of readings[0]!.flags) counts[flag] = (counts[flag] ?? 0) + 1;
      total++;
    }
    return { total, counts };
  }

  it('flags nothing in four weeks of a real house', () => {
    const { total, counts } = flagsOfHouse(false);
    assert.ok(total > 20_000, `${total} rows`);
    assert.deepEqual(counts, {});
  });

  it('flags only power against P/hypot(P, Q), which leaves out distortion and is a minute mean', () => {
    const { total, counts } = flagsOfHouse(true);
    assert.deepEqual(Object.keys(counts), ['implausible-power']);
    assert.ok(counts['implausible-power']! / total < 0.025, JSON.stringify(counts));
  });
});
