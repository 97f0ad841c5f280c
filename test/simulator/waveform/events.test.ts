import assert from 'node:assert/strict';
import { FAULT_CLASSES } from '../../../lib/waveform/fault-classes';
import { type FaultScenario, simulateEvent, sweep } from '../../../simulator/waveform';

const SCENARIO: FaultScenario = {
  label: 'normal',
  phase: 0,
  windingShare: 0.5,
  turnsShare: 0.08,
  faultResistanceOhm: 1,
  side: 'primary',
  inception: 3,
  shift: 'forward',
  tap: 1,
  nominalFrequencyHz: 60,
  seed: 11,
};
const internal = (unit: string, kind: string) => `internal_${unit}_transformer_internal_faults_${kind}`;
const run = (change: Partial<FaultScenario>) => simulateEvent({ ...SCENARIO, ...change });
const peak = (samples: Float32Array) => samples.reduce((most, one) => Math.max(most, Math.abs(one)), 0);
const rms = (samples: Float32Array) => Math.sqrt(samples.reduce((sum, one) => sum + one * one, 0) / samples.length);

/** Size of a harmonic of 60 Hz over three cycles at 10 kHz, from soon after the inception on. */
function harmonic(samples: Float32Array, order: number): number {
  const window = samples.subarray(100, 600);
  let [re, im] = [0, 0];
  window.forEach((value, k) => {
    re += value * Math.cos((2 * Math.PI * 60 * order * k) / 10_000);
    im += value * Math.sin((2 * Math.PI * 60 * order * k) / 10_000);
  });
  return Math.hypot(re, im) / 250;
}

describe('simulated differential currents', function () {
  this.timeout(60_000);

  it('has 726 samples at 60 Hz, as many cycles at 50 Hz, and the inceptions of the public set', () => {
    for (const inception of [0, 11]) {
      const { operate, restraint, inceptionMs, clearingMs } = run({ label: internal('power', 'Class1'), inception });
      assert.ok([...operate, ...restraint].every(({ length }) => length === 726));
      assert.ok(Math.abs(inceptionMs - (40 + 13.8 * inception) / 10) < 1e-9);
      assert.ok(Math.abs(clearingMs! - inceptionMs - 50) < 1e-9);
    }
    assert.equal(run({ nominalFrequencyHz: 50 }).operate[0].length, 871);
  });

  it('gives the same bytes for the same scenario, others for another seed', () => {
    const bytes = (seed: number) =>
      Buffer.from(run({ label: 'transient_magnetising_inrush', seed }).operate[0].buffer).toString('hex');
    assert.equal(bytes(1), bytes(1));
    assert.notEqual(bytes(1), bytes(2));
  });

  it('simulates every class, in finite numbers, quiet before and not after', () => {
    for (const { label } of FAULT_CLASSES) {
      const { operate, inceptionMs } = run({ label });
      const at = Math.floor(inceptionMs * 10);
      const before = Math.max(...operate.map((trace) => peak(trace.subarray(0, at - 1))));
      const after = Math.max(...operate.map((trace) => peak(trace.subarray(at))));
      assert.ok(
        operate.every((trace) => trace.every(Number.isFinite)),
        label,
      );
      assert.ok(before < 0.4, `${label}: ${before} A before`);
      assert.ok(after > 0.04 && after < 120, `${label}: ${after} A after`);
    }
  });

  it('balances in service, forward and backward, at every tap: the through current is more than ten times the difference', () => {
    for (const shift of ['forward', 'backward'] as const)
      for (const tap of [0.5, 1]) {
        const { operate, restraint } = run({ shift, tap });
        for (const phase of [0, 1, 2] as const)
          assert.ok(rms(operate[phase]) < rms(restraint[phase]) / 10, `${shift} ${tap}: ${rms(operate[phase])} A`);
      }
  });

  it('puts the current of a ground fault of a winding in its phase', () => {
    for (const phase of [0, 1, 2] as const) {
      const { operate } = run({ label: internal('power', `Class${phase + 1}`) });
      for (const other of [(phase + 1) % 3, (phase + 2) % 3] as const)
        assert.ok(peak(operate[phase]) > 10 * peak(operate[other]!));
    }
  });

  it('has opposite currents between two phases, and zero sequence of three with ground alone', () => {
    const { operate } = run({ label: internal('power', 'Class8') });
    const sum = operate[0].map((value, k) => value + operate[1][k]!);
    assert.ok(peak(sum) < 0.05 * peak(operate[0]));
    const zero = (kind: string) => {
      const event = run({ label: internal('power', kind), faultResistanceOhm: 10 });
      return harmonic(
        event.operate[0].map((value, k) => (value + event.operate[1][k]! + event.operate[2][k]!) / 3),
        1,
      );
    };
    assert.ok(zero('Class7') > 5 * zero('Class11'));
  });

  it('grows with the turns that are shorted and falls with the resistance', () => {
    const size = (change: Partial<FaultScenario>) =>
      peak(run({ label: internal('power', 'tt'), ...change }).operate[0]);
    assert.ok(size({ turnsShare: 0.12 }) > size({ turnsShare: 0.04 }));
    assert.ok(size({ faultResistanceOhm: 0.01 }) > size({ faultResistanceOhm: 10 }));
  });

  it('has the second harmonic of inrush that relays restrain on, and little of it in a fault', () => {
    const share = (label: string) => {
      const { operate } = run({ label });
      const largest = operate.reduce((most, trace) => (peak(trace) > peak(most) ? trace : most));
      return harmonic(largest, 2) / harmonic(largest, 1);
    };
    assert.ok(share('transient_magnetising_inrush') > 0.15);
    assert.ok(share(internal('power', 'Class8')) < 0.15);
  });

  it('draws sweeps that are the same for the same seed, on the grid, and as many as wanted of each label', () => {
    const options = { seed: 3, perLabel: 5, labels: ['transient_ferroresonance', internal('power', 'tt')] };
    assert.deepEqual(sweep(options), sweep(options));
    assert.equal(sweep(options).length, 10);
    assert.ok(
      sweep({ ...options, accept: ({ inception }) => inception === 2 }).every(({ inception }) => inception === 2),
    );
    assert.throws(() => sweep({ ...options, accept: () => false }), /no scenario of transient_ferroresonance/);
  });
});
