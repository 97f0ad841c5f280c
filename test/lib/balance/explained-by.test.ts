import assert from 'node:assert/strict';
import { createFeederBalanceOperator } from '../../../lib/balance';
import { EXPLAINED_CONFIDENCE, type FeederBalance } from '../../../lib/messages';
import { bypass, DAY, feederReadings, homeId, type Theft } from './simulated-feeder';

/** More of them print the table of docs/measured.md: BALANCE_SEEDS=12 npx mocha --require tsx --exit <this file>. */
const SEEDS = Number(process.env.BALANCE_SEEDS ?? 1);
const HOUR = DAY / 24;
const HOMES = 40;
/** Minutes between two readings: a longer step is a faster test. */
const STEP_MINUTES = Number(process.env.BALANCE_STEP_MINUTES ?? 5);
const ONSET = 4;
const DAYS = ONSET + 7;

/** The days of a simulated feeder; every other seed has its days in summer. */
function daysOf(seed: number, thefts: Map<number, Theft>, days: number): FeederBalance[] {
  const operator = createFeederBalanceOperator();
  const startMs = Date.UTC(2026, seed % 2 === 0 ? 6 : 0, 5);
  const out: FeederBalance[] = [];
  for (const { timeMs, readings } of feederReadings({ seed, startMs, days, thefts, stepMs: STEP_MINUTES * 60_000 })) {
    const emission = operator.process(readings, timeMs);
    assert.equal(emission?.refused?.length ?? 0, 0);
    out.push(...(emission?.balances ?? []));
  }
  return [...out, ...(operator.flush()?.balances ?? [])].filter(({ state }) => state === 'complete');
}

interface Row {
  attack: string;
  /** Meter-days of thieves that were named, by days since the onset (0: the first). */
  named: number[];
  possible: number[];
  falseNames: number;
  feederDays: number;
  lostWh: number;
  saidWh: number;
}

/** `theft` by a unit number in [0, 1) of thief and day, so that random shares stay the same. */
function measure(attack: string, thieves: number, theft: Theft, seeds: number): Row {
  const row: Row = { attack, named: [], possible: [], falseNames: 0, feederDays: 0, lostWh: 0, saidWh: 0 };
  for (let seed = 1; seed <= seeds; seed++) {
    const lost = new Map<string, number>();
    const thefts = new Map<number, Theft>();
    for (let k = 0; k < thieves; k++) {
      const index = (seed * 7 + k * 13) % HOMES;
      thefts.set(index, (drawnW, timeMs, dayNumber) => {
        if (dayNumber < ONSET) return drawnW;
        const countedW = theft(drawnW, timeMs, dayNumber - ONSET);
        const key = `${homeId(index)} ${dayNumber}`;
        lost.set(key, (lost.get(key) ?? 0) + ((drawnW - countedW) * STEP_MINUTES) / 60);
        return countedW;
      });
    }
    for (const [dayNumber, { explainedBy }] of daysOf(seed, thefts, DAYS).entries()) {
      row.feederDays++;
      const since = dayNumber - ONSET;
      for (const { meterId, lostWh, confidence } of explainedBy) {
        if (confidence < EXPLAINED_CONFIDENCE) continue;
        const lostThen = lost.get(`${meterId} ${dayNumber}`);
        if (lostThen === undefined) row.falseNames++;
        else {
          row.named[since] = (row.named[since] ?? 0) + 1;
          row.lostWh += lostThen;
          row.saidWh += lostWh;
        }
      }
      if (since >= 0) row.possible[since] = (row.possible[since] ?? 0) + thieves;
    }
  }
  return row;
}

function recall({ named, possible }: Row, fromDay: number, toDay: number): number {
  const sum = (counts: number[]) => counts.slice(fromDay, toDay + 1).reduce((a, b) => a + (b ?? 0), 0);
  return sum(possible) === 0 ? 0 : sum(Array.from(possible, (_, d) => named[d] ?? 0)) / sum(possible);
}

