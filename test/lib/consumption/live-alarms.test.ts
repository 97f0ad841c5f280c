import assert from 'node:assert/strict';
import { loadSeverity } from '../../../lib/consumption/live-rule';
import {
  createThresholdRiskOperator,
  type ThresholdRiskOperator,
} from '../../../lib/consumption/threshold-risk-operator';
import type { GridAlert, MeterReading } from '../../../lib/messages';
import { interval, power, reading } from './readings';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NOW = Date.UTC(2027, 0);
const START = Date.parse('2026-05-04T10:00:00Z');
const AT = (minutes: number) => START + minutes * MINUTE;
const ID = 'threshold/meter/m';

const alertsOf = (operator: ThresholdRiskOperator, ...batch: unknown[]): GridAlert[] =>
  operator.process(batch as MeterReading[], NOW)?.alerts ?? [];
const states = (alerts: readonly GridAlert[]) => alerts.map((a) => `${a.state} ${a.alarmId}`);
/** Raised at minute 1 with 2 kW against 1.5 kW. */
function raised(settings = {}) {
  const operator = createThresholdRiskOperator({ criticalHours: [], ...settings });
  const [alert] = alertsOf(operator, power('m', AT(0), 2), power('m', AT(1), 2));
  assert.equal(alert?.state, 'raised');
  return operator;
}

