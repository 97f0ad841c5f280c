import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Waveform } from '../../../../lib/messages';
import { openRequest, type RequestFault, SampleFolder, type WaveformSource } from '../../../../lib/waveform/service';
import { tempFolder } from '../../../support/temp-folder';

const LABEL = 'transient_ferroresonance';

describe('waveform of a request', () => {
  const event = (phases = 'ABC', length = 200): Waveform => ({
    id: 'event',
    sampleRateHz: 10_000,
    nominalFrequencyHz: 60,
    channels: [...phases].map((name) => ({ name, quantity: 'current', unit: 'A', samples: new Float32Array(length) })),
  });
  let events: Waveform[];
  let source: WaveformSource;

  beforeEach(() => {
    const folder = tempFolder();
    writeFileSync(join(folder, `${LABEL}-01.npy`), 'x');
    events = [event()];
    source = {
      folder: new SampleFolder(folder, { maxSamples: 9, maxBytes: 99 }),
      maxSamples: 600,
      read: () => events,
    };
  });
  const file = { name: `${LABEL}-07.npy`, bytes: Buffer.from('x') };
  const refused = async (status: number, text: RegExp) => {
    await assert.rejects(openRequest({ files: [file] }, 'id', source), (fault: RequestFault) => {
      assert.equal(fault.status, status);
      assert.match(`${fault.message}: ${fault.remedy}`, text);
      assert.equal(fault.body.place, 'files');
      return true;
    });
  };

  it('is that of the sample, with the label that its name tells', async () => {
    const { sample, trueLabel, waveform } = await openRequest({ sample: `${LABEL}-01.npy` }, 'id', source);
    assert.deepEqual([sample, trueLabel, waveform.label], [`${LABEL}-01.npy`, LABEL, `${LABEL}-01.npy`]);
  });

  it('is that of the upload, or the one that is sent', async () => {
    assert.equal((await openRequest({ files: [file] }, 'id', source)).trueLabel, LABEL);
    const channels = event().channels.map(({ name, samples }) => ({
      name,
      samples: Array.from(samples as Float32Array),
    }));
    const sent = { sampleRateHz: 10_000, nominalFrequencyHz: 50, channels };
    assert.equal((await openRequest({ waveform: sent }, 'id', source)).waveform.id, 'id');
  });

  it('is refused when the file cannot be read, with the remedy of the reader', async () => {
    source.read = () => {
      throw Object.assign(new Error('line 3 is no row: give four columns'), { remedy: 'give four columns' });
    };
    await refused(422, /^line 3 is no row: give four columns$/);
  });

  it('is refused when there are several events, two phases, less than a cycle, too many samples', async () => {
    events = [event(), event()];
    await refused(422, /2 events/);
    events = [];
    await refused(422, /0 events/);
    events = [event('AB')];
    await refused(422, /2 operating currents/);
    events = [event('ABC', 166)];
    await refused(422, /0\.996 cycles of 60 Hz/);
    events = [event('ABC', 201)];
    await refused(413, /603 samples/);
  });
});
