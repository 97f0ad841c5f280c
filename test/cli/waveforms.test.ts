import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WaveformFrame } from '../../lib/messages';
import { simulateEvent } from '../../simulator/waveform';
import type { FileTruth, SimulatedWaveform } from '../../simulator/waveform/publish';
import { TestBroker } from '../simulator/broker';
import { runGridloom } from '../support/run-gridloom';
import { tempFolder } from '../support/temp-folder';

const AG = 'internal_power_transformer_internal_faults_Class1';

const waveforms = (args: string[], signal?: AbortSignal) => runGridloom(['waveforms', ...args], { signal });
const linesOf = <T>(path: string): T[] =>
  readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
const filesOf = (folder: string) =>
  (readdirSync(folder, { recursive: true }) as string[]).filter((name) => /\.\w+$/.test(name)).sort();

describe('gridloom waveforms', function () {
  this.timeout(60_000);

  it('writes the tree of the public set, the same for the same seed, with the truth that makes it again', async () => {
    const [one, two] = [tempFolder(), tempFolder()];
    const truth = join(tempFolder(), 'truth.ndjson');
    const args = ['--classes', `transient,${AG}`, '--per-class', '1', '--seed', '7', '--out'];
    const { code, out } = await waveforms([...args, one, '--json', '--truth', truth]);
    assert.equal(code, 0);
    assert.deepEqual(JSON.parse(out), { folder: one, classes: 7, events: 7, files: 7 });
    const told = await waveforms([...args, two, '--threads', '1']);
    assert.equal(told.out, `7 records of 7 classes, 7 files below ${two}\n`);
    const names = filesOf(one);
    const path = join('internal faults', 'power transformer internal faults', 'Class1', `${AG}-01.txt`);
    assert.ok(names.includes(path));
    assert.deepEqual(filesOf(two), names);
    for (const name of names) assert.deepEqual(readFileSync(join(one, name)), readFileSync(join(two, name)));

    const records = linesOf<FileTruth>(truth);
    assert.deepEqual(records.map((record) => join(...record.path.split('/'))).sort(), names);
    const { scenario } = records.find(({ label }) => label === AG)!;
    const rows = readFileSync(join(one, path), 'utf8').trimEnd().split('\n');
    assert.equal(rows.length, 726);
    assert.deepEqual(
      Float32Array.from(rows, (row) => Number(row.split(',')[2])),
      simulateEvent(scenario).operate[1],
    );
  });

  it('writes NumPy and COMTRADE files, flat, at 50 Hz', async () => {
    const folder = tempFolder();
    const args = ['--classes', 'normal', '--per-class', '1', '--flat', '--nominal', '50', '--out', folder];
    assert.equal((await waveforms([...args, '--format', 'npy'])).code, 0);
    assert.match((await waveforms([...args, '--format', 'comtrade'])).out, /^1 records of 1 classes, 2 files/);
    assert.deepEqual(filesOf(folder), ['normal-01.cfg', 'normal-01.dat', 'normal-01.npy']);
    const cfg = readFileSync(join(folder, 'normal-01.cfg'), 'utf8').split('\r\n');
    assert.deepEqual([cfg[8], cfg[10]], ['50', '10000,871']);
  });

  it('publishes events to a broker, one after the other, and tells the truth about each', async () => {
    const broker = await TestBroker.start();
    try {
      const truth = join(tempFolder(), 'truth.ndjson');
      const args = ['--publish', broker.url, '--count', '3', '--every', '0.1', '--station', 'S', '--json'];
      const faults = 'lost=0.2,duplicate=0.2,out-of-order=0.2';
      const { code, out } = await waveforms([...args, '--truth', truth, '--faults', faults, '--classes', 'normal']);
      assert.equal(code, 0);
      const events = linesOf<SimulatedWaveform>(truth);
      const count = (kind: string) =>
        events.flatMap((one) => one.frameFaults).filter((one) => one.kind === kind).length;
      const sent = 36 - count('lost') + count('duplicate');
      assert.deepEqual(JSON.parse(out), { events: 3, sent, acknowledged: sent, missed: 0, failed: 0, reconnects: 0 });
      const frames = broker.readings.map(({ topic, payload }) => {
        assert.equal(topic, 'waveform/S/relay-1');
        return JSON.parse(payload.toString()) as WaveformFrame;
      });
      assert.equal(frames.length, sent);
      for (const { id, frameFaults } of events) {
        const lost = frameFaults.filter(({ kind }) => kind === 'lost').map(({ frame }) => frame);
        const came = new Set(frames.filter((one) => one.id === id).map(({ frame }) => frame));
        for (let frame = 0; frame < 12; frame++) assert.equal(came.has(frame), !lost.includes(frame));
      }
      assert.equal(broker.received.length, sent, 'nothing else is on its topics');
    } finally {
      await broker.vanish();
    }
  });

  it('ends at once when it is told to, in the middle of a pause', async () => {
    const broker = await TestBroker.start();
    try {
      const controller = new AbortController();
      const running = waveforms(['--publish', broker.url, '--classes', 'normal', '--every', '3600'], controller.signal);
      const deadline = Date.now() + 20_000;
      while (broker.readings.length < 12 && Date.now() < deadline) await new Promise((done) => setTimeout(done, 20));
      controller.abort();
      const { code, out } = await running;
      assert.equal(code, 0);
      assert.match(out, /^1 events, 12 frames sent, 12 acknowledged, 0 missed, 0 failed\n$/);
    } finally {
      await broker.vanish();
    }
  });

  it('a broker that is not there: exit code 1, its address and the remedy', async () => {
    const broker = await TestBroker.start();
    await broker.vanish();
    const { code, err } = await waveforms(['--publish', broker.url]);
    assert.equal(code, 1);
    assert.match(err, new RegExp(`broker ${broker.url} can't be reached .*: check that a broker runs there`));
  });

  it('wrong arguments: exit code 2 and what to write instead', async () => {
    for (const [args, message] of [
      ['', /give one of --out FOLDER and --publish URL/],
      ['--out x --publish mqtt://h', /give one of --out FOLDER and --publish URL/],
      ['--out x --classes inrush', /--classes: class "inrush" is not known/],
      ['--out x --format wav', /--format wav: give one of text, npy, comtrade/],
      ['--out x --per-class 1.5', /--per-class 1\.5: give a whole number/],
      ['--out x --nominal 55', /--nominal: give 50 or 60/],
      ['--out x --every 3', /--every goes with --publish only/],
      ['--publish mqtt://h --flat', /--flat goes with --out only/],
      ['--publish localhost', /write it as mqtt:\/\/host:1883/],
      ['--publish mqtt://h --faults late=0.1', /"late" is not one of lost, duplicate, out-of-order/],
      ['--publish mqtt://h --faults lost=0.6,duplicate=0.6', /1\.2 in sum; give 1 or less/],
      ['--publish mqtt://h --station a/b', /--station a\/b/],
      ['--publish mqtt://h --every 0', /--every 0: give a number, 0\.1 to 86400/],
    ] as const) {
      const { code, err } = await waveforms(args.split(' ').filter(Boolean));
      assert.equal(code, 2, args);
      assert.match(err, message);
    }
  });

  it('a folder that can not be written: exit code 1 and which', async () => {
    const file = join(__filename, 'folder');
    const { code, err } = await waveforms(['--out', file, '--classes', 'normal', '--per-class', '1']);
    assert.equal(code, 1);
    assert.match(err, /waveforms\.test\.ts/);
  });
});
