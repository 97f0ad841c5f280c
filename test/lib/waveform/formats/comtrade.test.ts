import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import type { Waveform } from '../../../../lib/messages';
import { type FileBytes, readWaveforms } from '../../../../lib/waveform/formats';
import { configText, type WrittenRecord, writeCombined, writeComtrade } from './comtrade-writer';

const SEED = 20260601;

function sine(count: number, rateHz: number, phase: number): number[] {
  return Array.from({ length: count }, (_, i) =>
    Math.round(20_000 * Math.sin(2 * Math.PI * ((50 * i) / rateHz - phase / 3))),
  );
}

/** Three currents of 1 mA a step at 1200 Hz. */
function record(changes: Partial<WrittenRecord> = {}): WrittenRecord {
  const count = 48;
  return {
    revision: 1999,
    type: 'BINARY',
    channels: ['A', 'B', 'C'].map((phase, i) => {
      return { name: `I${phase}`, phase, unit: 'A', a: 0.001, b: 0, raw: sine(count, 1200, i) };
    }),
    digitals: 3,
    frequencyHz: 50,
    rates: [[1200, count]],
    stampsUs: Array.from({ length: count }, (_, i) => Math.round((i * 1e6) / 1200)),
    ...changes,
  };
}

function read(changes: Partial<WrittenRecord>, options = {}): Waveform {
  return readWaveforms(writeComtrade(record(changes)), options)[0]!;
}

/** The configuration with some lines changed, beside its data. */
function readEdited(edit: (lines: string[]) => string[], changes: Partial<WrittenRecord> = {}): Waveform {
  const [config, data] = writeComtrade(record(changes));
  const lines = edit(configText(record(changes)).split('\r\n'));
  return readWaveforms([{ ...config, bytes: new TextEncoder().encode(lines.join('\r\n')) }, data])[0]!;
}

const samplesOf = (waveform: Waveform) => waveform.channels.map(({ samples }) => [...samples]);

const RECORDS = fc
  .record({
    revision: fc.constantFrom(1991 as const, 1999 as const, 2013 as const),
    type: fc.constantFrom('ASCII' as const, 'BINARY' as const, 'BINARY32' as const, 'FLOAT32' as const),
    count: fc.integer({ min: 2, max: 40 }),
    digitals: fc.integer({ min: 0, max: 40 }),
    rateHz: fc.integer({ min: 100, max: 20_000 }),
    scale: fc.array(
      fc.tuple(fc.double({ min: -9, max: 9, noNaN: true }), fc.double({ min: -9, max: 9, noNaN: true })),
      {
        minLength: 3,
        maxLength: 3,
      },
    ),
    lineEnd: fc.constantFrom('\r\n', '\n', '\r', '\r\r\n'),
    raw: fc.array(fc.option(fc.integer({ min: -32_767, max: 32_767 }), { freq: 8 }), {
      minLength: 120,
      maxLength: 120,
    }),
    hasStampsOnly: fc.boolean(),
    isCombined: fc.boolean(),
  })
  // In 1991, 0xFFFF is missing, which is also -1.
  .map((one) => ({ ...one, raw: one.raw.map((value) => (value === -1 ? 0 : value)) }));

