import assert from 'node:assert/strict';
import { one, refusal } from '../helpers';
import { SAMPLE_NOW_MS, SAMPLE_TIME_MS, SAMPLES, telegram } from '../samples';

const lines = (stamp: string, ...more: string[]) => [
  '/ISk5\\2MT382-1000',
  '',
  '1-3:0.2.8(50)',
  `0-0:1.0.0(${stamp})`,
  '0-0:96.1.1(4B384547303034303436333935353037)',
  '1-0:1.8.1(000004.426*kWh)',
  ...more,
];
const at = (stamp: string, ...more: string[]) => ({ topic: 'p1', payload: telegram(lines(stamp, ...more)) });

describe('meters: dsmr dialect', () => {
  it('reads a telegram: tariffs summed, import less export, phases', () => {
    assert.deepEqual(one(SAMPLES.dsmr), {
      meterId: 'E0044000',
      timeMs: SAMPLE_TIME_MS,
      quality: 'good',
      flags: [],
      dialect: 'dsmr',
      topic: 'p1/telegram',
      activePowerW: -1250,
      voltageV: 232,
      currentA: 5,
      importWh: 3_016_829,
      exportWh: 10_500,
      phases: { a: { activePowerW: -1250, voltageV: 232, currentA: 5 } },
    });
  });

  it('knows summer and winter time, also without the setting, and in another zone', () => {
    const nowMs = Date.UTC(2026, 9, 25, 2);
    assert.equal(one(at('261025023000S'), { timeZone: '' }, nowMs).timeMs, Date.UTC(2026, 9, 25, 0, 30));
    assert.equal(one(at('261025023000W'), { timeZone: '' }, nowMs).timeMs, Date.UTC(2026, 9, 25, 1, 30));
    assert.equal(
      one(at('261025043000W'), { timeZone: 'Europe/Helsinki' }, nowMs + 3_600_000).timeMs,
      Date.UTC(2026, 9, 25, 2, 30),
    );
  });

  it('accepts line feeds alone, although the checksum was made over CRLF', () => {
    const text = telegram(lines('260301130000W')).replaceAll('\r\n', '\n');
    assert.equal(one({ payload: text }).importWh, 4426);
  });

  it('refuses a wrong checksum, a missing one from version 4 on, and a cut telegram', () => {
    const text = telegram(lines('260301130000W'));
    const bent = text.replace('4.426', '5.426');
    assert.equal(refusal({ payload: bent }).reason, 'crc-mismatch');
    assert.equal(refusal({ payload: text.replace(/![0-9A-F]{4}/, '!') }).reason, 'crc-mismatch');
    assert.equal(refusal({ payload: text.slice(0, -20) }).reason, 'truncated');
  });

  it('flags telegrams that have no checksum by design, and takes arrival without a time', () => {
    const old = [
      '/ISk5\\2MT382-1004',
      '',
      '0-0:96.1.1(00000000000000)',
      '1-0:1.8.1(00001.001*kWh)',
      '1-0:1.7.0(0001.01*kW)',
      '!',
      '',
    ];
    const reading = one({ payload: old.join('\r\n') });
    assert.deepEqual([reading.timeMs, reading.importWh, reading.activePowerW], [SAMPLE_NOW_MS, 1001, 1010]);
    assert.deepEqual(reading.flags, ['time-of-arrival', 'crc-missing']);
  });

  it('shows the equipment identifier as the name it spells, or as it is', () => {
    const id = (code: string) =>
      one({ payload: telegram(['/KFM5KAIFA', '', `0-0:96.1.1(${code})`, '1-0:1.7.0(1*kW)']) }).meterId;
    assert.equal(id('3130312D48303431'), '101-H041');
    assert.equal(id('3960221976967177082151037881335713'), '3960221976967177082151037881335713');
  });

  it('takes the total register before the tariffs', () => {
    assert.equal(one(at('260301130000W', '1-0:1.8.0(000009.000*kWh)')).importWh, 9000);
  });

  it('refuses bad times and values by their code', () => {
    assert.equal(refusal(at('260231130000W')).reason, 'bad-time');
    assert.equal(refusal(at('000101000000W')).reason, 'clock-not-set');
    assert.equal(refusal(at('260301130000'), { timeZone: '' }).reason, 'time-zone-needed');
    assert.equal(one(at('260301130000')).timeMs, SAMPLE_TIME_MS);
    const refused = refusal(at('260301130000W', '1-0:1.7.0(00.244*hp)'));
    assert.deepEqual([refused.reason, refused.place], ['bad-value', '/1-0:1.7.0']);
  });
});
