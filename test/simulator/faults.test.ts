import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { createSimulation, type SimMessage, type SimulatorInput, type TruthRecord } from '../../simulator';

const START_MS = Date.UTC(2026, 2, 4, 8);
const OWN = { dialects: { gridloom: 1 }, feederMeters: false } as const;

function run(input: SimulatorInput, steps: number): { messages: SimMessage[]; truth: TruthRecord[] } {
  const truth: TruthRecord[] = [];
  const simulation = createSimulation({
    ...OWN,
    ...input,
    startMs: START_MS,
    onTruth: (record) => truth.push(record as TruthRecord),
  });
  const messages = Array.from({ length: steps }, () => simulation.step()).flat();
  return { messages: [...messages, ...simulation.flush()], truth };
}

const bodyOf = ({ payload }: SimMessage) => JSON.parse(payload.toString()) as Record<string, number | string>;

describe('faults of the simulation', () => {
  it('hit at their rates (within four standard deviations) and are labelled one by one', () => {
    const rates = { lost: 0.03, late: 0.02, duplicate: 0.05, 'out-of-order': 0.01, corrupt: 0.04 };
    const steps = 60;
    const meters = 300;
    const { messages, truth } = run({ meters, faults: rates }, steps);
    const total = steps * meters;
    for (const [kind, rate] of Object.entries(rates)) {
      const count = truth.filter((record) => record.kind === kind).length;
      const deviation = Math.sqrt(total * rate * (1 - rate));
      assert.ok(Math.abs(count - total * rate) < 4 * deviation, `${kind}: ${count} for ${total * rate}`);
    }
    const count = (kind: string) => truth.filter((record) => record.kind === kind).length;
    assert.equal(messages.length, total - count('lost') + count('duplicate'));
    const labelled = messages.flatMap((message) => message.truth);
    assert.deepEqual(new Set(labelled), new Set(truth.filter(({ sendMs }) => sendMs !== null)));
  });

  it('without rates leaves every message sound', () => {
    const { messages, truth } = run({ meters: 50 }, 20);
    assert.equal(truth.length, 0);
    assert.ok(messages.every((message) => message.truth.length === 0));
  });

  it('corrupt changes bytes, duplicate repeats them, sound messages are those of a run without faults', () => {
    const clean = new Map(
      run({ meters: 40 }, 20).messages.map((m) => [`${m.meterId}/${bodyOf(m).timeMs}`, m.payload.toString()]),
    );
    const seen = new Map<string, number>();
    for (const message of run({ meters: 40, faults: { corrupt: 0.1, duplicate: 0.1 } }, 20).messages) {
      const [fault] = message.truth;
      if (fault?.kind === 'corrupt') {
        const original = clean.get(`${message.meterId}/${fault.timeMs}`)!;
        assert.notDeepEqual(Buffer.from(message.payload), Buffer.from(original));
        continue;
      }
      const key = `${message.meterId}/${bodyOf(message).timeMs}`;
      assert.equal(message.payload.toString(), clean.get(key));
      seen.set(key, (seen.get(key) ?? 0) + 1);
      assert.equal(seen.get(key), fault?.kind === 'duplicate' ? 2 : 1);
    }
  });

  it('late comes 30 s to 10 min later, out-of-order after its successor', () => {
    const { messages } = run({ meters: 40, faults: { late: 0.02, 'out-of-order': 0.05 } }, 200);
    const order = new Map<string, SimMessage[]>();
    for (const message of messages) order.set(message.meterId!, [...(order.get(message.meterId!) ?? []), message]);
    let swapped = 0;
    for (const message of messages) {
      const [fault] = message.truth;
      const delay = message.sendMs - (bodyOf(message).timeMs as number);
      if (fault?.kind === 'late') assert.ok(delay >= 30_000 && delay < 605_000);
      if (fault?.kind !== 'out-of-order') continue;
      const own = order.get(message.meterId!)!;
      const successor = own.findIndex((other) => bodyOf(other).timeMs === (bodyOf(message).timeMs as number) + 5000);
      if (successor >= 0 && own[successor]!.truth.length === 0) {
        assert.ok(successor < own.indexOf(message));
        swapped++;
      }
    }
    assert.ok(swapped > 100);
  });

  it('restart is silent for a while, then begins with registers at zero', () => {
    const { messages, truth } = run({ meters: 60, faults: { restart: 3 } }, 240);
    const boots = truth.filter(({ kind, detail }) => kind === 'restart' && detail.startsWith('registers'));
    // 60 meters for 20 minutes at 3 an hour.
    assert.ok(boots.length > 30 && boots.length < 95, `${boots.length} restarts`);
    for (const boot of boots) {
      const first = messages.find((m) => m.meterId === boot.meterId && bodyOf(m).timeMs === boot.timeMs)!;
      assert.deepEqual([bodyOf(first).importWh, bodyOf(first).exportWh], [0, 0]);
      assert.deepEqual(first.truth, [boot]);
    }
    const off = truth.filter(({ detail }) => detail === 'off');
    assert.ok(off.every(({ sendMs, topic }) => sendMs === null && topic === undefined));
    assert.ok(off.length >= boots.length);
  });

  it('frozen holds every value but the time, and only while it is labelled', () => {
    const { messages } = run({ meters: 30, faults: { frozen: 3 } }, 240);
    const last = new Map<string, string>();
    let held = 0;
    for (const message of messages) {
      const { timeMs: _time, ...values } = bodyOf(message);
      const text = JSON.stringify(values);
      const frozen = message.truth.some(({ kind }) => kind === 'frozen');
      if (last.has(message.meterId!)) assert.equal(text === last.get(message.meterId!), frozen);
      if (frozen) held++;
      last.set(message.meterId!, text);
    }
    assert.ok(held > 200);
  });

  it('clock drift moves the time that is sent by what the label says', () => {
    const { messages } = run({ meters: 30, faults: { 'clock-drift': 3 } }, 240);
    const drifted = messages.filter(({ truth }) => truth.length > 0);
    assert.ok(drifted.length > 500);
    for (const message of drifted) {
      const [{ timeMs, detail }] = message.truth as [TruthRecord];
      assert.equal(detail, `clock is ${(bodyOf(message).timeMs as number) - timeMs} ms off`);
    }
  });

  it('behind a concentrator labels meters within the batch and the batch as a whole', () => {
    const { truth } = run(
      { meters: 60, connections: 'concentrator', concentrators: 6, faults: { lost: 0.1, frozen: 5 } },
      100,
    );
    assert.ok(truth.some(({ kind, meterId }) => kind === 'lost' && meterId === undefined));
    assert.ok(truth.some(({ kind, meterId }) => kind === 'frozen' && meterId !== undefined));
  });
});
