import assert from 'node:assert/strict';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import helper from 'node-red-node-test-helper';
import type { Refusal, StressMeasurement } from '../../lib/messages';
import type { NodeMessage, NodeRed } from '../../nodes/shell/node-red';
import type { Preview } from '../../nodes/shell/preview';
import { until } from '../support/inbox';
import { NodeExample } from '../support/node-example';
import { useRuntime } from '../support/node-runtime';
import { tempFolder } from '../support/temp-folder';

const HOUR = 3_600_000;
const START = Date.UTC(2018, 0, 1);
const example = new NodeExample('grid-load-replay');
const replayNode = require('../../nodes/grid-load-replay/grid-load-replay');
const catchNode = require('@node-red/nodes/core/common/25-catch.js');
const userDir = tempFolder();
const folder = tempFolder();

/** Loads of hours from 2018 on; null: the row is not there. */
function write(name: string, loads: (number | null)[]): string {
  const rows = loads.flatMap((load, hour) =>
    load === null ? [] : [`${new Date(START + hour * HOUR).toISOString()},${load}`],
  );
  const path = join(folder, name);
  writeFileSync(path, ['time,load_mw', ...rows, ''].join('\n'));
  return path;
}
const hours = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => 1000 + from + i);

interface Progress {
  state: string;
  source: string;
  sent: number;
  pass: number;
  guesses: string[];
}

