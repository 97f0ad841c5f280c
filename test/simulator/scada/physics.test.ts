import assert from 'node:assert/strict';
import { Value } from '@sinclair/typebox/value';
import type { NetworkModel } from '../../../lib/network/network-model';
import { ScadaMessage, TelemetryIntake } from '../../../lib/telemetry';
import { completeScadaSettings, EventClock } from '../../../simulator/scada';
import { DemandAndSupply } from '../../../simulator/scada/demand-and-supply';
import { fieldOn, imported, MINUTE, operations, type Sent, START, step } from './field';

/** Greatest sum of what nodes feed in, draw and pass on, MW; losses are three times I²R of the published current. */
function unbalanced(network: NetworkModel, sent: Sent, isLossless = false): number {
  const { nodes, branches, baseMva } = network;
  const sum = nodes.map(({ id }) => sent.node(id)!.generationMw! - sent.node(id)!.loadMw!);
  for (const { id, from, to, resistancePu } of branches) {
    const { flowMw, currentA } = sent.line(id)!;
    const kv = nodes[from]!.nominalKv!;
    const lossMw = isLossless ? 0 : (3 * currentA! ** 2 * resistancePu * ((kv * kv) / baseMva)) / 1e6;
    sum[from]! -= flowMw!;
    sum[to]! += flowMw! - lossMw;
  }
  return Math.max(...sum.map(Math.abs));
}

