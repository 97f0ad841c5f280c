import assert from 'node:assert/strict';
import { readWaveforms, waveformsOfJson } from '../../../../lib/waveform/formats';

const text = (content: string, name = 'event.txt') => [{ name, bytes: new TextEncoder().encode(content) }];
const RATE = { sampleRateHz: 10_000, nominalFrequencyHz: 60 };
const rowsOf = (waveforms: ReturnType<typeof readWaveforms>, event = 0) =>
  waveforms[event]!.channels.map(({ samples }) => [...samples]);

/** A .npy as numpy.lib.format describes it, written without the code of the reader. */
function numpy(shape: number[], values: number[], { descr = '<f4', fortran = false, version = 1 } = {}) {
  const size = Number(descr.at(-1));
  const order = fortran ? 'True' : 'False';
  const shapeText = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const head = `{'descr': '${descr}', 'fortran_order': ${order}, 'shape': (${shapeText}), }`;
  const from = version === 1 ? 10 : 12;
  const padded = `${head.padEnd(Math.ceil((from + head.length + 1) / 64) * 64 - from - 1)}\n`;
  const bytes = Buffer.alloc(from + padded.length + values.length * size);
  bytes.write('\x93NUMPY', 'latin1');
  bytes[6] = version;
  if (version === 1) bytes.writeUInt16LE(padded.length, 8);
  else bytes.writeUInt32LE(padded.length, 8);
  bytes.write(padded, from, 'latin1');
  values.forEach((value, i) => {
    const at = from + padded.length + i * size;
    if (descr === '<f4') bytes.writeFloatLE(value, at);
    if (descr === '>f4') bytes.writeFloatBE(value, at);
    if (descr === '<f8') bytes.writeDoubleLE(value, at);
    if (descr === '<i2') bytes.writeInt16LE(value, at);
    if (descr === '<i4') bytes.writeInt32LE(value, at);
  });
  return [{ name: 'event.npy', bytes: new Uint8Array(bytes) }];
}

describe('NumPy arrays', () => {
  const phases = [
    [1, 2, 3, 4],
    [5, 6, 7, 8],
    [9, 10, 11, 12],
  ];
  const flat = phases.flat();
  const turned = [0, 1, 2, 3].flatMap((i) => phases.map((phase) => phase[i]!));

  it('reads all types and versions, phases first or last, C and Fortran order', () => {
    for (const descr of ['<f4', '>f4', '<f8', '<i2', '<i4']) {
      for (const version of [1, 2, 3]) {
        assert.deepEqual(
          rowsOf(readWaveforms(numpy([3, 4], flat, { descr, version }), RATE)),
          phases,
          `${descr} ${version}`,
        );
      }
    }
    assert.deepEqual(rowsOf(readWaveforms(numpy([4, 3], turned), RATE)), phases);
    assert.deepEqual(rowsOf(readWaveforms(numpy([3, 4], turned, { fortran: true }), RATE)), phases);
    assert.deepEqual(rowsOf(readWaveforms(numpy([4, 3], flat, { fortran: true }), RATE)), phases);
  });

  it('reads several events of one array', () => {
    const waveforms = readWaveforms(numpy([2, 3, 4], [...flat, ...flat.map((value) => -value)]), RATE);
    assert.deepEqual(
      waveforms.map(({ id }) => id),
      ['event#0', 'event#1'],
    );
    assert.deepEqual(
      rowsOf(waveforms, 1),
      phases.map((phase) => phase.map((value) => -value)),
    );
    const [first] = waveforms;
    assert.deepEqual(
      first!.channels.map(({ name, phase, unit }) => [name, phase, unit]),
      [
        ['IA', 'A', 'A'],
        ['IB', 'B', 'A'],
        ['IC', 'C', 'A'],
      ],
    );
    assert.equal(first!.sampleRateHz, 10_000);
  });

  it('refuses what it cannot read, without believing sizes', () => {
    const read =
      (file: ReturnType<typeof numpy>, options = RATE) =>
      () =>
        readWaveforms(file, options);
    assert.throws(read(numpy([3, 4], flat), {} as typeof RATE), /frequency of the network/);
    assert.throws(
      read(numpy([3, 4], flat), { nominalFrequencyHz: 60 } as typeof RATE),
      /sample rate: give sampleRateHz/,
    );
    assert.throws(
      read(numpy([3, 1_000_000], flat)),
      /event\.npy, byte \d+: its shape \(3, 1000000\) takes 12000000 bytes/,
    );
    assert.throws(read(numpy([3, 9_007_199_254], flat)), /cut it down to/);
    assert.throws(read(numpy([1e15, 3, 1e15], flat)), /cut it down to/);
    assert.throws(read(numpy([6, 2], flat)), /its shape is \(6, 2\): save three phases/);
    assert.throws(read(numpy([3, 4], flat, { descr: '<c8' })), /its type is .*c8.*astype/);
    const [file] = numpy([3, 4], flat);
    for (const length of [6, 7, 9, 40]) {
      assert.throws(read([{ ...file!, bytes: file!.bytes.subarray(0, length) }]), /event\.npy, byte \d+/);
    }
    assert.throws(read([{ name: 'event.npy', bytes: new Uint8Array(100) }]), /is no NumPy file/);
  });
});

