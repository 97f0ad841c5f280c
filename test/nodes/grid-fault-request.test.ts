import assert from 'node:assert/strict';
import type { Refusal } from '../../lib/messages';
import { RequestFault } from '../../lib/waveform/service';
import { outcomeOf } from '../../nodes/grid-fault-request/outcome';
import { PendingRequests } from '../../nodes/grid-fault-request/pending-requests';
import { requestOf } from '../../nodes/grid-fault-request/request-message';
import { classificationOf } from '../support/fault-flow';

describe('requests under way in grid fault request', () => {
  it('are settled once, by their id', async () => {
    const pending = new PendingRequests<string>(2, 1000);
    const [a, b] = [pending.wait('a'), pending.wait('b')];
    assert.ok(pending.settle('b', 'of b'));
    assert.ok(pending.settle('a', new RequestFault(422, 'no', 'none')));
    assert.ok(!pending.settle('a', 'again') && !pending.settle('x', 'unknown'));
    assert.equal(await b, 'of b');
    await assert.rejects(a, { status: 422 });
    assert.equal(pending.size, 0);
  });

  it('are limited, end after a time, and with the node', async () => {
    const pending = new PendingRequests<string>(1, 20);
    const first = pending.wait('a');
    await assert.rejects(pending.wait('b'), { status: 503 });
    await assert.rejects(first, { status: 504 });
    const last = pending.wait('c');
    pending.close();
    await assert.rejects(last, { status: 503 });
  });
});

describe('what came of a request', () => {
  const faultRequest = { id: 'r' };
  const classification = [classificationOf('normal')];
  const impact = [{ waveformId: 'event' }];
  const statusOf = (message: Parameters<typeof outcomeOf>[0]) => {
    const outcome = outcomeOf(message);
    return outcome && (outcome.result instanceof RequestFault ? outcome.result.status : 200);
  };
  const refusal = (reason: string): Partial<Refusal> => ({ reason, message: 'm', remedy: 'r' });

  it('is a result, a refusal with its code, or an error', () => {
    assert.equal(statusOf({ faultRequest, classification, payload: impact }), 200);
    assert.equal(statusOf({ faultRequest, payload: [refusal('unknown-peer')] }), 400);
    assert.equal(statusOf({ faultRequest, payload: [refusal('uneven')] }), 422);
    assert.equal(statusOf({ faultRequest, payload: [refusal('no-model')] }), 500);
    assert.equal(statusOf({ faultRequest, payload: impact, error: { message: 'it broke' } }), 500);
  });

  it('is an error that names the wire when the chain is not complete', () => {
    const result = outcomeOf({ faultRequest, payload: impact })!.result as RequestFault;
    assert.match(result.remedy, /msg\.classification/);
    assert.equal(statusOf({ faultRequest, payload: null }), 500);
  });

  it('is nothing of a message that was no request', () => {
    for (const message of [{}, { payload: impact }, { faultRequest: 'x' }, { faultRequest: null }]) {
      assert.equal(outcomeOf(message), undefined);
    }
  });
});

describe('a request by message', () => {
  const file = { name: 'a.txt', bytes: Buffer.from('x') };

  it('is that of HTTP, or has the files of an upload', () => {
    assert.deepEqual(requestOf({ sample: 'a.txt' }, { maxBytes: 9 }), { sample: 'a.txt' });
    assert.deepEqual(requestOf({ files: [file], sender: 'p' }, { maxBytes: 9 }), { files: [file], sender: 'p' });
  });

  it('is refused like one of HTTP', () => {
    const cases: [unknown, number][] = [
      [undefined, 400],
      ['a.txt', 400],
      [{ files: [file], more: 1 }, 400],
      [{ files: [file], sender: 7 }, 400],
      [{ files: [{ ...file, bytes: Buffer.alloc(10) }] }, 413],
    ];
    for (const [payload, status] of cases) assert.throws(() => requestOf(payload, { maxBytes: 9 }), { status });
  });
});
