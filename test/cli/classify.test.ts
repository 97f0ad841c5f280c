import assert from 'node:assert/strict';
import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Value } from '@sinclair/typebox/value';
import { FaultClassification, type Waveform } from '../../lib/messages';
import { event } from '../lib/waveform/classifier/events';
import { STAND_IN } from '../lib/waveform/classifier/stand-in-model';
import { gridloom } from '../support/run-gridloom';
import { sharedFile } from '../support/shared-data';
import { tempFolder } from '../support/temp-folder';

const folder = tempFolder();
function fileOf(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}
const MODEL = fileOf('stand-in.onnx', STAND_IN);
/** The stand-in is never sure. */
const WITH_STAND_IN = ['--model', MODEL, '--minimum-probability', '0'];

type Entry = FaultClassification & { file: string; event: number; error?: string };

async function classify(...args: string[]): Promise<{ code: number; entries: Entry[]; err: string }> {
  const { code, out, err } = await gridloom('classify', ...args, '--json', ...WITH_STAND_IN);
  return { code, entries: JSON.parse(out), err };
}

/** The four columns of the public data set. */
const textOf = ({ channels, sampleRateHz }: Waveform) =>
  Array.from({ length: channels[0]!.samples.length }, (_, i) =>
    [i / sampleRateHz, ...channels.map(({ samples }) => samples[i]!)].map((x) => x.toPrecision(9)).join(','),
  ).join('\n');

/** A .npy of version 1.0 as numpy.save writes it, float32 in C order. */
function npyOf(shape: readonly number[], values: readonly number[]): Buffer {
  const dictionary = `{'descr': '<f4', 'fortran_order': False, 'shape': (${shape.join(', ')}), }`;
  const header = Buffer.from(`${dictionary.padEnd(117)}\n`);
  const magic = Buffer.from([0x93, ...Buffer.from('NUMPY'), 1, 0, header.length, 0]);
  return Buffer.concat([magic, header, Buffer.from(Float32Array.from(values).buffer)]);
}
const rows = ({ channels }: Waveform) => channels.flatMap(({ samples }) => Array.from(samples as Float32Array));

/** COMTRADE of 1999 in ASCII: configuration and data, of one event. */
function comtradeOf({ channels, sampleRateHz, nominalFrequencyHz }: Waveform): [cfg: string, dat: string] {
  const count = channels[0]!.samples.length;
  const cfg = [
    'S1,R1,1999',
    '3,3A,0D',
    ...channels.map(({ name, phase }, i) => `${i + 1},${name},${phase},,A,0.001,0,0,-99999,99998,1,1,S`),
    nominalFrequencyHz,
    1,
    `${sampleRateHz},${count}`,
    '21/11/2026,22:00:00.000000',
    '21/11/2026,22:00:00.020000',
    'ASCII',
    1,
  ];
  const dat = Array.from({ length: count }, (_, i) =>
    [
      i + 1,
      Math.round((i * 1e6) / sampleRateHz),
      ...channels.map(({ samples }) => Math.round(samples[i]! * 1000)),
    ].join(),
  );
  return [`${cfg.join('\r\n')}\r\n`, `${dat.join('\r\n')}\r\n`];
}