describe('text tables', () => {
  it('reads time,Ia,Ib,Ic with any mark between, with and without names', () => {
    const tables = [
      '0,1,2,3\n0.0001,4,5,6\n0.0002,7,8,9\n',
      'time,Ia,Ib,Ic\r\n0,1,2,3\r\n0.0001,4,5,6\r\n0.0002,7,8,9',
      '0\t1\t2\t3\n0.0001\t4\t5\t6\n0.0002\t7\t8\t9',
      '  0.0   1   2   3\n  1.0E-04 4 5 6\n  2.0E-04 7 8 9',
      'time;Ia;Ib;Ic\n0;1;2;3\n0,0001;4;5;6\n0,0002;7;8;9\n',
      '\ufeff# a comment\n"Time [ms]","IA","IB","IC"\n0,1,2,3,\n0.1,4,5,6,\n\n0.2,7,8,9,\n',
      '5.0000,1,2,3\n5.0001,4,5,6\n5.0002,7,8,9\n',
    ];
    for (const table of tables) {
      const [waveform] = readWaveforms(text(table), { nominalFrequencyHz: 60 });
      assert.equal(waveform!.sampleRateHz, 10_000, table);
      assert.deepEqual(rowsOf([waveform!]), [
        [1, 4, 7],
        [2, 5, 8],
        [3, 6, 9],
      ]);
      assert.deepEqual(
        waveform!.channels.map(({ phase, quantity, unit }) => [phase, quantity, unit].join()),
        ['A,current,A', 'B,current,A', 'C,current,A'],
      );
    }
  });

  it('takes a record as the public set of differential currents has them', () => {
    const rows = Array.from({ length: 726 }, (_, i) => `${(i * 0.0001).toFixed(6)},${i},${-i},${2 * i}`);
    const [waveform] = readWaveforms(text(rows.join('\n')), { nominalFrequencyHz: 60 });
    assert.equal(waveform!.sampleRateHz, 10_000);
    assert.deepEqual(
      waveform!.channels.map(({ samples }) => samples[725]),
      [725, -725, 1450],
    );
  });

  it('takes the rate from the options where there is no time, and units from the names', () => {
    const [three] = readWaveforms(text('1 2 3\n4 5 6\n'), RATE);
    assert.equal(three!.sampleRateHz, 10_000);
    const [kilo] = readWaveforms(text('t,IL1 [kA],IL2 [kA],IL3 [kA]\n0,1,2,3\n0.001,4,5,6'), RATE);
    assert.deepEqual([kilo!.channels[1]!.samples[1], kilo!.channels[1]!.unit, kilo!.sampleRateHz], [5000, 'A', 1000]);
  });

  it('makes empty fields and nan gaps', () => {
    const [waveform] = readWaveforms(text('0,1,2,3\n0.001,,5,nan\n0.002,7,8\n0.003,1,1,1'), RATE);
    assert.deepEqual(rowsOf([waveform!]), [
      [1, 0, 7, 1],
      [2, 5, 8, 1],
      [3, 0, 0, 1],
    ]);
    assert.deepEqual(waveform!.gaps, [{ fromMs: 1, toMs: 3, reason: 'missing in IA, IC' }]);
  });

  it('names the line that is wrong', () => {
    assert.throws(() => readWaveforms(text('0,1,2,3\n0.1,4,x,6'), RATE), /event\.txt, line 2: "x" is no number/);
    assert.throws(
      () => readWaveforms(text('0,1,2,3\n0.1,4,5,6,7'), RATE),
      /line 2: it has 5 columns, and the first line 4/,
    );
    assert.throws(() => readWaveforms(text('\n1,1,2,3\n0.1,4,5,6'), RATE), /line 3: the time 0\.1 is not after 1/);
    assert.throws(() => readWaveforms(text(''), RATE), /it is empty: give a table/);
    assert.throws(() => readWaveforms(text('hello'), RATE), /line 1: "hello" is no line of a table/);
  });
});

