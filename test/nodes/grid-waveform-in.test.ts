import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import helper from 'node-red-node-test-helper';
import type { Refusal, Waveform, WaveformFrame } from '../../lib/messages';
import { NodeExample } from '../support/node-example';
import { useRuntime } from '../support/node-runtime';
import { tempFolder } from '../support/temp-folder';

const example = new NodeExample('grid-waveform-in');
const NODE = example.idOf('grid-waveform-in');
const FLOW: { name?: string; payload?: string }[] = JSON.parse(
  readFileSync(resolve(__dirname, '../../examples/grid-waveform-in.json'), 'utf8'),
);
/** What an inject node of the example sends. */
const sent = (name: string) => JSON.parse(FLOW.find((node) => node.name === name)!.payload!);
const PAIR: { cfg: string; dat: string } = sent('a COMTRADE record');

const receive = (message: object) => helper.getNode(NODE).receive(message);

async function waveformsOf(message: object): Promise<Waveform[]> {
  const next = example.next<Waveform[]>('waveforms');
  receive(message);
  return next;
}

async function refusalsOf(message: object): Promise<Refusal[]> {
  const next = example.next<Refusal[]>('refused');
  receive(message);
  return next;
}

describe('grid waveform in', function () {
  this.timeout(20_000);
  useRuntime();

  it('reads the COMTRADE record and the table of its example, to secondary amperes', async () => {
    await example.load();
    let next = example.next<Waveform[]>('waveforms');
    example.press('a COMTRADE record');
    const [record] = await next;
    assert.deepEqual([record!.sampleRateHz, record!.nominalFrequencyHz, record!.station], [1200, 50, 'NORTHPORT']);
    assert.deepEqual(
      record!.channels.map(({ name, unit }) => [name, unit]),
      [
        ['IA', 'A'],
        ['IB', 'A'],
        ['IC', 'A'],
      ],
    );
    // 900 A over 600/1, a quarter of a cycle after the start.
    assert.ok(Math.abs(record!.channels[0]!.samples[6]! - 1.5) < 1e-9);
    assert.deepEqual(record!.markers, [{ offsetMs: 10, kind: 'trigger' }]);
    next = example.next<Waveform[]>('waveforms');
    example.press('a table: time,Ia,Ib,Ic');
    const [table] = await next;
    assert.deepEqual([table!.id, table!.sampleRateHz, table!.channels[2]!.samples.length], ['table', 10_000, 50]);
  });

  it('puts frames together, and gives out an event with a lost frame after the wait', async () => {
    await example.load();
    let next = example.next<Waveform[]>('waveforms');
    example.press('frames out of order');
    const [whole] = await next;
    assert.deepEqual([whole!.id, whole!.gaps, whole!.channels[0]!.samples.length], ['event-1', undefined, 12]);
    next = example.next<Waveform[]>('waveforms');
    const startedMs = Date.now();
    example.press('a frame is lost');
    const [lost] = await next;
    assert.deepEqual(
      lost!.gaps!.map(({ reason }) => reason),
      ['frame 1 never came'],
    );
    assert.ok(Date.now() - startedMs >= 1900, `${Date.now() - startedMs} ms`);
  });

  it('takes frames as mqtt in gives them: Buffers, text, objects', async () => {
    await example.load();
    // Events that went out are known over restarts.
    receive({ reset: true });
    const frames: WaveformFrame[] = sent('frames out of order');
    const next = example.next<Waveform[]>('waveforms');
    receive({ topic: 'recorders/1', payload: Buffer.from(JSON.stringify(frames[0])) });
    receive({ topic: 'recorders/1', payload: JSON.stringify(frames[1]) });
    receive({ topic: 'recorders/1', payload: frames[2] });
    assert.equal((await next)[0]!.id, 'event-1');
    const [refusal] = await refusalsOf({ payload: frames[0] });
    assert.deepEqual([refusal!.reason, refusal!.place], ['late', '/id']);
  });

  it('keeps open events over a redeploy', async () => {
    await example.load();
    receive({ reset: true });
    const frames: WaveformFrame[] = sent('frames out of order');
    receive({ payload: [frames[0], frames[1]] });
    await new Promise((done) => setTimeout(done, 100));
    await helper.unload();
    await example.load();
    const [waveform] = await waveformsOf({ payload: frames[2] });
    assert.equal(waveform!.gaps, undefined);
  });

  it('reads files as Buffers, text and uploads, and names the event after the file', async () => {
    await example.load({ nominalFrequencyHz: 60, side: 'recorded' });
    const table = '0,1,2,3\n0.0001,4,5,6\n';
    for (const message of [
      { filename: '/data/night/e1.txt', payload: Buffer.from(table) },
      { filename: 'C:\\data\\e1.txt', payload: table },
      { payload: '', req: { files: [{ originalname: 'e1.txt', buffer: Buffer.from(table) }] } },
      { payload: { files: [{ name: 'e1.txt', bytes: JSON.parse(JSON.stringify(Buffer.from(table))) }] } },
    ]) {
      const [waveform] = await waveformsOf(message);
      assert.deepEqual(
        [waveform!.id, waveform!.sampleRateHz, [...waveform!.channels[1]!.samples]],
        ['e1', 10_000, [2, 5]],
      );
    }
    const json = { waveform_data: [[1], [2], [3]], sampleRateHz: 10 };
    for (const payload of [json, JSON.stringify(json), Buffer.from(JSON.stringify(json))]) {
      assert.equal((await waveformsOf({ payload, filename: 'x.json' }))[0]!.channels.length, 3);
    }
  });

  it('reads a path below its folder, both files of a pair, and nothing outside', async () => {
    const root = tempFolder();
    const folder = join(root, 'records');
    mkdirSync(folder);
    writeFileSync(join(folder, 'F1.CFG'), PAIR.cfg);
    writeFileSync(join(folder, 'f1.dat'), PAIR.dat);
    writeFileSync(join(root, 'secret.txt'), '0,1,2,3\n1,1,2,3\n');
    writeFileSync(join(root, 'out.dat'), PAIR.dat);
    writeFileSync(join(folder, 'out.cfg'), PAIR.cfg);
    symlinkSync(join(root, 'out.dat'), join(folder, 'out.dat'));
    await example.load({ folder });
    for (const payload of ['F1.CFG', 'f1.dat', { path: 'F1.CFG' }]) {
      assert.equal((await waveformsOf({ payload }))[0]!.station, 'NORTHPORT');
    }
    for (const payload of ['../secret.txt', '/etc/passwd', 'out.cfg', '..', '.', 'nothing.cfg', 'a\0b']) {
      const [refusal] = await refusalsOf({ payload });
      assert.equal(refusal!.reason, 'not-a-waveform', payload);
      assert.ok(refusal!.remedy);
    }
    await helper.unload();
    await example.load({ folder: '' });
    assert.match((await refusalsOf({ payload: 'F1.CFG' }))[0]!.message, /"F1\.CFG" is not read/);
  });

  it('chooses channels by name, and lists them where there is none of that name', async () => {
    await example.load({ channels: 'ic\nIA' });
    const [waveform] = await waveformsOf({ payload: PAIR });
    assert.deepEqual(
      waveform!.channels.map(({ name }) => name),
      ['IC', 'IA'],
    );
    await helper.unload();
    await example.load({ channels: 'I1' });
    const [refusal] = await refusalsOf({ payload: PAIR, filename: 'f1.cfg' });
    assert.equal(refusal!.message, 'f1.cfg: there is no channel "I1"');
    assert.equal(refusal!.remedy, 'name some of "IA", "IB", "IC"');
  });

  it('refuses what is no waveform, with the remedy and without sending files on', async () => {
    await example.load();
    for (const payload of [undefined, null, 7, '', {}, [], [1], '{"a"', { cfg: 5, dat: 5 }, Buffer.from('hello')]) {
      const [refusal] = await refusalsOf({ payload });
      assert.ok(refusal!.message && refusal!.remedy, JSON.stringify(payload));
    }
    const [refusal] = await refusalsOf({ payload: Buffer.from('hello'), filename: 'x.txt' });
    assert.deepEqual(refusal!.original, { filename: 'x.txt', bytes: 5 });
  });

  it('shows what it did', async () => {
    await example.load();
    await waveformsOf({ payload: PAIR });
    await refusalsOf({ payload: 7 });
    assert.deepEqual(await example.shown('1 in, 1 out'), { fill: 'yellow', shape: 'dot', text: '1 in, 1 out' });
  });
});
