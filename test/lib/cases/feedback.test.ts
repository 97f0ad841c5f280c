import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { TheftCase, TheftCueKind } from '../../../lib/messages';
import { cue, DAY, Desk, event, START } from './case-messages';

/** A case of one meter with these cues, as it is when it is opened. */
function opened(desk: Desk, meterId: string, kinds: TheftCueKind[], day = 0): TheftCase {
  const [sent] = desk.send(event({ meterId, startMs: START + day * DAY, cues: kinds.map((kind) => cue(kind, 4)) }));
  return sent!;
}

function decided(
  desk: Desk,
  command: 'confirm' | 'dismiss',
  count: number,
  kinds: TheftCueKind[],
  name: string = command,
) {
  for (let i = 0; i < count; i++) desk.send({ command, caseId: opened(desk, `${name}${i}`, kinds).caseId });
}

const oddsOf = ({ likelihood }: TheftCase) => likelihood / (1 - likelihood);

describe('what decisions teach', function () {
  this.timeout(20_000);
  it('makes the same evidence on the same meter ten times less likely after a dismissal, for the quiet time', () => {
    const desk = new Desk({ priorCases: 10_000, reopenFactor: 1, quietDays: 30 });
    const first = opened(desk, 'H007', ['freeze']);
    desk.send({ command: 'dismiss', caseId: first.caseId });
    const changed = desk.send(event({ startMs: START + 7 * DAY, cues: [cue('freeze', 4)] }));
    const again = changed.find(({ state }) => state === 'open')!;
    assert.ok(Math.abs(oddsOf(first) / oddsOf(again) - 10) < 0.05, again.because);
    assert.match(again.because, /× 0\.1 for what was decided on this meter before/);
    const later = new Desk({ priorCases: 10_000, reopenFactor: 1, quietDays: 30 });
    later.send({ command: 'dismiss', caseId: opened(later, 'H007', ['freeze']).caseId });
    const [afterwards] = later.send(event({ startMs: START + 40 * DAY, cues: [cue('freeze', 4)] }));
    assert.ok(Math.abs(oddsOf(afterwards!) / oddsOf(first) - 1) < 0.01);
  });

  it('makes it ten times more likely after a confirmation', () => {
    const desk = new Desk({ priorCases: 10_000 });
    const first = opened(desk, 'H007', ['freeze']);
    desk.send({ command: 'confirm', caseId: first.caseId });
    const again = opened(desk, 'H007', ['freeze'], 9);
    assert.ok(Math.abs(oddsOf(again) / oddsOf(first) - 10) < 0.1);
    const half = opened(new Desk(), 'H009', ['freeze', 'spike']);
    assert.equal(half.likelihood, first.likelihood);
  });

  it('weighs a cue by the odds of its Beta-counted precision, everywhere', () => {
    const desk = new Desk();
    const before = opened(desk, 'X', ['deep-dip']);
    decided(desk, 'dismiss', 15, ['deep-dip']);
    decided(desk, 'confirm', 5, ['deep-dip']);
    decided(desk, 'confirm', 10, ['freeze'], 'F');
    const dip = opened(desk, 'Y', ['deep-dip']);
    // Prior of 5 + 5 cases: (5 + 5) / (5 + 15) = 1/2.
    assert.ok(Math.abs(oddsOf(dip) / oddsOf(before) - 0.5) < 0.005);
    // Mean of log 1/2 and log (5 + 10) / 5.
    const both = opened(desk, 'Z', ['deep-dip', 'freeze']);
    assert.ok(Math.abs(oddsOf(both) / oddsOf(before) - Math.sqrt(1.5)) < 0.01);
    const { precision, confirmed, dismissed, cues } = desk.list();
    assert.deepEqual([precision, confirmed, dismissed], [0.5, 15, 15]);
    assert.deepEqual(cues, [
      { kind: 'deep-dip', confirmed: 5, dismissed: 15, factor: 0.5 },
      { kind: 'freeze', confirmed: 10, dismissed: 0, factor: 3 },
    ]);
  });

  it('leaves a cue as it is that is confirmed as often as expected', () => {
    const desk = new Desk({ expectedHitPercent: 25 });
    const before = opened(desk, 'X', ['spike']);
    decided(desk, 'dismiss', 6, ['spike']);
    decided(desk, 'confirm', 2, ['spike']);
    assert.equal(opened(desk, 'Y', ['spike']).likelihood, before.likelihood);
  });

  it('lowers a likelihood with every dismissal of its cues, raises it with every confirmation, within bounds', () => {
    const kind = fc.constantFrom<TheftCueKind>('freeze', 'spike', 'deep-dip');
    const step = fc.record({ command: fc.constantFrom('confirm' as const, 'dismiss' as const), kind });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        const desk = new Desk({ maximumCases: 200 });
        let last = opened(desk, 'probe', ['freeze']).likelihood;
        steps.forEach(({ command, kind: about }, i) => {
          decided(desk, command, 1, [about], `${i}/`);
          const now = desk.list().cases.find(({ meterId }) => meterId === 'probe')!.likelihood;
          if (about !== 'freeze') assert.equal(now, last);
          else assert.ok(command === 'dismiss' ? now < last : now > last, `${last} → ${now}`);
          assert.ok(now > 0 && now < 1);
          last = now;
        });
      }),
      { seed: 3, numRuns: 40 },
    );
  });

  it('never brings a cue below a tenth', () => {
    const desk = new Desk();
    const before = opened(desk, 'X', ['spike']);
    decided(desk, 'dismiss', 120, ['spike']);
    const ratio = oddsOf(before) / oddsOf(opened(desk, 'Y', ['spike']));
    assert.ok(Math.abs(ratio - 10) < 0.05);
  });
});
