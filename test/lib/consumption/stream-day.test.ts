import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type HouseholdHour, scoreDistrictDay } from '../../../lib/consumption/score';
import { createThresholdRiskOperator } from '../../../lib/consumption/threshold-risk-operator';
import type { DistrictRisk, MeterReading } from '../../../lib/messages';
import { TimeZone } from '../../../lib/stream/local-time';
import { interval } from './readings';

const HOUR = 3_600_000;
const NOW = Date.UTC(2027, 0);
const LATENESS_MIN = 180;

/** Days of 24, 23 and 25 hours, and a zone that is half an hour off. */
const days: [zone: string, date: string][] = [
  ['UTC', '2026-05-04'],
  ['Europe/Berlin', '2026-03-29'],
  ['Europe/Berlin', '2026-10-25'],
  ['America/St_Johns', '2026-11-01'],
  ['Asia/Kolkata', '2026-07-01'],
];

interface Cell {
  kwh: number | null;
  estimated: boolean;
}
const cell: fc.Arbitrary<Cell> = fc.record({
  kwh: fc.option(
    fc.integer({ min: 0, max: 260 }).map((n) => n / 100),
    { freq: 15 },
  ),
  estimated: fc.boolean(),
});
const city = fc.array(fc.array(fc.array(cell, { minLength: 25, maxLength: 25 }), { minLength: 1, maxLength: 4 }), {
  minLength: 1,
  maxLength: 3,
});

interface Row {
  reading: MeterReading;
  row: HouseholdHour;
}

/** The same day as readings of the stream and as rows of a file, by district. */
function build(zoneName: string, date: string, cells: Cell[][][]): Row[][] {
  const zone = new TimeZone(zoneName);
  const { startMs, endMs } = zone.dayBounds(Date.parse(date) / 86_400_000);
  return cells.map((households, d) =>
    households.flatMap((hours, h) => {
      const labels = new Set<number>();
      return hours.slice(0, (endMs - startMs) / HOUR).map(({ kwh, estimated }, i): Row => {
        const hour = zone.hourOfDay(startMs + i * HOUR);
        const repeated = labels.has(hour);
        labels.add(hour);
        const household = `H${h}`;
        const quality = kwh === null ? 'missing' : estimated ? 'estimated' : 'good';
        const place = { city: 'Madrid', district: `${100 + d}`, household, quality } as const;
        return {
          reading: interval(`${d}/${h}`, startMs + i * HOUR, kwh ?? 0, place),
          row: { household, hour, repeated, kwh, estimated: kwh !== null && estimated },
        };
      });
    }),
  );
}

function shuffled(readings: readonly MeterReading[], delays: readonly number[]): MeterReading[] {
  return readings
    .map((reading, i) => ({ reading, at: reading.timeMs + delays[i % delays.length]! }))
    .sort((a, b) => a.at - b.at)
    .map(({ reading }) => reading);
}

const delaysOf = fc.array(fc.nat(LATENESS_MIN * 60_000), { minLength: 7, maxLength: 31 });

