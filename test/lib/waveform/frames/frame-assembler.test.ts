import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Waveform, WaveformFrame } from '../../../../lib/messages';
import { FrameAssembler } from '../../../../lib/waveform/frames';

const value = (channel: number, sample: number) => 1000 * channel + sample + 0.5;

/** An event of three channels at 1 kHz, cut into frames of so many samples. */
function framesOf(sizes: readonly number[], id = 'e1', changes: Partial<WaveformFrame> = {}): WaveformFrame[] {
  const totalSamples = sizes.reduce((sum, size) => sum + size, 0);
  let offset = 0;
  return sizes.map((size, frame) => {
    const first = offset;
    offset += size;
    return {
      schema: 'gridloom-waveform-frame/1',
      id,
      station: 'Northport',
      frame,
      frames: sizes.length,
      offset: first,
      totalSamples,
      startMs: 1_767_225_600_000,
      sampleRateHz: 1000,
      nominalFrequencyHz: 50,
      triggerOffsetMs: 2,
      channels: (['A', 'B', 'C'] as const).map((phase, channel) => ({
        name: `I${phase}`,
        phase,
        quantity: 'current',
        unit: 'A',
        samples: Array.from({ length: size }, (_, i) => value(channel, first + i)),
      })),
      ...changes,
    };
  });
}

const reasons = (emission: { refused?: { reason: string }[] }) => (emission.refused ?? []).map(({ reason }) => reason);
const ids = (emission: { waveforms?: Waveform[] }) => (emission.waveforms ?? []).map(({ id }) => id);

