import assert from 'node:assert/strict';
import fc from 'fast-check';
import { comtradeFile } from '../../../../simulator/waveform/publish/comtrade-file';
import { npyFile } from '../../../../simulator/waveform/publish/npy-file';
import { shortSingle } from '../../../../simulator/waveform/publish/short-single';
import { textFile } from '../../../../simulator/waveform/publish/text-file';
import { madeEvent } from './made-event';

describe('files of simulated waveforms', () => {
  const event = madeEvent();

  it('text: 726 rows of time and three currents that round back to the same singles', () => {
    const text = textFile(event);
    assert.ok(text.endsWith('\n'));
    const rows = text
      .trimEnd()
      .split('\n')
      .map((row) => row.split(',').map(Number));
    assert.equal(rows.length, 726);
    for (const [i, row] of rows.entries()) {
      assert.equal(row.length, 4);
      assert.equal(row[0], i / 10_000);
      assert.deepEqual(
        row.slice(1).map(Math.fround),
        event.operate.map((phase) => phase[i]),
      );
    }
  });

  it('a short number is the same single, and no text is longer than nine digits', () => {
    fc.assert(
      fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const short = shortSingle(value);
        assert.equal(Math.fround(short) + 0, value + 0);
        assert.ok(short.toExponential().replace(/e.*|[-.]/g, '').length <= 9);
      }),
      { seed: 1, numRuns: 2000 },
    );
    assert.equal(shortSingle(Math.fround(0.1)), 0.1);
  });

  // The layout is that of numpy.lib.format, version 1.0.
  it('npy: a header that fills a multiple of 64, then 3 × 726 singles, phase by phase', () => {
    const bytes = npyFile(event);
    assert.equal(bytes.subarray(0, 8).toString('latin1'), '\x93NUMPY\x01\x00');
    const start = 10 + bytes.readUInt16LE(8);
    assert.equal(start % 64, 0);
    const header = bytes.subarray(10, start).toString('latin1');
    assert.match(header, /^\{'descr': '<f4', 'fortran_order': False, 'shape': \(3, 726\), \} *\n$/);
    assert.equal(bytes.length, start + 3 * 726 * 4);
    for (const [phase, i] of [
      [0, 0],
      [1, 725],
      [2, 300],
    ] as const) {
      assert.equal(bytes.readFloatLE(start + 4 * (phase * 726 + i)), event.operate[phase][i]);
    }
  });

  // Lines and rows as in IEEE C37.111-2013, clauses 7.4 and 8.6.
  it('COMTRADE 2013: configuration of six channels, trigger at the inception, rows of 32 bytes', () => {
    const startMs = Date.UTC(2026, 10, 3, 23, 59, 59, 995);
    const { cfg, dat } = comtradeFile(event, { station: 'S', recorder: 'R', startMs });
    const lines = cfg.split('\r\n');
    assert.deepEqual(lines.slice(0, 2), ['S,R,2013', '6,6A,0D']);
    assert.deepEqual(
      lines.slice(2, 8).map((line) => line.split(',').slice(0, 3).join()),
      ['1,IDA,A', '2,IDB,B', '3,IDC,C', '4,IRA,A', '5,IRB,B', '6,IRC,C'],
    );
    for (const line of lines.slice(2, 8)) assert.equal(line.split(',').length, 13);
    assert.deepEqual(lines.slice(8), [
      '60',
      '1',
      '10000,726',
      '03/11/2026,23:59:59.995000',
      '04/11/2026,00:00:00.003140',
      'FLOAT32',
      '1',
      '0,0',
      '0,0',
      '',
    ]);
    assert.equal(dat.length, 726 * 32);
    assert.deepEqual([dat.readUInt32LE(0), dat.readUInt32LE(4)], [1, 0]);
    const row = 400 * 32;
    assert.deepEqual([dat.readUInt32LE(row), dat.readUInt32LE(row + 4)], [401, 40_000]);
    const values = [0, 1, 2, 3, 4, 5].map((i) => dat.readFloatLE(row + 8 + 4 * i));
    assert.deepEqual(
      values,
      [...event.operate, ...event.restraint].map((samples) => samples[400]),
    );
  });
});