function print(row: Row): void {
  if (SEEDS < 2) return;
  const cells = [recall(row, 0, 0), recall(row, 2, 2), recall(row, 6, 6), recall(row, 0, 6)].map((r) => r.toFixed(2));
  const named = row.named.reduce((a, b) => a + (b ?? 0), 0);
  const precision = named + row.falseNames === 0 ? '–' : (named / (named + row.falseNames)).toFixed(3);
  const energy = row.lostWh === 0 ? '–' : (row.saidWh / row.lostWh).toFixed(2);
  console.log(
    `| ${row.attack} | ${cells.join(' | ')} | ${precision} | ${row.falseNames} in ${row.feederDays} | ${energy} |`,
  );
}

/** Fraction in [0, 1) that belongs to a number, by the multiplicative hash of Knuth. */
const unit = (key: number) => ((Math.imul(key, 2_654_435_761) >>> 8) & 0xffff) / 65_536;

describe('meters that explain the gap of a simulated feeder', function () {
  this.timeout(3_600_000);
  before(() => {
    if (SEEDS < 2) return;
    console.log('| attack | day 1 | day 3 | day 7 | days 1–7 | precision | false names in feeder-days | said / lost |');
    console.log('| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |');
  });

  it('names nobody on honest feeders', () => {
    const seeds = Math.max(2, SEEDS * 2);
    let days = 0;
    let named = 0;
    let above = 0;
    for (let seed = 101; seed < 101 + seeds; seed++) {
      for (const balance of daysOf(seed, new Map(), 14)) {
        days++;
        named += balance.explainedBy.length;
        if (balance.isAbove) above++;
      }
    }
    if (SEEDS >= 2) console.log(`honest feeders: ${days} feeder-days, ${named} false names, ${above} above the limit`);
    assert.ok(days >= seeds * 13);
    assert.ok(named <= days / 200, `${named} names in ${days} days`);
    assert.equal(above, 0);
  });

  for (const thieves of [1, 2, 3]) {
    for (const share of [0.2, 0.4, 0.6, 0.8]) {
      if (SEEDS < 2 && thieves !== 2) continue;
      it(`${thieves} bypassed, ${share} of the load counted`, () => {
        const row = measure(`${thieves} × counts ${share}`, thieves, (drawnW) => bypass(share)(drawnW, 0, 0), SEEDS);
        print(row);
        assert.ok(recall(row, 2, 6) >= 0.9, `recall ${recall(row, 2, 6)}`);
        assert.ok(row.falseNames <= 0.02 * row.feederDays, `${row.falseNames} false names`);
        assert.ok(Math.abs(row.saidWh / row.lostWh - 1) < 0.1);
      });
    }
  }

  const others: [string, Theft, least: number][] = [
    ['zero all day', () => 0, 0.5],
    ['zero 16–22 h', (w, timeMs) => ((timeMs - 1) % DAY >= 16 * HOUR && (timeMs - 1) % DAY < 22 * HOUR ? 0 : w), 0],
    ['random share a reading, 0.1–0.8', (w, timeMs) => w * (0.1 + 0.7 * unit(timeMs / 60_000)), 0],
    ['random share an hour, 0.1–0.8', (w, timeMs) => w * (0.1 + 0.7 * unit(Math.floor((timeMs - 1) / HOUR))), 0],
    ['always 150 W', () => 150, 0],
    ['always 150 W × random 0.1–0.8', (_w, timeMs) => 150 * (0.1 + 0.7 * unit(timeMs / 60_000)), 0],
  ];
  for (const [attack, theft, least] of others) {
    it(attack, () => {
      const row = measure(attack, 1, theft, SEEDS);
      print(row);
      assert.ok(recall(row, 2, 6) >= least, `recall ${recall(row, 2, 6)}`);
      assert.ok(row.falseNames <= 0.1 * row.feederDays, `${row.falseNames} false names`);
    });
  }
});