describe('day score of the stream', function () {
  // Property tests take longer on a busy machine.
  this.timeout(20_000);
  for (const [timeZone, date] of days) {
    it(`equals the score of the file, in any order within the lateness: ${timeZone} ${date}`, () => {
      fc.assert(
        fc.property(
          city,
          delaysOf,
          fc.constantFrom('exclude', 'count'),
          fc.integer({ min: 1, max: 40 }),
          (cells, delays, how, batch) => {
            const estimated = how as 'count';
            const districts = build(timeZone, date, cells);
            const criticalHours = ['02:00', '18:00', '19:00'];
            const document = {
              city: 'Madrid',
              date,
              districts: districts.map((_, d) => ({ district_id: `${100 + d}`, threshold: 1 + d / 4 })),
              critical_hours: criticalHours,
            };
            const operator = createThresholdRiskOperator({ timeZone, estimated, latenessMinutes: LATENESS_MIN });
            assert.equal(operator.process([{ metadata: JSON.stringify(document) }], NOW), undefined);
            const readings = shuffled(
              districts.flat().map((r) => r.reading),
              delays,
            );
            const found: DistrictRisk[] = [];
            for (let i = 0; i < readings.length; i += batch) {
              const out = operator.process(readings.slice(i, i + batch), NOW);
              assert.deepEqual(out?.refused ?? [], []);
              found.push(...(out?.districts ?? []));
              for (const risk of operator.tick()?.districts ?? []) assert.equal(risk.final, false);
            }
            found.push(...(operator.flush()?.districts ?? []));
            const expected = districts.map((rows, d) =>
              scoreDistrictDay(
                rows.map((r) => r.row),
                { city: 'Madrid', district: `${100 + d}`, date, thresholdKwh: 1 + d / 4, criticalHours, estimated },
              ),
            );
            assert.equal(JSON.stringify(found), JSON.stringify(expected));
          },
        ),
        { seed: 47, numRuns: 40 },
      );
    });
  }

  const start = Date.UTC(2026, 4, 4);
  const named = { household: 'H1' };

  it('is emitted once the watermark is past the end of the day, and late energy is refused after that', () => {
    const operator = createThresholdRiskOperator({ latenessMinutes: 10 });
    for (let h = 0; h < 24; h++) operator.process([interval('m', start + h * HOUR, 1, named)], NOW);
    assert.equal(
      operator.process([interval('n', start + 23 * HOUR, 1, { household: 'H2' })], NOW)?.districts,
      undefined,
    );
    const next = interval('m', start + 24 * HOUR, 1, named, 10 * 60_000);
    assert.deepEqual(operator.process([next], NOW)?.districts ?? [], []);
    const out = operator.process([interval('m', start + 24 * HOUR + 600_000, 1, named, 600_000)], NOW);
    assert.deepEqual(
      out?.districts?.map((d) => [d.date, d.final, d.rows, d.households]),
      [['2026-05-04', true, 25, 2]],
    );
    const late = operator.process([interval('n', start, 1, { household: 'H2' })], NOW);
    assert.deepEqual(
      late?.refused?.map((r) => [r.reason, r.meterId]),
      [['late', 'n']],
    );
    assert.match(late!.refused![0]!.message, /^1000 Wh belong to a local day that is closed already/);
  });

  it('closes the day one millisecond after the lateness, and a reading at its very end still gets in', () => {
    const operator = createThresholdRiskOperator({ latenessMinutes: 10 });
    operator.process([interval('m', start + 22 * HOUR, 1, named)], NOW);
    const edge = start + 24 * HOUR + 600_000;
    const tick = (timeMs: number) => operator.process([{ ...interval('t', 0, 0), interval: undefined, timeMs }], NOW);
    assert.equal(tick(edge), undefined);
    assert.equal(operator.process([interval('m', start + 23 * HOUR, 1, named)], NOW), undefined);
    assert.equal(tick(edge + 1)?.districts?.[0]?.rows, 2);
  });

  it('begins every day with empty hours', () => {
    const operator = createThresholdRiskOperator();
    for (let day = 0; day < 6; day++) {
      const out = operator.process([interval('m', start + day * 24 * HOUR, 1 + day, named)], NOW);
      assert.deepEqual(out?.refused ?? [], []);
    }
    assert.deepEqual(
      operator.flush()?.districts?.map((d) => [d.date, d.rows, d.averageKwh]),
      [['2026-05-09', 1, 6]],
    );
  });

  it('is not moved on in time by suspect readings', () => {
    const operator = createThresholdRiskOperator();
    operator.process([interval('m', start, 1, named)], NOW);
    const wrongClock = { ...interval('t', 0, 0), interval: undefined, timeMs: NOW, quality: 'suspect' as const };
    assert.equal(operator.process([wrongClock], NOW), undefined);
    assert.equal(operator.process([interval('m', start + HOUR, 1, named)], NOW), undefined);
    assert.equal(operator.flush()?.districts?.[0]?.rows, 2);
  });

  it('takes energy of the same day however late it is, while the day is open', () => {
    const operator = createThresholdRiskOperator({ latenessMinutes: 0 });
    operator.process([interval('m', start + 20 * HOUR, 1, named)], NOW);
    assert.equal(operator.process([interval('m', start, 2, named)], NOW)?.refused, undefined);
    assert.equal(operator.flush()?.districts?.[0]?.rows, 2);
  });

  it('judges an hour anew that gets more energy, and one that was not over before', () => {
    const operator = createThresholdRiskOperator({ latenessMinutes: 0 });
    const rows = () => operator.tick()?.districts?.map((d) => d.rows);
    operator.process([interval('m', start, 1, named), interval('m', start + HOUR, 1, named, HOUR / 2)], NOW);
    assert.deepEqual(rows(), [1]);
    operator.process([interval('n', start, 1, { household: 'H2' })], NOW);
    assert.deepEqual(rows(), [2]);
    operator.process([interval('other', start + HOUR, 1, { district: '102' })], NOW);
    assert.deepEqual(rows(), [3, 1]);
  });

  it('splits intervals at the hours, and books the part of a closed day as late', () => {
    const operator = createThresholdRiskOperator({ latenessMinutes: 0 });
    operator.process([interval('m', start + 10.5 * HOUR, 1, named, 2 * HOUR)], NOW);
    operator.process([interval('m', start + 26 * HOUR, 1, named)], NOW);
    const out = operator.process([interval('n', start + 23.5 * HOUR, 1, named)], NOW);
    assert.match(out!.refused![0]!.message, /^500 Wh belong to a local day that is closed/);
    const [risk] = operator.flush()!.districts!;
    assert.deepEqual([risk!.date, risk!.rows, risk!.households], ['2026-05-05', 2, 2]);
  });

  it('shows the day so far at most once a tick, and only when judged hours have changed', () => {
    const operator = createThresholdRiskOperator({ latenessMinutes: 0 });
    operator.process([interval('m', start, 2, named)], NOW);
    const [first] = operator.tick()!.districts!;
    assert.deepEqual([first!.final, first!.rows, first!.violations], [false, 1, 1]);
    assert.equal(operator.tick(), undefined);
    operator.process([interval('m', start + HOUR, 2, named, HOUR / 2)], NOW);
    assert.deepEqual(operator.tick()?.districts, [], 'the hour is not over yet');
    operator.process([interval('m', start + 1.5 * HOUR, 2, named, HOUR / 2)], NOW);
    assert.equal(operator.tick()?.districts?.[0]?.rows, 2);
  });

  it('marks an hour as estimated of which less than nine tenths are covered, scaled to the hour', () => {
    const operator = createThresholdRiskOperator({ thresholdKwh: 1 });
    operator.process([interval('m', start, 0.8, named, HOUR / 2), interval('n', start, 0.8, {}, 0.95 * HOUR)], NOW);
    const [risk] = operator.flush()!.districts!;
    assert.deepEqual([risk!.estimatedRows, risk!.maximumKwh, risk!.minimumKwh, risk!.violations], [1, 1.6, 0.8, 0]);
  });

  it('refuses energy of an hour that is covered already', () => {
    const operator = createThresholdRiskOperator();
    const out = operator.process([interval('m', start, 1, named), interval('m', start, 1, named)], NOW);
    assert.deepEqual(
      out?.refused?.map((r) => r.reason),
      ['overlap'],
    );
    assert.equal(operator.flush()?.districts?.[0]?.averageKwh, 1);
  });

  it('leaves feeder meters, duplicates and meters without a district out', () => {
    const operator = createThresholdRiskOperator();
    const out = operator.process(
      [
        interval('feeder', start, 90, { feeder: 'F1' }),
        interval('home', start, 1, { feeder: 'F1', household: 'H1' }),
        interval('home', start + HOUR, 1, { flags: ['duplicate'] }),
        interval('nowhere', start, 1, { district: undefined }),
      ],
      NOW,
    );
    assert.equal(out, undefined);
    const risks = operator.flush()?.districts;
    assert.equal(risks?.length, 1);
    assert.deepEqual([risks![0]!.households, risks![0]!.rows, risks![0]!.maximumKwh], [1, 1, 1]);
  });

  it('judges a day that is still open anew when its threshold changes', () => {
    const operator = createThresholdRiskOperator({ latenessMinutes: 0 });
    operator.process([interval('m', start, 2, named)], NOW);
    assert.equal(operator.tick()?.districts?.[0]?.violations, 1);
    operator.process([{ thresholds: [{ city: 'Madrid', district: '101', kwh: 2 }] }], NOW);
    const [risk] = operator.tick()!.districts!;
    assert.deepEqual([risk!.violations, risk!.thresholdKwh], [0, 2]);
  });

  it('moves a meter with its energy when it names another district', () => {
    const operator = createThresholdRiskOperator();
    operator.process(
      [interval('m', start, 2, named), interval('m', start + HOUR, 2, { ...named, district: '102' })],
      NOW,
    );
    const risks = operator.flush()?.districts;
    assert.deepEqual(
      risks?.map((r) => [r.district, r.rows]),
      [['102', 2]],
    );
  });

  it('adds up power and registers to the same energy as intervals', () => {
    const of = (readings: MeterReading[]) => {
      const operator = createThresholdRiskOperator({ raiseAfterSeconds: 86_400 });
      operator.process(readings, NOW);
      return operator.flush()!.districts![0]!;
    };
    const times = [...Array(361).keys()].map((i) => start + i * 10_000);
    const byPower = of(
      times.map((t) => ({ ...interval('m', t, 0, named), interval: undefined, timeMs: t, activePowerW: 1200 })),
    );
    const byRegister = of(
      times.map((t) => ({
        ...interval('m', t, 0, named),
        interval: undefined,
        timeMs: t,
        importWh: 500 + (t - start) / 3000,
      })),
    );
    // Each of the 360 parts is a whole number of µWh.
    assert.ok(Math.abs(byPower.averageKwh - 1.2) < 1e-6);
    assert.ok(Math.abs(byRegister.averageKwh - 1.2) < 1e-6);
    assert.equal(byPower.estimatedRows, 0);
  });
});
