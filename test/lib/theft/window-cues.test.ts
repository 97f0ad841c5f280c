import assert from 'node:assert/strict';
import { Value } from '@sinclair/typebox/value';
import { describe, it } from 'mocha';
import { TheftCue } from '../../../lib/messages';
import { TimeZone } from '../../../lib/stream';
import { CueSettings } from '../../../lib/theft/cue-settings';
import { features } from '../../../lib/theft/features';
import type { MeterWindow } from '../../../lib/theft/meter-window';
import { powerMismatchPercent } from '../../../lib/theft/power-mismatch';
import { type Usual, type UsualRow, usualOf } from '../../../lib/theft/usual';
import { windowCues } from '../../../lib/theft/window-cues';
import { WindowStage } from '../../../lib/theft/window-stage';
import { createSimulation } from '../../../simulator';
import { windowOf } from './readings';

const UTC = new TimeZone('UTC');
const DEFAULTS = Value.Default(CueSettings, {}) as CueSettings;
/** A home with a base load of 100 W and its peak at 19:00. */
const USUAL: Usual = {
  baseLoadW: 100,
  stepHighW: 2200,
  dipsHigh: 4,
  zeroHighSeconds: 0,
  flatHigh: 0.3,
  factorLow: 0.85,
  hourMedianW: Array.from({ length: 24 }, (_, hour) => (hour === 19 ? 1200 : 300)),
  hourLowW: Array.from({ length: 24 }, (_, hour) => (hour === 19 ? 400 : 110)),
};
const AT_PEAK = Date.UTC(2026, 2, 2, 19, 10);

/** Load of a home with the noise of small devices, by the same numbers each time. */
const loadOf = (watts: (i: number) => number) =>
  Array.from({ length: 120 }, (_, i) => watts(i) + 1.9 * Math.sin(i * i));
const voltage = Array.from({ length: 120 }, (_, i) => 230 + 0.4 * Math.sin(i * 0.7));
const kindsOf = (window: MeterWindow, usual = USUAL, limits = DEFAULTS) =>
  windowCues(window, features(window, UTC), usual, limits, UTC).map(({ kind }) => kind);

/** A window with voltage and the current that goes with the power at a power factor. */
function consistent(powerW: readonly number[], factor = 0.95, more: Parameters<typeof windowOf>[1] = {}): MeterWindow {
  const currentA = powerW.map((power, i) => Math.abs(power) / (voltage[i]! * factor));
  return windowOf(powerW, { voltageV: voltage, currentA, powerFactor: powerW.map(() => factor), ...more });
}

