import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { readWaveforms } from '../../../../lib/waveform/formats';
import { configText, type WrittenRecord, writeCombined, writeComtrade } from './comtrade-writer';

const RECORD: WrittenRecord = {
  revision: 2013,
  type: 'BINARY',
  channels: ['A', 'B', 'C'].map((phase) => ({
    name: `I${phase}`,
    phase,
    unit: 'A',
    a: 1,
    b: 0,
    raw: [1, 2, 3, 4, 5, 6],
  })),
  digitals: 2,
  frequencyHz: 50,
  rates: [[1000, 6]],
  stampsUs: [0, 1000, 2000, 3000, 4000, 5000],
};
const OPTIONS = { sampleRateHz: 1000, nominalFrequencyHz: 50 };
const encode = (text: string) => new TextEncoder().encode(text);

/** Reads, and lets only errors through that say what to do. Returns how long the samples are. */
function survives(files: { name: string; bytes: Uint8Array }[]): number {
  try {
    const waveforms = readWaveforms(files, OPTIONS);
    for (const { channels, sampleRateHz } of waveforms) {
      assert.ok(sampleRateHz > 0 && Number.isFinite(sampleRateHz));
      for (const { samples } of channels) assert.ok(samples.every((value) => Number.isFinite(value)));
    }
    return waveforms[0]!.channels[0]!.samples.length;
  } catch (error) {
    assert.ok(error instanceof Error && error.constructor.name === 'WaveformFileError', (error as Error).stack);
    assert.match(error.message, /^f\.[a-z]+.*: .+: .+/s);
    return 0;
  }
}

/** The most memory that the process has had so far. */
const peakMb = () => process.resourceUsage().maxRSS / 1024;

/** Bytes that are changed, cut out and put in at some places. */
const DAMAGE = fc.array(fc.record({ at: fc.nat(), length: fc.nat(6), bytes: fc.uint8Array({ maxLength: 6 }) }), {
  minLength: 1,
  maxLength: 6,
});

function damaged(bytes: Uint8Array, damage: { at: number; length: number; bytes: Uint8Array }[]): Uint8Array {
  const out = [...bytes];
  for (const { at, length, bytes: inserted } of damage) out.splice(at % (out.length + 1), length, ...inserted);
  return Uint8Array.from(out);
}

/** Lines whose fields are exchanged for what no configuration has. */
const WORDS = [
  '',
  '-1',
  '0',
  '1e308',
  '1e-308',
  'NaN',
  'Infinity',
  '999999999999',
  '4294967296',
  '0x10',
  '\u0000',
  'A',
  ',,,,',
  '\n\n',
];

describe('hostile waveform files', function () {
  this.timeout(30_000);

  it('survive any damage to bytes', () => {
    const sources = (['ASCII', 'BINARY', 'BINARY32', 'FLOAT32'] as const).map((type) => ({ ...RECORD, type }));
    fc.assert(
      fc.property(
        fc.constantFrom(...sources),
        DAMAGE,
        fc.boolean(),
        fc.boolean(),
        (record, damage, isCombined, isConfig) => {
          if (isCombined) {
            const file = writeCombined(record);
            survives([{ ...file, bytes: damaged(file.bytes, damage) }]);
            return;
          }
          const [config, data] = writeComtrade(record);
          if (isConfig) survives([{ ...config, bytes: damaged(config.bytes, damage) }, data]);
          else survives([config, { ...data, bytes: damaged(data.bytes, damage) }]);
        },
      ),
      { seed: 7, numRuns: 1500 },
    );
  });

  it('survive absurd values in any field of a configuration', () => {
    const [config, data] = writeComtrade({
      ...RECORD,
      channels: RECORD.channels.map((one) => ({ ...one, skewUs: 5 })),
    });
    const lines = configText(RECORD).split('\r\n');
    fc.assert(
      fc.property(fc.nat(lines.length - 1), fc.nat(12), fc.constantFrom(...WORDS), (line, field, word) => {
        const changed = lines.map((text, i) => {
          const fields = text.split(',');
          if (i === line) fields[field % fields.length] = word;
          return fields.join(',');
        });
        assert.ok(survives([{ ...config, bytes: encode(changed.join('\r\n')) }, data]) < 1_000_000);
      }),
      { seed: 8, numRuns: 1000 },
    );
  });

  it('survive random bytes under any name', () => {
    const names = fc.constantFrom('f.cfg', 'f.cff', 'f.npy', 'f.json', 'f.txt');
    fc.assert(
      fc.property(names, fc.uint8Array({ maxLength: 300 }), (name, bytes) => {
        survives([{ name, bytes }, ...(name === 'f.cfg' ? [{ name: 'f.dat', bytes }] : [])]);
      }),
      { seed: 9, numRuns: 1000 },
    );
  });

  it('allocate nothing for counts that are only claimed', () => {
    const lines = configText(RECORD).split('\r\n');
    const [config, data] = writeComtrade(RECORD);
    const claims: [RegExp, string][] = [
      [/^5,3A,2D$/, '999999999,999999999A,0D'],
      [/^1$/, '999999999'],
      [/^1000,6$/, '0.000001,999999999999'],
    ];
    const before = peakMb();
    for (const [line, text] of claims) {
      const changed = lines.map((one) => one.replace(line, text)).join('\r\n');
      assert.ok(survives([{ ...config, bytes: encode(changed) }, data]) <= 6, text);
    }
    // What is claimed would be at least 4 GB.
    assert.ok(peakMb() - before < 500, `${peakMb() - before} MB`);
    const bomb = gzipSync(new Uint8Array(50_000_000));
    assert.throws(
      () => readWaveforms([config, { name: 'f.dat.gz', bytes: bomb }], { limits: { maxBytes: 1_000_000 } }),
      /f\.dat\.gz: it has more than 1000000 bytes: raise limits\.maxBytes/,
    );
  });

  it('refuse a slow section that would stretch the record at the highest rate', () => {
    const written = writeComtrade({
      ...RECORD,
      rates: [
        [100_000, 3],
        [0.001, 6],
      ],
    });
    assert.throws(
      () => readWaveforms(written),
      /its 6 samples would be \d+ at its highest rate, 100000 Hz: cut it down/,
    );
  });
});
