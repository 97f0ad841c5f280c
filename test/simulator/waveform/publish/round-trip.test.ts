import assert from 'node:assert/strict';
import type { Waveform } from '../../../../lib/messages';
import { readWaveforms } from '../../../../lib/waveform/formats';
import { FrameAssembler } from '../../../../lib/waveform/frames';
import { eventFiles, transported, WAVEFORM_FORMATS, waveformFrames } from '../../../../simulator/waveform/publish';
import { madeEvent } from './made-event';

const START_MS = Date.UTC(2026, 0, 1);

describe('simulated waveforms, read back', () => {
  const event = madeEvent();
  const { operate, restraint } = event;

  function check({ channels, sampleRateHz, nominalFrequencyHz }: Waveform, samples: Float32Array[]): void {
    assert.deepEqual([sampleRateHz, nominalFrequencyHz], [10_000, 60]);
    assert.deepEqual(
      channels.map(({ phase, quantity, unit }) => [phase, quantity, unit]),
      samples.map((_, i) => ['ABC'[i % 3], 'current', 'A']),
    );
    for (const [i, expected] of samples.entries()) assert.deepEqual(Float32Array.from(channels[i]!.samples), expected);
  }

  for (const format of WAVEFORM_FORMATS) {
    it(`from ${format}`, () => {
      const files = eventFiles(event, format, 'a folder/e-01', START_MS).map(({ path, content }) => ({
        name: path.split('/').at(-1)!,
        bytes: Buffer.from(content),
      }));
      const [waveform, ...more] = readWaveforms(files, { sampleRateHz: 10_000, nominalFrequencyHz: 60 });
      assert.deepEqual(more, []);
      const isComtrade = format === 'comtrade';
      check(waveform!, isComtrade ? [...operate, ...restraint] : operate);
      if (!isComtrade) return;
      assert.equal(waveform!.startMs, START_MS);
      assert.deepEqual(
        waveform!.channels.map(({ role }) => role),
        [...Array(3).fill('operate'), ...Array(3).fill('restraint')],
      );
      const trigger = waveform!.markers!.find(({ kind }) => kind === 'trigger')!;
      assert.ok(Math.abs(trigger.offsetMs - event.inceptionMs) < 0.001);
    });
  }

  it('from frames in disorder, with what was lost as gaps', () => {
    const all = waveformFrames(event, { id: 'e1', station: 'S', recorder: 'R', startMs: START_MS }, 12);
    const { arrived, faults } = transported(all, { duplicate: 0.3, 'out-of-order': 0.3 }, 4, 'x');
    assert.ok(['duplicate', 'out-of-order'].every((kind) => faults.some((one) => one.kind === kind)));
    const assembler = new FrameAssembler();
    const { waveforms = [] } = assembler.process(JSON.parse(JSON.stringify(arrived)), START_MS);
    assert.equal(waveforms.length, 1);
    check(waveforms[0]!, [...operate, ...restraint]);
    assert.deepEqual(waveforms[0]!.gaps ?? [], []);

    const lossy = transported(all, { lost: 0.2 }, 4, 'x');
    const lost = lossy.faults.map(({ frame }) => frame);
    assert.ok(lost.length > 0);
    const other = new FrameAssembler();
    other.process(lossy.arrived, START_MS);
    const [waveform] = other.flush(START_MS).waveforms!;
    const missing = (waveform!.gaps ?? []).reduce((sum, { fromMs, toMs }) => sum + 10 * (toMs - fromMs), 0);
    const expected = lost.reduce((sum, frame) => sum + (frame === 11 ? 55 : 61), 0);
    assert.ok(Math.abs(missing - expected) < 1e-6, `${missing} of ${expected}`);
  });
});