describe('frames of live recorders', function () {
  this.timeout(20_000);

  it('give the event whatever order they come in, twice or not, in any batches', () => {
    const drawn = fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 8 }).chain((sizes) =>
      fc.record({
        sizes: fc.constant(sizes),
        order: fc.shuffledSubarray(
          sizes.map((_, i) => i),
          { minLength: sizes.length },
        ),
        repeats: fc.array(fc.nat(sizes.length - 1), { maxLength: 4 }),
        restartAt: fc.nat(sizes.length),
      }),
    );
    fc.assert(
      fc.property(drawn, ({ sizes, order, repeats, restartAt }) => {
        const frames = framesOf(sizes);
        let assembler = new FrameAssembler();
        const waveforms: Waveform[] = [];
        const refused: string[] = [];
        [...order, ...repeats].forEach((index, step) => {
          if (step === restartAt) {
            const kept = JSON.parse(JSON.stringify(assembler.snapshot()));
            assembler = new FrameAssembler();
            assembler.restore(kept);
          }
          const emission = assembler.process([frames[index]], step);
          waveforms.push(...(emission.waveforms ?? []));
          refused.push(...reasons(emission));
        });
        assert.equal(waveforms.length, 1);
        assert.deepEqual(
          refused,
          repeats.map(() => 'late'),
        );
        const [{ channels, gaps, markers, startMs }] = waveforms as [Waveform];
        assert.equal(gaps, undefined);
        assert.deepEqual(markers, [{ offsetMs: 2, kind: 'trigger' }]);
        assert.equal(startMs, 1_767_225_600_000);
        channels.forEach(({ samples }, channel) => {
          assert.deepEqual(
            [...samples],
            Array.from({ length: frames[0]!.totalSamples }, (_, i) => value(channel, i)),
          );
        });
      }),
      { seed: 11, numRuns: 300 },
    );
  });

  it('names the lost ones, by number and time, when the wait is over', () => {
    const assembler = new FrameAssembler({ waitMs: 1000 });
    const frames = framesOf([2, 2, 2, 2, 2, 2]);
    assembler.process([frames[4], frames[1]], 0);
    assert.deepEqual(ids(assembler.tick(999)), []);
    assembler.process([frames[1]], 500);
    const { waveforms } = assembler.tick(1000);
    assert.deepEqual(waveforms![0]!.gaps, [
      { fromMs: 0, toMs: 2, reason: 'frame 0 never came' },
      { fromMs: 4, toMs: 8, reason: 'frames 2 to 3 never came' },
      { fromMs: 10, toMs: 12, reason: 'frame 5 never came' },
    ]);
    assert.deepEqual(
      [...waveforms![0]!.channels[1]!.samples],
      [0, 0, 1002.5, 1003.5, 0, 0, 0, 0, 1008.5, 1009.5, 0, 0],
    );
    assert.deepEqual(reasons(assembler.process([frames[0]], 2000)), ['late']);
    assert.equal(assembler.openEvents, 0);
  });

  it('waits as long after each new frame, and gives out what is open on flush', () => {
    const assembler = new FrameAssembler({ waitMs: 1000 });
    const frames = framesOf([1, 1, 1]);
    assembler.process([frames[0]], 0);
    assembler.process([frames[1]], 900);
    assert.deepEqual(ids(assembler.tick(1800)), []);
    assert.deepEqual(ids(assembler.flush(1801)), ['e1']);
    assert.deepEqual(ids(assembler.flush(1802)), []);
  });

  it('names samples that no frame has', () => {
    const [first, second] = framesOf([3, 3]) as [WaveformFrame, WaveformFrame];
    const { waveforms } = new FrameAssembler().process([first, { ...second, offset: 4, totalSamples: 7 }], 0);
    assert.deepEqual(waveforms, []);
    const cut = [first, second].map((frame) => ({ ...frame, totalSamples: 8, offset: frame.offset + frame.frame }));
    const emission = new FrameAssembler().process(cut, 0);
    assert.deepEqual(
      emission.waveforms![0]!.gaps!.map(({ reason }) => reason),
      ['no frame has the samples 3 to 3', 'no frame has the samples 7 to 7'],
    );
  });

  it('refuses frames that contradict the others of their event', () => {
    const [first, second, third] = framesOf([2, 2, 2]) as [WaveformFrame, WaveformFrame, WaveformFrame];
    const contradictions: [object, RegExp][] = [
      [{ ...second, sampleRateHz: 2000 }, /sampleRateHz is 2000, and 1000 in the frames before/],
      [{ ...second, frames: 4 }, /frames is 4, and 3/],
      [{ ...second, startMs: undefined }, /startMs is undefined/],
      [{ ...second, channels: second.channels.slice(1) }, /its channels are IB B/],
      [{ ...second, offset: 1 }, /its samples and those of frame 0 overlap/],
      [{ ...second, offset: 3 }, /its samples and those of frame 2 overlap/],
      [
        { ...first, channels: first.channels.map((one) => ({ ...one, samples: [0, 0] })) },
        /came before with other samples/,
      ],
    ];
    for (const [frame, message] of contradictions) {
      const assembler = new FrameAssembler();
      const { refused } = assembler.process([first, third, frame], 0);
      assert.equal(refused!.length, 1);
      assert.equal(refused![0]!.reason, 'contradicts');
      assert.match(refused![0]!.message, message);
      assert.deepEqual(ids(assembler.process([second], 1)), ['e1'], 'the right frame is still taken');
    }
    assert.deepEqual(reasons(new FrameAssembler().process([first, first], 0)), ['twice']);
  });

  it('refuses what is no frame, or one that is wrong by itself', () => {
    const [frame] = framesOf([2, 2]) as [WaveformFrame];
    const [channel, ...others] = frame.channels;
    const wrong: unknown[] = [
      null,
      7,
      {},
      { ...frame, schema: 'gridloom-waveform-frame/2' },
      { ...frame, frame: 2 },
      { ...frame, offset: 3 },
      { ...frame, offset: -1 },
      { ...frame, sampleRateHz: 0 },
      { ...frame, sampleRateHz: Number.NaN },
      { ...frame, totalSamples: 1e9 },
      { ...frame, totalSamples: 9_999_999 },
      { ...frame, channels: [] },
      { ...frame, channels: [{ ...channel!, samples: [1] }, ...others] },
      { ...frame, channels: frame.channels.map((one) => ({ ...one, samples: [] })) },
      { ...frame, channels: [{ ...channel!, samples: [1, null] }, ...others] },
    ];
    const assembler = new FrameAssembler();
    const { refused, waveforms } = assembler.process(wrong, 0);
    assert.equal(refused!.length, wrong.length);
    assert.deepEqual(waveforms, []);
    assert.ok(refused!.every(({ message, remedy, place }) => message && remedy && place));
    assert.equal(assembler.openEvents, 0);
  });

  it('keeps a bounded number of open events and samples, the oldest going out first', () => {
    const few = new FrameAssembler({ maxEvents: 2 });
    const starts = ['a', 'b', 'c'].map((id) => framesOf([2, 2], id)[0]);
    const emission = few.process(starts, 0);
    assert.deepEqual(ids(emission), ['a']);
    assert.match(emission.waveforms![0]!.notes!.join(), /went out early/);
    const small = new FrameAssembler({ maxOpenValues: 20 });
    const out = ['a', 'b', 'c', 'd'].flatMap((id) => ids(small.process(framesOf([2, 2], id).slice(0, 1), 0)));
    assert.deepEqual(out, ['a']);
  });

  it('tells events of two stations apart, and a new event with an old id by its start', () => {
    const assembler = new FrameAssembler();
    const here = framesOf([1, 1]);
    const there = framesOf([1, 1], 'e1', { station: 'Southport' });
    assert.deepEqual(ids(assembler.process([here[0], there[0], here[1], there[1]], 0)), ['e1', 'e1']);
    const later = framesOf([1, 1], 'e1', { startMs: 1_767_225_700_000 });
    assert.deepEqual(ids(assembler.process(later, 1)), ['e1']);
    // Without another start it is taken for a late one, until it has been forgotten.
    assert.deepEqual(reasons(assembler.process(later, 2)), ['late', 'late']);
    assert.deepEqual(ids(assembler.process(later, 700_000)), ['e1']);
  });

  it('forgets on reset, and refuses states that are not its own', () => {
    const assembler = new FrameAssembler();
    const frames = framesOf([1, 1]);
    assembler.process([frames[0]], 0);
    assembler.reset();
    assert.deepEqual(ids(assembler.process([frames[1]], 0)), []);
    for (const state of [
      null,
      {},
      { version: 2, open: [], gone: [] },
      { version: 1, open: [{ newestMs: 0, frames: [{}] }], gone: [] },
    ]) {
      assert.throws(() => new FrameAssembler().restore(state), /kept frames cannot be used/);
    }
  });
});
