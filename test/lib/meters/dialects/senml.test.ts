import assert from 'node:assert/strict';
import { decode, one, refusal } from '../helpers';
import { SAMPLE_NOW_MS, SAMPLE_TIME_MS, SAMPLES } from '../samples';

const pack = (...records: unknown[]) => ({ topic: 'x', payload: JSON.stringify(records) });
const bt = SAMPLE_TIME_MS / 1000;

describe('meters: senml dialect', () => {
  it('resolves base fields and makes one reading of each time', () => {
    const { readings, refused } = decode(SAMPLES.senml);
    assert.deepEqual(refused, []);
    assert.deepEqual(
      readings.map((r) => [r.meterId, r.timeMs, r.voltageV, r.currentA, r.activePowerW]),
      [
        ['urn:dev:ow:10e2073a01080063', SAMPLE_TIME_MS, 230.1, 1.3, 290],
        ['urn:dev:ow:10e2073a01080063', SAMPLE_TIME_MS - 5000, undefined, 1.2, undefined],
      ],
    );
  });

  it('takes relative and negative times against now, and no time as now', () => {
    const { readings } = decode(pack({ bn: 'm1/', n: 'power', u: 'W', v: 1 }, { n: 'power', u: 'W', t: -60, v: 2 }));
    assert.deepEqual(
      readings.map((r) => r.timeMs),
      [SAMPLE_NOW_MS, SAMPLE_NOW_MS - 60_000],
    );
    const based = one(pack({ bn: 'm1/', bt: -10, n: 'power', u: 'W', t: -5, v: 1 }));
    assert.equal(based.timeMs, SAMPLE_NOW_MS - 15_000);
    assert.equal(refusal(pack({ bn: 'm1/', bt: 1000, n: 'power', u: 'W', v: 1 })).reason, 'clock-ahead');
  });

  it('adds the base value and replaces base fields on the way', () => {
    const { readings } = decode(
      pack(
        { bn: 'a/', bt, bu: 'Wh', bv: 1000, n: 'energy', v: 5 },
        { bn: 'b/', n: 'energy', v: 7 },
        { bn: 'c/', bu: 'V', bv: 0, n: 'voltage_l1', v: 230 },
        { bv: 229 },
        { n: 'voltage_l2', v: 1.5 },
      ),
    );
    assert.deepEqual(
      readings.map((r) => [r.meterId, r.importWh, r.phases?.b?.voltageV]),
      [
        ['a', 1005, undefined],
        ['b', 1007, undefined],
        ['c', undefined, 230.5],
      ],
    );
  });

  it('knows the units of meters, secondary ones too, and passes over the rest', () => {
    const reading = one(
      pack(
        { bn: 'urn:dev:mac:0024befffe804ff1/', bt, n: 'energy_export', u: 'kWh', v: 1.5 },
        { n: 'power', u: 'kW', v: 0.25 },
        { n: 'current', u: 'mA', v: 1100 },
        { n: 'pf', u: '/', v: 0.97 },
        { n: 'frequency', u: 'Hz', v: 50.01 },
        { n: 'level', u: '/', v: 0.5 },
        { n: 'temperature', u: 'Cel', v: 23.1 },
        { n: 'label', vs: 'Machine Room' },
        { n: 'open', vb: false },
      ),
    );
    assert.equal(reading.meterId, 'urn:dev:mac:0024befffe804ff1');
    assert.deepEqual(
      [reading.exportWh, reading.activePowerW, reading.currentA, reading.powerFactor, reading.frequencyHz],
      [1500, 250, 1.1, 0.97, 50.01],
    );
  });

  it('tells the quantity by the unit when the name does not, and energy by the sum of power', () => {
    assert.equal(one(pack({ bn: 'urn:dev:ow:10e2073a01080063', bt, u: 'V', v: 231 })).voltageV, 231);
    const sum = one(
      pack({ bn: 'm/', bt, n: 'power', u: 'W', v: 100, s: 3_600_000 }, { n: 'power', u: 'W', s: 3_600_000 }),
    );
    assert.deepEqual([sum.activePowerW, sum.importWh], [100, 1000]);
  });

  it('refuses bad records by themselves, unknown versions and what must be understood', () => {
    const { readings, refused } = decode(
      pack(
        { bn: 'm/', bt, n: 'power', u: 'W', v: 1 },
        5,
        { n: 'voltage', u: 'V', v: 'x' },
        { n: 'current', u: 'A', v: 1, x_: 2 },
      ),
    );
    assert.equal(readings.length, 1);
    assert.deepEqual(
      refused.map(({ reason, place }) => [reason, place]),
      [
        ['wrong-shape', '/1'],
        ['bad-value', '/2/v'],
        ['unsupported', '/3/x_'],
      ],
    );
    assert.equal(refusal(pack({ bver: 11, bn: 'm/', n: 'power', u: 'W', v: 1 })).reason, 'unsupported');
    assert.equal(refusal(pack({ bn: 'm/', bt, n: 'temperature', u: 'Cel', v: 20 })).reason, 'no-measurement');
    assert.equal(refusal({ payload: [{ n: 'power', u: 'W', v: 1 }] }).reason, 'meter-id-missing');
  });
});
