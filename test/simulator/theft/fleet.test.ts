import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'mocha';
import { TYPICAL_LIFE } from '../../../simulator';
import {
  type Attack,
  drawAttack,
  Fleet,
  type FleetSettings,
  type FleetStep,
  MISSING,
  SETTLING,
  SOUND,
  STILL,
  simulateFleet,
} from '../../../simulator/theft';

const START_MS = Date.UTC(2026, 0, 14);
const DAY_MS = 86_400_000;
const NO_FAULTS = { missing: [0, 0] as const, restartsPerDay: 0, standstillsPerDay: 0 };
const EXACT = { faults: NO_FAULTS, gainErrorPercent: 0 };
const BASE = { seed: 3, meters: 60, days: 0.05, startMs: START_MS };

/** The same attack on one home and on no other. */
const only = (meterId: string, kind: Attack['kind'], severity = 0.4) => ({
  attackOn: (meter: { meterId: string }): Attack | undefined =>
    meter.meterId === meterId
      ? {
          meterId,
          kind,
          severity,
          startMs: START_MS + 600_000,
          endMs: START_MS + 9 * DAY_MS,
          schedule: { kind: 'always' },
          seed: 1,
        }
      : undefined,
});

function digest(settings: FleetSettings, leaveOut?: string): string {
  const hash = createHash('sha256');
  const fleet = new Fleet(settings);
  fleet.run((step) => {
    for (const column of [step.powerW, step.voltageV, step.currentA, step.powerFactor]) {
      const kept = column.filter((_, home) => fleet.homes[home]!.meterId !== leaveOut);
      hash.update(new Uint8Array(kept.buffer));
    }
    for (const column of [step.headPowerW, step.headImportWh, step.trueW])
      hash.update(new Uint8Array(column.slice().buffer));
  });
  return hash.digest('hex');
}