describe('JSON waveforms', () => {
  const data = [
    [1, 2],
    [3, 4],
    [5, 6],
  ];

  it('reads messages, channels by name, and waveform_data', () => {
    const named = { sampleRateHz: 4000, nominalFrequencyHz: 50, channels: { ia: data[0], ib: data[1], ic: data[2] } };
    const list = { ...named, id: 'e7', channels: ['IA', 'IB', 'IC'].map((name, i) => ({ name, samples: data[i] })) };
    for (const value of [named, list, [list]]) {
      const [waveform] = waveformsOfJson(value, 'x');
      assert.deepEqual(rowsOf([waveform!]), data);
      assert.deepEqual([waveform!.sampleRateHz, waveform!.nominalFrequencyHz], [4000, 50]);
    }
    assert.equal(waveformsOfJson(list, 'x')[0]!.id, 'e7');
    assert.deepEqual(rowsOf(waveformsOfJson({ waveform_data: data }, 'x', RATE)), data);
    assert.deepEqual(rowsOf(waveformsOfJson(data, 'x', RATE)), data);
    assert.deepEqual(rowsOf(readWaveforms(text(JSON.stringify(list), 'x.json'))), data);
  });

  it('keeps what a message tells, and makes null a gap', () => {
    const message = {
      id: 'e1',
      station: 'Northport',
      startMs: 5,
      sampleRateHz: 1000,
      nominalFrequencyHz: 50,
      markers: [{ offsetMs: 1, kind: 'trigger' }, { kind: 'nonsense' }],
      channels: [
        { name: 'one', phase: 'A', quantity: 'current', unit: 'A', role: 'operate', samples: [1, null] },
        { name: 'two', phase: 'B', quantity: 'current', unit: 'A', role: 'operate', samples: Float32Array.of(3, 4) },
        { name: 'three', phase: 'C', quantity: 'current', unit: 'A', role: 'operate', samples: [5, 6] },
      ],
    };
    const [waveform] = waveformsOfJson(message, 'x');
    assert.deepEqual(waveform!.markers, [{ offsetMs: 1, kind: 'trigger' }]);
    assert.deepEqual(waveform!.gaps, [{ fromMs: 1, toMs: 2, reason: 'missing in one' }]);
    assert.deepEqual([waveform!.station, waveform!.startMs, waveform!.channels[0]!.role], ['Northport', 5, 'operate']);
  });

  it('names the place that is wrong', () => {
    const read = (value: unknown) => () => waveformsOfJson(value, 'x', RATE);
    assert.throws(read({}), /x: it has neither channels nor waveform_data: send/);
    assert.throws(read(7), /neither channels/);
    assert.throws(read(null), /neither channels/);
    assert.throws(read([]), /not an array of three phases/);
    assert.throws(
      read({ waveform_data: [[1], [2, 3], [4]] }),
      /\.waveform_data\[1\]: it has 2 samples, and the first channel 1/,
    );
    assert.throws(read({ waveform_data: [['1'], [2], [3]] }), /\.waveform_data\[0\]\[0\]: "1" is no number/);
    assert.throws(read({ channels: [{ samples: [1] }] }), /\.channels\[0\]: it has no name/);
    assert.throws(read({ channels: { ia: 5 } }), /\.channels\.ia: it is no array of samples/);
    assert.throws(read({ waveform_data: [[null], [1], [1]] }), /channel IA has no value at all/);
    assert.throws(() => readWaveforms(text('{"a"', 'x.json'), RATE), /x\.json: it is no JSON .*: correct it/);
  });
});