describe('cues of a window', () => {
  it('says nothing about a window as they usually are', () => {
    assert.deepEqual(kindsOf(consistent(loadOf((i) => (i > 40 && i < 80 ? 2100 : 150)))), []);
    assert.deepEqual(kindsOf(windowOf(loadOf(() => 140))), []);
    assert.deepEqual(kindsOf(windowOf([])), []);
  });

  it('tells a spike, a deep dip, dips again and again, low and no power', () => {
    assert.deepEqual(kindsOf(consistent(loadOf((i) => (i > 60 ? 5600 : 150)))), ['spike']);
    assert.deepEqual(kindsOf(consistent(loadOf((i) => (i > 60 && i < 70 ? 30 : 150)))), ['deep-dip']);
    const shunted = consistent(loadOf((i) => (i % 6 < 2 ? 120 : 900)));
    assert.deepEqual(kindsOf(shunted), ['repetitive-dips']);
    assert.deepEqual(kindsOf(shunted, { ...USUAL, dipsHigh: 20 }), [], 'a home in which it is usual');
    assert.deepEqual(kindsOf(consistent(loadOf(() => 40))), ['sustained-low']);
    const cut = consistent(loadOf((i) => (i < 30 ? 150 : 0)).map((power, i) => (i < 30 ? power : 0)));
    assert.deepEqual(kindsOf(cut), ['deep-dip', 'near-zero']);
    assert.deepEqual(
      kindsOf(
        consistent(
          loadOf(() => 250),
          0.95,
          { startMs: AT_PEAK },
        ),
      ),
      [],
    );
    assert.deepEqual(
      kindsOf(
        consistent(
          loadOf(() => 150),
          0.95,
          { startMs: AT_PEAK },
        ),
      ),
      ['dip-in-peak-hours'],
    );
  });

  it('takes no feed-in for a dip', () => {
    assert.deepEqual(
      kindsOf(
        consistent(
          loadOf((i) => (i < 60 ? 300 : -900)),
          0.6,
        ),
      ),
      [],
    );
  });

  it('calls a meter frozen only where its values usually move', () => {
    const still = consistent(Array(120).fill(321.5));
    assert.deepEqual(kindsOf(still), ['freeze']);
    assert.deepEqual(kindsOf(still, { ...USUAL, flatHigh: 1 }), [], 'a meter of whole kilowatts');
    assert.deepEqual(kindsOf(windowOf(Array(120).fill(321.5))), ['freeze'], 'no voltage: nothing moves at all');
    const nearlyStill = Array.from({ length: 120 }, (_, i) => 321.5 + (i === 50 ? 0.2 : 0));
    assert.deepEqual(kindsOf(windowOf(nearlyStill)), []);
    assert.deepEqual(kindsOf(consistent(nearlyStill)), ['freeze'], 'the voltage lives');
  });

  it('tells a shifted power factor, power that contradicts the rest, and a voltage outside the band', () => {
    assert.deepEqual(
      kindsOf(
        consistent(
          loadOf(() => 400),
          0.6,
        ),
      ),
      ['power-factor'],
    );
    const bypassed = consistent(loadOf(() => 900));
    bypassed.powerW.forEach((power, i) => {
      bypassed.powerW[i] = power * 0.6;
    });
    const [cue] = windowCues(bypassed, features(bypassed, UTC), USUAL, DEFAULTS, UTC);
    assert.equal(cue?.kind, 'power-mismatch');
    assert.ok(Math.abs(cue.value - 40) < 0.01, `${cue.value}`);
    const low = consistent(
      loadOf(() => 400),
      0.95,
      { voltageV: voltage.map((volts) => volts - 30), currentA: [] },
    );
    assert.deepEqual(kindsOf(low), ['voltage-out-of-band']);
    assert.deepEqual(kindsOf(low, USUAL, { ...DEFAULTS, nominalVoltageV: 0 }), []);
  });

  it('lets rounding and single steps of load explain a difference', () => {
    const power = loadOf(() => 300);
    const wholeAmperes = consistent(power, 1, { currentA: power.map((watt) => Math.round(watt / 230)) });
    assert.equal(powerMismatchPercent(wholeAmperes, 10), 0);
    const oneLate = loadOf((i) => (i < 60 ? 200 : 2000));
    const current = oneLate.map((_, i) => oneLate[Math.max(0, i - 1)]! / (voltage[i]! * 0.95));
    assert.equal(powerMismatchPercent(consistent(oneLate, 0.95, { currentA: current }), 10), 0);
    const noFactor = consistent(power, 0.6, { powerFactor: [] });
    assert.equal(powerMismatchPercent(noFactor, 10), 0, 'less than the apparent power is what a power factor does');
  });

  it('keeps silent about what it does not know of the meter', () => {
    const unknown = usualOf([]);
    assert.deepEqual(kindsOf(consistent(loadOf(() => 40)), unknown), []);
    assert.deepEqual(
      kindsOf(
        consistent(
          loadOf((i) => (i % 6 < 2 ? 120 : 9900)),
          0.3,
        ),
        unknown,
      ),
      [],
    );
  });

  it('gives cues that are as the message says, with number and limit', () => {
    for (const window of [
      consistent(
        loadOf((i) => (i > 60 ? 5600 : 0)),
        0.3,
      ),
      consistent(Array(120).fill(55), 0.2),
    ]) {
      const cues = windowCues(window, features(window, UTC), USUAL, DEFAULTS, UTC);
      assert.ok(cues.length > 0);
      for (const cue of cues) {
        assert.ok(Value.Check(TheftCue, cue), JSON.stringify(cue));
        assert.doesNotMatch(cue.because, /NaN|undefined/);
      }
    }
  });

  it('is rare on honest homes: no near-zero, freeze, mismatch or voltage, and few of the noisy ones', () => {
    const startMs = Date.UTC(2026, 0, 12);
    const simulation = createSimulation({
      meters: 10,
      seed: 5,
      startMs,
      dialects: { gridloom: 1 },
      feederMeters: false,
    });
    const stage = new WindowStage();
    const meters = simulation.meters.map(({ meterId }) => stage.meter(meterId));
    const rows = new Map<string, UsualRow[]>();
    const counts = new Map<string, number>();
    const windows: MeterWindow[] = [];
    for (let step = 1; step <= 8 * 17_280; step++) {
      const timeMs = startMs + step * 5000;
      simulation.system.step(timeMs);
      meters.forEach((meter, i) => {
        const { activePowerW, voltageV, currentA, powerFactor } = simulation.system.sample(i, timeMs);
        // As a meter shows them: 1 W, 0.1 V, 0.01 A, two decimals.
        const round = (value: number, scale: number) => Math.round(value * scale) / scale;
        const factor = round(powerFactor, 100);
        stage.addSample(meter, timeMs, round(activePowerW, 1), round(voltageV, 10), round(currentA, 100), factor);
      });
      if (step % 120 === 0) windows.push(...stage.takeWindows());
    }
    for (const window of windows.filter((one) => one.startMs < startMs + 4 * 86_400_000)) {
      const row = { features: features(window, UTC), hour: UTC.hourOfDay(window.startMs) };
      rows.set(window.meterId, [...(rows.get(window.meterId) ?? []), row]);
    }
    const usual = new Map([...rows].map(([meterId, own]) => [meterId, usualOf(own)]));
    const judged = windows.filter((one) => one.startMs >= startMs + 4 * 86_400_000);
    for (const window of judged) {
      for (const kind of kindsOf(window, usual.get(window.meterId)!)) counts.set(kind, (counts.get(kind) ?? 0) + 1);
    }
    assert.ok(judged.length > 5700);
    for (const kind of ['near-zero', 'freeze', 'power-mismatch', 'voltage-out-of-band', 'sustained-low']) {
      assert.equal(counts.get(kind) ?? 0, 0, kind);
    }
    for (const [kind, count] of counts) assert.ok(count / judged.length <= 0.01, `${kind}: ${count}`);
  }).timeout(60_000);
});