describe('gridloom classify', function () {
  this.timeout(60_000);
  const fault = event();
  const quiet = event({ inceptionMs: 1000 });
  const [cfg, dat] = comtradeOf(fault);
  const near = (a: Entry, b: Entry) => {
    assert.equal(a.label, b.label);
    assert.ok(Math.abs(a.inceptionMs! - b.inceptionMs!) < 0.3, `${a.inceptionMs} and ${b.inceptionMs}`);
    assert.ok(Math.abs(a.probability - b.probability) < 0.01, `${a.probability} and ${b.probability}`);
  };

  it('gives the whole answer for the same event in every format', async () => {
    const files = [
      fileOf('event.txt', textOf(fault)),
      fileOf('event.npy', npyOf([3, 726], rows(fault))),
      fileOf(
        'event.json',
        JSON.stringify({
          ...fault,
          channels: fault.channels.map((one) => ({ ...one, samples: [...(one.samples as Float32Array)] })),
        }),
      ),
      fileOf('Event.CFG', cfg),
    ];
    fileOf('EVENT.dat', dat);
    const { code, entries, err } = await classify(...files, '--rate', '10000', '--nominal', '60');
    assert.equal(code, 0, err);
    assert.deepEqual(
      entries.map(({ file }) => file),
      files,
    );
    for (const entry of entries) {
      const { file, event: index, ...answer } = entry;
      assert.equal(index, 0);
      assert.ok(
        Value.Check(FaultClassification, answer),
        `${file}: ${[...Value.Errors(FaultClassification, answer)].join()}`,
      );
      assert.match(answer.engine, /^onnxruntime-(node|web)$/);
      assert.equal(answer.unknown, false, String(answer.unknownReason));
      assert.ok(Math.abs(answer.inceptionMs! - 17.8) < 0.6);
      near(entry, entries[0]!);
    }
    assert.equal(entries[3]!.station, 'S1');
  });

  it('takes files that do not tell rate and frequency for such as the public data set', async () => {
    const files = [
      fileOf('plain.npy', npyOf([3, 726], rows(fault))),
      fileOf('plain.txt', textOf(fault)),
      fileOf('own.cfg', cfg),
    ];
    fileOf('own.dat', dat);
    const { entries } = await classify(...files);
    const given = await classify(...files.slice(0, 2), '--rate', '10000', '--nominal', '60', '--channels', 'IA,IB,IC');
    assert.deepEqual(given.entries, entries.slice(0, 2));
    near(entries[2]!, entries[0]!);
    // At half the rate the same samples take twice as long.
    const slow = await classify(files[0]!, '--rate', '5000', '--nominal', '50');
    assert.ok(Math.abs(slow.entries[0]!.inceptionMs! - 35.6) < 1.5, `inception ${slow.entries[0]!.inceptionMs}`);
  });

  it('takes the data of a configuration compressed, too', async () => {
    const path = fileOf('packed.cfg', cfg);
    fileOf('packed.DAT.gz', gzipSync(dat));
    const { code, entries, err } = await classify(path);
    assert.deepEqual([code, entries.length], [0, 1], err);
    assert.equal(entries[0]!.scale!.unit, 'A');
  });

  it('gives an entry for each of the events of a file', async () => {
    const path = fileOf(
      'many.npy',
      npyOf([40, 3, 726], Array.from({ length: 40 }, (_, i) => rows(i % 2 ? quiet : fault)).flat()),
    );
    const { entries } = await classify(path, '--rate', '10000', '--nominal', '60');
    assert.deepEqual(
      entries.map(({ event: index }) => index),
      Array.from({ length: 40 }, (_, i) => i),
    );
    assert.ok(entries.every(({ file, label }, i) => file === path && (label === 'normal') === (i % 2 === 1)));
  });

  it('loses nothing but the file that can not be read, and says so by its exit code', async () => {
    const files = [
      fileOf('good.txt', textOf(quiet)),
      join(folder, 'nowhere.txt'),
      fileOf('lonely.cfg', cfg),
      fileOf('broken.npy', 'no numpy at all'),
      fileOf('empty.txt', ''),
      folder,
      fileOf('last.txt', textOf(quiet)),
    ];
    const { code, entries } = await classify(...files, '--nominal', '60');
    assert.equal(code, 1);
    assert.deepEqual(
      entries.map(({ file }) => file),
      files,
    );
    assert.deepEqual(
      entries.map(({ label }) => label),
      ['normal', ...new Array(5).fill(undefined), 'normal'],
    );
    for (const { error } of entries.slice(1, -1)) assert.ok(error!.length > 20, error);
    assert.match(entries[1]!.error!, /nowhere\.txt: there is no such file$/);
    assert.match(entries[2]!.error!, /lonely\.cfg: its data is missing: give its \.dat/);
    assert.match(entries[5]!.error!, /this is no file: give a file$/);
  });

  it('chooses channels by name, and looks at the window that is asked for', async () => {
    const [a, b, c] = fault.channels;
    const twice = {
      ...fault,
      channels: [...quiet.channels.map((one) => ({ ...one, name: `${one.name}1` })), a!, b!, c!],
    };
    const path = fileOf(
      'twice.json',
      JSON.stringify({
        ...twice,
        channels: twice.channels.map((one) => ({ ...one, samples: [...(one.samples as Float32Array)] })),
      }),
    );
    const { entries: first } = await classify(path);
    assert.equal(first[0]!.label, 'normal');
    const { entries } = await classify(path, '--channels', 'IA,IB,IC', '--window', '1.5');
    assert.ok(Math.abs(entries[0]!.window!.cycles - 1.5) < 1e-9);
  });

  it('shows a table for people', async () => {
    const files = [fileOf('a.txt', textOf(quiet)), join(folder, 'nowhere.txt')];
    const { code, out } = await gridloom('classify', ...files, '--nominal', '60', ...WITH_STAND_IN);
    assert.equal(code, 1);
    const lines = out.split('\n');
    assert.match(lines[0]!, /^file +event +what +probability +inception +relay$/);
    assert.match(lines[1]!, /a\.txt +0 +normal$/);
    assert.match(lines[2]!, /^ +No event/);
    assert.match(lines[3]!, /nowhere\.txt +not read$/);
    assert.match(lines[4]!, /there is no such file/);
  });

  it('ends with a message when the model or an argument is wrong', async () => {
    const path = fileOf('b.txt', textOf(quiet));
    const cases: [string[], number, RegExp][] = [
      [[], 2, /give one or more files/],
      [[path, '--window', '2'], 2, /--window 2: give one of full, 1\.5, 1\n/],
      [[path, '--rate', 'x'], 2, /--rate x: give a number/],
      [[path, '--minimum-probability', '2'], 2, /--minimum-probability 2/],
      [[path, '--what'], 2, /--what/],
      [[path, '--model', join(folder, 'none.onnx')], 1, /none\.onnx can't be read/],
      [[path, '--model', path], 1, /is no ONNX file/],
    ];
    for (const [args, exit, message] of cases) {
      const { code, out, err } = await gridloom('classify', '--json', ...args);
      assert.deepEqual([code, out], [exit, ''], err);
      assert.match(err, message);
    }
  });

  const SHARED = [
    'waveforms/recorder_isolated_network.cfg',
    'waveforms/formats/sample_ascii.cff',
    'waveforms/formats/sample_bin.cfg',
  ];
  for (const name of SHARED) {
    const path = sharedFile(name);
    (path ? it : it.skip)(`says that it can not tell what ${name} is of, and why`, async () => {
      const { code, entries, err } = await classify(path!);
      assert.equal(code, 0, err);
      assert.ok(
        entries.length > 0 && entries.every(({ unknown, unknownReason }) => unknown && unknownReason!.length > 20),
      );
    });
  }

  it('reads a file by a name with strange signs', async () => {
    const path = join(folder, 'ä b,c.txt');
    copyFileSync(fileOf('plain.txt', textOf(quiet)), path);
    assert.equal((await classify(path, '--nominal', '60')).entries[0]!.file, path);
  });
});
