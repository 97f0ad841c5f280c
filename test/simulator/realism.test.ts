import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import { createSimulation } from '../../simulator';
import { sharedFile } from '../support/shared-data';

interface Profile {
  meanW: number;
  loadFactor: number;
  /** Mean of 18–22 h over mean of 1–5 h. */
  eveningOverNight: number;
  /** Share of minutes that jump by more than 1 kW. */
  jumps: number;
  /** 99 % quantile over the mean. */
  peakiness: number;
}

function profileOf(watts: readonly number[], hours: readonly number[]): Profile {
  const mean = (list: readonly number[]) => list.reduce((a, b) => a + b, 0) / list.length;
  const between = (from: number, to: number) => watts.filter((_, i) => hours[i]! >= from && hours[i]! < to);
  const meanW = mean(watts);
  const sorted = [...watts].sort((a, b) => a - b);
  return {
    meanW,
    loadFactor: meanW / sorted.at(-1)!,
    eveningOverNight: mean(between(18, 22)) / mean(between(1, 5)),
    jumps: watts.filter((watt, i) => i > 0 && Math.abs(watt - watts[i - 1]!) > 1000).length / watts.length,
    peakiness: sorted[Math.floor(0.99 * sorted.length)]! / meanW,
  };
}

/** One real house, minute values (UCI "Individual household electric power consumption"). */
function realProfile(file: string): Profile {
  const rows = readFileSync(file, 'utf8').trim().split('\n').slice(1);
  const parsed = rows.map((row) => row.split(';')).filter((cells) => Number.isFinite(Number.parseFloat(cells[2]!)));
  return profileOf(
    parsed.map((cells) => Number.parseFloat(cells[2]!) * 1000),
    parsed.map((cells) => Number(cells[1]!.slice(0, 2))),
  );
}

/** Homes of a winter week, minute by minute, in Madrid. */
function simulatedProfiles(): Profile[] {
  const cities = [{ name: 'Valdora', timeZone: 'Europe/Madrid', districts: ['1'], latitude: 40, longitude: -3.7 }];
  const startMs = Date.UTC(2026, 0, 11, 23);
  const homes = 40;
  const { system } = createSimulation({ meters: homes, cities, startMs, intervalSeconds: 60, heavyShare: 0 });
  const watts = Array.from({ length: homes }, (): number[] => []);
  const hours: number[] = [];
  for (let minute = 1; minute <= 7 * 1440; minute++) {
    const timeMs = startMs + minute * 60_000;
    system.step(timeMs);
    hours.push(system.zones[0]!.hourOfDay(timeMs));
    for (let home = 0; home < homes; home++) watts[home]!.push(system.households.activePowerW[home]!);
  }
  return watts.map((list) => profileOf(list, hours));
}

describe('realism of households', () => {
  it('lies around a real house in a winter month, in bands as wide as homes differ', function () {
    const file = sharedFile('meters/household_1min.csv');
    if (!file) {
      this.test!.title += ' (skipped: shared data file meters/household_1min.csv is not here)';
      this.skip();
    }
    this.timeout(20_000);
    const real = realProfile(file);
    const homes = simulatedProfiles();
    const median = (of: (profile: Profile) => number) => homes.map(of).sort((a, b) => a - b)[homes.length / 2]!;
    const ratio = (key: keyof Profile) => median((profile) => profile[key]) / real[key];
    // The real house heats with electricity and is large: typical homes use a fifth to all of its energy.
    assert.ok(ratio('meanW') > 0.15 && ratio('meanW') < 1.2, `mean ${ratio('meanW')}`);
    assert.ok(homes.some(({ meanW }) => meanW > 0.6 * real.meanW));
    assert.ok(ratio('loadFactor') > 0.25 && ratio('loadFactor') < 1.5, `load factor ${ratio('loadFactor')}`);
    assert.ok(ratio('eveningOverNight') > 0.6 && ratio('eveningOverNight') < 2, `evening ${ratio('eveningOverNight')}`);
    assert.ok(ratio('jumps') > 0.15 && ratio('jumps') < 2, `jumps ${ratio('jumps')}`);
    assert.ok(ratio('peakiness') > 0.6 && ratio('peakiness') < 4, `peakiness ${ratio('peakiness')}`);
  });

  it('knows seasons and the sun: heating in winter, export at a summer noon', () => {
    const totalAt = (startMs: number) => {
      const simulation = createSimulation({ meters: 150, startMs, intervalSeconds: 300, heavyShare: 0 });
      let sum = 0;
      for (let step = 0; step < 36; step++) {
        simulation.step();
        sum += simulation.system.households.activePowerW.reduce((a, b) => a + b, 0) / 36;
      }
      return { sum, lowest: Math.min(...simulation.system.households.activePowerW) };
    };
    const winterNight = totalAt(Date.UTC(2026, 0, 14, 1));
    const springNight = totalAt(Date.UTC(2026, 4, 13, 1));
    const summerNoon = totalAt(Date.UTC(2026, 5, 17, 9));
    assert.ok(winterNight.sum > 1.15 * springNight.sum);
    assert.ok(winterNight.lowest > 0);
    assert.ok(summerNoon.lowest < -300);
  });
});
