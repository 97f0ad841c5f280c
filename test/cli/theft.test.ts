import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Value } from '@sinclair/typebox/value';
import type { TheftResult } from '../../cli/theft/theft-analysis';
import { TheftCase, TheftDay, TheftEvent, TheftWindow } from '../../lib/messages';
import { createSimulation } from '../../simulator';
import { gridloom } from '../support/run-gridloom';
import { sharedFile } from '../support/shared-data';
import { tempFolder } from '../support/temp-folder';

const START = Date.UTC(2026, 0, 12);
const DAY_MS = 86_400_000;
const DAYS = 10;
/** From here on a part of the current of the thief goes past the meter's power measurement. */
const THEFT_MS = START + 8 * DAY_MS;
const folder = tempFolder();

const theft = (...args: string[]) => gridloom('theft', ...args);

/** Ten days of two simulated homes at 5 s; the second one steals from the ninth day on. */
function simulatedFile(): { path: string; thief: string; rows: number } {
  const simulation = createSimulation({
    meters: 2,
    seed: 3,
    startMs: START,
    dialects: { gridloom: 1 },
    feederMeters: false,
  });
  const thief = simulation.meters[1]!.meterId;
  const lines = ['timeStamp,meter,Power,Voltage,Current,PF'];
  for (let timeMs = START + 5000; timeMs <= START + DAYS * DAY_MS; timeMs += 5000) {
    simulation.system.step(timeMs);
    const stamp = new Date(timeMs).toISOString();
    simulation.meters.forEach(({ meterId }, i) => {
      const { activePowerW, voltageV, currentA, powerFactor } = simulation.system.sample(i, timeMs);
      const power = meterId === thief && timeMs > THEFT_MS ? activePowerW * 0.5 : activePowerW;
      const values = [power.toFixed(1), voltageV.toFixed(1), currentA.toFixed(3), powerFactor.toFixed(3)];
      lines.push(`${stamp},${meterId},${values.join(',')}`);
    });
  }
  lines.splice(1000, 0, 'damaged row');
  const path = join(folder, 'readings.csv');
  writeFileSync(path, lines.join('\n'));
  return { path, thief, rows: lines.length - 1 };
}

