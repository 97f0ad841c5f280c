import assert from 'node:assert/strict';
import { Value } from '@sinclair/typebox/value';
import fc from 'fast-check';
import { TheftCaseList } from '../../../lib/cases';
import { Refusal, TheftCase, TheftFeedback } from '../../../lib/messages';
import { balance, cue, DAY, Desk, event, gap, HOUR, START, theftDay, theftWindow } from './case-messages';

const meterId = fc.constantFrom('H007', 'H008', 'H009');
const day = fc.integer({ min: 0, max: 40 });
const KINDS = ['freeze', 'deep-dip', 'power-mismatch'] as const;

/** Versions of a few events: they grow with `step`, and close at the last one. */
const events = fc
  .record({ meterId, day, step: fc.integer({ min: 1, max: 4 }) })
  .map(({ meterId: meter, day: at, step }) =>
    event({
      meterId: meter,
      startMs: START + at * DAY,
      endMs: START + at * DAY + step * HOUR,
      state: step === 4 ? 'closed' : 'open',
      score: 3 + (at % 7) / 2,
      lostWh: step * 1000,
      cues: [cue(KINDS[at % 3]!, 3 + (at % 7) / 2)],
    }),
  );
const balances = fc
  .record({ day, confidence: fc.constantFrom(0.5, 0.95), meterId, isGap: fc.boolean() })
  .map((b) => (b.isGap ? gap(b.day, b.confidence, b.meterId) : balance(b.day)));
const days = fc.record({ day, meterId, score: fc.integer({ min: 0, max: 6 }) }).map((d) => theftDay(d.day, d));
const windows = fc
  .record({ day, meterId })
  .map((w) => theftWindow(START + w.day * DAY, { power_mean: w.day }, w.meterId));
const commands = fc.record({
  command: fc.constantFrom('confirm', 'dismiss', 'reopen', 'note', 'list', 'arrest'),
  caseId: fc.tuple(meterId, day).map(([id, at]) => `${id}@${new Date(START + at * DAY).toISOString().slice(0, 16)}Z`),
  note: fc.option(fc.string(), { nil: undefined }),
});
/** Whatever case a meter has, so that commands often hit one. */
const decisions = fc.record({ decide: fc.constantFrom('confirm', 'dismiss', 'reopen'), meterId });
const stream = fc.array(fc.oneof(events, events, balances, days, windows, commands, decisions), { maxLength: 60 });

/** Sends an element; a decision goes to the first case of its meter in the list. */
function feed(desk: Desk, element: unknown): void {
  if (typeof element !== 'object' || element === null || !('decide' in element)) {
    desk.send(element);
    return;
  }
  const { decide: command, meterId: meter } = element as { decide: string; meterId: string };
  const found = desk.list().cases.find((one) => one.meterId === meter);
  if (found) desk.send({ command, caseId: found.caseId });
}

const through = (elements: readonly unknown[], desk = new Desk()): Desk => {
  for (const element of elements) feed(desk, element);
  return desk;
};