describe('live alarm of a meter', () => {
  it('is raised once, with the numbers', () => {
    const operator = createThresholdRiskOperator({ criticalHours: [] });
    assert.deepEqual(alertsOf(operator, power('m', AT(0), 2)), []);
    assert.deepEqual(alertsOf(operator, power('m', AT(1), 2.1), power('m', AT(2), 5), power('m', AT(3), 2)), [
      {
        alarmId: ID,
        state: 'raised',
        severity: 'medium',
        scope: 'meter',
        subject: 'm',
        city: 'Madrid',
        district: '101',
        timeMs: AT(1),
        raisedMs: AT(1),
        value: 2.1,
        threshold: 1.5,
        unit: 'kW',
        because: '2.1 kW is 40 % above 1.5 kW (default threshold) for 60 s; 10:00 is not critical → medium',
      },
    ]);
  });

  it('is not raised at the threshold itself, for a short peak, or for peaks with a gap between', () => {
    const operator = createThresholdRiskOperator();
    assert.deepEqual(alertsOf(operator, power('m', AT(0), 1.5), power('m', AT(9), 1.5)), []);
    assert.deepEqual(alertsOf(operator, power('m', AT(10), 2), power('m', AT(10.9), 2), power('m', AT(11), 1.5)), []);
    assert.deepEqual(alertsOf(operator, power('m', AT(20), 2), power('m', AT(36), 2)), []);
  });

  it('is acknowledged and cleared, one alert each, and leaves nothing behind', () => {
    const operator = raised();
    const [acknowledged] = alertsOf(operator, { acknowledge: ID, by: 'Ana' });
    assert.deepEqual(
      [acknowledged!.state, acknowledged!.acknowledgedBy, acknowledged!.acknowledgedMs, acknowledged!.raisedMs],
      ['acknowledged', 'Ana', AT(1), AT(1)],
    );
    assert.deepEqual(alertsOf(operator, power('m', AT(2), 1), power('m', AT(6.9), 1)), []);
    const [cleared] = alertsOf(operator, power('m', AT(7), 1));
    assert.deepEqual(
      [cleared!.state, cleared!.clearedMs, cleared!.value, cleared!.acknowledgedBy],
      ['cleared', AT(7), 1, 'Ana'],
    );
    assert.equal(cleared!.because, '1 kW is at or below 1.425 kW (1.5 kW less the hysteresis of 5 %)');
    assert.deepEqual(operator.view().alarms, []);
    assert.deepEqual(operator.snapshot().alerts, []);
  });

  it('clears without being acknowledged, and can be raised again', () => {
    const operator = raised({ clearAfterSeconds: 0 });
    const alerts = alertsOf(operator, power('m', AT(2), 1), power('m', AT(3), 2), power('m', AT(4), 2));
    assert.deepEqual(states(alerts), [`cleared ${ID}`, `raised ${ID}`]);
  });

  it('does not clear within the hysteresis', () => {
    const operator = raised({ clearAfterSeconds: 0 });
    assert.deepEqual(alertsOf(operator, power('m', AT(2), 1.43), power('m', AT(30), 1.43)), []);
    assert.equal(alertsOf(operator, power('m', AT(31), 1.42)).length, 1);
  });

  it('counts the time that an interval or a register difference covers', () => {
    const operator = createThresholdRiskOperator({ raiseAfterSeconds: 600 });
    const [alert] = alertsOf(operator, interval('m', START, 2));
    assert.deepEqual([alert!.value, alert!.timeMs], [2, START + HOUR]);
    const register = (minutes: number, wh: number) => reading('r', AT(minutes), { importWh: wh });
    const [other] = alertsOf(operator, register(0, 100), register(10, 600));
    assert.deepEqual([other!.value, other!.timeMs], [3, AT(10)]);
  });

  for (const [what, more] of [
    ['suspect', { quality: 'suspect' }],
    ['estimated', { quality: 'estimated' }],
    ['missing', { quality: 'missing' }],
    ['a duplicate', { flags: ['duplicate'] }],
    ['of implausible power', { flags: ['implausible-power'] }],
    ['of a feeder', { feeder: 'F1' }],
  ] as [string, Partial<MeterReading>][]) {
    it(`is not raised by readings that are ${what}, nor cleared`, () => {
      const operator = createThresholdRiskOperator();
      assert.deepEqual(alertsOf(operator, power('m', AT(0), 9, more), power('m', AT(9), 9, more)), []);
      const active = raised({ clearAfterSeconds: 0 });
      const cleared = alertsOf(active, power('m', AT(2), 0, more), power('m', AT(9), 0, more));
      // A meter that turns out to be a feeder's has no threshold any more.
      assert.equal(cleared.length, more.feeder ? 1 : 0);
    });
  }

  it('is raised by estimated readings when they are to count', () => {
    const operator = createThresholdRiskOperator({ estimated: 'count' });
    const more = { quality: 'estimated' } as const;
    assert.equal(alertsOf(operator, power('m', AT(0), 9, more), power('m', AT(9), 9, more)).length, 1);
  });

  it('is raised for a feeder by a threshold of its own, and cleared when that is taken away', () => {
    const operator = createThresholdRiskOperator({ thresholds: [{ meter: 'f', kwh: 400 }], clearAfterSeconds: 0 });
    const feeder = (minutes: number, kw: number) => power('f', AT(minutes), kw, { feeder: 'F1' });
    const [alert] = alertsOf(operator, feeder(0, 390), feeder(1, 410), feeder(2, 410));
    assert.match(alert!.because, /above 400 kW \(meter threshold\)/);
    operator.process([{ thresholds: [{ meter: 'f', kwh: 500 }] }], NOW);
    assert.deepEqual(states(alertsOf(operator, feeder(3, 410))), ['cleared threshold/meter/f']);
  });

  it('is not changed by readings that come late', () => {
    const operator = createThresholdRiskOperator({ raiseAfterSeconds: 0 });
    assert.deepEqual(alertsOf(operator, power('m', AT(5), 1), power('m', AT(4), 9), power('m', AT(5), 9)), []);
    assert.equal(operator.view().outOfOrder, 2);
  });

  it('follows a threshold that changes by message', () => {
    const operator = raised({ clearAfterSeconds: 0 });
    operator.process([{ thresholds: [{ city: 'Madrid', kwh: 3 }] }], NOW);
    const [cleared] = alertsOf(operator, power('m', AT(2), 2));
    assert.deepEqual([cleared!.state, cleared!.threshold], ['cleared', 3]);
    const document = {
      city: 'Madrid',
      date: '2026-05-04',
      districts: [{ district_id: '101', threshold: 1 }],
      critical_hours: ['10:00'],
    };
    assert.equal(operator.process([document], NOW), undefined);
    const [again] = alertsOf(operator, power('m', AT(3), 2), power('m', AT(4), 2));
    assert.deepEqual([again!.threshold, again!.severity], [1, 'high']);
    assert.match(again!.because, /\(district threshold\) for 60 s; 10:00 is critical → high/);
  });

  it('takes the threshold of the new day from its own document', () => {
    const operator = createThresholdRiskOperator({ raiseAfterSeconds: 0 });
    const document = (date: string, threshold: number) => ({
      city: 'Madrid',
      date,
      districts: [{ district_id: '101', threshold }],
      critical_hours: [],
    });
    operator.process([document('2026-05-04', 1), document('2026-05-05', 3)], NOW);
    const [today] = alertsOf(operator, power('m', AT(0), 2));
    assert.equal(today!.threshold, 1);
    const [tomorrow] = alertsOf(operator, power('n', AT(24 * 60), 4));
    assert.equal(tomorrow!.threshold, 3);
  });

  it('is more severe in a critical hour of the local wall clock, across the change of the clocks', () => {
    const severityAt = (time: string, city: string) => {
      const cityTimeZones = [{ city: 'Berlin', timeZone: 'Europe/Berlin' }];
      const operator = createThresholdRiskOperator({ raiseAfterSeconds: 0, criticalHours: ['18:00'], cityTimeZones });
      return alertsOf(operator, power('m', Date.parse(time), 1.6, { city }))[0]!.severity;
    };
    assert.equal(severityAt('2026-10-24T16:30:00Z', 'Berlin'), 'medium', 'summer: 18:30');
    assert.equal(severityAt('2026-10-25T16:30:00Z', 'Berlin'), 'low', 'winter: 17:30');
    assert.equal(severityAt('2026-10-25T17:30:00Z', 'Berlin'), 'medium', 'winter: 18:30');
    assert.equal(severityAt('2026-10-24T16:30:00Z', 'Lisbon'), 'low', 'default zone UTC: 16:30');
    const operator = createThresholdRiskOperator({ criticalHours: ['18:00'] });
    const before = alertsOf(operator, interval('m', START + 7 * HOUR, 1.6));
    assert.equal(before[0]?.severity, 'low', 'an interval from 17:00 to 18:00');
  });

  it('has a severity from how far above it is', () => {
    assert.equal(loadSeverity(1.25, 1, false), 'low');
    assert.equal(loadSeverity(1.26, 1, false), 'medium');
    assert.equal(loadSeverity(2, 1, false), 'medium');
    assert.equal(loadSeverity(2.01, 1, false), 'high');
    assert.equal(loadSeverity(1.1, 1, true), 'medium');
    assert.equal(loadSeverity(9, 1, true), 'high');
  });
});