describe('gridloom theft', () => {
  it('finds the meter from which is stolen, and only that one, from the day on which it begins', async () => {
    const { path, thief, rows } = simulatedFile();
    const { code, out, err } = await theft(path, '--json', '--model', 'none', '--out', join(folder, 'out'));
    assert.equal(code, 0, err);
    const result = JSON.parse(out) as TheftResult;
    assert.deepEqual([result.meters, result.rows, result.readings], [2, rows, rows - 1]);
    assert.deepEqual([result.refused.byReason, result.refused.rows[0]?.line, result.late], [{ columns: 1 }, 1001, 0]);
    assert.equal(result.windowCounts.total, 2 * (DAYS * 144 + 1));
    const theftLike = result.events.filter((event) => event.theftLike);
    assert.deepEqual([...new Set(theftLike.map(({ meterId }) => meterId))], [thief]);
    assert.ok(theftLike[0]!.startMs >= THEFT_MS - DAY_MS / 4, new Date(theftLike[0]!.startMs).toISOString());
    assert.ok((result.cueCounts['power-mismatch'] ?? 0) > 100, JSON.stringify(result.cueCounts));
    assert.deepEqual(
      result.cases.map(({ meterId }) => meterId),
      [thief],
    );
    assert.ok(result.days.length >= 2 * DAYS);
    for (const [schema, messages] of [
      [TheftEvent, result.events],
      [TheftDay, result.days],
      [TheftCase, result.cases],
    ] as const) {
      for (const message of messages) assert.ok(Value.Check(schema, message), JSON.stringify(message).slice(0, 300));
    }
    const windows = readFileSync(join(folder, 'out', 'windows.ndjson'), 'utf8')
      .trimEnd()
      .split('\n');
    assert.equal(windows.length, result.windowCounts.total);
    assert.ok(windows.every((line) => Value.Check(TheftWindow, JSON.parse(line))));
    assert.deepEqual(JSON.parse(readFileSync(join(folder, 'out', 'result.json'), 'utf8')), result);

    const whole = JSON.parse((await theft(path, '--json', '--model', 'none')).out) as TheftResult & {
      windows: TheftWindow[];
    };
    const { windows: all, ...rest } = whole;
    assert.deepEqual(
      all,
      windows.map((line) => JSON.parse(line)),
    );
    assert.deepEqual(rest, result, 'the same without a file, with the windows in it');
    const cues = all.flatMap(({ meterId, startMs, lengthMs, cues: own }) =>
      own.map((cue) => ({ meterId, startMs, lengthMs, ...cue })),
    );
    assert.equal(whole.cues.length, cues.length);

    const text = await theft(path, '--model', join(folder, 'no-such.onnx'));
    assert.match(text.err, /the model: .*no-such\.onnx/, 'the forest judges alone then, and it is said');
    assert.match(text.out, new RegExp(`2 meters, ${rows} rows`));
    assert.match(text.out, new RegExp(`${thief} +2026-01-2`));
    assert.match(text.out, /readings.csv:1001 the row has 1 cells instead of 6/);
  }).timeout(120_000);

  it('says what is wrong with its arguments and its files', async () => {
    assert.deepEqual([(await theft()).code, (await theft('x', '--columns', 'Power=P:V')).code], [2, 2]);
    const missing = await theft(join(folder, 'no-such.csv'));
    assert.equal(missing.code, 1);
    assert.match(missing.err, /no-such\.csv/);
    writeFileSync(join(folder, 'other.csv'), 'a;b\n1;2\n');
    assert.match((await theft(join(folder, 'other.csv'))).err, /other\.csv: no column of timeStamp was found/);
    writeFileSync(join(folder, 'empty.csv'), '');
    assert.match((await theft(join(folder, 'empty.csv'))).err, /empty\.csv: /);
    assert.match((await theft('x.csv', '--time-zone', 'Mars/Phobos')).err, /Mars\/Phobos/);
  });

  it('does not judge meters of feeders, and says when rows are out of order or meters too many', async () => {
    const rows = Array.from({ length: 1000 }, (_, i) => {
      const stamp = new Date(START - i * 5000).toISOString();
      return `${stamp},a,F1,H1,100\n${stamp},f,F1,,9000`;
    });
    rows.push(`${new Date(START).toISOString()},b,F1,H2,100`);
    writeFileSync(join(folder, 'back.csv'), `timeStamp,meter,feeder,household,Power\n${rows.join('\n')}\n`);
    const { code, out, err } = await theft(join(folder, 'back.csv'), '--json', '--maximum-meters', '1');
    assert.equal(code, 0);
    const { meters, feederMeters, late, windowCounts } = JSON.parse(out) as TheftResult;
    assert.deepEqual([meters, feederMeters], [3, 1]);
    assert.ok(late > 500 && late < 1000, `${late}`);
    assert.ok(windowCounts.total <= 3, 'none of the feeder');
    assert.match(err, /1 meters were forgotten.*: raise the setting maximumMeters/);
    assert.match(err, /readings came after their window was judged: sort the rows/);
  });

  it('reads a real household of minutes, with date and time in two columns', async function () {
    const path = sharedFile('meters/household_1min.csv');
    if (path === undefined) return this.skip();
    const { out, err } = await theft(
      path,
      ...['--json', '--sample-seconds', '60', '--model', 'none'],
      ...['--time-zone', 'Europe/Paris'],
    );
    assert.equal(err, '');
    const result = JSON.parse(out) as TheftResult;
    assert.deepEqual([result.meters, result.readings, result.refused.total], [1, 28_000, 0]);
    assert.deepEqual(
      result.events.filter((event) => event.theftLike),
      [],
      'nobody steals there',
    );
    assert.ok(result.windowCounts.withCues / result.windowCounts.scored < 0.02, `${result.windowCounts.withCues}`);
  }).timeout(30_000);
});
