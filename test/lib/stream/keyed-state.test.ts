import assert from 'node:assert/strict';
import fc from 'fast-check';
import { KeySlots } from '../../../lib/stream/key-slots';
import { KeyedState } from '../../../lib/stream/keyed-state';

describe('KeySlots', () => {
  it('refuses a maximum that is none', () => {
    assert.throws(() => new KeySlots(0), /maximum of keys must be 1 or more/);
    const full = new KeySlots(1);
    full.add('a');
    assert.throws(() => full.add('b'), /no room/);
  });

  it('keeps the order of use like a Map that re-inserts, and slots below the capacity', () => {
    const step = fc.record({ key: fc.constantFrom(...'abcdefgh'), what: fc.constantFrom('use', 'use', 'remove') });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const slots = new KeySlots(5);
        const model = new Map<string, number>();
        for (const { key, what } of steps) {
          let slot = slots.find(key);
          assert.equal(slot, model.get(key) ?? -1);
          if (what === 'remove') {
            if (slot >= 0) slots.remove(slot);
            model.delete(key);
            continue;
          }
          if (slot >= 0) slots.touch(slot);
          else {
            if (slots.isFull) {
              const [first] = model.keys();
              assert.equal(slots.key(slots.oldest), first);
              slots.remove(slots.oldest);
              model.delete(first!);
            }
            slot = slots.add(key);
          }
          assert.ok(slot < slots.capacity);
          model.delete(key);
          model.set(key, slot);
        }
        assert.deepEqual(
          [...slots.oldestFirst()].map((slot) => slots.key(slot)),
          [...model.keys()],
        );
      }),
      { seed: 3, numRuns: 200 },
    );
  });

  it('grows to thousands of keys', () => {
    const slots = new KeySlots(5000);
    for (let i = 0; i < 5000; i++) assert.equal(slots.add(`k${i}`), i);
    assert.equal(slots.capacity, 5000);
    assert.equal(slots.key(slots.oldest), 'k0');
  });
});

describe('KeyedState', () => {
  it('pushes out the least recently used key and says so', () => {
    const gone: unknown[] = [];
    const state = new KeyedState<number>({ maximumKeys: 2, onEvict: (...args) => gone.push(args) });
    state.set('a', 1, 10);
    state.set('b', 2, 20);
    assert.equal(state.get('a'), 1);
    state.set('c', 3, 30);
    assert.deepEqual(gone, [['b', 2, 'capacity']]);
    assert.equal(state.get('b'), undefined);
    assert.equal(state.size, 2);
  });

  it('expires by event time, and an old record does not make a key older', () => {
    const gone: string[] = [];
    const state = new KeyedState<number>({ maximumKeys: 9, timeToLiveMs: 100, onEvict: (key) => gone.push(key) });
    state.set('a', 1, 1000);
    state.set('a', 2, 900);
    state.set('b', 1, 950);
    state.expire(1050);
    assert.deepEqual(gone, []);
    state.expire(1051);
    assert.deepEqual(gone, ['b']);
    assert.equal(state.get('a'), 2);
  });

  it('does not report what was deleted on purpose', () => {
    const state = new KeyedState<number>({ maximumKeys: 2, onEvict: () => assert.fail() });
    state.set('a', 1, 0);
    assert.equal(state.delete('a'), true);
    assert.equal(state.delete('a'), false);
  });

  it('comes back from its entries with the same next victim', () => {
    const gone: string[] = [];
    const make = () => new KeyedState<number>({ maximumKeys: 3, onEvict: (key) => gone.push(key) });
    const state = make();
    for (const [i, key] of ['a', 'b', 'c'].entries()) state.set(key, i, i);
    state.get('a');
    const copy = make();
    copy.restore(JSON.parse(JSON.stringify([...state.entries()])));
    copy.set('d', 4, 4);
    assert.deepEqual(gone, ['b']);
  });
});
