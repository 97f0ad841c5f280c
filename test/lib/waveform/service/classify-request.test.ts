import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  parseJson,
  RequestFault,
  type RequestWaveform,
  readBody,
  readClassifyRequest,
  readPredictRequest,
  uploadedFiles,
  waveformOf,
} from '../../../../lib/waveform/service';

const WAVEFORM: RequestWaveform = {
  sampleRateHz: 10_000,
  nominalFrequencyHz: 60,
  channels: ['A', 'B', 'C'].map((phase) => ({ name: `I${phase}`, phase: phase as 'A', samples: [1, 2, 3] })),
};

describe('requests to classify', () => {
  const fault = (work: () => unknown) => {
    try {
      work();
    } catch (error) {
      if (error instanceof RequestFault) return [error.status, error.place];
      throw error;
    }
    return undefined;
  };

  it('takes a sample or a waveform, with peers or without', () => {
    for (const body of [
      { sample: 'a.txt' },
      { sample: 'a.txt', sender: 'prosumer-a', receiver: 'ev-hub' },
      { waveform: WAVEFORM, sender: 'prosumer-a' },
    ]) {
      assert.equal(readClassifyRequest(body), body);
    }
  });

  it('refuses everything else with 400 and the place', () => {
    const [channel] = WAVEFORM.channels;
    const cases: [unknown, string | undefined][] = [
      [null, undefined],
      ['text', undefined],
      [[], undefined],
      [{}, 'sample'],
      [{ sample: 1 }, 'sample'],
      [{ sample: '' }, 'sample'],
      [{ sample: 'a.txt', extra: 1 }, 'extra'],
      [JSON.parse('{"sample": "a.txt", "__proto__": {"x": 1}}'), '__proto__'],
      [{ sample: 'a.txt', waveform: WAVEFORM }, 'sample'],
      [{ sample: 'a.txt', sender: 7 }, 'sender'],
      [{ waveform: { ...WAVEFORM, sampleRateHz: 0 } }, 'waveform.sampleRateHz'],
      [{ waveform: { ...WAVEFORM, sampleRateHz: Number.POSITIVE_INFINITY } }, 'waveform.sampleRateHz'],
      [{ waveform: { ...WAVEFORM, channels: [] } }, 'waveform.channels'],
      [{ waveform: { ...WAVEFORM, channels: [{ ...channel, samples: [1, '2'] }] } }, 'waveform.channels.0.samples.1'],
      [{ waveform: { ...WAVEFORM, channels: [{ ...channel, samples: [null] }] } }, 'waveform.channels.0.samples.0'],
      [{ waveform: { ...WAVEFORM, channels: [{ ...channel, phase: 'D' }] } }, 'waveform.channels.0.phase'],
      [{ waveform: { ...WAVEFORM, onset: 3 } }, 'waveform.onset'],
    ];
    for (const [body, place] of cases) {
      assert.deepEqual(
        fault(() => readClassifyRequest(body)),
        [400, place],
        JSON.stringify(body),
      );
    }
  });

  it('takes the fields of /predict, and no request without one of them', () => {
    const body = { sample_filename: 'a.npy', sender_peer: 'prosumer-a', receiver_peer: 'ev-hub' };
    assert.deepEqual(readPredictRequest(body), { sample: 'a.npy', sender: 'prosumer-a', receiver: 'ev-hub' });
    for (const name of Object.keys(body)) {
      assert.deepEqual(
        fault(() => readPredictRequest({ ...body, [name]: undefined })),
        [400, name],
      );
      assert.deepEqual(
        fault(() => readPredictRequest({ ...body, [name]: ['x'] })),
        [400, name],
      );
    }
  });

  it('never throws anything but a fault (property)', function () {
    this.timeout(30_000);
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), fc.jsonValue(), (body, inner) => {
        for (const given of [body, { waveform: body }, { sample: body, sender: inner }]) {
          assert.ok([undefined, 400].includes(fault(() => readClassifyRequest(given))?.[0] as number | undefined));
          assert.ok([undefined, 400].includes(fault(() => readPredictRequest(given))?.[0] as number | undefined));
          fault(() => uploadedFiles(given, { maxFiles: 2, maxBytes: 10 }));
        }
      }),
      { seed: 6, numRuns: 200 },
    );
  });

  it('makes a waveform of currents in A', () => {
    const { id, channels } = waveformOf(WAVEFORM, 'request-1', 9);
    assert.equal(id, 'request-1');
    assert.deepEqual(
      channels.map(({ unit, quantity, phase, samples }) => [unit, quantity, phase, [...samples]]),
      ['A', 'B', 'C'].map((phase) => ['A', 'current', phase, [1, 2, 3]]),
    );
  });

  it('refuses too many samples with 413 and channels of different lengths with 422', () => {
    assert.deepEqual(
      fault(() => waveformOf(WAVEFORM, 'x', 8)),
      [413, 'waveform.channels'],
    );
    const channels = WAVEFORM.channels.map((one, i) => (i === 1 ? { ...one, samples: [1] } : one));
    const uneven = { ...WAVEFORM, channels };
    assert.deepEqual(
      fault(() => waveformOf(uneven, 'x', 9)),
      [422, 'waveform.channels[1].samples'],
    );
  });

  it('tells what is no JSON in UTF-8', () => {
    assert.deepEqual(parseJson(Buffer.from('{"a":1}')), { a: 1 });
    for (const bytes of [Buffer.from(''), Buffer.from('{'), Buffer.from('<a>'), Buffer.from([0x22, 0xff, 0x22])]) {
      assert.deepEqual(
        fault(() => parseJson(bytes)),
        [400, undefined],
      );
    }
  });

  it('stops reading a body that is too large', async () => {
    let given = 0;
    async function* endless() {
      for (;;) {
        given++;
        yield Buffer.alloc(10);
      }
    }
    await assert.rejects(readBody(endless(), 0, 35), { status: 413 });
    assert.equal(given, 4);
    await assert.rejects(readBody(endless(), 36, 35), { status: 413 });
    assert.equal(given, 4, 'a body that says so is not read at all');
  });

  it('takes the files of one event within the limits', () => {
    const limits = { maxFiles: 2, maxBytes: 10 };
    const file = (name: unknown, length = 3) => ({ name, bytes: Buffer.alloc(length) });
    assert.deepEqual(
      uploadedFiles([file('C:\\records\\a.cfg'), file('../b\0.dat')], limits).map(({ name }) => name),
      ['a.cfg', 'b.dat'],
    );
    const cases: [unknown, number][] = [
      [undefined, 400],
      [[], 400],
      [[{ name: 'a.txt' }], 400],
      [[file(7)], 400],
      [[{ name: 'a.txt', bytes: [1, 2] }], 400],
      [[file('a.txt'), file('b.txt'), file('c.txt')], 413],
      [[file('a.txt', 11)], 413],
      [[file('a.txt', 6), file('b.txt', 6)], 413],
      [[file('a.exe')], 422],
    ];
    for (const [given, status] of cases) assert.equal(fault(() => uploadedFiles(given, limits))?.[0], status);
  });
});
