import assert from 'node:assert/strict';
import { Value } from '@sinclair/typebox/value';
import fc from 'fast-check';
import { PropagatedStress } from '../../../lib/messages/propagated-stress';
import type { StressEvent } from '../../../lib/messages/stress-event';
import {
  StressField,
  StressPropagator,
  type StressPropagatorSettings,
  stressGraph,
  stressModel,
} from '../../../lib/stress';
import { lattice, mixedWeight, network } from './networks';

const MINUTE = 60_000;
const grid = lattice(5, 4, mixedWeight);
const event = (nodeId: string, stress: number, minute = 0, cause: StressEvent['cause'] = 'system-load') => {
  return { nodeId, stress, timeMs: minute * MINUTE, cause };
};
const line = () =>
  network(
    ['A', 'B', 'C', 'D'],
    [
      ['A', 'B', 1],
      ['B', 'C', 1],
      ['C', 'D', 1],
    ],
  );
const propagator = (settings: Partial<StressPropagatorSettings> = {}, model = line()) =>
  new StressPropagator(model, stressModel(model, 'linear', { defaultWeight: 0.9 }), settings);
const brief = (messages: PropagatedStress[] = []) =>
  messages.map((m) => [m.sourceId, m.nodeId, m.hop, Number(m.stress.toFixed(9)), m.sources]);

describe('stress field', () => {
  it('after any changes equals, to the bit, one that is given all sources at once', () => {
    const change = fc.tuple(fc.nat(7), fc.nat(19), fc.option(fc.double({ min: 0, max: 1, noNaN: true })));
    const rules = fc.record({
      hopLimit: fc.constantFrom(2, 3, 20),
      decay: fc.constantFrom(0.7, 1),
      minimumStress: fc.constantFrom(0, 0.2),
      combine: fc.constantFrom('independent' as const, 'sum' as const, 'each' as const),
      walk: fc.constantFrom('strongest-path' as const, 'first-visit' as const),
    });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 12 }), rules, (changes, rule) => {
        const fieldOf = () =>
          new StressField(stressGraph(grid), stressModel(grid, 'linear', { defaultWeight: 0.9 }), rule);
        const field = fieldOf();
        const held = new Map<string, { key: string; node: number; stress: number }>();
        for (const [name, node, stress] of changes) {
          const key = `S${name}`;
          if (stress === null) {
            held.delete(key);
            field.remove(key);
          } else {
            held.set(key, { key, node, stress });
            field.set(key, node, stress);
          }
        }
        const full = fieldOf();
        full.setAll(held.values());
        for (let node = 0; node < 20; node++) assert.deepEqual(field.at(node), full.at(node));
        assert.equal(field.entries, full.entries);
      }),
      { seed: 23, numRuns: 150 },
    );
  });

  it('says which nodes a change may have touched: those that it reaches and has reached', () => {
    const field = new StressField(stressGraph(line()), stressModel(line(), 'linear', { defaultWeight: 0.9 }), {
      hopLimit: 1,
      decay: 1,
      minimumStress: 0,
      combine: 'sum',
      walk: 'strongest-path',
    });
    assert.deepEqual([...field.set('s', 0, 1)], [0, 1]);
    assert.deepEqual([...field.set('s', 3, 1)], [0, 1, 2, 3]);
    assert.equal(field.at(0), undefined);
    assert.deepEqual([...field.remove('s')], [2, 3]);
    assert.deepEqual([...field.remove('s')], []);
    assert.deepEqual([field.entries, field.stressAt(3)], [0, 0]);
  });
});