describe('simulated SCADA: physics', () => {
  it("keeps Kirchhoff's law at every node, with the losses of the published currents", () => {
    const network = operations();
    const field = fieldOn(network);
    for (let minutes = 1; minutes < 1500; minutes += 60) assert.ok(unbalanced(network, step(field, minutes)) < 0.001);
  });

  it('keeps it in a meshed grid, where the sources hold the same angle', () => {
    const network = operations();
    const field = fieldOn(network);
    field.obey([{ lineId: 'L8', inService: true }]);
    const sent = step(field, 1);
    assert.ok(unbalanced(network, sent, true) < 0.001);
    // Reactances go with the numbers below: from G1 over L2 and L8, and back over L5 to G2, the angles add up to nothing.
    const flow = (id: string) => sent.line(id)!.flowMw!;
    assert.ok(Math.abs(0.0216 * flow('L2') + 0.0216 * flow('L8') - 0.0414 * flow('L5')) < 1e-3);
    assert.ok(sent.all.every((message) => !('voltagePu' in message) || message.voltagePu === 1));
  });

  it('has the voltages that currents and impedances give', () => {
    const field = fieldOn();
    const { voltagePu } = step(field, 1).node('D2')!;
    const sent = step(field, 2);
    const { loadMw, loadMvar, voltagePu: atLoad } = sent.node('D2')!;
    // Over L2 alone: V_source² = (V + (R·P + X·Q)/V)² + ((X·P − R·Q)/V)² with 0.0036 and 0.0216 p.u.
    const [p, q, r, x, v] = [loadMw! / 100, loadMvar! / 100, 0.0036, 0.0216, atLoad!];
    assert.ok(Math.abs(Math.hypot(v + (r * p + x * q) / v, (x * p - r * q) / v) - 1) < 1e-5);
    assert.ok(voltagePu! > 0.98 && voltagePu! < 1);
  });

  it('warms lines towards air + rise · (I/I_rated)² with a time constant of ten minutes', () => {
    const network = imported({
      nodes: [
        { id: 'A', nominalKv: 110, isReference: true },
        { id: 'B', nominalKv: 110, loadMw: 0.001 },
      ],
      lines: [{ id: 'L', from: 'A', to: 'B', reactancePu: 0.01, ratingMva: 100 }],
    });
    const field = fieldOn(network, { riseK: 100 });
    const cold = step(field, 1);
    const ambientC = cold.load('T-B')!.ambientC;
    assert.ok(Math.abs(cold.line('L')!.temperatureC! - ambientC) < 2);
    field.obey({ nodeId: 'B', loadMw: 150 });
    let sent = cold;
    for (let minutes = 1.1; minutes < 11.05; minutes += 0.1) sent = step(field, minutes);
    const rise = (one: Sent) => one.line('L')!.temperatureC! - one.load('T-B')!.ambientC;
    const loading = (sent.line('L')!.currentA! * Math.sqrt(3) * 110) / 100_000;
    assert.ok(loading > 0.6, `${loading}`);
    // The load wanders by 2 %, so its square by 4; the sensor is off by some 0.3 K.
    assert.ok(Math.abs(rise(sent) / (100 * loading ** 2) - (1 - Math.exp(-1))) < 0.06, `${rise(sent)} K`);
  });

  it('has loads of the day, and no more wind and sun than is installed', () => {
    const field = fieldOn();
    const courses = { least: 1e9, most: 0 };
    for (let hour = 0; hour < 48; hour += 2) {
      const sent = step(field, 60 * hour + 1);
      const loadMw = ['D1', 'D2', 'D3', 'D4', 'D5', 'D6'].reduce((sum, id) => sum + sent.node(id)!.loadMw!, 0);
      courses.least = Math.min(courses.least, loadMw);
      courses.most = Math.max(courses.most, loadMw);
      for (const [id, installed] of [
        ['D3', 25],
        ['D6', 15],
        ['D1', 0],
      ] as const) {
        const { renewableMw, generationMw } = sent.node(id)!;
        assert.ok(renewableMw! >= 0 && renewableMw! <= installed);
        assert.equal(generationMw, renewableMw);
      }
    }
    assert.ok(
      courses.most < 1.1 * 299 && courses.least > 0.3 * 299 && courses.most > 1.3 * courses.least,
      JSON.stringify(courses),
    );
  });

  it('has sun by day only, and seasons', () => {
    const course = new DemandAndSupply(['A'], completeScadaSettings({}));
    const wm2 = (...time: [number, number, number, number]) => course.conditions(Date.UTC(...time)).clearSkyWm2;
    // At 45° north and 10° east noon is at 11:20 UTC; clear skies have some 900 W/m² in June and 350 in December.
    assert.equal(wm2(2026, 5, 21, 23), 0);
    assert.ok(Math.abs(wm2(2026, 5, 21, 11) - 950) < 100);
    assert.ok(Math.abs(wm2(2026, 11, 21, 11) - 330) < 100);
    course.advance(START);
    const node = { id: 'A', loadMw: 10, generationMw: 8 };
    const [dark, bright] = [0, 900].map((sky) => course.powersOf(0, node, 1, sky).renewableMw);
    assert.ok(bright! > dark!);
  });

  it('ages without ever growing younger', () => {
    const field = fieldOn();
    let [age, corrosion] = [0, 0];
    for (let day = 1; day <= 365 * 2; day += 60) {
      const line = step(field, day * 24 * 60).line('L1')!;
      assert.ok(line.ageYears! > age && line.corrosion! > corrosion && line.corrosion! <= 1);
      [age, corrosion] = [line.ageYears!, line.corrosion!];
    }
    const first = fieldOn();
    assert.ok(Math.abs(age - step(first, 0.1).line('L1')!.ageYears! - 721 / 365.25) < 0.01);
  });

  it('sends the same bytes for the same seed, others for another', () => {
    const bytes = (seed: number) => {
      const field = fieldOn(operations(), { seed });
      field.obey({ fault: 'hot-joint', id: 'L1', minutes: 2 });
      return Array.from({ length: 20 }, (_, at) => JSON.stringify(field.step(START + (at + 1) * 4000))).join('\n');
    };
    assert.equal(bytes(3), bytes(3));
    assert.notEqual(bytes(3), bytes(4));
  });

  it('sends what fits the messages and what the intake takes without a refusal', () => {
    const network = operations();
    const field = fieldOn(network);
    const settings = { maximumAheadMinutes: 0, riskyAbove: 0.5, idleBelowMw: 1 };
    const intake = new TelemetryIntake(network, settings);
    for (let minutes = 1; minutes < 150; minutes += 7) {
      const { all } = step(field, minutes);
      for (const message of all) assert.ok(Value.Check(ScadaMessage, message), JSON.stringify(message));
      const out = intake.process(JSON.parse(JSON.stringify(all)), START + minutes * MINUTE);
      assert.deepEqual(out.refused, []);
      assert.equal(out.telemetry!.length, 21);
    }
  });

  it('stands networks without ratings, voltages, references or loads', () => {
    const weights = fieldOn(imported({ A: { B: 0.9 }, B: { A: 0.9, C: 0.5 }, C: { B: 0.5 } }));
    assert.equal(step(weights, 1).line('A-B')!.currentA, undefined);
    const plain = imported({
      nodes: [
        { id: 'A', generationMw: 50 },
        { id: 'B', loadMw: 30 },
        { id: 'C', generationMw: 10 },
      ],
      lines: [
        { id: 'T', from: 'A', to: 'B', reactancePu: 0.1, kind: 'transformer', ratingMva: 40 },
        { id: 'L', from: 'B', to: 'C', reactancePu: 0.1 },
      ],
    });
    const sent = step(fieldOn(plain), 1);
    assert.ok(sent.load('T')!.loadFactor > 0.1 && sent.load('T')!.loadFactor < 1);
    assert.ok(sent.node('A')!.generationMw! > 0);
    assert.throws(() => fieldOn({ ...plain, nodes: [], branches: [] }), /the network has no nodes/);
    assert.throws(() => fieldOn(plain, { speed: 0 }), /setting speed: /);
  });

  it('sheds load where the grid can not carry it', () => {
    const weak = imported({
      nodes: [
        { id: 'A', isReference: true },
        { id: 'B', loadMw: 100 },
      ],
      lines: [{ id: 'L', from: 'A', to: 'B', resistancePu: 0.1, reactancePu: 0.5 }],
    });
    const field = fieldOn(weak);
    assert.equal(field.obey({ fault: 'overload', id: 'B', size: 5 }).length, 0);
    const { loadMw, voltagePu } = step(field, 1).node('B')!;
    assert.ok(loadMw! > 10 && loadMw! < 200 && voltagePu! > 0.4, `${loadMw} ${voltagePu}`);
  });

  it('never runs ahead of the clock, and goes with it once it has caught up', () => {
    const clock = new EventClock(0, 60_000);
    assert.deepEqual(
      [clock.next(100_000), clock.next(104_000), clock.next(108_000), clock.next(108_000)],
      [60_000, 104_000, 108_000, 108_001],
    );
  });

  it('tells the hourly loads before it by the same profile', () => {
    const field = fieldOn();
    const history = field.history(3);
    assert.equal(history.length, 72);
    assert.equal(history.at(-1)!.timeMs, START);
    assert.ok(history.every(({ timeMs }, at) => at === 0 || timeMs - history[at - 1]!.timeMs === 60 * MINUTE));
    const sent = step(field, 1);
    const nowMw = ['D1', 'D2', 'D3', 'D4', 'D5', 'D6'].reduce((sum, id) => sum + sent.node(id)!.loadMw!, 0);
    assert.ok(Math.abs(nowMw / history.at(-1)!.loadMw! - 1) < 0.06);
  });
});
