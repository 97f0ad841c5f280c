import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { findInception } from '../../../../lib/waveform/signal';
import { Random } from '../../../support/random';
import { eventOf, normals, shortCircuit, sineOf } from '../events';

/** Twelve inceptions of the public set, in cycles. */
const STARTS = Array.from({ length: 12 }, (_, k) => (40 + 13.8 * k) * 0.006);
const shapes = [1200, 2400, 10_000, 20_000, 100_000].flatMap((sampleRateHz) =>
  [50, 60].map((frequencyHz) => ({ sampleRateHz, frequencyHz })),
);

describe('findInception', () => {
  it('finds a clear fault within 0.65 ms or two samples, from a quarter of a cycle on', function () {
    this.timeout(20_000);
    for (const shape of shapes)
      for (const start of STARTS) {
        const noise = normals(start * 1000);
        const event = eventOf(
          (cycles, phase) => 10 * shortCircuit(cycles, start, phase, 1) + 0.1 * sineOf(cycles, phase) + 0.01 * noise(),
          shape,
        );
        const wrongMs = findInception(event)! - (start * 1000) / shape.frequencyHz;
        // Of a current that grows from nothing the first samples show little.
        const allowed = Math.max(0.65, 1700 / shape.sampleRateHz);
        assert.ok(Math.abs(wrongMs) < allowed, `${JSON.stringify(shape)} at ${start}: off by ${wrongMs} ms`);
      }
  });

  it('finds nothing in noise', function () {
    this.timeout(20_000);
    for (const sampleRateHz of [1200, 10_000])
      for (let seed = 0; seed < 1000; seed++) {
        const noise = normals(seed);
        assert.equal(findInception(eventOf(() => noise(), { sampleRateHz })), null, `${sampleRateHz} Hz, seed ${seed}`);
      }
  });

  it('finds nothing in steady currents: off the frequency, distorted, drifting, rounded, of one phase', function () {
    this.timeout(20_000);
    for (const sampleRateHz of [1200, 10_000])
      for (let seed = 0; seed < 60; seed++) {
        const chance = new Random(seed);
        const noise = normals(seed);
        const shape = { sampleRateHz, frequencyHz: chance.pick([50, 60]) };
        const off = 1 + (2 * chance.next() - 1) / shape.frequencyHz;
        const [angle, level, drift] = [6 * chance.next(), 10 ** (-1 - 2 * chance.next()), 0.04 * chance.next() - 0.02];
        const [second, third, fifth] = [0.1 * chance.next(), 0.2 * chance.next(), 0.1 * chance.next()];
        const distorted = (t: number, phase: number) => {
          const at = 2 * Math.PI * (t * off - phase / 3) + angle;
          return Math.sin(at) + second * Math.sin(2 * at + 3) + third * Math.sin(3 * at + 1) + fifth * Math.sin(5 * at);
        };
        const steady: Record<string, (t: number, phase: number) => number> = {
          drifting: (t, phase) => (1 + drift * t) * sineOf(t * off, phase, angle) + level * noise(),
          distorted: (t, phase) => distorted(t, phase) + level * noise(),
          'of one phase': (t, phase) => (phase === 0 ? sineOf(t * off, 0, angle) : 0) + level * noise(),
          rounded: () => Math.round((0.1 + drift) * 10 * noise()) * 0.01,
        };
        for (const [name, of] of Object.entries(steady))
          assert.equal(findInception(eventOf(of, shape)), null, `${name}, ${sampleRateHz} Hz, seed ${seed}`);
      }
  });

  it('finds faults in noise of 20 dB, on load, and currents that grow slowly', () => {
    const found = (of: (t: number, phase: number) => number) => (findInception(eventOf(of))! * 60) / 1000;
    for (const start of STARTS) {
      const noise = normals(start * 1000);
      const fault = found((t, phase) => 10 * shortCircuit(t, start, phase, 0.6) + 0.7 * noise());
      assert.ok(Math.abs(fault - start) < 0.2, `in noise at ${start}: ${fault}`);
      const loaded = found(
        (t, phase) => 3 * shortCircuit(t, start, phase, 0.6) + 2 * sineOf(t, phase) + 0.02 * noise(),
      );
      assert.ok(Math.abs(loaded - start) < 0.1, `on load at ${start}: ${loaded}`);
      // Pulses of one direction that grow over cycles, as in sympathetic inrush, seen from the first or second one on.
      const growing = found(
        (t, phase) =>
          Math.max(0, t - start) * Math.max(0, sineOf(t, phase) - 0.5) + 0.005 * noise() + 0.02 * sineOf(t, phase),
      );
      assert.ok(growing > start - 0.1 && growing < start + 1.2, `growing from ${start}: ${growing}`);
    }
  });

  it('finds a weak change that lasts', () => {
    for (const start of STARTS.slice(6)) {
      const noise = normals(start * 77);
      const place = findInception(
        eventOf(
          (t, phase) => 0.05 * sineOf(t, phase) + (t < start ? 0 : 0.017 * sineOf(5 * t, phase)) + 0.004 * noise(),
        ),
      )!;
      assert.ok(Math.abs((place * 60) / 1000 - start) < 0.25, `at ${start}: ${(place * 60) / 1000}`);
    }
  });

  it('finds the weak ring of a fault outside, not the current transformers that saturate long after it', () => {
    for (const sampleRateHz of [10_000, 20_000])
      for (const start of STARTS)
        for (const saturatesAfter of [0.3, 0.6, 1.1]) {
          const noise = normals(start * 31);
          const event = eventOf(
            (t, phase) => {
              if (t < start) return 0.02 * sineOf(t, phase) + 0.004 * noise();
              // 1.2 kHz that decays within a quarter of a cycle, in two phases.
              const ring = [0.2, -0.2, 0][phase]! * Math.exp((start - t) * 8) * Math.cos(40 * Math.PI * (t - start));
              const pulse = t < start + saturatesAfter ? 0 : 6 * Math.max(0, sineOf(t - start - saturatesAfter, 0));
              return 0.03 * sineOf(t, phase) + ring + [1, 0.2, -0.2][phase]! * pulse + 0.004 * noise();
            },
            { sampleRateHz },
          );
          const wrongMs = findInception(event)! - (start * 1000) / 60;
          assert.ok(Math.abs(wrongMs) < 0.4, `${sampleRateHz} Hz at ${start}, ${saturatesAfter}: off by ${wrongMs} ms`);
        }
  });

  it('places a step at the step, neither before it nor after it', () => {
    for (const start of STARTS) {
      const noise = normals(start * 13);
      const event = eventOf(
        (t, phase) => (t < start ? 0 : Math.cos(2 * Math.PI * (t - start - phase / 3))) + 0.01 * noise(),
      );
      const wrongMs = findInception(event)! - (start * 1000) / 60;
      assert.ok(Math.abs(wrongMs) < 0.2, `at ${start}: off by ${wrongMs} ms`);
    }
  });

  it("takes no filter's ripple before a strong fault for the fault", () => {
    for (const start of STARTS.slice(1)) {
      const event = eventOf((t, phase) => {
        const ripple = start - t > 0 && start - t < 0.09 ? 0.01 * Math.sin(20 * Math.PI * (start - t)) : 0;
        return 10 * (shortCircuit(t, start, phase, 1) + ripple);
      });
      const wrongMs = findInception(event)! - (start * 1000) / 60;
      assert.ok(Math.abs(wrongMs) < 0.65, `at ${start}: off by ${wrongMs} ms`);
    }
  });

  it('does not count what is smaller than asked for', () => {
    const event = eventOf((t, phase) => 0.2 * shortCircuit(t, 1, phase, 1));
    assert.ok(findInception(event));
    assert.equal(findInception(event, { leastA: 0.5 }), null);
  });
});
