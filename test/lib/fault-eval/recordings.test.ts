import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Judge } from '../../../bench/fault-eval/judge';
import { recordingsOfOthers } from '../../../bench/fault-eval/recordings';
import { sharedFile } from '../../support/shared-data';

const MODEL = join(__dirname, '../../../models/fault-classifier.onnx');

describe('recordings of others', () => {
  it('are not called internal faults with confidence: unknown, or something defensible', async function () {
    this.timeout(30_000);
    if (!existsSync(MODEL)) {
      console.log('      skipped: models/fault-classifier.onnx is not there (npm run train:faults)');
      this.skip();
    }
    if (!sharedFile('waveforms/f1_1b274run.cfg')) {
      console.log('      skipped: the recordings are not there (GRIDLOOM_SHARED_DATA)');
      this.skip();
    }
    const judge = await Judge.open();
    try {
      const [feeder, recorder] = await recordingsOfOthers(judge);
      for (const { name, answer, judgement } of [feeder!, recorder!]) {
        assert.notEqual(answer!.isInternalFault, true, `${name}: ${answer!.label}, ${judgement}`);
        assert.equal(answer!.label === 'unknown', answer!.unknown);
        if (answer!.unknown) assert.match(answer!.unknownReason!, /\w+ \w+/);
      }
      // Voltages alone: whatever the model would say of them, there is nothing to ask it.
      assert.equal(recorder!.answer!.unknown, true);
      assert.match(recorder!.answer!.unknownReason!, /no current/);
      assert.deepEqual(recorder!.answer!.top3, []);
    } finally {
      await judge.close();
    }
  });
});
