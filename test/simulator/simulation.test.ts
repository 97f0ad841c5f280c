import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'mocha';
import { createSimulation, type SimMessage, type SimulatorInput } from '../../simulator';

const START_MS = Date.UTC(2026, 0, 14, 17, 0, 0);
const FAULTS = { lost: 0.02, late: 0.02, duplicate: 0.02, 'out-of-order': 0.02, corrupt: 0.02, restart: 2, frozen: 2 };

function messagesOf(input: SimulatorInput, steps: number): SimMessage[] {
  const simulation = createSimulation({ ...input, startMs: START_MS });
  const messages = Array.from({ length: steps }, () => simulation.step()).flat();
  return [...messages, ...simulation.flush()];
}

function digest(messages: readonly SimMessage[]): string {
  const hash = createHash('sha256');
  for (const { topic, payload, sendMs } of messages) hash.update(`${topic} ${sendMs} `).update(payload);
  return hash.digest('hex');
}

describe('simulation', () => {
  it('gives equal bytes for equal seeds and others for another seed', () => {
    const input = { meters: 60, faults: FAULTS };
    const once = digest(messagesOf(input, 15));
    assert.equal(digest(messagesOf(input, 15)), once);
    assert.notEqual(digest(messagesOf({ ...input, seed: 2 }, 15)), once);
  });

  it('begins every topic with the root of the settings, and else sends the same', () => {
    for (const connections of ['meter', 'concentrator'] as const) {
      const plain = messagesOf({ meters: 60, connections }, 3);
      const moved = messagesOf({ meters: 60, connections, topicRoot: 'a/b' }, 3);
      const topics = plain.map(({ topic }) => topic.replace(/^gridloom/, 'a/b'));
      assert.deepEqual(
        moved.map(({ topic }) => topic),
        topics,
      );
      assert.ok(topics.some((topic) => topic.startsWith('a/b/Valdora/101/')));
      const simulation = createSimulation({ meters: 60, connections, topicRoot: 'a/b', startMs: START_MS });
      assert.match(simulation.will(0).topic, /^a\/b\/Valdora\/101\//);
    }
  });

  it('leaves meters on other feeders byte for byte as they were when meters are added', () => {
    // Six districts: 240 meters fill the first feeder of each, the next ones begin a second feeder.
    const faults = { late: 0.05, corrupt: 0.05, frozen: 5, restart: 5 };
    const bare = { dialects: { gridloom: 1, tasmota: 1, shelly: 1, dsmr: 1 }, faults };
    const before = messagesOf({ ...bare, meters: 240 }, 4);
    const known = new Set(before.map(({ meterId }) => meterId));
    const after = messagesOf({ ...bare, meters: 300 }, 4).filter(({ meterId }) => known.has(meterId));
    assert.equal(digest(after), digest(before));
  });

  it('changes only voltages, not power or energy, of neighbours on the same feeder', () => {
    const readings = (meters: number) =>
      messagesOf({ meters, dialects: { gridloom: 1 }, feederMeters: false }, 3).map(
        ({ payload }) => JSON.parse(payload.toString()) as Record<string, unknown>,
      );
    const before = readings(30);
    const known = new Set(before.map(({ meterId }) => meterId));
    const after = readings(60).filter(({ meterId }) => known.has(meterId));
    const energies = (all: typeof before) =>
      all.map(({ meterId, timeMs, activePowerW, importWh, exportWh }) => [
        meterId,
        timeMs,
        activePowerW,
        importWh,
        exportWh,
      ]);
    assert.deepEqual(energies(after), energies(before));
    assert.notDeepEqual(
      after.map(({ voltageV }) => voltageV),
      before.map(({ voltageV }) => voltageV),
    );
  });

  it('sends in order of time, every meter once an interval, spread over it', () => {
    const simulation = createSimulation({ meters: 100, startMs: START_MS, faults: { late: 0.1, duplicate: 0.1 } });
    let last = 0;
    for (let step = 0; step < 30; step++) {
      for (const { sendMs } of simulation.step()) {
        assert.ok(sendMs >= last);
        last = sendMs;
      }
    }
    const sound = createSimulation({ meters: 100, startMs: START_MS, dialects: { gridloom: 1 } });
    const offsets = sound.step().map(({ sendMs }) => sendMs - START_MS - 5000);
    assert.equal(offsets.length, 100 + sound.meters.length - 100);
    assert.ok(offsets.every((offset) => offset >= 0 && offset < 5000));
    assert.ok(offsets.filter((offset) => offset < 2500).length > 30);
  });

  it('takes a longer step as one reading with all its energy, and refuses a shorter one', () => {
    const simulation = createSimulation({ meters: 5, startMs: START_MS, dialects: { gridloom: 1 } });
    simulation.step();
    const [before] = simulation.system.households.importWh;
    simulation.step(simulation.timeMs + 60_000);
    const { households } = simulation.system;
    const expected = Math.max(0, households.activePowerW[0]!) / 60;
    assert.ok(Math.abs(households.importWh[0]! - before! - expected) < 1e-6);
    assert.throws(() => simulation.step(simulation.timeMs + 1), /must be 5000 ms or more after the last step/);
  });

  it('has names that are unique and topics that begin with the place', () => {
    const simulation = createSimulation({ meters: 600, startMs: START_MS });
    const ids = simulation.meters.map(({ meterId }) => meterId);
    assert.equal(new Set(ids).size, ids.length);
    assert.equal(ids[0], '101-H001');
    assert.ok(ids.includes('feeder-101-1') && ids.includes('feeder-101-3'));
    for (const { topic } of simulation.step()) {
      assert.match(topic, /^(gridloom\/(Valdora|Lindhafen)\/\d{3}\/|spBv1\.0\/(Valdora|Lindhafen)\/[ND])/);
    }
  });

  it('behind concentrators sends batches of our own dialect, the rest one by one', () => {
    const input = { meters: 300, connections: 'concentrator' as const, concentrators: 12, batchSize: 10 };
    const simulation = createSimulation({ ...input, startMs: START_MS });
    const messages = simulation.step();
    const seen: string[] = [];
    for (const { topic, payload, meterId } of messages) {
      if (meterId !== undefined) continue;
      assert.match(topic, /^gridloom\/[^/]+\/\d{3}\/concentrator\/[12]\/readings$/);
      const readings = JSON.parse(payload.toString()) as { meterId: string }[];
      assert.ok(readings.length >= 1 && readings.length <= 10);
      seen.push(...readings.map((reading) => reading.meterId));
    }
    const expected = simulation.meters.filter(({ dialect }) => dialect === 'gridloom').map((meter) => meter.meterId);
    assert.deepEqual(seen.sort(), expected.sort());
    assert.equal(simulation.connections.filter(({ kind }) => kind === 'concentrator').length, 12);
  });

  it('has households above 1.5 kW at any hour in default settings', () => {
    for (const hour of [3, 9, 15, 21]) {
      const startMs = Date.UTC(2026, 4, 6, hour);
      const simulation = createSimulation({ meters: 100, startMs, intervalSeconds: 60 });
      for (let minute = 0; minute < 15; minute++) simulation.step();
      const high = simulation.system.households.activePowerW.filter((watt) => watt > 1500).length;
      assert.ok(high >= 3, `${high} households above 1.5 kW at ${hour} h UTC`);
    }
  });
});
