import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Random } from '../../test/support/random';
import { DAMAGE, type Damage, damagedLine } from './damage';

/** Two cities of six districts of 250 households: 6,000 rows a file, 72,000 a day. */
const CITIES = ['Ashford', 'Briar'];
const DISTRICTS = [101, 102, 103, 104, 105, 106];
const HOUSEHOLDS = Array.from({ length: 250 }, (_, i) => `H${String(i + 1).padStart(3, '0')}`);
const ROWS_A_DAY = CITIES.length * DISTRICTS.length * HOUSEHOLDS.length * 24;
const FIRST_DAY_MS = Date.UTC(2025, 0, 1);
const DAY_MS = 86_400_000;
/** One row of every hundred is damaged. */
const ROWS_A_DAMAGE = 100;
const MISSING_SHARE = 0.05;
/** Bytes of a row, to see beforehand that the disk has room. */
export const BYTES_A_ROW = 27;

/** What a right job must find in the data. */
export interface Truth {
  rows: number;
  bytes: number;
  files: number;
  damaged: Record<Damage, number>;
  /** Sound rows above the threshold of their district; empty cells and damaged rows are none. */
  violations: number;
}

/**
 * Writes DATA/csv and DATA/json in the layout of the city analyzer, with whole days up to at least `rows` rows: U(0.5, 2.5)
 * kWh rounded to 2 decimals, 5 % empty cells, exactly 1 % damaged rows of all kinds in equal turns.
 */
export function generate(folder: string, rows: number, seed = 1): Truth {
  const random = new Random(seed);
  mkdirSync(join(folder, 'csv'), { recursive: true });
  mkdirSync(join(folder, 'json'), { recursive: true });
  const damaged = Object.fromEntries(DAMAGE.map((kind) => [kind, 0])) as Record<Damage, number>;
  const truth: Truth = { rows: 0, bytes: 0, files: 0, damaged, violations: 0 };
  for (let day = 0; day < Math.ceil(rows / ROWS_A_DAY); day++) {
    const date = new Date(FIRST_DAY_MS + day * DAY_MS).toISOString().slice(0, 10);
    for (const city of CITIES) {
      const districts = DISTRICTS.map((id) => ({
        district_id: String(id),
        threshold: (100 + random.below(101)) / 100,
      }));
      for (const { district_id, threshold } of districts) {
        const text = districtDay(date, threshold, random, truth);
        writeFileSync(join(folder, 'csv', `district_${city}_${district_id}_${date}.csv`), text);
        truth.bytes += text.length;
        truth.files++;
      }
      const metadata = { city, date, districts, critical_hours: ['18:00', '19:00', '20:00', '21:00'] };
      writeFileSync(join(folder, 'json', `city_${city}_${date}.json`), JSON.stringify(metadata));
    }
  }
  return truth;
}

/** The text of one file; adds what it holds to `truth`. */
function districtDay(date: string, threshold: number, random: Random, truth: Truth): string {
  const hours = Array.from({ length: 24 }, (_, hour) => `${date} ${String(hour).padStart(2, '0')}:00`);
  let text = 'household_id,timestamp,consumption_kwh\n';
  let row = 0;
  let damageAt = nextDamage(0, random);
  for (const household of HOUSEHOLDS) {
    for (let hour = 0; hour < 24; hour++, row++, truth.rows++) {
      const hundredths = 50 + Math.round(random.next() * 200);
      const value = VALUES[hundredths]!;
      if (row === damageAt) {
        // The file's number shifts the turns, so that every kind is equally frequent over all files.
        const kind = DAMAGE[(Math.floor(row / ROWS_A_DAMAGE) + truth.files) % DAMAGE.length]!;
        text += damagedLine(kind, household, hours[hour]!, value, hours[hour - 1]!);
        truth.damaged[kind]++;
        damageAt = nextDamage(row - (row % ROWS_A_DAMAGE) + ROWS_A_DAMAGE, random);
      } else if (row !== damageAt - 1 && random.chance(MISSING_SHARE)) {
        text += `${household},${hours[hour]},\n`;
      } else {
        text += `${household},${hours[hour]},${value}\n`;
        if (hundredths / 100 > threshold) truth.violations++;
      }
    }
  }
  return text;
}

/**
 * The damaged row among the hundred from `from`: never the first hour of a household, so that a duplicate has an hour to
 * repeat, and never next to another damaged row, so that the row it repeats is sound (it is kept from being empty as well).
 */
function nextDamage(from: number, random: Random): number {
  const row = from + 1 + random.below(ROWS_A_DAMAGE - 2);
  return row % 24 === 0 ? row + 1 : row;
}

/** Values as the original writes them: 1.5, not 1.50, and 1.0, not 1. */
const VALUES = Array.from({ length: 251 }, (_, hundredths) =>
  hundredths % 10 ? String(hundredths / 100) : (hundredths / 100).toFixed(1),
);