describe('stress propagator', () => {
  it('sends one message for each node that is reached, with voltage and loading of the original', () => {
    const { stress } = propagator().process([event('A', 0.5)], 0)!;
    assert.deepEqual(brief(stress), [
      ['A', 'A', 0, 0.5, 1],
      ['A', 'B', 1, 0.5, 1],
      ['A', 'C', 2, 0.35, 1],
      ['A', 'D', 3, 0.1715, 1],
    ]);
    const { voltagePu, loadPercent, path } = stress![0]!;
    assert.deepEqual([voltagePu, loadPercent, path], [0.95, 90, ['A']]);
    for (const message of stress!) assert.deepEqual([...Value.Errors(PropagatedStress, message)], []);
  });

  it('combines sources, and names the strongest', () => {
    const one = propagator({ hopLimit: 1 });
    one.process([event('A', 0.5)], 0);
    const { stress } = one.process([event('C', 0.6)], 0)!;
    assert.deepEqual(brief(stress), [
      ['C', 'B', 1, 0.8, 2],
      ['C', 'C', 0, 0.6, 1],
      ['C', 'D', 1, 0.6, 1],
    ]);
  });

  it('leaves sources apart as the original does, where it is asked to', () => {
    const one = propagator({ hopLimit: 1, combine: 'each', walk: 'first-visit' });
    const { stress } = one.process([event('A', 0.5), event('C', 0.6)], 0)!;
    assert.deepEqual(brief(stress), [
      ['A', 'A', 0, 0.5, 1],
      ['A', 'B', 1, 0.5, 1],
      ['C', 'B', 1, 0.6, 1],
      ['C', 'C', 0, 0.6, 1],
      ['C', 'D', 1, 0.6, 1],
    ]);
  });

  it('takes causes at one node for sources of their own', () => {
    const { stress } = propagator({ hopLimit: 0 }).process([event('A', 0.5), event('A', 0.5, 0, 'voltage')], 0)!;
    assert.deepEqual(brief(stress), [
      ['A', 'A', 0, 0.5, 1],
      ['A', 'A', 0, 0.75, 2],
    ]);
  });

  it('tells nodes that are no longer reached, and repeats what stays', () => {
    const one = propagator({ minimumStress: 0.4, hopLimit: 2 });
    const all = one.process([event('A', 1), event('A', 0.5, 1), event('A', 0.5, 2), event('A', 0, 3)], 0)!.stress!;
    assert.deepEqual(brief(all.filter(({ nodeId }) => nodeId === 'C')), [
      ['A', 'C', 2, 0.7, 1],
      ['A', 'C', 0, 0, 0],
    ]);
    assert.deepEqual(
      brief(all.filter(({ nodeId }) => nodeId === 'A')).map(([, , , stress]) => stress),
      [1, 0.5, 0.5, 0],
    );
  });

  it('forgets a source that is silent for longer than it is held', () => {
    const one = propagator({ holdMinutes: 60, hopLimit: 0 });
    assert.deepEqual(brief(one.process([event('A', 0.5), event('B', 0.5, 60)], 1e9)!.stress).length, 2);
    const { stress } = one.process([event('B', 0.5, 61)], 1e9)!;
    assert.deepEqual(brief(stress), [
      ['A', 'A', 0, 0, 0],
      ['B', 'B', 0, 0.5, 1],
    ]);
    assert.equal(one.process([event('A', 0.5, 0.5)], 1e9)!.refused![0]!.reason, 'late');
  });

  it('does not depend on the order of events of one time, and takes the higher of one source', () => {
    const events = [
      event('N1', 0.3),
      event('N7', 0.4),
      event('N7', 0.2),
      event('N12', 0.5),
      event('N7', 0.2, 0, 'loading'),
    ];
    const fieldAfter = (list: StressEvent[]) => {
      const one = propagator({}, grid);
      one.process(list, 0);
      return grid.nodes.map((_, node) => one.current.at(node));
    };
    for (const order of [
      [4, 3, 2, 1, 0],
      [2, 0, 4, 1, 3],
    ])
      assert.deepEqual(fieldAfter(order.map((i) => events[i]!)), fieldAfter(events));
  });

  it('goes on after a snapshot where it was, in any batches', () => {
    const events = Array.from({ length: 30 }, (_, i) => event(`N${1 + ((i * 7) % 20)}`, (i % 10) / 10, i));
    const whole = propagator({ holdMinutes: 12 }, grid).process(events, 1e9);
    const first = propagator({ holdMinutes: 12 }, grid);
    const messages = [...first.process(events.slice(0, 11), 1e9)!.stress!];
    const second = propagator({ holdMinutes: 12 }, grid);
    second.restore(JSON.parse(JSON.stringify(first.snapshot())));
    for (const one of events.slice(11)) messages.push(...second.process([one], 1e9)!.stress!);
    assert.equal(JSON.stringify(messages), JSON.stringify(whole!.stress));
    second.reset();
    assert.equal(second.current.entries, 0);
    assert.throws(() => second.restore({}), /not a snapshot/);
  });

  it('takes another network, and tells what that changes', () => {
    for (const combine of ['independent', 'each'] as const) {
      const one = propagator({ combine });
      one.process([event('A', 0.5, 7), event('D', 0, 7)], 1e9);
      const cut = line();
      cut.branches[1]!.inService = false;
      const open = one.useNetwork(cut, stressModel(cut, 'linear', { defaultWeight: 0.9 }))!.stress!;
      assert.ok(open.every(({ timeMs }) => timeMs === 7 * MINUTE));
      assert.deepEqual(
        open.map(({ nodeId, stress }) => `${nodeId} ${stress}`),
        ['A 0.5', 'B 0.5', 'C 0', 'D 0'],
      );
      const short = network(['B', 'A'], [['A', 'B', 0.8]]);
      const left = one.useNetwork(short, stressModel(short, 'linear', { defaultWeight: 0.9 }))!.stress!;
      assert.deepEqual(brief(left), [
        ['A', 'B', 1, 0.4, 1],
        ['A', 'A', 0, 0.5, 1],
      ]);
    }
    const lone = propagator();
    lone.process([event('A', 0.5)], 0);
    const apart = line();
    for (const branch of apart.branches) branch.inService = false;
    const { stress } = lone.useNetwork(apart, stressModel(apart, 'linear', { defaultWeight: 0.9 }))!;
    assert.deepEqual(brief(stress), [
      ['A', 'A', 0, 0.5, 1],
      ['B', 'B', 0, 0, 0],
      ['C', 'C', 0, 0, 0],
      ['D', 'D', 0, 0, 0],
    ]);
  });

  it('refuses what it can’t use or hold', () => {
    const one = propagator({ maximumSources: 1, maximumReached: 4 });
    const reasons = (...batch: unknown[]) => one.process(batch, 0)?.refused?.map(({ reason }) => reason);
    const bad = [7, event('X', 0.5), event('A', 1.5), event('A', 0.5, 61), { ...event('A', 0.5), cause: 'me' }];
    assert.deepEqual(reasons(...bad), ['not-an-object', 'unknown-node', 'bad-value', 'ahead-of-clock', 'bad-cause']);
    assert.deepEqual(reasons(event('A', 0.5), event('B', 0.5)), ['too-many-sources']);
    const two = propagator({ maximumReached: 6 });
    const { stress, refused } = two.process([event('A', 0.5), event('B', 0.5)], 0)!;
    assert.deepEqual(
      refused!.map(({ reason }) => reason),
      ['too-much-reached'],
    );
    assert.deepEqual(brief(stress!.slice(4)), brief(stress!.slice(0, 4)));
    assert.equal(two.current.entries, 4);
  });

  it('refuses sources for which there is no room in another network or after a restart, the later ones', () => {
    // Out of service, the middle line leaves room for three sources of two nodes; in service each reaches four.
    const split = line();
    split.branches[1]!.inService = false;
    const settings = { maximumReached: 6 };
    const narrow = propagator(settings, split);
    narrow.process([event('A', 0.5), event('B', 0.4), event('C', 0.3)], 0);
    assert.equal(narrow.current.entries, 6);
    const { stress, refused } = narrow.useNetwork(line(), stressModel(line(), 'linear', { defaultWeight: 0.9 }))!;
    assert.deepEqual(
      refused!.map(({ reason, original }) => [reason, (original as { nodeId: string }).nodeId]),
      [
        ['too-much-reached', 'B'],
        ['too-much-reached', 'C'],
      ],
    );
    assert.deepEqual(brief(stress), brief(propagator().process([event('A', 0.5)], 0)!.stress));
    const wide = propagator();
    wide.process([event('A', 0.5), event('B', 0.4)], 0);
    for (const [limit, reason] of [
      [settings, 'too-much-reached'],
      [{ maximumSources: 1 }, 'too-many-sources'],
    ] as const) {
      const restored = propagator(limit);
      restored.restore(wide.snapshot());
      assert.deepEqual(
        restored.process([], 0)!.refused!.map((refusal) => refusal.reason),
        [reason],
      );
      assert.equal(restored.process([], 0), undefined);
      assert.equal(restored.current.sourceCount, 1);
    }
  });

  it('takes the original’s names', () => {
    const { stress } = propagator().process([{ node_id: 'A', stress_level: 0.5, timestamp: 1_514_761_200 }], 2e12)!;
    assert.deepEqual([stress!.length, stress![0]!.timeMs], [4, 1_514_761_200_000]);
  });
});
