import assert from 'node:assert/strict';
import { Value } from '@sinclair/typebox/value';
import fc from 'fast-check';
import { GridAlarmTable } from '../../../lib/assets/alarm-table';
import { GridAlarm } from '../../../lib/messages';

const NOW_MS = 1e12;
const value = (value: number, second = 0, subject = 'L4', quantity = 'temperatureC') => {
  return { subject, quantity, value, timeMs: NOW_MS - 1e6 + second * 1000 };
};
const ID = 'grid/temperatureC/above/60/L4';
const changes = (table: GridAlarmTable, ...batch: unknown[]) =>
  (table.process(batch, NOW_MS)?.alarms ?? []).map(({ alarmId, change }) => `${change} ${alarmId}`);
const reasons = (table: GridAlarmTable, ...batch: unknown[]) =>
  (table.process(batch, NOW_MS)?.refused ?? []).map(({ reason }) => reason);

describe('grid alarm table', () => {
  it('raises a medium and a high alarm, and clears each by its hysteresis', () => {
    const table = new GridAlarmTable();
    assert.deepEqual(changes(table, value(60)), []);
    assert.deepEqual(changes(table, value(61, 1)), [`raised ${ID}`]);
    assert.deepEqual(changes(table, value(71, 2)), ['raised grid/temperatureC/above/70/L4']);
    assert.deepEqual(changes(table, value(67.1, 3)), []);
    assert.deepEqual(changes(table, value(67, 4)), ['cleared grid/temperatureC/above/70/L4']);
    assert.deepEqual(changes(table, value(57.1, 5)), []);
    const [cleared] = table.process([value(57, 6)], NOW_MS)!.alarms!;
    assert.equal(cleared!.state, 'cleared');
    assert.equal(cleared!.because, 'temperatureC 57 of L4 is back to 57 or better');
    assert.equal(cleared!.clearedMs! - cleared!.raisedMs, 5000);
    assert.deepEqual(table.standing(), []);
  });

  it('knows limits below, and limits of counts', () => {
    const table = new GridAlarmTable();
    assert.deepEqual(changes(table, value(0.9, 0, 'N1', 'voltagePu')), ['raised grid/voltagePu/below/0.909/N1']);
    assert.deepEqual(changes(table, value(0.9135, 1, 'N1', 'voltagePu')), []);
    assert.deepEqual(changes(table, value(0.92, 2, 'N1', 'voltagePu')), ['cleared grid/voltagePu/below/0.909/N1']);
    assert.deepEqual(changes(table, value(1, 0, 'grid', 'idleGenerators')), [
      'raised grid/idleGenerators/above/0/grid',
    ]);
    assert.deepEqual(changes(table, value(0, 1, 'grid', 'idleGenerators')), [
      'cleared grid/idleGenerators/above/0/grid',
    ]);
  });

  it('waits, in event time, before it raises', () => {
    const table = new GridAlarmTable({ raiseAfterSeconds: 10 });
    assert.deepEqual(changes(table, value(65), value(65, 9), value(50, 9.5), value(65, 10), value(65, 19)), []);
    assert.deepEqual(changes(table, value(65, 20)), [`raised ${ID}`]);
  });

  it('is acknowledged once, and clears all the same', () => {
    const table = new GridAlarmTable();
    changes(table, value(65));
    const acknowledge = { acknowledge: ID, by: 'Ada' };
    const [alarm] = table.process([acknowledge], NOW_MS)!.alarms!;
    assert.deepEqual([alarm!.change, alarm!.state, alarm!.acknowledgedBy], ['acknowledged', 'acknowledged', 'Ada']);
    assert.deepEqual(reasons(table, acknowledge), ['not-raised']);
    assert.deepEqual(changes(table, value(65, 1), value(50, 2)), [`cleared ${ID}`]);
    assert.deepEqual(reasons(table, acknowledge), ['not-raised']);
  });

  it('shelves by the clock, goes on judging meanwhile, and tells when it is over', () => {
    const table = new GridAlarmTable();
    changes(table, value(65));
    const [shelved] = table.process([{ shelve: ID, by: 'Ada', minutes: 5 }], NOW_MS)!.alarms!;
    assert.deepEqual([shelved!.change, shelved!.state, shelved!.shelvedBy], ['shelved', 'raised', 'Ada']);
    assert.equal(shelved!.shelvedUntilMs, NOW_MS + 300_000);
    const again = table.process([value(50, 1), value(65, 2)], NOW_MS)!.alarms!;
    assert.deepEqual(
      again.map(({ change, shelvedBy }) => [change, shelvedBy]),
      [
        ['cleared', 'Ada'],
        ['raised', 'Ada'],
      ],
    );
    assert.equal(table.tick(NOW_MS + 299_999), undefined);
    const [unshelved] = table.tick(NOW_MS + 300_000)!.alarms!;
    assert.deepEqual([unshelved!.change, unshelved!.state, unshelved!.shelvedBy], ['unshelved', 'raised', undefined]);
    changes(table, { shelve: ID, by: 'Ada', minutes: 5 });
    assert.deepEqual(changes(table, { unshelve: ID, by: 'Ada' }), [`unshelved ${ID}`]);
    assert.deepEqual(reasons(table, { unshelve: ID, by: 'Ada' }), ['not-shelved']);
    assert.deepEqual(reasons(table, { shelve: 'x', by: 'Ada', minutes: 5 }), ['unknown-alarm']);
    assert.deepEqual(reasons(table, { shelve: ID, by: 'Ada', minutes: 1e4 }), ['too-long']);
  });

  it('refuses what is late, ahead of the clock, one too many, or nonsense', () => {
    const table = new GridAlarmTable({ maximumAlarms: 1 });
    changes(table, value(65, 10));
    assert.deepEqual(reasons(table, value(50, 9)), ['out-of-order']);
    assert.deepEqual(reasons(table, value(50, 1e6)), ['ahead-of-clock']);
    assert.deepEqual(reasons(table, value(75, 10, 'L5')), ['too-many-alarms']);
    assert.deepEqual(changes(table, value(50, 10, 'L5'), value(50, 11)), [`cleared ${ID}`]);
    const hostile = [null, 5, 'x', [], {}, value(Number.NaN), value(1, 0, ''), value(1, 0, 'L4', 'other')];
    assert.deepEqual(reasons(table, ...hostile), Array(hostile.length).fill('bad-value'));
    const commands = [{ acknowledge: 5 }, { shelve: ID, by: 'A', minutes: -1 }, { unshelve: ID, by: '' }];
    assert.deepEqual(reasons(table, ...commands), Array(commands.length).fill('bad-command'));
    assert.throws(() => table.restore({}), /not a snapshot of grid alarms/);
    const rules = Array(2).fill({ quantity: 'risk', side: 'above', limit: 1, hysteresis: 0, severity: 'low' });
    assert.throws(() => new GridAlarmTable({ rules }), /rules\[1\]: this limit is there twice/);
  });

  it('raises and clears in turn, and goes on from a snapshot exactly where it was', () => {
    const step = fc.tuple(fc.integer({ min: 50, max: 75 }), fc.constantFrom('L1', 'L2', '__proto__'));
    fc.assert(
      fc.property(
        fc.array(step, { minLength: 2, maxLength: 30 }),
        fc.nat(),
        fc.constantFrom(0, 3),
        (steps, cut, delay) => {
          const settings = { raiseAfterSeconds: delay, clearAfterSeconds: delay };
          const batch = steps.map(([celsius, subject], i) => value(celsius, i, subject));
          const half = cut % batch.length;
          const whole = new GridAlarmTable(settings);
          const told = [...(whole.process(batch, NOW_MS)?.alarms ?? [])];
          const first = new GridAlarmTable(settings);
          const second = new GridAlarmTable(settings);
          const before = first.process(batch.slice(0, half), NOW_MS)?.alarms ?? [];
          second.restore(JSON.parse(JSON.stringify(first.snapshot())));
          const after = second.process(batch.slice(half), NOW_MS)?.alarms ?? [];
          assert.deepEqual([...before, ...after], told);
          const last = new Map<string, string>();
          for (const alarm of told) {
            assert.ok(Value.Check(GridAlarm, alarm));
            const { alarmId, change } = alarm;
            assert.equal(change, last.get(alarmId) === 'raised' ? 'cleared' : 'raised');
            last.set(alarmId, change);
          }
          const standing = [...last].filter(([, change]) => change === 'raised').length;
          assert.equal(second.standing().length, standing);
        },
      ),
      { seed: 8, numRuns: 40 },
    );
  });

  it('lists high alarms first, leaves alarms of rules that are gone out of a snapshot, and forgets all on reset', () => {
    const table = new GridAlarmTable();
    changes(table, value(65, 0, 'L1'), value(75, 1, 'L2'));
    assert.deepEqual(
      table.standing().map(({ severity }) => severity),
      ['high', 'medium', 'medium'],
    );
    const other = new GridAlarmTable({
      rules: [{ quantity: 'temperatureC', side: 'above', limit: 60, hysteresis: 3, severity: 'medium' }],
    });
    other.restore(table.snapshot());
    assert.deepEqual(
      other.standing().map(({ subject }) => subject),
      ['L1', 'L2'],
    );
    table.reset();
    assert.deepEqual(table.standing(), []);
    assert.equal(changes(table, value(65, 0, 'L1')).length, 1);
  });
});
