import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ATTACK_KINDS } from '../../simulator/theft/attacks';
import { csvSet } from '../../training/csv-set';
import { tempFolder } from '../support/temp-folder';

const START_MS = Date.UTC(2025, 0, 6);
const DAY_MS = 86_400_000;
const OPTIONS = { columns: '', sampleSeconds: 60 };

describe('training set of a user’s readings', function () {
  this.timeout(120_000);

  it('splits each meter’s time, leaves out its warm-up and what is half empty', async () => {
    const folder = tempFolder();
    const file = join(folder, 'readings.csv');
    // 18 days of two meters; on day 5 meter B was silent for 6 hours and then lost four of ten samples for another 6.
    const isThere = (meter: string, minute: number) => {
      const ofDay = minute - 5 * 1440;
      return meter === 'A' || ofDay < 0 || ofDay >= 720 || (ofDay >= 360 && minute % 10 < 6);
    };
    writeFileSync(file, rows(18, ['A', 'B'], isThere));
    const set = await csvSet([file], OPTIONS, () => undefined);
    // 144 windows a day; the validation is the last fifth of the time between the first and the last window's start.
    const validation = Math.floor(0.2 * (18 * 144 - 1)) + 1;
    assert.equal(set.count('validation'), 2 * validation);
    assert.equal(set.count('training'), 2 * (16 * 144 - validation) - 36);

    set.write(folder);
    const training = npy(join(folder, 'training.npy'));
    assert.deepEqual(training.shape, [set.count('training'), 120, 4]);
    assert.ok(training.values.every(Number.isFinite));
    // Power is 300 W by day and 100 W by night, 12 hours each: 200 W is usual. Voltage is 231 V always; PF 0.9.
    const day = Math.asinh(300 / 200);
    const night = Math.asinh(100 / 200);
    const powers = new Set(training.values.filter((_, i) => i % 4 === 0).map((value) => Math.round(value * 1e5)));
    assert.deepEqual([...powers].sort(), [night, day].map((value) => Math.round(value * 1e5)).sort());
    assert.ok(training.values.every((value, i) => i % 4 !== 1 || Math.abs(value) < 1e-4));
    assert.ok(training.values.every((value, i) => i % 4 !== 3 || Math.abs(value - 0.9) < 1e-6));

    assert.deepEqual(JSON.parse(readFileSync(join(folder, 'attacks.json'), 'utf8')), [...ATTACK_KINDS]);
    const honest = npy(join(folder, 'honest partial-bypass.npy'));
    const attacked = npy(join(folder, 'attack partial-bypass.npy'));
    assert.deepEqual(attacked.shape, honest.shape);
    // Severity 0.6 leaves 40 % of the power and nothing else is touched.
    for (const [i, value] of attacked.values.entries()) {
      const expected = i % 4 === 0 ? Math.asinh(0.4 * Math.sinh(honest.values[i]!)) : honest.values[i]!;
      assert.ok(Math.abs(value - expected) < 1e-5);
    }
  });

  it('says how many windows there are when they are too few', async () => {
    const file = join(tempFolder(), 'short.csv');
    writeFileSync(
      file,
      rows(3, ['A'], () => true),
    );
    await assert.rejects(
      csvSet([file], OPTIONS, () => undefined),
      (error: Error) => {
        assert.match(
          error.message,
          /short\.csv: \d+ windows for the training are too few, 1600 are needed \(there are 432;/,
        );
        assert.match(error.message, /give more days or meters/);
        return true;
      },
    );
  });
});

function rows(days: number, meters: string[], isThere: (meter: string, minute: number) => boolean): string {
  const lines = ['timeStamp,Power,Voltage,Current,PF,meter'];
  for (let minute = 0; minute < days * 1440; minute++) {
    const time = new Date(START_MS + minute * 60_000).toISOString();
    const watt = (minute * 60_000) % DAY_MS < DAY_MS / 2 ? 100 : 300;
    for (const meter of meters) {
      if (isThere(meter, minute)) lines.push(`${time},${watt},231,${(watt / 231 / 0.9).toFixed(2)},0.9,${meter}`);
    }
  }
  return `${lines.join('\n')}\n`;
}

/** As numpy.lib.format describes version 1.0. */
function npy(path: string): { shape: number[]; values: number[] } {
  const bytes = readFileSync(path);
  assert.equal(bytes.subarray(0, 8).toString('latin1'), '\x93NUMPY\x01\x00');
  const length = bytes.readUInt16LE(8);
  assert.equal((10 + length) % 64, 0);
  const header = bytes.subarray(10, 10 + length).toString('latin1');
  assert.match(header, /^\{'descr': '<f4', 'fortran_order': False, 'shape': \(\d+, \d+, \d+,?\), \} *\n$/);
  const shape = header.match(/\d+/g)!.slice(1).map(Number);
  const data = bytes.subarray(10 + length);
  return { shape, values: Array.from({ length: data.length / 4 }, (_, i) => data.readFloatLE(4 * i)) };
}
