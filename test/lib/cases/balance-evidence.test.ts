import assert from 'node:assert/strict';
import fc from 'fast-check';
import { balanceEvidence } from '../../../lib/cases/balance-evidence';
import { balance, cue, DAY, Desk, event, gap, START } from './case-messages';

const LOSS = { meterId: 'H007', startMs: START, endMs: START + 2 * DAY, lostWh: 12_000 };
const factorOf = (...days: Parameters<typeof balanceEvidence>[1]) => 10 ** balanceEvidence(LOSS, days).logFactor;
const close = (a: number, b: number) => assert.ok(Math.abs(a / b - 1) < 1e-9, `${a} is not ${b}`);

describe('evidence of the feeder balance', () => {
  it('is the odds of the confidence, at most 20, and the mean over the days', () => {
    close(factorOf(gap(0, 0.9)), 9);
    close(factorOf(gap(0, 0.999)), 20);
    close(factorOf(gap(0, 0.2)), 1);
    close(factorOf(gap(0, 0.9), gap(1, 0.9)), 9);
    close(factorOf(gap(0, 0.8), gap(1, 0.999)), Math.sqrt(4 * 20));
  });

  it('is a fifth when a loss that would be seen leaves no gap, and nothing when it can’t tell', () => {
    close(factorOf(balance(0)), 0.2);
    close(factorOf(balance(0, { gapWh: 3500 })), 1);
    close(factorOf(balance(0, { inWh: 2_000_000 })), 1);
    close(factorOf(balance(0, { state: 'incomplete' })), 1);
    close(factorOf(gap(0, 0.99, 'H008')), 1);
    close(factorOf(), 1);
  });

  it('grows with the confidence', () => {
    const confidence = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(confidence, confidence, (a, b) => {
        assert.ok(factorOf(gap(0, Math.min(a, b))) <= factorOf(gap(0, Math.max(a, b))));
      }),
      { seed: 4 },
    );
  });

  it('is in the case whether the balance comes before or after the suspicion', () => {
    const [before, after] = [new Desk(), new Desk()];
    before.send(gap(0, 0.95), gap(1, 0.95), event());
    after.send(event(), gap(1, 0.95));
    const [late] = after.send(gap(0, 0.95));
    const [early] = before.sent.cases;
    assert.deepEqual(late, early);
    assert.equal(early!.finding, 'bypass');
    assert.deepEqual(
      early!.evidence
        .map(({ kind, value, limit, unit }) => [kind, value, limit, unit])
        .find(([kind]) => kind === 'feeder-gap'),
      ['feeder-gap', 6, 1, 'kWh'],
    );
    assert.equal(early!.lostKwh, 12, 'what the gaps of both days give, as it is more than the 6 kWh of the event');
    // 399.4 × 19 / 99, and the mean of two equal days is one
    assert.ok(Math.abs(early!.likelihood - 76.65 / 77.65) < 1e-4);
  });

  it('does not count a gap twice that is in the score of the event already', () => {
    const desk = new Desk();
    const [alone] = desk.send(event({ cues: [cue('feeder-gap', 4)] }));
    const [held] = desk.send(gap(0, 0.95));
    assert.equal(held!.likelihood, alone!.likelihood);
  });

  it('speaks only of its own feeder and city, and not of windows', () => {
    const desk = new Desk();
    desk.send(event());
    const others = [
      { ...gap(0, 0.95), feeder: 'F2' },
      { ...gap(0, 0.95), city: 'Southport' },
      { ...gap(0, 0.95), period: 'window' },
      gap(5, 0.95),
    ];
    assert.deepEqual(desk.send(...others), []);
    assert.deepEqual(desk.sent.refused, []);
  });

  it('tells a changed habit, a fault and a cluster from a bypass', () => {
    const habit = new Desk();
    habit.send(event(), balance(0));
    assert.equal(habit.send(balance(1))[0]!.finding, 'changed-habit');
    const fault = new Desk();
    fault.send(event({ cues: [cue('freeze', 4)] }), balance(0));
    assert.equal(fault.send(balance(1))[0]!.finding, 'meter-fault');
    const cluster = ['H007', 'H008', 'H009', 'H010'];
    const [many] = habit.send({ ...balance(1), cluster });
    assert.match(many!.because, /4 meters of the feeder dropped on the same day: look for one cause/);
    assert.doesNotMatch(habit.send({ ...balance(1), cluster: cluster.slice(0, 2) })[0]!.because, /one cause/);
  });
});