describe('grid load replay', function () {
  this.timeout(20_000);
  useRuntime(userDir);
  let messages: NodeMessage[] = [];
  let refused: Refusal[] = [];
  let progress: Progress[] = [];
  let caught: string[] = [];
  const loads = () => messages.flatMap(({ payload }) => payload as StressMeasurement[]);
  /** Event times as hours after the begin of 2018. */
  const at = () => loads().map(({ timeMs }) => (timeMs - START) / HOUR);
  const give = (payload: unknown, rest: object = {}) => helper.getNode('replay').receive({ payload, ...rest });
  const isIn = (state: string) => () => progress.at(-1)?.state === state;

  async function load(settings: object = {}, isFresh = true): Promise<void> {
    if (isFresh) rmSync(join(userDir, 'gridloom'), { recursive: true, force: true });
    const place = { z: 'tab', x: 1, y: 1 };
    const replay = { id: 'replay', type: 'grid-load-replay', version: 1, autoStart: false, ...settings };
    [messages, refused, progress, caught] = [[], [], [], []];
    await helper.load(
      [replayNode, catchNode],
      [
        { id: 'tab', type: 'tab' },
        { ...place, ...replay, wires: [['loads'], ['refused'], ['progress']] },
        { ...place, id: 'catch', type: 'catch', scope: null, wires: [['caught']] },
        ...['loads', 'refused', 'progress', 'caught'].map((id) => ({ ...place, id, type: 'helper' })),
      ],
    );
    const listen = (id: string, take: (message: NodeMessage) => void) => helper.getNode(id).on('input', take);
    listen('loads', (message) => messages.push(message));
    listen('refused', ({ payload }) => refused.push(...(payload as Refusal[])));
    listen('progress', ({ payload }) => progress.push(payload as Progress));
    listen('caught', ({ error }) => caught.push((error as { message: string }).message));
  }

  it('does with its example what the comment there says', async () => {
    await example.load();
    let count = 0;
    helper.getNode(example.idOf('debug', 'loads')).on('input', ({ payload }: NodeMessage) => {
      count += (payload as unknown[]).length;
    });
    const first = example.next<StressMeasurement[]>('loads');
    example.press('start');
    const [load] = await first;
    assert.equal(load!.timeMs, Date.UTC(2019, 0, 1));
    assert.match((await example.shown('sim 2019-01-01 00h')).text, /^sim /);
    const done = new Promise<void>((resolve) => {
      helper.getNode(example.idOf('debug', 'progress')).on('input', ({ payload }: NodeMessage) => {
        if ((payload as Progress).state === 'done') resolve();
      });
    });
    example.press('as fast as possible');
    await done;
    assert.equal(count, 8760);
    assert.equal((await example.shown('sim 2019-12-31 23h')).fill, 'blue');
  });

  it('plays a file by itself as fast as possible, tells what it guessed and what it refuses, and ends', async () => {
    const file = write('gap.csv', [...hours(0, 5), ...Array(9).fill(null), ...hours(14, 20)]);
    await load({ file, speed: 0, autoStart: true, batchSize: 4 });
    await until(isIn('done'), 'the end');
    assert.deepEqual(at(), [0, 1, 2, 3, 4, 14, 15, 16, 17, 18, 19]);
    assert.ok(messages.every(({ payload }) => (payload as unknown[]).length <= 4));
    assert.deepEqual(loads()[0], { timeMs: START, loadMw: 1000 });
    assert.deepEqual(
      refused.map(({ reason }) => reason),
      ['gap'],
    );
    assert.match(progress.at(-1)!.guesses.join(), /times are in "time".*loads are in "load_mw"/);
    assert.deepEqual([progress.at(-1)!.source, progress.at(-1)!.sent], ['gap.csv', 11]);
  });

  it('paces by the speed, holds at a pause, and goes on at another speed', async () => {
    const file = write('day.csv', hours(0, 24));
    // An hour in 10 s: nothing comes after the first unless the speed is changed.
    await load({ file, speed: 360 });
    give('start');
    await until(() => at().length === 1, 'the first load');
    give('36000');
    await until(() => at().length >= 3, 'more loads');
    give('pause');
    give(0);
    const held = at().length;
    await new Promise((resolve) => setTimeout(resolve, 150));
    assert.equal(at().length, held);
    assert.ok(isIn('paused')());
    give('start');
    await until(isIn('done'), 'the end');
    assert.deepEqual(
      at(),
      hours(0, 24).map((one) => one - 1000),
    );
    assert.deepEqual(caught, []);
  });

  it('goes on after a redeploy where it was, and begins anew for another begin', async () => {
    const file = write('day.csv', hours(0, 24));
    await load({ file, speed: 360, autoStart: true });
    await until(() => at().length === 1, 'the first load');
    give(36_000);
    await until(() => at().length >= 4, 'four loads');
    await helper.unload();
    const before = at();
    // The speed of the settings is another one now, and counts before the one that came by message.
    await load({ file, speed: 0, autoStart: true }, false);
    await until(isIn('done'), 'the end');
    assert.deepEqual(
      [...before, ...at()],
      hours(0, 24).map((one) => one - 1000),
    );
    await helper.unload();
    await load({ file, speed: 0, autoStart: true, startAt: '2018-01-01T20:00Z' }, false);
    await until(isIn('done'), 'the end');
    assert.deepEqual(at(), [20, 21, 22, 23]);
  });

  it('plays over and over with times that go on, until it is stopped', async () => {
    await load({ file: write('short.csv', hours(0, 6)), speed: 0, atEnd: 'loop', startAt: '2018-01-01T04:00' });
    give('start');
    await until(() => at().length > 30, 'several passes');
    give('stop');
    await until(isIn('stopped'), 'the stop');
    const times = at();
    assert.deepEqual(
      times,
      times.map((_, i) => i + 4),
    );
    assert.deepEqual(
      loads()
        .slice(0, 4)
        .map(({ loadMw }) => loadMw),
      [1004, 1005, 1000, 1001],
    );
    give('start');
    await until(() => at().length > times.length, 'another start');
    assert.equal(at()[times.length], 4);
    give(undefined, { reset: true });
    await until(() => at().filter((hour) => hour === 4).length === 3, 'the beginning');
  });

  it('sends the fields and the time that are wanted', async () => {
    const file = write('day.csv', hours(0, 4));
    await load({ file, speed: 0, fields: 'original' });
    give('start');
    await until(isIn('done'), 'the end');
    assert.deepEqual((messages[0]!.payload as unknown[])[1], { load: 1001, timestamp: '2018-01-01T01:00:00.000Z' });
    await helper.unload();
    const before = Date.now();
    await load({ file, speed: 0, times: 'now' });
    give('start');
    await until(isIn('done'), 'the end');
    assert.ok(loads().every(({ timeMs }) => timeMs >= before && timeMs <= Date.now()));
  });

  it('plays files below its folder only', async () => {
    const below = join(folder, 'below');
    mkdirSync(below, { recursive: true });
    write('below/a.csv', hours(0, 3));
    symlinkSync(write('day.csv', hours(0, 4)), join(below, 'link.csv'));
    await load({ file: below, speed: 0, autoStart: true });
    give('start', { filename: 'a.csv' });
    await until(isIn('done'), 'the end');
    assert.deepEqual(at(), [0, 1, 2]);
    for (const filename of ['../day.csv', 'link.csv', '/etc/passwd', 'none.csv']) {
      caught = [];
      give('start', { filename });
      await until(() => caught.length === 1, filename);
      assert.match(caught[0]!, /outside the folder|cannot be read/);
    }
    give('start');
    give(undefined, { reset: true });
    give('start');
    await until(isIn('failed'), 'that a folder is no file');
    assert.match(refused.at(-1)!.message, /is a folder/);
  });

  it('says why a file can not be played', async () => {
    const cases: [file: string, settings: object, message: RegExp][] = [
      [join(folder, 'none.csv'), {}, /cannot be read \(ENOENT\)/],
      [write('empty.csv', []), {}, /there are no rows/],
      [write('day.csv', hours(0, 4)), { startAt: '2030-01-01' }, /it ends at 2018-01-01T03/],
      [write('day.csv', hours(0, 4)), { loadColumn: 'mw' }, /there is no column "mw"/],
    ];
    writeFileSync(join(folder, 'binary.csv'), Buffer.alloc(200_000, 7));
    cases.push([join(folder, 'binary.csv'), {}, /a line has no end/]);
    for (const [file, settings, message] of cases) {
      await load({ file, speed: 0, atEnd: 'loop', ...settings });
      give('start');
      await until(isIn('failed'), String(message));
      assert.match(refused.at(-1)!.message, message);
      assert.equal(refused.at(-1)!.reason, 'unreadable');
      await helper.unload();
    }
  });

  it('tries again after a deploy what failed', async () => {
    const file = write('day.csv', hours(0, 4));
    await load({ file, speed: 0, autoStart: true, loadColumn: 'mw' });
    await until(isIn('failed'), 'the failure');
    await helper.unload();
    await load({ file, speed: 0, autoStart: true }, false);
    await until(isIn('done'), 'the end');
    assert.deepEqual(at(), [0, 1, 2, 3]);
  });

  it('refuses commands that it does not know, and settings that say nothing', async () => {
    await load();
    for (const payload of [Date.now(), 'faster', -1, '', Number.NaN, {}, null, [3600]]) {
      caught = [];
      give(payload);
      await until(() => caught.length === 1, JSON.stringify(payload));
      assert.match(caught[0]!, /send start, stop, pause, or a speed/);
    }
    await helper.unload();
    await load({ startAt: 'soon' });
    assert.match(String(helper.getNode('replay').error.lastCall.args[0]), /setting "startAt" is "soon"/);
  });

  it('previews how a file would be read', async () => {
    let answer: ((request: object, response: object) => void) | undefined;
    const { offerPreview } = require('../../nodes/grid-load-replay/load-preview');
    const httpAdmin = { post: (_path: string, ...handlers: (typeof answer)[]) => (answer = handlers.at(-1)) };
    offerPreview({ httpAdmin } as unknown as NodeRed);
    const look = (body: object) => new Promise<Preview>((json) => answer!({ body }, { json }));
    const file = await look({ file: write('gap.csv', [...hours(0, 5), ...Array(9).fill(null), ...hours(14, 20)]) });
    assert.match(file.notes.join(), /loads are in "load_mw".*9 are missing/);
    assert.deepEqual(file.columns, [
      { name: 'time', role: 'time' },
      { name: 'load_mw', role: 'load (MW)' },
    ]);
    assert.deepEqual([file.rows!.length, file.rows![0]], [8, ['2018-01-01T00:00:00.000Z', '1000']]);
    assert.deepEqual((await look({})).notes, [{ key: 'preview.simulated' }]);
    assert.deepEqual((await look({ file: folder })).notes, [{ key: 'preview.folder' }]);
    assert.match(String((await look({ file: join(folder, 'none.csv') })).notes[0]), /ENOENT/);
    assert.match(String((await look({ startAt: 'soon' })).notes[0]), /setting "startAt"/);
  });
});