describe('COMTRADE', function () {
  this.timeout(20_000);

  it('reads back what another writer has written, in every revision and type', () => {
    fc.assert(
      fc.property(RECORDS, (drawn) => {
        const { count, raw, rateHz } = drawn;
        const written: WrittenRecord = {
          ...drawn,
          channels: ['A', 'B', 'C'].map((phase, i) => {
            const [a, b] = drawn.scale[i]!;
            // The first sample is there, so that no channel is empty.
            const own = [7, ...raw.slice(i * 40, i * 40 + count - 1)];
            return { name: `I${phase}`, phase, unit: 'A', a, b, raw: own };
          }),
          frequencyHz: 50,
          rates: drawn.hasStampsOnly ? [] : [[rateHz, count]],
          stampsUs: Array.from({ length: count }, (_, i) => i * 250),
        };
        const [waveform] = readWaveforms(drawn.isCombined ? [writeCombined(written)] : writeComtrade(written));
        assert.equal(waveform!.sampleRateHz, drawn.hasStampsOnly ? 4000 : rateHz);
        assert.equal(waveform!.startMs, Date.UTC(1999, 2, 25, 12, 34, 56, 250));
        written.channels.forEach(({ a, b, raw }, channel) => {
          const samples = waveform!.channels[channel]!.samples;
          assert.equal(samples.length, count);
          raw.forEach((value, i) => {
            const expected = value === null ? 0 : a * value + b;
            assert.ok(Math.abs(samples[i]! - expected) <= 1e-9 * Math.max(1, Math.abs(expected)));
          });
        });
        const missing = (i: number) => written.channels.some(({ raw }) => raw[i] === null);
        const inGap = (i: number) => {
          const ms = (i * 1000) / waveform!.sampleRateHz;
          return (waveform!.gaps ?? []).some(({ fromMs, toMs }) => ms >= fromMs - 1e-9 && ms < toMs - 1e-9);
        };
        for (let i = 0; i < count; i++) assert.equal(inGap(i), missing(i), `sample ${i}`);
      }),
      { seed: SEED, numRuns: 150 },
    );
  });

  it('tells the time in UTC where the revision has a zone, and says so where it has none', () => {
    assert.equal(read({ revision: 2013, timeCode: '-5h30' }).startMs, Date.UTC(1999, 2, 25, 18, 4, 56, 250));
    assert.equal(read({ revision: 2013, timeCode: '+10' }).startMs, Date.UTC(1999, 2, 25, 2, 34, 56, 250));
    assert.match(read({ revision: 1999 }).notes!.join(), /no time zone and were taken as UTC/);
    assert.deepEqual(read({}).markers, [{ offsetMs: 12.5, kind: 'trigger' }]);
  });

  it('gives primary or secondary values by the ratio of the transformers', () => {
    const sides = { primary: 600, secondary: 5, side: 'S' as const };
    const recorded = samplesOf(read(sides))[0]!;
    const primary = samplesOf(read(sides, { side: 'primary' }))[0]!;
    recorded.forEach((value, i) => {
      assert.ok(Math.abs(primary[i]! - value * 120) < 1e-9);
    });
    assert.deepEqual(samplesOf(read(sides, { side: 'secondary' }))[0], recorded);
    const secondary = samplesOf(read({ ...sides, side: 'P' }, { side: 'secondary' }))[0]!;
    assert.ok(Math.abs(secondary[7]! - recorded[7]! / 120) < 1e-12);
    assert.throws(
      () => read({ revision: 1991 }, { side: 'primary' }),
      /f\.dat: .*ratio of primary to secondary of "IA": take it/,
    );
  });

  it('makes kA and mV into A and V', () => {
    const { channels } = record();
    const [a, b, c] = channels as [(typeof channels)[0], (typeof channels)[0], (typeof channels)[0]];
    const waveform = read({ channels: [{ ...a, unit: 'kA' }, { ...b, unit: 'mA' }, c] });
    assert.deepEqual(
      waveform.channels.map(({ unit }) => unit),
      ['A', 'A', 'A'],
    );
    assert.ok(Math.abs(waveform.channels[0]!.samples[5]! - a.raw[5]!) < 1e-9);
    assert.ok(Math.abs(waveform.channels[1]!.samples[5]! - b.raw[5]! * 1e-6) < 1e-12);
  });

  it('brings two rates to the higher one', () => {
    // 24 samples at 2400 Hz, then 24 at 1200 Hz, of one sine of 50 Hz.
    const times = Array.from({ length: 48 }, (_, i) => (i < 24 ? i / 2400 : 23 / 2400 + (i - 23) / 1200));
    const channels = record().channels.map((channel, phase) => ({
      ...channel,
      raw: times.map((time) => Math.round(30_000 * Math.sin(2 * Math.PI * (50 * time - phase / 3)))),
    }));
    const waveform = read({
      channels,
      rates: [
        [2400, 24],
        [1200, 48],
      ],
    });
    assert.equal(waveform.sampleRateHz, 2400);
    const { samples } = waveform.channels[1]!;
    assert.equal(samples.length, 24 + 48);
    for (let i = 0; i < samples.length; i++) {
      const expected = 30 * Math.sin(2 * Math.PI * ((50 * i) / 2400 - 1 / 3));
      assert.ok(Math.abs(samples[i]! - expected) < 0.01, `sample ${i}: ${samples[i]}, expected ${expected}`);
    }
  });

  it('moves a channel that is sampled later to the times of the others', () => {
    const skewUs = 300;
    const channels = record().channels.map((channel) => ({
      ...channel,
      skewUs,
      raw: Array.from({ length: 48 }, (_, i) =>
        Math.round(30_000 * Math.sin(2 * Math.PI * 50 * (i / 1200 + skewUs / 1e6))),
      ),
    }));
    const { samples } = read({ channels }).channels[0]!;
    for (let i = 1; i < 48; i++) {
      const expected = 30 * Math.sin((2 * Math.PI * 50 * i) / 1200);
      assert.ok(Math.abs(samples[i]! - expected) < 0.02, `sample ${i}: ${samples[i]}, expected ${expected}`);
    }
  });

  it('goes by time stamps and their multiplier without a rate, even or not', () => {
    const stampsUs = Array.from({ length: 48 }, (_, i) => i * 500);
    assert.equal(read({ rates: [], stampsUs, timeMultiplier: 0.5 }).sampleRateHz, 4000);
    const uneven = stampsUs.map((stamp, i) => (i < 24 ? stamp : stamp + (i - 23) * 500));
    const waveform = read({ rates: [], stampsUs: uneven });
    assert.equal(waveform.sampleRateHz, 2000);
    assert.match(waveform.notes!.join(), /interpolated to the highest/);
    const backwards = stampsUs.map((stamp, i) => (i === 9 ? 0 : stamp));
    assert.throws(
      () => read({ rates: [], stampsUs: backwards }),
      /sample 10: its time, 0 ms, is not after .* 4 ms: give/,
    );
  });

  it('makes samples that the recorder lost a gap, by their numbers', () => {
    const [config, data] = writeComtrade(record({ type: 'ASCII' }));
    const rows = new TextDecoder().decode(data.bytes).split('\r\n');
    rows.splice(10, 3);
    const [waveform] = readWaveforms([config, { ...data, bytes: new TextEncoder().encode(rows.join('\r\n')) }]);
    assert.equal(waveform!.channels[0]!.samples.length, 48);
    const [gap] = waveform!.gaps!;
    assert.ok(Math.abs(gap!.fromMs - 10 / 1.2) < 1e-9 && Math.abs(gap!.toMs - 13 / 1.2) < 1e-9);
    assert.match(waveform!.notes!.join(), /3 samples are missing by their numbers/);
  });

  it('reads a configuration that lacks the last lines of its revision', () => {
    const whole = samplesOf(read({ revision: 2013 }));
    for (const lines of [1, 2, 3, 4]) {
      const short = readEdited((all) => all.slice(0, -lines), { revision: 2013 });
      assert.deepEqual(samplesOf(short), whole, `${lines} lines less`);
    }
    // Without the type, zero bytes tell that it is binary.
    assert.deepEqual(samplesOf(readEdited((all) => all.slice(0, -5), { revision: 2013 })), whole);
  });

  it('notes counts that disagree, and reads what is there', () => {
    const fewer = readEdited((lines) => lines.map((line) => (line === '6,3A,3D' ? '9,4A,5D' : line)));
    assert.match(fewer.notes!.join(), /claims 4 analog and 5 digital channels and lists 3 and 3/);
    const longer = readEdited((lines) => lines.map((line) => (line === '1200,48' ? '1200,100' : line)));
    assert.match(longer.notes!.join(), /claims 100 samples and the data has 48/);
    const shorter = readEdited((lines) => lines.map((line) => (line === '1200,48' ? '1200,20' : line)));
    assert.equal(shorter.channels[0]!.samples.length, 20);
    for (const line of ['1200,0', '1200,', '1200']) {
      const endless = readEdited((lines) => lines.map((one) => (one === '1200,48' ? line : one)));
      assert.deepEqual([endless.sampleRateHz, endless.channels[0]!.samples.length], [1200, 48]);
      assert.match(endless.notes!.join(), /line 11 of the configuration has no last sample/);
    }
    const [config, data] = writeComtrade(record());
    const padded = new Uint8Array(data.bytes.length + 5);
    padded.set(data.bytes);
    assert.match(readWaveforms([config, { ...data, bytes: padded }])[0]!.notes!.join(), /5 bytes at the end/);
  });

  it('joins files by their names, unpacks them, and leaves comments aside', () => {
    const [config, data] = writeComtrade(record(), 'Station/2026/F1');
    const files: FileBytes[] = [
      { name: 'station/2026/f1.DAT.gz', bytes: gzipSync(data.bytes) },
      { name: 'x.hdr', bytes: new Uint8Array(3) },
      config,
    ];
    assert.equal(readWaveforms(files)[0]!.id, 'F1');
    assert.throws(() => readWaveforms([config]), /F1\.cfg: its data is missing: give its \.dat/);
    assert.throws(() => readWaveforms([data]), /F1\.dat: its configuration is missing/);
  });

  it('says what is wrong, where, and what to do', () => {
    const wrong = (edit: (lines: string[]) => string[]) => () => readEdited(edit);
    const replaced = (index: number, text: string) =>
      wrong((lines) => lines.map((line, i) => (i === index ? text : line)));
    assert.throws(replaced(1, 'nonsense'), /f\.cfg, line 2: "nonsense" is not the number of channels: give/);
    assert.throws(replaced(2, '1,IA,A,,A,x,0,0,-1,1,1,1,S'), /f\.cfg, line 3: the factor "x" .* is no number: correct/);
    assert.throws(replaced(9, '-3,48'), /f\.cfg, line 10: "-3,48" is no number of rates: correct/);
    assert.throws(replaced(13, 'BINARY64'), /"BINARY64" is no type of data: write one of ASCII/);
    assert.throws(replaced(13, 'ASCII'), /f\.dat, byte \d+: the configuration says ASCII, and the data has zero bytes/);
    assert.throws(() => read({}, { channels: ['IA', 'ID'] }), /no channel "ID": name some of "IA", "IB", "IC"/);
    assert.throws(() => read({ frequencyHz: 0 }), /frequency of the network: give nominalFrequencyHz/);
    assert.throws(() => read({}, { limits: { maxSamples: 10 } }), /more than 10 samples: raise limits\.maxSamples/);
  });
});
