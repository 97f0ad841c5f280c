import assert from 'node:assert/strict';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { minMax, rms } from '../../../dashboard/lib/waveform/min-max';
import { createWaveformModel } from '../../../dashboard/lib/waveform/model';

const LIMITS = { maxEvents: 3, maxSamples: 1000 };
const channel = (samples: ArrayLike<number>, name = 'IA') => ({ name, quantity: 'current', unit: 'A', samples });
const event = (id: string, ...channels: object[]) => ({ id, sampleRateHz: 1000, nominalFrequencyHz: 50, channels });

describe('waveform downsampling', () => {
  it('keeps the least and the greatest of every column, as a search through all samples finds them', () => {
    const sample = fc.double({ noNaN: true, min: -1e6, max: 1e6 });
    fc.assert(
      fc.property(
        fc.array(sample, { minLength: 1, maxLength: 400 }),
        fc.integer({ min: 1, max: 40 }),
        (samples, columns) => {
          const points = minMax(samples, 0, samples.length, columns);
          assert.ok(points.length <= 2 * columns);
          for (const [x, y] of points) assert.equal(samples[x], y);
          for (let i = 1; i < points.length; i++) assert.ok(points[i]![0] > points[i - 1]![0]);
          const values = points.map(([, y]) => y);
          assert.equal(Math.max(...values), Math.max(...samples));
          assert.equal(Math.min(...values), Math.min(...samples));
        },
      ),
      { seed: 1, numRuns: 500 },
    );
  });

  it('shows a spike of one sample in 100,000, and leaves a gap where samples are no numbers', () => {
    const samples = new Float32Array(100_000);
    samples[70_000] = 5;
    samples[20_000] = Number.NaN;
    const points = minMax(samples, 0, samples.length, 1000);
    assert.deepEqual(
      points.find(([, y]) => y === 5),
      [70_000, 5],
    );
    assert.equal(points.filter(([, y]) => Number.isNaN(y)).length, 1);
  });

  it('gives the RMS of a sine as its amplitude over the square root of two, within 1e-6', () => {
    const samples = Array.from({ length: 200 }, (_, i) => 10 * Math.sin((2 * Math.PI * i) / 20));
    assert.ok(Math.abs(rms(samples, 150, 20)! - 10 / Math.SQRT2) < 1e-6);
    assert.equal(rms(samples, 5, 20), undefined);
  });
});

describe('waveform model', () => {
  it('keeps the last events, and tells only those that are new', () => {
    const model = createWaveformModel(LIMITS);
    for (const id of ['a', 'b', 'c']) model.accept(event(id, channel([1, 2])));
    model.changes();
    model.accept([event('d', channel([3])), event('b', channel([4, 5]))]);
    const change = model.changes()!;
    assert.deepEqual(
      change.events!.map(({ id }) => id),
      ['d', 'b'],
    );
    assert.deepEqual(change.kept, ['c', 'd', 'b']);
    assert.deepEqual([...change.events![1]!.channels[0]!.samples], [4, 5]);
  });

  it('lets older events go when there are too many samples, and refuses what has no room at all', () => {
    const model = createWaveformModel(LIMITS);
    for (const id of ['a', 'b', 'c']) model.accept(event(id, channel(new Float32Array(400))));
    assert.deepEqual(model.snapshot().kept, ['b', 'c']);
    const [refusal] = model.accept(event('d', channel(new Float32Array(1001))));
    assert.equal(refusal!.reason, 'too-long');
    assert.deepEqual(model.snapshot().kept, ['b', 'c']);
  });

  it('takes typed arrays of function nodes, which are of another realm', () => {
    const model = createWaveformModel(LIMITS);
    assert.deepEqual(model.accept(event('a', channel(runInNewContext('Float32Array.of(1, 2)')))), []);
  });

  it('names what it can not use, and keeps the rest', () => {
    const model = createWaveformModel(LIMITS);
    const refused = model.accept([
      event('a', channel([1])),
      event('b', channel([1]), channel([1, 2], 'IB')),
      { id: 'c' },
    ]);
    assert.deepEqual(
      refused.map(({ place }) => place),
      ['payload[1]/channels/1/samples', 'payload[2]/sampleRateHz'],
    );
    assert.match(refused[0]!.message, /"IB" has 2 samples, the first has 1/);
    assert.deepEqual(model.snapshot().kept, ['a']);
  });

  it('makes gaps of what is no number', () => {
    const model = createWaveformModel(LIMITS);
    model.accept(event('a', channel([1, null, 'x'] as never)));
    assert.deepEqual([...model.snapshot().events![0]!.channels[0]!.samples], [1, Number.NaN, Number.NaN]);
  });

  it('never throws, whatever comes', () => {
    const near = fc.record({
      id: fc.string(),
      sampleRateHz: fc.double(),
      nominalFrequencyHz: fc.double(),
      channels: fc.anything(),
    });
    fc.assert(
      fc.property(fc.oneof(fc.anything(), near), (payload) => {
        createWaveformModel(LIMITS).accept(payload);
      }),
      { seed: 4, numRuns: 500 },
    );
  });
});
