import assert from 'node:assert/strict';
import fc from 'fast-check';
import { duvalZone, gasShares } from '../../../lib/assets';
import { fieldOn, MINUTE, START, step } from './field';

describe('simulated SCADA: faults and commands', () => {
  it('a line is out until its fault ends, whatever is switched meanwhile, and what it feeds is dead', () => {
    const field = fieldOn();
    step(field, 1);
    assert.deepEqual(field.obey({ fault: 'line-out', id: 'L5', minutes: 5 }), []);
    const out = step(field, 2);
    assert.deepEqual([out.line('L5')!.inService, out.line('L5')!.currentA, out.node('D6')!.voltagePu], [false, 0, 0]);
    assert.equal(out.node('D6')!.renewableMw, 0);
    assert.equal(out.load('T-D4')!.loadFactor, 0);
    field.obey({ lineId: 'L5', inService: true });
    assert.equal(step(field, 3).line('L5')!.inService, false);
    field.obey({ lineId: 'L8', inService: true });
    assert.ok(step(field, 4).node('D6')!.voltagePu! > 0.9);
    assert.equal(field.faultCount, 1);
    assert.equal(step(field, 6).line('L5')!.inService, true);
    assert.equal(field.faultCount, 0);
  });

  it('switches stay as commands have set them', () => {
    const field = fieldOn();
    field.obey([
      { lineId: 'L3', inService: false },
      { lineId: 'L9', inService: true },
    ]);
    for (const minutes of [1, 2]) {
      const sent = step(field, minutes);
      assert.deepEqual(
        [sent.line('L3')!.inService, sent.line('L9')!.inService, sent.line('L9')!.flowMw! > 5],
        [false, true, true],
      );
    }
  });

  it('a load command sets the peak, with its reactive share; wind and sun what is installed', () => {
    const [field, other] = [fieldOn(), fieldOn()];
    field.obey({ nodeId: 'D1', loadMw: 90, generationMw: 40 });
    const [sent, before] = [step(field, 1).node('D1')!, step(other, 1).node('D1')!];
    assert.ok(
      Math.abs(sent.loadMw! / before.loadMw! - 2) < 1e-4 && Math.abs(sent.loadMvar! / before.loadMvar! - 2) < 1e-3,
    );
    assert.ok(sent.renewableMw! > 0 && sent.renewableMw! <= 40);
  });

  it('overload, vibration, hot joint: begin, show, and end by time or command', () => {
    const [field, sound] = [fieldOn(), fieldOn()];
    const commands = [
      { fault: 'overload', id: 'D5', minutes: 3, size: 2 },
      { fault: 'vibration', id: 'L1', minutes: 3 },
      { fault: 'hot-joint', id: 'L1', minutes: 60 },
    ];
    assert.deepEqual(field.obey(commands), []);
    for (let minutes = 0.5; minutes < 3; minutes += 0.5) {
      const [ill, well] = [step(field, minutes), step(sound, minutes)];
      assert.ok(Math.abs(ill.node('D5')!.loadMw! / well.node('D5')!.loadMw! - 2) < 1e-4);
      assert.ok(ill.load('T-D5')!.loadFactor > 1.1);
      assert.ok(Math.abs(ill.line('L1')!.vibration! - well.line('L1')!.vibration! - 5) < 0.2);
    }
    const [ill, well] = [step(field, 4), step(sound, 4)];
    assert.ok(Math.abs(ill.node('D5')!.loadMw! - well.node('D5')!.loadMw!) < 1e-9);
    assert.ok(ill.line('L1')!.vibration! < 1);
    assert.ok(ill.line('L1')!.temperatureC! > well.line('L1')!.temperatureC! + 15);
    assert.equal(field.faultCount, 1);
    field.obey({ clear: 'L1' });
    assert.ok(step(field, 30).line('L1')!.temperatureC! < step(sound, 30).line('L1')!.temperatureC! + 2);
  });

  it('gases rise to a discharge of high energy, sampled at once and more often, and are gone after it', () => {
    const field = fieldOn();
    assert.equal(step(field, 1).gases().length, 6);
    field.obey({ fault: 'gas-rise', id: 'T-D3', minutes: 120 });
    const samples = Array.from({ length: 23 }, (_, at) => step(field, 2 + 5 * at).gases()).flat();
    const ill = samples.filter(({ transformerId }) => transformerId === 'T-D3');
    assert.ok(ill.length >= 7 && ill[0]!.timeMs === START + 2 * MINUTE);
    const { methanePpm, acetylenePpm, ethylenePpm } = ill.at(-1)!;
    assert.equal(duvalZone(gasShares(methanePpm, acetylenePpm, ethylenePpm)!), 'D2');
    assert.ok(samples.every((one) => one.transformerId === 'T-D3' || one.acetylenePpm < 1));
    const after = Array.from({ length: 24 }, (_, at) => step(field, 130 + 5 * at).gases()).flat();
    assert.ok(after.length > 6 && after.every((one) => one.acetylenePpm < 1));
  });

  it('a stuck sensor repeats its values with new times; a gap is silence, of one or of all', () => {
    const field = fieldOn();
    const before = step(field, 1).node('D2')!;
    field.obey([
      { fault: 'stuck-sensor', id: 'D2', minutes: 2 },
      { fault: 'communication-gap', id: 'L2', minutes: 2 },
    ]);
    const sent = step(field, 2);
    assert.deepEqual(sent.node('D2'), { ...before, timeMs: START + 2 * MINUTE });
    assert.equal(sent.line('L2'), undefined);
    const after = step(field, 4);
    assert.notEqual(after.node('D2')!.loadMw, before.loadMw);
    assert.ok(after.line('L2'));
    field.obey({ fault: 'communication-gap', id: '*', minutes: 1 });
    assert.deepEqual(step(field, 4.5).all, []);
    field.obey({ clear: true });
    assert.ok(step(field, 4.7).all.length > 20);
  });

  it('inspects everything at the start, then each asset about once an hour', () => {
    const field = fieldOn();
    const counts = Array.from({ length: 12 * 6 }, (_, at) => step(field, 1 + 10 * at).inspections().length);
    assert.equal(counts[0], 13 + 6);
    const perHour = counts.slice(12).reduce((sum, count) => sum + count, 0) / 10;
    assert.ok(Math.abs(perHour - 19) < 2, `${perHour}`);
    assert.ok(Math.max(...counts.slice(12)) < 10, 'one after the other');
  });

  it('refuses with place and remedy what it can not obey, and obeys the rest', () => {
    const field = fieldOn();
    const refused = field.obey([
      { lineId: 'L99', inService: true },
      { lineId: 'L1' },
      { nodeId: 'G1', generationMw: 5 },
      { nodeId: 'D1', loadMw: 1e9 },
      { fault: 'fire', id: 'L1' },
      { fault: 'overload', id: 'L1' },
      { fault: 'gas-rise', id: 'D3' },
      { fault: 'line-out', id: 'L1', minutes: -1 },
      { clear: 5 },
      'stop it',
      { lineId: 'L3', inService: false },
    ]);
    assert.deepEqual(
      refused.map(({ reason, place }) => `${reason} at ${place}`),
      [
        'unknown-id at payload[0].lineId',
        'bad-value at payload[1].inService',
        'of-a-source at payload[2].generationMw',
        'impossible-power at payload[3].loadMw',
        'bad-value at payload[4].fault',
        'unknown-id at payload[5].id',
        'unknown-id at payload[6].id',
        'bad-value at payload[7].minutes',
        'bad-value at payload[8].clear',
        'not-a-command at payload[9]',
      ],
    );
    assert.match(refused[4]!.message, /line-out, overload/);
    assert.equal(step(field, 1).line('L3')!.inService, false);
  });

  it('stands whatever comes as a command, and still sends finite numbers', () => {
    const field = fieldOn();
    const odd = fc.oneof(fc.anything(), fc.constantFrom('L1', 'D1', '*', 'T-D1', true, 'line-out', 'overload'));
    const command = fc.oneof(
      fc.anything(),
      fc.dictionary(
        fc.constantFrom('lineId', 'inService', 'nodeId', 'loadMw', 'fault', 'id', 'minutes', 'size', 'clear'),
        odd,
      ),
      fc.record({ nodeId: fc.constantFrom('D1', 'D2'), loadMw: fc.double(), generationMw: fc.double({ noNaN: true }) }),
      fc.record({ lineId: fc.constantFrom('L1', 'L7', 'L8', 'L5'), inService: fc.boolean() }),
    );
    let minutes = 0;
    fc.assert(
      fc.property(fc.array(command, { maxLength: 4 }), (batch) => {
        assert.ok(field.obey(batch).length <= batch.length);
        for (const message of step(field, ++minutes).all) {
          for (const value of Object.values(message)) assert.ok(typeof value !== 'number' || Number.isFinite(value));
        }
      }),
      { seed: 8, numRuns: 120 },
    );
  });
});
