import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { createSimulation, type Simulation } from '../../simulator';
import { CONSTANT_LOSS_W, LINE_OHM } from '../../simulator/feeder';

interface Reading {
  meterId: string;
  timeMs: number;
  activePowerW: number;
  voltageV: number;
  currentA: number;
  powerFactor: number;
  frequencyHz: number;
  importWh: number;
  exportWh: number;
  feeder: string;
  phases?: Record<'a' | 'b' | 'c', Omit<Reading, 'phases'>>;
}

function readings(simulation: Simulation): Reading[] {
  return simulation.step().map(({ payload }) => JSON.parse(payload.toString()) as Reading);
}

const make = (meters: number, startMs: number) => createSimulation({ meters, startMs, dialects: { gridloom: 1 } });
/** A sunny noon, so that solar homes export. */
const NOON_MS = Date.UTC(2026, 5, 20, 11);

describe('physics of the simulation', () => {
  it('P = V·I·PF within the rounding of what is sent', () => {
    // A feeder meter's totals are sums over unequal phases: there it holds in each phase.
    const measured = readings(make(300, NOON_MS)).flatMap((reading) => Object.values(reading.phases ?? { reading }));
    assert.ok(measured.length > 300);
    for (const { activePowerW, voltageV, currentA, powerFactor } of measured) {
      const product = voltageV * currentA * powerFactor;
      const tolerance = 0.05 + 0.5 * (0.01 * currentA + 0.0001 * voltageV + 0.0001 * voltageV * currentA);
      assert.ok(Math.abs(product - activePowerW) <= tolerance * 1.01, `${product} W for ${activePowerW} W`);
    }
  });

  it('registers are the integral of the power that is sent, import and export apart', () => {
    const simulation = make(120, NOON_MS);
    const first = new Map(readings(simulation).map((reading) => [reading.meterId, reading]));
    const sums = new Map([...first.keys()].map((id) => [id, { imported: 0, exported: 0 }]));
    let last: Reading[] = [];
    for (let step = 0; step < 200; step++) {
      last = readings(simulation);
      for (const { meterId, activePowerW } of last) {
        const sum = sums.get(meterId)!;
        if (activePowerW >= 0) sum.imported += (activePowerW * 5) / 3600;
        else sum.exported -= (activePowerW * 5) / 3600;
      }
    }
    let exporters = 0;
    for (const { meterId, importWh, exportWh } of last) {
      const sum = sums.get(meterId)!;
      const start = first.get(meterId)!;
      // Household power is sent as it is counted; a feeder's is rounded to 0.1 W on the way.
      const tolerance = meterId.startsWith('feeder') ? 0.05 * 200 * (5 / 3600) + 0.0011 : 0.0011;
      assert.ok(Math.abs(importWh - start.importWh - sum.imported) < tolerance, meterId);
      assert.ok(Math.abs(exportWh - start.exportWh - sum.exported) < tolerance, meterId);
      if (exportWh > start.exportWh) exporters++;
    }
    assert.ok(exporters > 5, `${exporters} meters export at noon`);
  });

  it('a feeder is the sum of its meters and the stated loss, in power by phase and in energy', () => {
    const simulation = make(240, NOON_MS);
    const before = readings(simulation);
    const now = readings(simulation);
    const { feeders } = simulation.system;
    for (const head of now.filter(({ phases }) => phases)) {
      const index = simulation.meters.find(({ meterId }) => meterId === head.meterId)!.feederIndex;
      const members = now.filter(({ feeder, phases }) => feeder === head.feeder && !phases);
      assert.ok(members.length === 40);
      const sum = members.reduce((total, { activePowerW }) => total + activePowerW, 0);
      assert.ok(Math.abs(head.activePowerW - sum - feeders.lossW[index]!) < 0.06);
      const phases = Object.values(head.phases!);
      assert.ok(
        Math.abs(phases.reduce((total, { activePowerW }) => total + activePowerW, 0) - head.activePowerW) < 0.2,
      );
      const net = (list: Reading[], id: string) => {
        const { importWh, exportWh } = list.find(({ meterId }) => meterId === id)!;
        return importWh - exportWh;
      };
      const grown = (id: string) => net(now, id) - net(before, id);
      const homes = members.reduce((total, { meterId }) => total + grown(meterId), 0);
      assert.ok(Math.abs(grown(head.meterId) - homes - (feeders.lossW[index]! * 5) / 3600) < 0.05);
      // R·I² of the common line, from the head's own currents, and the constant part are the larger share of the loss.
      const line = phases.reduce((total, { currentA }) => total + LINE_OHM * currentA ** 2, 0);
      assert.ok(feeders.lossW[index]! > 0.9 * (line + CONSTANT_LOSS_W));
      assert.ok(feeders.lossW[index]! < 3 * line + CONSTANT_LOSS_W + 200);
    }
  });

  it('voltages fall with load and stay within EN 50160, frequency near 50 Hz', () => {
    const simulation = make(240, Date.UTC(2026, 0, 14, 18));
    const lows: number[] = [];
    for (let step = 0; step < 100; step++) {
      for (const { meterId, voltageV, frequencyHz } of readings(simulation)) {
        assert.ok(voltageV > 207 && voltageV < 253, `${meterId} ${voltageV} V`);
        assert.ok(Math.abs(frequencyHz - 50) < 0.05);
        if (!meterId.startsWith('feeder')) lows.push(voltageV);
      }
    }
    const mean = lows.reduce((a, b) => a + b) / lows.length;
    assert.ok(mean > 228 && mean < 237, `mean ${mean} V`);
    const { activePowerW } = simulation.system.households;
    const { voltageV } = simulation.system.feeders;
    const heavy = [...activePowerW.keys()].filter((home) => activePowerW[home]! > 2500);
    const light = [...activePowerW.keys()].filter((home) => Math.abs(activePowerW[home]!) < 300);
    const average = (homes: number[]) => homes.reduce((sum, home) => sum + voltageV[home]!, 0) / homes.length;
    assert.ok(average(heavy) < average(light));
  });
});
