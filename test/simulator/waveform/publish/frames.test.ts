import assert from 'node:assert/strict';
import { Value } from '@sinclair/typebox/value';
import fc from 'fast-check';
import { WaveformFrame } from '../../../../lib/messages';
import {
  checkFrameFaults,
  type FrameFaultRecord,
  liveMessages,
  transported,
  waveformFrames,
} from '../../../../simulator/waveform/publish';
import { madeEvent } from './made-event';

const RECORDING = { id: 'e1', station: 'S', recorder: 'R', startMs: 1_767_225_600_000 };
const LIVE = {
  nominalFrequencyHz: 60,
  seed: 1,
  topicRoot: 'a/waveform',
  station: 'S',
  recorder: 'R',
  frames: 12,
  faults: {},
} as const;

describe('frames of simulated waveforms', function () {
  this.timeout(20_000);
  it('are messages of the schema and give the event back, whatever their number', () => {
    const event = madeEvent();
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), (wanted) => {
        const frames = waveformFrames(event, RECORDING, wanted);
        assert.ok(frames.length <= wanted);
        for (const frame of frames) assert.ok(Value.Check(WaveformFrame, JSON.parse(JSON.stringify(frame))));
        const names = frames[0]!.channels.map(({ name, role }) => `${name} ${role}`);
        assert.deepEqual(names, [
          'IA operate',
          'IB operate',
          'IC operate',
          'RA restraint',
          'RB restraint',
          'RC restraint',
        ]);
        for (const [i, samples] of [...event.operate, ...event.restraint].entries()) {
          const back = new Float32Array(726).fill(Number.NaN);
          for (const { offset, channels } of frames) back.set(channels[i]!.samples, offset);
          assert.deepEqual(back, samples);
        }
      }),
      { seed: 2, numRuns: 12 },
    );
  });

  it('twelve of them are 61 samples long but for the last', () => {
    const frames = waveformFrames(madeEvent(), RECORDING, 12);
    assert.deepEqual(
      frames.map(({ channels }) => channels[0]!.samples.length),
      [...new Array(11).fill(61), 55],
    );
    assert.deepEqual(
      frames.map(({ frame }) => frame),
      [...frames.keys()],
    );
    assert.ok(frames.every(({ frames: count, totalSamples }) => count === 12 && totalSamples === 726));
    assert.ok(frames.every(({ triggerOffsetMs }) => triggerOffsetMs === 8.14));
  });

  it('a live event has the topic of its recorder and begins when its last sample is now', () => {
    const endMs = Date.UTC(2026, 0, 1) + 73;
    const { topic, frames, truth } = liveMessages(madeEvent(), LIVE, 4, endMs);
    assert.equal(topic, 'a/waveform/S/R');
    assert.equal(truth.id, 'R-2026-01-01T00:00:00.001Z-4');
    assert.deepEqual([frames[0]!.id, frames[0]!.startMs], [truth.id, truth.startMs]);
    assert.equal(truth.startMs, Math.round(endMs - 72.5));
    assert.deepEqual([truth.label, truth.clearingMs, truth.frameFaults], ['transient_ferroresonance', 58.14, []]);
  });

  it('what befalls frames is what is told, and the same for the same seed', () => {
    const rates = fc.record({
      lost: fc.double({ min: 0, max: 0.3, noNaN: true }),
      duplicate: fc.double({ min: 0, max: 0.3, noNaN: true }),
    });
    fc.assert(
      fc.property(rates, fc.integer({ min: 0, max: 1000 }), (given, seed) => {
        const frames = Array.from({ length: 30 }, (_, i) => i);
        const all = { ...given, 'out-of-order': 0.3 };
        const { arrived, faults } = transported(frames, all, seed, 'x');
        assert.deepEqual(transported(frames, all, seed, 'x'), { arrived, faults });
        const hit = (kind: FrameFaultRecord['kind']) =>
          faults.filter((one) => one.kind === kind).map(({ frame }) => frame);
        const times = (frame: number) => arrived.filter((one) => one === frame).length;
        for (const frame of frames) {
          assert.equal(times(frame), hit('lost').includes(frame) ? 0 : hit('duplicate').includes(frame) ? 2 : 1);
        }
        // Whatever is not held back keeps its order.
        const kept = arrived.filter((frame) => !hit('out-of-order').includes(frame));
        assert.deepEqual(
          kept,
          [...kept].sort((a, b) => a - b),
        );
      }),
      { seed: 3, numRuns: 200 },
    );
  });

  it('a frame out of order comes after the next that arrives', () => {
    const frames = Array.from({ length: 2000 }, (_, i) => i);
    const { arrived, faults } = transported(frames, { 'out-of-order': 0.2 }, 5, 'x');
    const held = new Set(faults.map(({ frame }) => frame));
    for (const frame of held) {
      const next = frames.find((one) => one > frame && !held.has(one));
      if (next !== undefined) assert.ok(arrived.indexOf(frame) > arrived.indexOf(next));
    }
    // Binomial with n 2000 and p 0.2: five standard deviations are 90.
    assert.ok(Math.abs(held.size - 400) < 90, `${held.size}`);
  });

  it('shares of more than 1 in sum are refused', () => {
    checkFrameFaults({ lost: 0.5, duplicate: 0.5 });
    assert.throws(() => checkFrameFaults({ lost: 0.6, duplicate: 0.5 }), /1\.1 in sum; give 1 or less/);
  });
});
