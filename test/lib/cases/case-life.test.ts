import assert from 'node:assert/strict';
import { balance, cue, DAY, Desk, event, gap, HOUR, NOW, START } from './case-messages';

const ID = 'H007@2026-06-01T18:00Z';

describe('life of a case', () => {
  it('is opened by a theft-like event, and not by one that is only unusual', () => {
    const desk = new Desk({ pricePerKwh: 0.25, currency: 'CHF' });
    assert.deepEqual(desk.send(event({ theftLike: false })), []);
    const [opened] = desk.send(event());
    const { caseId, meterId, feeder, state, rank, score, lostKwh, lostMoney, currency, firstMs, lastMs } = opened!;
    assert.deepEqual([caseId, meterId, feeder, state, rank, score], [ID, 'H007', 'F1', 'open', 1, 4]);
    assert.deepEqual([lostKwh, lostMoney, currency], [6, 1.5, 'CHF']);
    assert.deepEqual([firstMs, lastMs], [START + 18 * HOUR, START + 42 * HOUR]);
    assert.deepEqual(opened!.history, [{ timeMs: START + 42 * HOUR, state: 'open' }]);
    // 1 : 99 × 399.4, see likelihood.test.ts
    assert.equal(opened!.likelihood, 0.8014);
    assert.equal(opened!.priority, Number((opened!.likelihood * 6).toFixed(3)));
  });

  it('takes all suspicions about a meter into one case, each event once, its latest version', () => {
    const desk = new Desk();
    const second = START + 3 * DAY;
    desk.send(event());
    desk.send(
      event({
        startMs: second,
        endMs: second + HOUR,
        state: 'open',
        lostWh: 100,
        score: 3.2,
        cues: [cue('freeze', 3.2)],
      }),
    );
    const [grown] = desk.send(
      event({ startMs: second, endMs: second + 9 * HOUR, lostWh: 900, score: 5, cues: [cue('freeze', 5)] }),
    );
    assert.deepEqual([grown!.caseId, grown!.events.length, grown!.lostKwh, grown!.score], [ID, 2, 6.9, 5]);
    assert.deepEqual(
      grown!.evidence.map(({ kind, score }) => [kind, score]),
      [
        ['freeze', 5],
        ['base-load-drop', 4],
        ['deep-dip', undefined],
      ],
    );
    assert.deepEqual(
      desk.send(event(), event({ startMs: second, endMs: second + HOUR, state: 'open' })),
      [],
      'old news',
    );
  });

  it('follows an event that is no longer theft-like: the case stays and weighs less', () => {
    const desk = new Desk();
    const [before] = desk.send(event({ state: 'open' }));
    const [after] = desk.send(event({ theftLike: false, score: 1, lostWh: 50, cues: [] }));
    assert.equal(after!.state, 'open');
    assert.ok(after!.likelihood < before!.likelihood / 10);
  });

  it('stays open after its event has closed until a person decides, and keeps who, when and why', () => {
    const desk = new Desk();
    desk.send(event({ state: 'open' }), event());
    const timeMs = START + 4 * DAY;
    desk.send({ command: 'note', caseId: ID, by: 'Ana', note: 'visit on Friday', timeMs });
    const [confirmed] = desk.send({ command: 'confirm', caseId: ID, by: 'Bo', note: 'bridge behind the meter' });
    assert.deepEqual(confirmed!.history.slice(1), [
      { timeMs, state: 'open', by: 'Ana', note: 'visit on Friday' },
      { timeMs: NOW, state: 'confirmed', by: 'Bo', note: 'bridge behind the meter' },
    ]);
    assert.deepEqual(desk.sent.feedback, [
      {
        type: 'theft-feedback',
        meterId: 'H007',
        verdict: 'confirmed',
        timeMs: START + 42 * HOUR,
        untilMs: START + 42 * HOUR + 90 * DAY,
        cues: ['base-load-drop', 'deep-dip'],
      },
    ]);
  });

  it('refuses commands that cannot be done, and says why and what to do', () => {
    const desk = new Desk();
    desk.send(event());
    const refused = desk.refusals(
      { command: 'confirm', caseId: 'H008' },
      { command: 'reopen', caseId: ID },
      { command: 'note', caseId: ID, note: '  ' },
      { command: 'arrest', caseId: ID },
      { command: 'confirm' },
      { command: 'dismiss', caseId: ID, note: 'x'.repeat(2001) },
      { command: 'dismiss', caseId: ID, timeMs: NOW + DAY },
      { command: 'list', caseId: 'H008' },
    );
    assert.deepEqual(refused, [
      'unknown-case',
      'not-decided',
      'empty-note',
      'bad-command',
      'bad-command',
      'bad-command',
      'bad-time',
      'unknown-case',
    ]);
    const [, , , word, missing, long] = desk.sent.refused;
    assert.equal(word!.remedy, 'command is one of confirm, dismiss, reopen, note, list');
    assert.deepEqual([missing!.place, long!.place], ['/caseId', '/note']);
    desk.send({ command: 'confirm', caseId: ID });
    assert.deepEqual(desk.refusals({ command: 'dismiss', caseId: ID }), ['already-decided']);
    assert.match(desk.sent.refused.at(-1)!.remedy, /"reopen"/);
  });

  it('counts on in a confirmed case while its event goes on, and opens another for a later one', () => {
    const desk = new Desk();
    desk.send(event({ state: 'open' }));
    desk.send({ command: 'confirm', caseId: ID });
    const [grown] = desk.send(event({ endMs: START + 9 * DAY, lostWh: 20_000 }));
    assert.deepEqual([grown!.caseId, grown!.state, grown!.lostKwh], [ID, 'confirmed', 20]);
    const late = START + DAY;
    const [before] = desk.send(event({ startMs: late, endMs: late + HOUR, lostWh: 1000 }));
    assert.deepEqual([before!.caseId, before!.lostKwh], [ID, 21], 'it had begun before the decision');
    const [again] = desk.send(event({ startMs: START + 20 * DAY }));
    assert.deepEqual([again!.caseId, again!.state], ['H007@2026-06-21T00:00Z', 'open']);
  });

  it('holds back what says no more than was dismissed, and makes a new case of what is much stronger', () => {
    const desk = new Desk();
    desk.send(event({ state: 'open' }));
    const [dismissed] = desk.send({ command: 'dismiss', caseId: ID, note: 'away on holiday' });
    assert.deepEqual(desk.send(event()), [], 'the event closes');
    const week = START + 8 * DAY;
    const [same] = desk.send(event({ startMs: week, score: 4.5 }));
    assert.deepEqual([same!.caseId, same!.state, same!.events.length], [ID, 'dismissed', 3]);
    assert.deepEqual([same!.likelihood, same!.lostKwh], [dismissed!.likelihood, 6], 'as it was decided');
    assert.match(same!.because, /Since it was dismissed, 2 more events came that did not say much more\./);
    assert.deepEqual(desk.send(event({ startMs: week, score: 4.5 })), [], 'again the same');
    // A score higher by 1.1 is more than ten times as rare.
    const changed = desk.send(event({ startMs: week + 2 * DAY, score: 5.2 }));
    assert.deepEqual(
      changed.map(({ caseId, state, events }) => [caseId, state, events.length]),
      [
        [ID, 'dismissed', 1],
        [`${ID}~2`, 'open', 3],
      ],
    );
    assert.match(
      changed[1]!.history[0]!.note!,
      /evidence 10 times as strong as when H007@2026-06-01T18:00Z was dismissed/,
    );
  });

  it('opens a new case after a dismissal when the evidence is of another kind, or the quiet time is over', () => {
    const other = new Desk();
    other.send(event(), { command: 'dismiss', caseId: ID });
    const [opened] = other.send(event({ startMs: START + 5 * DAY, cues: [cue('power-mismatch', 4)] }));
    assert.equal(opened!.state, 'open');
    const later = new Desk({ quietDays: 10 });
    later.send(event(), { command: 'dismiss', caseId: ID });
    assert.equal(later.send(event({ startMs: START + 13 * DAY }))[0]!.state, 'open');
  });

  it('reopens a dismissed case as a new one when the feeder comes to lack what the meter lost', () => {
    const desk = new Desk();
    desk.send(event({ score: 3.5 }), { command: 'dismiss', caseId: ID });
    assert.deepEqual(desk.send(balance(0)), []);
    const [reopened] = desk.send(gap(1, 0.98), gap(0, 0.98));
    assert.deepEqual([reopened!.caseId, reopened!.state, reopened!.finding], [`${ID}~2`, 'open', 'bypass']);
    assert.deepEqual([desk.list().open, desk.list().dismissed], [1, 1]);
  });

  it('asks only the last decision whether something new is stronger', () => {
    const desk = new Desk();
    desk.send(event({ score: 3.5 }), { command: 'dismiss', caseId: ID });
    const [reopened] = desk.send(gap(0, 0.98), gap(1, 0.98));
    assert.equal(reopened!.caseId, `${ID}~2`);
    desk.send({ command: 'dismiss', caseId: `${ID}~2` });
    assert.deepEqual(desk.send(gap(1, 0.99), event({ score: 3.6 })), []);
    assert.deepEqual([desk.list().open, desk.list().dismissed], [0, 2]);
  });

  it('puts what became stronger into the open case of the meter, when it has one', () => {
    const desk = new Desk();
    desk.send(event({ state: 'open' }), { command: 'dismiss', caseId: ID });
    const [other] = desk.send(event({ startMs: START + 9 * DAY, cues: [cue('freeze', 4)] }));
    const [, grown] = desk.send(event({ score: 5.5, endMs: START + 10 * DAY }));
    assert.deepEqual([grown!.caseId, grown!.events.length, grown!.score], [other!.caseId, 2, 5.5]);
  });

  it('takes a decision back with everything it taught', () => {
    const desk = new Desk();
    const [before] = desk.send(event());
    desk.send({ command: 'dismiss', caseId: ID });
    desk.send(event({ startMs: START + 9 * DAY, lostWh: 500 }));
    const [after] = desk.send({ command: 'reopen', caseId: ID, by: 'Ana' });
    assert.deepEqual([after!.state, after!.likelihood, after!.lostKwh], ['open', before!.likelihood, 6.5]);
    const { precision, cues } = desk.list();
    assert.deepEqual(
      [precision, cues.map(({ confirmed, dismissed, factor }) => [confirmed, dismissed, factor])],
      [
        null,
        [
          [0, 0, 1],
          [0, 0, 1],
        ],
      ],
    );
    const [given, withdrawn] = desk.sent.feedback;
    assert.equal(withdrawn!.untilMs, withdrawn!.timeMs, 'it ends at once');
    assert.deepEqual([withdrawn!.verdict, withdrawn!.cues], [given!.verdict, given!.cues]);
  });

  it('does not reopen a case beside an open one of the same meter', () => {
    const desk = new Desk();
    desk.send(event(), { command: 'confirm', caseId: ID }, event({ startMs: START + 9 * DAY }));
    assert.deepEqual(desk.refusals({ command: 'reopen', caseId: ID }), ['other-case-open']);
  });

  it('forgets a decided case after its time, and does not open it again when its events come again', () => {
    const desk = new Desk({ closedDays: 30 });
    desk.send(event(), { command: 'dismiss', caseId: ID });
    desk.send(event({ meterId: 'H008', startMs: START + 33 * DAY }));
    assert.deepEqual(desk.refusals({ command: 'note', caseId: ID, note: 'x' }), ['unknown-case']);
    assert.deepEqual(desk.refusals(event()), ['already-counted']);
    const { open, dismissed, cases } = desk.list();
    assert.deepEqual([open, dismissed, cases.length], [1, 1, 1]);
  });

  it('gives up the case with least at stake when there are too many, and says so', () => {
    const desk = new Desk({ maximumCases: 2 });
    desk.send(...[3, 1, 2].map((kwh) => event({ meterId: `M${kwh}`, lostWh: kwh * 1000 })));
    assert.deepEqual(
      desk.sent.refused.map(({ reason, meterId }) => [reason, meterId]),
      [['case-forgotten', 'M1']],
    );
    const { cases, forgotten, openKwh } = desk.list();
    assert.deepEqual(
      [cases.map(({ meterId, rank }) => [meterId, rank]), forgotten, openKwh],
      [
        [
          ['M3', 1],
          ['M2', 2],
        ],
        1,
        5,
      ],
    );
  });

  it('sums many events up without losing energy, and does not count one of them again', () => {
    const desk = new Desk();
    const events = Array.from({ length: 60 }, (_, i) =>
      event({ startMs: START + i * 2 * DAY, endMs: START + i * 2 * DAY + HOUR }),
    );
    desk.send(...events);
    const [sum] = desk.list().cases;
    assert.deepEqual([sum!.lostKwh, sum!.events.length], [360, 20]);
    assert.deepEqual(desk.refusals(events[0], events[30]), ['already-counted', 'already-counted']);
    assert.equal(desk.list().cases[0]!.lostKwh, 360);
  });

  it('sends the list on command and, after a change, at the next tick', () => {
    const desk = new Desk();
    assert.equal(desk.operator.tick()!.list!.length, 1);
    assert.equal(desk.operator.tick(), undefined);
    desk.send(event(), event({ meterId: 'H008', feeder: 'F2', lostWh: 9000 }));
    const [list] = desk.operator.tick()!.list!;
    assert.deepEqual(
      list!.cases.map(({ meterId, rank, plots }) => [meterId, rank, plots]),
      [
        ['H008', 1, undefined],
        ['H007', 2, undefined],
      ],
    );
    assert.deepEqual([list!.open, list!.openKwh, list!.openMoney, list!.precision], [2, 15, 4.5, null]);
    assert.equal(list!.expectedKwh, 12.021);
    assert.deepEqual(
      desk.send({ command: 'list', caseId: ID }).map(({ caseId }) => caseId),
      [ID],
    );
  });
});
