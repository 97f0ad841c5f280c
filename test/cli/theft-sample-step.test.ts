import assert from 'node:assert/strict';
import { ReadingBatch } from '../../cli/theft/reading-batch';
import { sampleGrid } from '../../cli/theft/sample-step';

/** Readings of three meters in turns, every `seconds` with a little jitter and some missing. */
function batchOf(seconds: number): ReadingBatch {
  const batch = new ReadingBatch();
  for (let i = 0; i < 3000; i++) {
    if (i % 11 === 3) continue;
    batch.meter[batch.count] = i % 3;
    batch.timeMs[batch.count] = Math.floor(i / 3) * seconds * 1000 + (i % 7) * 10;
    batch.count++;
  }
  return batch;
}

describe('step of the readings of a file', () => {
  it('is found out from the first rows, with windows that hold at least five of them', () => {
    const found = [5, 10, 60, 300, 900, 3600].map((seconds) => sampleGrid(batchOf(seconds), 10));
    assert.deepEqual(found, [
      { sampleSeconds: 5, windowMinutes: 10 },
      { sampleSeconds: 10, windowMinutes: 10 },
      { sampleSeconds: 60, windowMinutes: 10 },
      { sampleSeconds: 300, windowMinutes: 30 },
      { sampleSeconds: 900, windowMinutes: 90 },
      { sampleSeconds: 3600, windowMinutes: 360 },
    ]);
  });

  it('is not told by a single reading of each meter', () => {
    const batch = new ReadingBatch();
    batch.count = 1;
    assert.equal(sampleGrid(batch, 10), undefined);
  });
});