describe('cases, whatever comes', function () {
  this.timeout(60_000);
  it('go on after a restart as if there had been none, byte for byte', () => {
    fc.assert(
      fc.property(stream, fc.nat(60), (elements, at) => {
        const whole = through(elements);
        const first = through(elements.slice(0, at));
        const second = new Desk();
        second.operator.restore(JSON.parse(JSON.stringify(first.operator.snapshot())));
        for (const port of ['cases', 'refused', 'list', 'feedback'] as const) {
          (second.sent[port] as unknown[]).push(...first.sent[port]);
        }
        through(elements.slice(at), second);
        assert.equal(JSON.stringify(second.sent), JSON.stringify(whole.sent));
        assert.equal(JSON.stringify(second.operator.snapshot()), JSON.stringify(whole.operator.snapshot()));
      }),
      { seed: 5, numRuns: 100 },
    );
  });

  it('keep every rule: messages as their schema says, one open case a meter, ranks in order, counts that agree', () => {
    fc.assert(
      fc.property(stream, (elements) => {
        const desk = through(elements);
        const list = desk.list();
        for (const sent of desk.sent.cases) assert.deepEqual([...Value.Errors(TheftCase, sent)], []);
        for (const sent of desk.sent.refused) assert.deepEqual([...Value.Errors(Refusal, sent)], []);
        for (const sent of desk.sent.feedback) assert.deepEqual([...Value.Errors(TheftFeedback, sent)], []);
        assert.deepEqual([...Value.Errors(TheftCaseList, list)], []);
        assert.deepEqual(
          list.cases.map(({ rank }) => rank),
          list.cases.map((_, index) => index + 1),
        );
        const open = list.cases.filter(({ state }) => state === 'open');
        assert.equal(new Set(open.map(({ meterId: id }) => id)).size, open.length);
        assert.deepEqual(
          open.map(({ priority }) => priority),
          open.map(({ priority }) => priority).sort((a, b) => b - a),
        );
        for (const state of ['confirmed', 'dismissed'] as const) {
          assert.equal(list[state], list.cases.filter((one) => one.state === state).length);
        }
        assert.ok(list.cases.every(({ likelihood }) => likelihood > 0 && likelihood < 1));
      }),
      { seed: 6, numRuns: 100 },
    );
  });

  it('come to the same in any order of arrival, and when everything comes twice', () => {
    const facts = fc.array(fc.oneof(events, balances), { maxLength: 30 });
    // One element a key, so that no two versions of a day contradict each other.
    const unique = facts.map((all) => [
      ...new Map(all.map((one) => ['id' in one ? `${one.id}/${one.endMs}` : one.startMs, one])).values(),
    ]);
    const shuffled = unique.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray([...all, ...all], { minLength: 2 * all.length })),
    );
    const outcome = (elements: readonly unknown[]) =>
      through(elements)
        .list()
        .cases.map((one) => ({ ...one, caseId: '', history: [] }));
    fc.assert(
      fc.property(shuffled, ([all, again]) => {
        assert.deepEqual(outcome(again), outcome(all));
      }),
      { seed: 7, numRuns: 100 },
    );
  });

  it('refuse what is no message and never throw', () => {
    const valid: object[] = [
      event(),
      balance(0),
      theftDay(0),
      theftWindow(START, { power_mean: 1 }),
      { command: 'confirm', caseId: 'H007@2026-06-01T18:00Z', note: 'x' },
    ];
    const odd = fc.oneof(
      fc.anything({ withBigInt: true, withDate: true, withNullPrototype: true }),
      fc.constantFrom<unknown>(1e308, -1e308, Number.NaN, Infinity, '', '__proto__', '\ud800', 'x'.repeat(100_000)),
    );
    const bent = fc.tuple(fc.constantFrom(...valid), fc.nat(), odd).map(([message, at, value]) => {
      const names = Object.keys(message);
      return { ...message, [names[at % names.length]!]: value };
    });
    fc.assert(
      fc.property(fc.array(fc.oneof(odd, bent, fc.constantFrom(...valid)), { maxLength: 12 }), (batch) => {
        const desk = new Desk();
        desk.send(...batch);
        desk.operator.tick();
        const list = desk.list();
        assert.deepEqual([...Value.Errors(TheftCaseList, list)], []);
        assert.ok(JSON.stringify(desk.operator.snapshot()).length < 60_000);
        for (const { reason, message, remedy } of desk.sent.refused) assert.ok(reason && message && remedy);
      }),
      { seed: 8, numRuns: 300 },
    );
  });

  it('refuse a snapshot that is none of theirs', () => {
    const { operator } = new Desk();
    for (const state of [null, 1, {}, { operator: 'theft-cases' }, { operator: 'threshold-risk', meters: [] }]) {
      assert.throws(() => operator.restore(state), /not a snapshot of the theft cases/);
    }
  });

  it('are not changed by whoever changes what was sent', () => {
    const desk = new Desk();
    const given = event();
    const [sent] = desk.send(given);
    const before = JSON.stringify(desk.operator.snapshot());
    sent!.evidence[0]!.because = 'changed';
    sent!.history.length = 0;
    given.cues[0]!.score = 99;
    assert.equal(JSON.stringify(desk.operator.snapshot()), before);
  });
});