describe('commands and what is refused', () => {
  const refusedBy = (operator: ThresholdRiskOperator, ...batch: unknown[]) =>
    (operator.process(batch as MeterReading[], NOW)?.refused ?? []).map((r) => [r.reason, r.place]);

  it('names an alarm that is not there or is acknowledged already', () => {
    const operator = raised();
    assert.deepEqual(refusedBy(operator, { acknowledge: 'threshold/meter/x', by: 'Ana' }), [
      ['unknown-alarm', undefined],
    ]);
    operator.process([{ acknowledge: ID, by: 'Ana' }], NOW);
    assert.deepEqual(refusedBy(operator, { acknowledge: ID, by: 'Ben' }), [['already-acknowledged', undefined]]);
    assert.equal(operator.view().alarms[0]?.acknowledgedBy, 'Ana');
  });

  it('names what is wrong with a command', () => {
    const operator = createThresholdRiskOperator();
    assert.deepEqual(
      refusedBy(operator, { acknowledge: 'a' }, { thresholds: [{ kwh: -1 }] }, { metadata: '{' }, { districts: [] }),
      [
        ['bad-command', '/by'],
        ['bad-command', '/thresholds/0/kwh'],
        ['metadata', ''],
        ['metadata', '/city'],
        ['metadata', '/date'],
        ['metadata', '/critical_hours'],
      ],
    );
  });

  it('refuses what is no reading, with a reason, a remedy and the original', () => {
    const operator = createThresholdRiskOperator();
    const bad = [
      null,
      undefined,
      'x',
      7,
      [],
      {},
      { meterId: 5 },
      reading('', 5),
      reading('m', Number.NaN),
      reading('m', -1),
    ];
    const refused = operator.process([...bad, power('m', AT(0), 1)] as MeterReading[], NOW)!.refused!;
    assert.deepEqual(
      refused.map((r) => r.original),
      bad,
    );
    assert.ok(refused.every((r) => r.reason && r.remedy && r.message));
    assert.deepEqual(
      [refused[0]!.reason, refused[7]!.reason, refused[8]!.reason],
      ['not-a-reading', 'no-meter', 'no-time'],
    );
    assert.equal(operator.view().meters, 1);
  });

  it('refuses times ahead of the clock, so that one wrong clock does not make all others late', () => {
    const operator = createThresholdRiskOperator({ maximumAheadMinutes: 5 });
    assert.deepEqual(refusedBy(operator, power('m', NOW + 5 * MINUTE + 1, 1)), [['ahead-of-clock', 'timeMs']]);
    assert.deepEqual(refusedBy(operator, power('m', NOW + 5 * MINUTE, 1)), []);
  });

  it('refuses intervals that are none', () => {
    const operator = createThresholdRiskOperator();
    const broken = [
      interval('m', START, Number.NaN),
      interval('m', START, 1, {}, 0),
      interval('m', START, 1, {}, 25 * HOUR),
      interval('m', NOW + HOUR, 1),
    ];
    for (const r of broken)
      assert.deepEqual(refusedBy(operator, { ...r, timeMs: START }), [['bad-interval', 'interval']]);
  });
});
