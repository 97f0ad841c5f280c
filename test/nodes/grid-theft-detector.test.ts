import assert from 'node:assert/strict';
import helper from 'node-red-node-test-helper';
import type { MeterReading, TheftDay, TheftEvent } from '../../lib/messages';
import type { NodeMessage } from '../../nodes/shell/node-red';
import { NodeExample } from '../support/node-example';
import { useRuntime } from '../support/node-runtime';
import { tempFolder } from '../support/temp-folder';

const example = new NodeExample('grid-theft-detector');

/** All elements that come to a debug node of the example. */
function collect<T>(name: string): T[] {
  const all: T[] = [];
  helper.getNode(example.idOf('debug', name)).on('input', ({ payload }: NodeMessage) => all.push(...(payload as T[])));
  return all;
}

async function until(holds: () => boolean): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!holds() && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 20));
  assert.ok(holds(), 'it did not come within 10 s');
}

/** Hours of the example's home, as its function node makes them. */
function hours(): MeterReading[][] {
  const sent: MeterReading[][] = [];
  new Function('node', example.node('function').func as string)({
    send: ({ payload }: { payload: MeterReading[] }) => sent.push(payload),
  });
  return sent;
}

/** Sends hours to a node; done when all of them are worked off: a refusal comes out in its turn. */
async function send(id: string, payloads: MeterReading[][]): Promise<void> {
  const refused = collect('refused');
  for (const payload of payloads) helper.getNode(id).receive({ payload });
  helper.getNode(id).receive({ payload: [null] });
  await until(() => refused.length > 0);
}

describe('grid theft detector', function () {
  this.timeout(30_000);
  const userDir = tempFolder();
  useRuntime(userDir);

  it('finds the thief of its example and says what is missing', async () => {
    await example.load();
    const [events, days] = [collect<TheftEvent>('events'), collect<TheftDay>('days')];
    example.press();
    await until(() => days.length >= 8 && events.some(({ theftLike }) => theftLike));
    const event = events.filter(({ theftLike }) => theftLike).at(-1)!;
    assert.equal(event.meterId, 'H007');
    assert.equal(event.cues[0]!.kind, 'voltage-response');
    assert.ok(Math.abs(event.lostShare - 0.3) < 0.06, `lost share ${event.lostShare}`);
    assert.ok(event.startMs >= Date.UTC(2026, 0, 11) && event.startMs <= Date.UTC(2026, 0, 13), event.because);
    assert.deepEqual(
      days.slice(0, 7).map(({ state, score }) => [state, score]),
      [...new Array(5).fill(['warming-up', 0]), ['scored', 0], ['scored', 0]],
    );
    const { status } = helper.getNode(example.idOf('grid-theft-detector'));
    await until(() => status.lastCall?.args[0].text === '1 meters, forest only');
  });

  it('goes on after a restart as if there had been none', async () => {
    const eventsOf = async (id: string, cuts: number[]) => {
      const events: TheftEvent[] = [];
      for (const [index, cut] of cuts.entries()) {
        await example.load({ id });
        const got = collect<TheftEvent>('events');
        await send(id, hours().slice(index === 0 ? 0 : cuts[index - 1], cut));
        await helper.unload();
        events.push(...got);
      }
      return events;
    };
    const events = await eventsOf('inonego000000001', [216]);
    assert.ok(events.some(({ theftLike }) => theftLike));
    assert.deepEqual(await eventsOf('infourparts00001', [40, 150, 175, 216]), events);
  });

  it('runs its model, says on what, and forgets on reset', async () => {
    const id = 'withamodel000001';
    await example.load({ id, model: 'lstm' });
    const days = collect<TheftDay>('days');
    await send(id, hours());
    await until(() => days.length >= 8);
    const { status } = helper.getNode(id);
    await until(() => /^1 meters, onnxruntime-(node|web)$/.test(status.lastCall?.args[0].text));
    helper.getNode(id).receive({ reset: true });
    await until(() => /^0 meters/.test(status.lastCall?.args[0].text));
  });

  it('judges without a model that can not be opened, and warns why', async () => {
    const id = 'withoutmodel0001';
    await example.load({ id, model: 'file', modelFile: '/nowhere/model.onnx' });
    const events = collect<TheftEvent>('events');
    await send(id, hours());
    await until(() => events.some(({ theftLike }) => theftLike));
    const { status, warn } = helper.getNode(id);
    await until(() => status.lastCall?.args[0].text === '1 meters, no model');
    assert.match(String(warn.lastCall.args[0]), /\/nowhere\/model\.onnx/);
  });

  it('refuses what is no reading, with reason and remedy, and goes on', async () => {
    const id = 'hostile000000001';
    await example.load({ id });
    const refused = collect<{ reason: string; remedy: string }>('refused');
    const payload = [null, 7, 'x', { meterId: 'M' }, { meterId: 'M', timeMs: 'now' }, { type: 'theft-feedback' }];
    helper.getNode(id).receive({ payload });
    await until(() => refused.length >= 5);
    assert.ok(refused.every(({ reason, remedy }) => reason.length > 0 && remedy.length > 0));
  });
});
