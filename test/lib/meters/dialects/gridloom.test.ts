import assert from 'node:assert/strict';
import { decode, one, refusal } from '../helpers';
import { SAMPLE_NOW_MS, SAMPLE_TIME_MS, SAMPLES } from '../samples';

const topic = 'gridloom/madrid/101/H007';
const reading = { meterId: 'H007', timeMs: SAMPLE_TIME_MS, activePowerW: 451 };

describe('meters: gridloom dialect', () => {
  it('takes one object and adds the place of its topic', () => {
    assert.deepEqual(one(SAMPLES.gridloom), {
      meterId: 'H007',
      timeMs: SAMPLE_TIME_MS,
      quality: 'good',
      flags: [],
      dialect: 'gridloom',
      topic,
      activePowerW: 451,
      voltageV: 230.4,
      currentA: 2.04,
      powerFactor: 0.96,
      importWh: 1_234_567,
      household: 'H007',
      city: 'madrid',
      district: '101',
    });
  });

  it('takes text, bytes, arrays and batches alike', () => {
    const array = [reading, { ...reading, meterId: 'H008' }];
    for (const payload of [array, { readings: array }]) {
      const text = JSON.stringify(payload);
      for (const form of [payload, text, Buffer.from(text), Uint8Array.from(Buffer.from(text)), `\uFEFF${text}`]) {
        const { readings, refused } = decode({ topic, payload: form });
        assert.deepEqual(refused, []);
        assert.deepEqual(
          readings.map((r) => r.meterId),
          ['H007', 'H008'],
        );
      }
    }
  });

  it('refuses only the bad elements of a batch, each with its place', () => {
    const batch = [
      null,
      reading,
      { ...reading, meterId: 'H008', activePowerW: Number.NaN },
      { ...reading, meterId: '' },
      { ...reading, meterId: 'H009', activePowerW: '451' },
      { ...reading, meterId: 'H010\u0000' },
      { meterId: 'H011', timeMs: SAMPLE_TIME_MS },
      { ...reading, meterId: 'H012', timeMs: 'yesterday' },
      { ...reading, meterId: 'H013', city: '' },
      { ...reading, meterId: 'H014', importWh: Number.POSITIVE_INFINITY },
    ];
    const { readings, refused } = decode({ payload: { readings: batch } });
    assert.deepEqual(
      readings.map((r) => r.meterId),
      ['H007'],
    );
    assert.deepEqual(
      refused.map(({ reason, place }) => [reason, place]),
      [
        ['wrong-shape', '/readings/0'],
        ['bad-value', '/readings/2/activePowerW'],
        ['bad-meter-id', '/readings/3/meterId'],
        ['bad-value', '/readings/4/activePowerW'],
        ['bad-meter-id', '/readings/5/meterId'],
        ['no-measurement', '/readings/6'],
        ['bad-time', '/readings/7/timeMs'],
        ['bad-name', '/readings/8/city'],
        ['bad-value', '/readings/9/importWh'],
      ],
    );
    assert.equal(refused[1]!.original, batch[2]);
  });

  it('takes ISO time with a zone, local time with the setting, and arrival without time', () => {
    const { timeMs: _, ...rest } = reading;
    assert.equal(one({ payload: { ...rest, time: '2026-03-01T13:00:00+01:00' } }).timeMs, SAMPLE_TIME_MS);
    assert.equal(one({ payload: { ...rest, time: '2026-03-01T13:00:00' } }).timeMs, SAMPLE_TIME_MS);
    const zoneless = refusal({ payload: { ...rest, time: '2026-03-01T13:00:00' } }, { timeZone: '' });
    assert.deepEqual([zoneless.reason, zoneless.place], ['time-zone-needed', '/time']);
    const arrived = one({ payload: rest });
    assert.equal(arrived.timeMs, SAMPLE_NOW_MS);
    assert.deepEqual(arrived.flags, ['time-of-arrival']);
  });

  it('takes whole numbers as ids and places, and the meter id from a topic template', () => {
    const numbered = one({ payload: { ...reading, meterId: 7, district: 101 } });
    assert.deepEqual([numbered.meterId, numbered.district], ['7', '101']);
    const { meterId: _, ...rest } = reading;
    assert.equal(one({ topic: 'm/H9', payload: rest }, { topicTemplates: ['m/{meterId}'] }).meterId, 'H9');
    assert.equal(refusal({ topic: 'm/H9', payload: rest }).reason, 'meter-id-missing');
  });

  it('takes phases and intervals, checks them, and keeps the quality of the sender', () => {
    const phases = { a: { activePowerW: 1, voltageV: 230 }, c: { currentA: 2 } };
    const interval = { startMs: SAMPLE_TIME_MS - 900_000, lengthMs: 900_000, energyWh: 120 };
    const full = one({ payload: { ...reading, phases, interval, quality: 'estimated', frequencyHz: 50, exportWh: 3 } });
    assert.deepEqual(full.phases, phases);
    assert.deepEqual(full.interval, interval);
    assert.equal(full.quality, 'estimated');
    const bad = [
      { phases: { a: { voltageV: -1 } } },
      { phases: { b: 5 } },
      { interval: { ...interval, lengthMs: 0 } },
      { quality: 'excellent' },
      { powerFactor: 96 },
    ];
    for (const part of bad) {
      const refused = refusal({ payload: { ...reading, ...part } });
      assert.equal(refused.place, `/${Object.keys(part)[0]}`);
    }
  });

  it('ignores keys that aim at the prototype', () => {
    const payload = JSON.parse(
      `{"meterId":"H1","timeMs":${SAMPLE_TIME_MS},"activePowerW":1,"__proto__":{"voltageV":9},"constructor":{"prototype":{"x":1}}}`,
    );
    const clean = one({ payload });
    assert.equal(clean.voltageV, undefined);
    assert.equal(Object.getPrototypeOf(clean), Object.prototype);
    assert.equal(({} as { x?: number }).x, undefined);
  });
});
