import assert from 'node:assert/strict';
import { between, Circuit } from '../../../simulator/emt/circuit';
import { coreCurve, interceptOf, pieceOf, slopeOf } from '../../../simulator/emt/saturation-curve';
import { Transient } from '../../../simulator/emt/transient';

const HZ = 60;
const OMEGA = 2 * Math.PI * HZ;
const STEP_S = 20e-6;

/** Currents of a branch, step by step, from time 0 on. */
function currents(circuit: Circuit, branch: number, steps: number): number[] {
  const transient = new Transient(circuit, STEP_S, HZ);
  return Array.from({ length: steps }, () => {
    transient.step();
    return transient.currentOf(branch);
  });
}

const largest = (values: number[]) => Math.max(...values.map(Math.abs));
const difference = (a: number[], b: number[]) => largest(a.map((value, index) => value - b[index]!));

describe('transient of a circuit', () => {
  it('stays in the steady state it starts in', () => {
    const circuit = new Circuit();
    const [a, b] = [circuit.node(), circuit.node()];
    circuit.series([[a, -1]], 1, 0.01, { peakV: 1000, angleRad: 0.4 });
    const line = circuit.series(between(a, b), 2, 0.05);
    circuit.shunt(b, 20e-6);
    circuit.series([[b, 1]], 100, 0);
    // By hand: 1000 V over 3 ohm + j omega 0.06 H and, behind it, 100 ohm beside 20 microfarads.
    const [g, s] = [1 / 100, OMEGA * 20e-6];
    const [re, im] = [3 + g / (g * g + s * s), OMEGA * 0.06 - s / (g * g + s * s)];
    const peak = 1000 / Math.hypot(re, im);
    const exact = Array.from(
      { length: 2500 },
      (_, k) => peak * Math.cos(OMEGA * (k + 1) * STEP_S + 0.4 - Math.atan2(im, re)),
    );
    // The rule of the trapezoid turns omega into tan(omega h / 2) / (h / 2): 1 in 10^5 at this step.
    assert.ok(difference(currents(circuit, line, 2500), exact) < 1e-3 * peak);
  });

  it('gives the current of a resistance and an inductance that are switched to an alternating voltage', () => {
    const [ohm, henry, closesAtS] = [3, 0.04, 0.0021];
    const circuit = new Circuit();
    const [a, b] = [circuit.node(), circuit.node()];
    circuit.series([[a, -1]], 1e-6, 0, { peakV: 500, angleRad: 1.1 });
    const coil = circuit.switch(between(a, b), { closesAtS, closedOhm: 1e-6 });
    circuit.series([[b, 1]], ohm, henry);
    const angle = Math.atan2(OMEGA * henry, ohm);
    const peak = 500 / Math.hypot(ohm, OMEGA * henry);
    const forced = (t: number) => peak * Math.cos(OMEGA * t + 1.1 - angle);
    // The switch closes at the end of the step in which its time comes.
    const closed = Math.ceil(closesAtS / STEP_S) * STEP_S;
    const exact = Array.from({ length: 2500 }, (_, k) => {
      const t = (k + 1) * STEP_S;
      return t <= closed ? 0 : forced(t) - forced(closed) * Math.exp((-(t - closed) * ohm) / henry);
    });
    assert.ok(difference(currents(circuit, coil, 2500), exact) < 2e-3 * peak);
  });

  it('rings at the frequency and with the damping of a series circuit', () => {
    const [ohm, henry, farad] = [4, 0.02, 5e-6];
    const circuit = new Circuit();
    const [a, b, c] = [circuit.node(), circuit.node(), circuit.node()];
    circuit.series([[a, -1]], 1e-6, 0, { peakV: 100, angleRad: 0 });
    const ring = circuit.switch(between(a, b), { closesAtS: 0.00001, closedOhm: 1e-6 });
    circuit.series(between(b, c), ohm, henry);
    circuit.shunt(c, farad);
    const got = currents(circuit, ring, 500);
    // Over the first rings the source stands still: i = V / (L w) · exp(−a t) · sin(w t).
    const [damping, w0] = [ohm / (2 * henry), 1 / Math.sqrt(henry * farad)];
    const w = Math.sqrt(w0 * w0 - damping * damping);
    const firstZero = got.findIndex((value, k) => k > 10 && value < 0) * STEP_S;
    assert.ok(Math.abs(firstZero - Math.PI / w) < 0.02 * (Math.PI / w), `half a period of ${firstZero} s`);
    const peak = (100 / (henry * w)) * Math.exp((-damping * Math.PI) / (2 * w));
    assert.ok(Math.abs(largest(got.slice(0, 60)) - peak) < 0.03 * peak);
  });

  it('opens a switch at a zero of the current, and nothing rings on', () => {
    const circuit = new Circuit();
    const [a, b] = [circuit.node(), circuit.node()];
    circuit.series([[a, -1]], 1, 0.01, { peakV: 1000, angleRad: 0 });
    const pole = circuit.switch(between(a, b), { isClosed: true, opensAtS: 0.01 });
    circuit.series([[b, 1]], 5, 0.05);
    const got = currents(circuit, pole, 2500);
    const opened = got.findLastIndex((value) => Math.abs(value) > 0.01);
    assert.ok(opened * STEP_S >= 0.01 && opened * STEP_S < 0.01 + 0.5 / HZ);
    assert.ok(Math.abs(got[opened]!) < 0.02 * largest(got));
    assert.ok(largest(got.slice(opened + 2)) < 1e-4);
  });

  it('rectifies: the mean of a bridge is 2/pi of the peak', () => {
    const circuit = new Circuit();
    const [a, plus, minus] = [circuit.node(), circuit.node(), circuit.node()];
    circuit.series([[a, -1]], 0.01, 0, { peakV: 100, angleRad: -Math.PI / 2 });
    const diode = { kind: 'diode', closedOhm: 1e-3, openOhm: 1e7 } as const;
    circuit.add({ ...diode, coupling: between(a, plus) });
    circuit.add({ ...diode, coupling: between(minus, a) });
    circuit.add({ ...diode, coupling: [[plus, -1]] });
    circuit.add({ ...diode, coupling: [[minus, 1]] });
    const load = circuit.series(between(plus, minus), 10, 0);
    for (const node of [plus, minus]) circuit.shunt(node, 1e-9);
    const period = Math.round(1 / HZ / STEP_S);
    const last = currents(circuit, load, 3 * period).slice(-period);
    const mean = last.reduce((sum, value) => sum + value, 0) / period;
    // From the reference through the load and back: 10 ohm and the 0.01 of the source.
    assert.ok(Math.abs(mean - ((2 / Math.PI) * 100) / 10.01) < 0.02 * mean, `${mean} A`);
  });

  it('induces by turns: currents balance, voltages follow the ratio', () => {
    const circuit = new Circuit();
    const [a, b, core] = [circuit.node(), circuit.node(), circuit.node()];
    circuit.series([[a, -1]], 1e-3, 0, { peakV: 1000, angleRad: 0 });
    const primary = circuit.series(
      [
        [a, 1],
        [core, -100],
      ],
      0.01,
      1e-4,
    );
    const curve = coreCurve(1e3 / 100 / OMEGA, 1e9, { magnetisingShare: 1e-9, kneePu: 2, airCoreReactancePu: 0.3 });
    circuit.add({ kind: 'core', coupling: [[core, 1]], curve, remanence: null });
    const secondary = circuit.series(
      [
        [b, 1],
        [core, -20],
      ],
      0.001,
      1e-6,
    );
    circuit.series([[b, 1]], 5, 0);
    const transient = new Transient(circuit, STEP_S, HZ);
    for (let step = 0; step < 400; step++) {
      transient.step();
      const [one, other] = [transient.currentOf(primary), transient.currentOf(secondary)];
      // Ampere-turns balance but for the magnetising current, here some 1e-9 of 1e9 A.
      assert.ok(Math.abs(one * 100 + other * 20) < 5, `${one * 100} and ${other * 20} ampere-turns`);
    }
  });

  it('saturates: the flux that a remanence adds decides the peak of the inrush', () => {
    const peakOf = (remanencePu: number) => {
      const circuit = new Circuit();
      const [a, core] = [circuit.node(), circuit.node()];
      const ratedFlux = 100 / OMEGA;
      const curve = coreCurve(ratedFlux, 10, { magnetisingShare: 0.005, kneePu: 1.2, airCoreReactancePu: 0.3 });
      circuit.series([[a, -1]], 1e-4, 0, { peakV: 100, angleRad: -Math.PI / 2 });
      const coil = circuit.switch(
        [
          [a, 1],
          [core, -1],
        ],
        { closesAtS: 1e-5, closedOhm: 1e-4 },
      );
      circuit.add({ kind: 'core', coupling: [[core, 1]], curve, remanence: remanencePu * ratedFlux });
      return largest(currents(circuit, coil, 800));
    };
    // Closed at a zero of the voltage the flux swings to remanence + 2, by the integral of the sine; beyond the bend
    // (1.3, after a tenth at the geometric mean of the slopes) each unit of flux takes 1 / 0.3 of the rated peak of 10 A.
    const bend = 0.005 * 1.2 + 0.1 * Math.sqrt(0.005 / 0.3);
    for (const remanence of [0, 0.5, 0.8]) {
      const exact = 10 * (bend + (remanence + 2 - 1.3) / 0.3) - 10 * 0.005 * remanence;
      assert.ok(Math.abs(peakOf(remanence) - exact) < 0.01 * exact, `${peakOf(remanence)} for ${exact}`);
    }
  });

  it('has curves without jumps', () => {
    const curve = coreCurve(1, 1, { magnetisingShare: 0.005, kneePu: 1.2, airCoreReactancePu: 0.3 });
    for (const flux of [1.2, 1.3, -1.2, -1.3]) {
      const [below, above] = [pieceOf(curve, flux * 0.999), pieceOf(curve, flux * 1.001)];
      const at = (piece: number) => slopeOf(curve, piece) * flux + interceptOf(curve, piece);
      assert.notEqual(below, above);
      assert.ok(Math.abs(at(below) - at(above)) < 1e-12);
    }
  });

  it('says which node has no path to the reference', () => {
    const circuit = new Circuit();
    circuit.series(between(circuit.node(), circuit.node()), 1, 0);
    assert.throws(() => new Transient(circuit, STEP_S, HZ), /node \d of the circuit has no path to the reference/);
  });
});
