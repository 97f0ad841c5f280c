import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { readWaveforms } from '../../../../lib/waveform/formats';
import { fileText } from '../../../../lib/waveform/formats/file-text';
import { openRecordings } from '../../../../lib/waveform/formats/open-recordings';
import { READ_LIMITS } from '../../../../lib/waveform/formats/read-options';
import { sharedFile } from '../../../support/shared-data';

interface ExpectedChannel {
  name: string;
  unit: string;
  first: (number | null)[];
  missing: number[];
  sum: number;
  sumOfSquares: number;
  placeSum: number;
  minimum: number;
  maximum: number;
}

interface ExpectedRecord {
  files: string[];
  station: string;
  frequencyHz: number;
  samples: number;
  rates: number;
  highestRateHz: number;
  triggerMs: number;
  lastMs: number;
  channels: ExpectedChannel[];
  spline?: { places: number[]; values: number[][] };
}

/** Made by an independent reader, see make-expected.py. */
const EXPECTED: ExpectedRecord[] = JSON.parse(readFileSync(join(__dirname, 'fixtures/expected.json'), 'utf8'));

const pathOf = (name: string) => sharedFile(`waveforms/${name}`);
const filesOf = ({ files }: ExpectedRecord) =>
  files.map((name) => ({ name: basename(name), bytes: new Uint8Array(readFileSync(pathOf(name)!)) }));

/** Sums of numbers of both signs: the tolerance goes by the size of the summands. */
function close(got: number, expected: number, size: number, what: string): void {
  assert.ok(Math.abs(got - expected) <= 1e-9 * Math.max(size, 1e-12), `${what}: ${got}, expected ${expected}`);
}

function checkChannel(samples: Float64Array, expected: ExpectedChannel): void {
  const { name } = expected;
  let [sum, squares, placeSum, minimum, maximum] = [0, 0, 0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const missing: number[] = [];
  samples.forEach((value, i) => {
    if (Number.isNaN(value)) {
      missing.push(i);
      return;
    }
    sum += value;
    squares += value * value;
    placeSum += value * (i + 1);
    minimum = Math.min(minimum, value);
    maximum = Math.max(maximum, value);
  });
  const count = samples.length;
  const peak = Math.max(Math.abs(expected.minimum), Math.abs(expected.maximum));
  assert.deepEqual(missing, expected.missing, `${name}: missing`);
  expected.first.forEach((value, i) => {
    if (value !== null) close(samples[i]!, value, peak, `${name}: sample ${i}`);
  });
  close(minimum, expected.minimum, peak, `${name}: minimum`);
  close(maximum, expected.maximum, peak, `${name}: maximum`);
  close(sum, expected.sum, peak * count, `${name}: sum`);
  close(squares, expected.sumOfSquares, peak * peak * count, `${name}: sum of squares`);
  close(placeSum, expected.placeSum, peak * count * count, `${name}: sum by place`);
}

describe('public COMTRADE records, held against python-comtrade', () => {
  for (const expected of EXPECTED) {
    it(`${expected.files.map((file) => basename(file)).join(' with ')}`, function () {
      if (expected.files.some((file) => pathOf(file) === undefined)) this.skip();
      const files = filesOf(expected);
      const [recording] = openRecordings(files, {}, READ_LIMITS);
      assert.equal(recording!.station, expected.station);
      // The trigger is told in microseconds there.
      assert.ok(Math.abs(recording!.triggerMs! - expected.triggerMs) < 1e-3, `trigger ${recording!.triggerMs} ms`);
      assert.equal(recording!.nominalFrequencyHz ?? 0, expected.frequencyHz);
      assert.deepEqual(
        recording!.channels.map(({ name, unit }) => [name, unit]),
        expected.channels.map(({ name, unit }) => [name, unit]),
      );
      const { samples, timing } = recording!.read(expected.channels.map((_, i) => i));
      assert.equal(samples[0]!.length, expected.samples);
      const lastMs = 'rateHz' in timing ? ((expected.samples - 1) * 1000) / timing.rateHz : timing.timesMs.at(-1)!;
      assert.ok(Math.abs(lastMs - expected.lastMs) < 1e-6, `last sample at ${lastMs} ms, expected ${expected.lastMs}`);
      expected.channels.forEach((channel, i) => {
        checkChannel(samples[i]!, channel);
      });
    });
  }

  it('brings the 83 rates of the real recorder to one, as a cubic spline of another library does', function () {
    const expected = EXPECTED.find(({ rates }) => rates > 1)!;
    if (pathOf(expected.files[0]!) === undefined) this.skip();
    const [waveform] = readWaveforms(filesOf(expected));
    assert.equal(waveform!.sampleRateHz.toFixed(6), expected.highestRateHz.toFixed(6));
    assert.deepEqual(
      waveform!.channels.map(({ name, phase, quantity, unit }) => [name, phase, quantity, unit]),
      [
        ['UA', 'A', 'voltage', 'V'],
        ['UB', 'B', 'voltage', 'V'],
        ['UC', 'C', 'voltage', 'V'],
      ],
    );
    assert.match(waveform!.notes!.join('\n'), /several rates.*2410\.7/);
    const { places, values } = expected.spline!;
    values.forEach((row, channel) => {
      const samples = waveform!.channels[channel]!.samples;
      const worst = Math.max(...places.map((place, i) => Math.abs(samples[place]! - row[i]!)));
      // 48 samples a cycle; the noise of the recorder decides: a cubic of four points and a spline differ by it.
      assert.ok(worst < 0.01 * expected.channels[channel]!.maximum, `${worst} V off`);
    });
  });

  it('knows that the configuration of the real recorder is in Windows-1251', function () {
    const file = pathOf('recorder_isolated_network.cfg');
    if (!file) this.skip();
    assert.match(fileText(new Uint8Array(readFileSync(file))), /терминал версия[\s\S]*Неиспр\. ТН пуск/);
  });

  it('reads 15 channels of 40,001 samples at 100 kHz, of another nominal frequency than the file says', function () {
    const expected = EXPECTED.find(({ samples }) => samples === 40_001)!;
    if (pathOf(expected.files[0]!) === undefined) this.skip();
    const files = filesOf(expected);
    const channels = expected.channels.map(({ name }) => name);
    const [waveform] = readWaveforms(files, { channels, nominalFrequencyHz: 60 });
    assert.deepEqual(
      waveform!.channels.map(({ samples }) => samples.length),
      Array(15).fill(40_001),
    );
    assert.match(waveform!.notes!.join('\n'), /the file says 50 Hz; it was read as of 60 Hz/);
  });
});
