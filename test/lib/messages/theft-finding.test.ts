import assert from 'node:assert/strict';
import { type FeederBalance, findingOf, type GapShare, type Suspicion, type TheftCueKind } from '../../../lib/messages';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const cue = (kind: TheftCueKind) => ({ kind, value: 1, limit: 0, unit: '', because: kind });
const share = (meterId: string, confidence: number, lostWh = 5000): GapShare => ({
  meterId,
  lostWh,
  lostShare: 0.5,
  confidence,
  because: 'the gap rises by 1.00 W a watt of it',
});

function suspicion(kinds: TheftCueKind[], lostWh = 6000): Suspicion {
  return { meterId: 'M1', feeder: 'F1', startMs: 0, endMs: DAY, cues: kinds.map(cue), lostWh };
}

function balance(given: Partial<FeederBalance>): FeederBalance {
  const gapWh = given.gapWh ?? 0;
  const inWh = given.inWh ?? 300_000;
  return {
    feeder: 'F1',
    period: 'day',
    startMs: 0,
    lengthMs: DAY,
    state: 'complete',
    meters: 40,
    missingMeters: [],
    inWh,
    metersWh: inWh - gapWh - 6000,
    lossWh: 6000,
    gapWh,
    gapShare: gapWh / inWh,
    gapScore: 0,
    isAbove: false,
    explainedBy: [],
    cluster: [],
    because: '',
    ...given,
  };
}

describe('finding of a suspicion', () => {
  const rows: [what: string, Suspicion, FeederBalance[], finding: string][] = [
    [
      'gap that goes with the meter',
      suspicion(['base-load-drop']),
      [balance({ gapWh: 5000, explainedBy: [share('M1', 0.99)] })],
      'bypass',
    ],
    [
      'the same with too little confidence and a small gap',
      suspicion(['base-load-drop']),
      [balance({ gapWh: 5000, explainedBy: [share('M1', 0.5)] })],
      'unclear',
    ],
    [
      'large gap that nobody explains',
      suspicion(['step-change']),
      [balance({ gapWh: 30_000, isAbove: true })],
      'bypass',
    ],
    [
      'large gap of another meter',
      suspicion(['step-change']),
      [balance({ gapWh: 30_000, isAbove: true, explainedBy: [share('M2', 0.99, 28_000)] })],
      'unclear',
    ],
    [
      'the same, but the values contradict each other',
      suspicion(['power-mismatch']),
      [balance({ gapWh: 30_000, isAbove: true, explainedBy: [share('M2', 0.99, 28_000)] })],
      'tampering',
    ],
    ['drop without a gap', suspicion(['base-load-drop']), [balance({ gapWh: 100 })], 'changed-habit'],
    [
      'drop too small to leave a visible gap',
      suspicion(['base-load-drop'], 1000),
      [balance({ gapWh: 100 })],
      'unclear',
    ],
    ['stand-still without a gap', suspicion(['freeze']), [balance({ gapWh: 100 })], 'meter-fault'],
    [
      'stand-still with a gap of its own',
      suspicion(['freeze']),
      [balance({ gapWh: 5000, explainedBy: [share('M1', 0.99)] })],
      'tampering',
    ],
    ['power factor without a gap', suspicion(['power-factor']), [balance({ gapWh: 100 })], 'tampering'],
    ['meters that count more than the feeder gave', suspicion(['spike']), [balance({ gapWh: -9000 })], 'meter-fault'],
    ['no balance', suspicion(['base-load-drop']), [], 'unclear'],
    [
      'incomplete balance',
      suspicion(['base-load-drop']),
      [balance({ gapWh: 90_000, isAbove: true, state: 'incomplete' })],
      'unclear',
    ],
    [
      'balance of another feeder',
      suspicion(['base-load-drop']),
      [balance({ feeder: 'F2', gapWh: 90_000, isAbove: true })],
      'unclear',
    ],
    [
      'balance of another day',
      suspicion(['base-load-drop']),
      [balance({ startMs: DAY, gapWh: 90_000, isAbove: true })],
      'unclear',
    ],
    ['contradicting values and no balance', suspicion(['power-mismatch']), [], 'tampering'],
  ];
  for (const [what, event, balances, finding] of rows) {
    it(`${what}: ${finding}`, () => assert.equal(findingOf(event, balances).finding, finding));
  }

  it('takes days before windows, and the later balance of the same day', () => {
    const window = balance({ period: 'window', lengthMs: HOUR, gapWh: 999_999, isAbove: true });
    const first = balance({ gapWh: 40_000, isAbove: true });
    const found = findingOf(suspicion(['step-change']), [first, window, balance({ gapWh: 200 })]);
    assert.deepEqual([found.finding, found.gapWh], ['changed-habit', 200]);
  });

  it('holds the part of a long event against the days that have a balance', () => {
    const event = { ...suspicion(['base-load-drop'], 12_000), endMs: 4 * DAY };
    assert.equal(findingOf(event, [balance({ gapWh: 100 })]).finding, 'changed-habit');
    assert.equal(findingOf({ ...event, lostWh: 11_000 }, [balance({ gapWh: 100 })]).finding, 'unclear');
  });

  it('finds the feeder of an event without one by the meter', () => {
    const event = { ...suspicion(['base-load-drop']), feeder: undefined };
    const found = findingOf(event, [balance({ gapWh: 5000, explainedBy: [share('M1', 0.95)] })]);
    assert.deepEqual([found.finding, found.explained?.confidence], ['bypass', 0.95]);
  });
});