describe('fleet of simulated meters', function () {
  this.timeout(30_000);

  it('gives equal steps for equal settings, and others for another seed', () => {
    const settings = { ...BASE, life: TYPICAL_LIFE };
    assert.equal(digest(settings), digest(settings));
    assert.notEqual(digest(settings), digest({ ...settings, seed: 4 }));
  });

  it('an attack changes no sample of another home, no true load and nothing at the head of the feeder', () => {
    const honest = digest(BASE, '102-H003');
    for (const kind of ['h1', 'freeze', 'neutral-tamper'] as const) {
      assert.equal(digest({ ...BASE, ...only('102-H003', kind, 1) }, '102-H003'), honest);
      assert.notEqual(digest({ ...BASE, ...only('102-H003', kind, 1) }), digest(BASE));
    }
  });

  it('reports what homes draw, in steps of 1 W, 0.1 V, 0.01 A and 0.01', () => {
    simulateFleet({ ...BASE, ...EXACT, days: 0.01 }, ({ powerW, voltageV, currentA, powerFactor, trueW, state }) => {
      for (let home = 0; home < powerW.length; home++) {
        assert.equal(state[home], SOUND);
        assert.equal(powerW[home], Math.round(trueW[home]!));
        for (const [value, perUnit] of [
          [voltageV[home]!, 10],
          [currentA[home]!, 100],
          [powerFactor[home]!, 100],
        ] as const) {
          assert.equal(value, Math.fround(Math.round(value * perUnit) / perUnit));
        }
        const productW = voltageV[home]! * currentA[home]! * powerFactor[home]!;
        const tolerance =
          0.5 + 0.05 * currentA[home]! + 0.005 * voltageV[home]! + 0.005 * voltageV[home]! * currentA[home]!;
        assert.ok(Math.abs(productW - powerW[home]!) < 1.01 * tolerance);
      }
    });
  });

  it('meters err by a constant of their own, within the bounds', () => {
    const ratios: number[] = [];
    simulateFleet({ ...BASE, faults: NO_FAULTS, gainErrorPercent: 0.5 }, ({ powerW, trueW }) => {
      for (let home = 0; home < powerW.length; home++) {
        if (trueW[home]! > 1000) ratios.push((powerW[home]! + 0) / trueW[home]!);
      }
    });
    assert.ok(Math.min(...ratios) > 0.994 && Math.max(...ratios) < 1.006);
    assert.ok(Math.max(...ratios) - Math.min(...ratios) > 0.005);
  });

  it('the head of a feeder sees the true load and the technical loss', () => {
    const fleet = new Fleet({ ...BASE, ...EXACT, meters: 240, ...only('102-H003', 'h1', 0.9) });
    fleet.run((step) => {
      if (step.index % 500 !== 0) return;
      for (let feeder = 0; feeder < fleet.feeders.length; feeder++) {
        const sumW = step.trueW.reduce(
          (sum, watt, home) => sum + (fleet.homes[home]!.feederIndex === feeder ? watt : 0),
          0,
        );
        const lossW = step.headPowerW[feeder]! - sumW;
        assert.ok(lossW >= 110 && lossW < 110 + 0.12 * Math.abs(sumW), `${lossW} W of ${sumW} W`);
      }
    });
  });

  it('loses 2 to 8 % of the samples of each home, singly and in bursts', () => {
    const settings = { ...BASE, meters: 40, days: 3 };
    const missing = new Float64Array(settings.meters);
    const runs: number[] = [];
    const open = new Int32Array(settings.meters);
    const fleet = simulateFleet(settings, ({ powerW, voltageV, state }) => {
      for (let home = 0; home < settings.meters; home++) {
        assert.equal(Number.isNaN(powerW[home]!), state[home] === MISSING);
        assert.equal(Number.isNaN(voltageV[home]!), state[home] === MISSING);
        if (state[home] === MISSING) {
          missing[home]! += 1;
          open[home]! += 1;
        } else if (open[home]! > 0) {
          runs.push(open[home]!);
          open[home] = 0;
        }
      }
    });
    const shares = missing.map((count) => count / fleet.steps);
    const mean = shares.reduce((a, b) => a + b) / shares.length;
    assert.ok(mean > 0.035 && mean < 0.065, `${mean}`);
    assert.ok(
      shares.every((share) => share > 0.008 && share < 0.16),
      `${shares}`,
    );
    assert.ok(runs.filter((length) => length === 1).length > 0.5 * runs.length);
    assert.ok(runs.some((length) => length > 60));
  });

  it('restarts end in zeros and sometimes in registers at zero; stand-stills repeat one sample', () => {
    const faults = { missing: [0, 0] as const, restartsPerDay: 6, standstillsPerDay: 6 };
    const settings = { ...BASE, meters: 30, days: 1, faults };
    const importWh = new Float64Array(settings.meters);
    const exportWh = new Float64Array(settings.meters);
    const lastWh = new Float64Array(settings.meters);
    const last: { [K in 'powerW' | 'voltageV' | 'currentA']: Float32Array } = {
      powerW: new Float32Array(30),
      voltageV: new Float32Array(30),
      currentA: new Float32Array(30),
    };
    const before = new Uint8Array(settings.meters);
    const seen = { resets: 0, settling: 0, still: 0 };
    const fleet = new Fleet(settings);
    fleet.run((step: FleetStep) => {
      fleet.registers(importWh, exportWh);
      for (let home = 0; home < settings.meters; home++) {
        const state = step.state[home]!;
        if (state === SETTLING) {
          seen.settling += 1;
          assert.ok(step.powerW[home] === 0 && step.currentA[home] === 0 && step.voltageV[home]! > 200);
          assert.ok(before[home] === MISSING || before[home] === SETTLING);
        }
        if (state === STILL && before[home] === STILL) {
          seen.still += 1;
          for (const key of ['powerW', 'voltageV', 'currentA'] as const) assert.equal(step[key][home], last[key][home]);
          assert.equal(importWh[home], lastWh[home]);
        }
        if (state !== MISSING) {
          if (importWh[home]! < lastWh[home]!) {
            seen.resets += 1;
            assert.ok(before[home] === MISSING && importWh[home]! < 200);
          }
          lastWh[home] = importWh[home]!;
        }
        before[home] = state;
        for (const key of ['powerW', 'voltageV', 'currentA'] as const) last[key][home] = step[key][home]!;
      }
    });
    // 180 restarts are expected, of which every second one resets.
    assert.ok(seen.resets > 55 && seen.resets < 125, `${seen.resets}`);
    assert.ok(seen.settling > 300 && seen.still > 30_000, JSON.stringify(seen));
  });

  it('counts stolen energy exactly, and the register of a thief goes up more slowly', () => {
    const meterId = '101-H001';
    const settings = { ...BASE, ...EXACT, ...only(meterId, 'h1', 0.4) };
    const fleet = new Fleet(settings);
    const home = fleet.homes.findIndex((meter) => meter.meterId === meterId);
    let lessWh = 0;
    let reportedWh = 0;
    const importWh = new Float64Array(60);
    const exportWh = new Float64Array(60);
    let firstWh: number | undefined;
    fleet.run(({ powerW, trueW, index }) => {
      lessWh += ((trueW[home]! - powerW[home]!) * 5) / 3600;
      if (index > 0) reportedWh += (Math.max(0, powerW[home]!) * 5) / 3600;
      fleet.registers(importWh, exportWh);
      firstWh ??= importWh[home]!;
    });
    assert.ok(lessWh > 100);
    // P is reported in steps of 1 W.
    const roundingWh = fleet.steps * 0.05 * (5 / 3600) + 1;
    assert.ok(Math.abs(fleet.stolenWh(home) - lessWh) < roundingWh, `${fleet.stolenWh(home)} ${lessWh}`);
    assert.ok(Math.abs(importWh[home]! - firstWh! - reportedWh) < roundingWh + 1);
    assert.equal(fleet.isActing(home), true);
    assert.equal(fleet.stolenWh(home + 1), 0);
  });

  it('knows its labels before the first step; drawn attacks follow their plan and the meter id', () => {
    const plan = { seed: 5, share: 0.3, kinds: ['h1', 'freeze'] as const, startMs: START_MS, endMs: START_MS + DAY_MS };
    const attackOn = ({ meterId }: { meterId: string }) =>
      drawAttack({ ...plan, latestStartMs: START_MS + DAY_MS / 2 }, meterId);
    const fleet = new Fleet({ ...BASE, meters: 600, attackOn });
    assert.ok(Math.abs(fleet.attacks.length - 180) < 45, `${fleet.attacks.length}`);
    for (const { kind, severity, startMs } of fleet.attacks) {
      assert.ok(kind === 'h1' || kind === 'freeze');
      assert.ok([0.2, 0.4, 0.6, 0.8].includes(severity));
      assert.ok(startMs >= START_MS && startMs <= START_MS + DAY_MS / 2);
    }
    const smaller = new Fleet({ ...BASE, meters: 300, attackOn });
    const known = new Set(smaller.homes.map(({ meterId }) => meterId));
    assert.deepEqual(
      smaller.attacks,
      fleet.attacks.filter(({ meterId }) => known.has(meterId)),
    );
  });
});
