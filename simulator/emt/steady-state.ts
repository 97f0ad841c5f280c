import type { Branch, Circuit } from './circuit';
import { slopeOf } from './saturation-curve';

export interface Complex {
  re: number;
  im: number;
}

/**
 * Steady state at one frequency, cores unsaturated, diodes blocked: phasors (cosine, peak) of all branches. A core that
 * is to start with remanence has to be without voltage.
 */
export function steadyState(circuit: Circuit, omega: number): { voltage: Complex[]; current: Complex[] } {
  const { nodes, branches } = circuit;
  const width = nodes + 1;
  const re = new Float64Array(nodes * width);
  const im = new Float64Array(nodes * width);
  const admittances = branches.map((branch) => admittanceOf(branch, omega));
  const emfs = branches.map((branch): Complex => {
    const emf = branch.kind === 'series' ? branch.emf : undefined;
    return emf ? { re: emf.peakV * Math.cos(emf.angleRad), im: emf.peakV * Math.sin(emf.angleRad) } : { re: 0, im: 0 };
  });
  branches.forEach(({ coupling }, number) => {
    const y = admittances[number]!;
    const injected = times(y, emfs[number]!);
    for (const [node, factor] of coupling) {
      for (const [other, otherFactor] of coupling) {
        re[node * width + other]! += factor * otherFactor * y.re;
        im[node * width + other]! += factor * otherFactor * y.im;
      }
      re[node * width + nodes]! -= factor * injected.re;
      im[node * width + nodes]! -= factor * injected.im;
    }
  });
  const potentials = eliminate(re, im, nodes);
  const voltage = branches.map(({ coupling }, number): Complex => {
    const sum = { ...emfs[number]! };
    for (const [node, factor] of coupling) {
      sum.re += factor * potentials[node]!.re;
      sum.im += factor * potentials[node]!.im;
    }
    return sum;
  });
  return { voltage, current: voltage.map((one, number) => times(admittances[number]!, one)) };
}

function admittanceOf(branch: Branch, omega: number): Complex {
  switch (branch.kind) {
    case 'series':
      return reciprocal({ re: branch.ohm, im: omega * branch.henry });
    case 'capacitor':
      return { re: 0, im: omega * branch.farad };
    case 'switch':
      return { re: 1 / (branch.isClosed ? branch.closedOhm : branch.openOhm), im: 0 };
    case 'diode':
      return { re: 1 / branch.openOhm, im: 0 };
    case 'core':
      return { re: 0, im: -slopeOf(branch.curve, 0) / omega };
  }
}

/** Gauss with row pivoting on the matrix widened by the right side. */
function eliminate(re: Float64Array, im: Float64Array, size: number): Complex[] {
  const width = size + 1;
  const x: Complex[] = Array.from({ length: size }, () => ({ re: 0, im: 0 }));
  for (let column = 0; column < size; column++) {
    let best = column;
    const magnitude = (row: number) => Math.hypot(re[row * width + column]!, im[row * width + column]!);
    for (let row = column + 1; row < size; row++) if (magnitude(row) > magnitude(best)) best = row;
    if (magnitude(best) === 0) throw new Error(`node ${column} of the circuit has no path to the reference`);
    if (best !== column) {
      for (let k = column; k < width; k++) {
        for (const part of [re, im]) {
          const kept = part[best * width + k]!;
          part[best * width + k] = part[column * width + k]!;
          part[column * width + k] = kept;
        }
      }
    }
    const pivot = reciprocal({ re: re[column * width + column]!, im: im[column * width + column]! });
    for (let row = column + 1; row < size; row++) {
      const at = row * width;
      const own = { re: re[at + column]!, im: im[at + column]! };
      if (own.re === 0 && own.im === 0) continue;
      const ratio = times(own, pivot);
      for (let k = column; k < width; k++) {
        const aboveRe = re[column * width + k]!;
        const aboveIm = im[column * width + k]!;
        re[at + k]! -= ratio.re * aboveRe - ratio.im * aboveIm;
        im[at + k]! -= ratio.re * aboveIm + ratio.im * aboveRe;
      }
    }
  }
  for (let row = size - 1; row >= 0; row--) {
    const sum = { re: re[row * width + size]!, im: im[row * width + size]! };
    for (let k = row + 1; k < size; k++) {
      const known = times({ re: re[row * width + k]!, im: im[row * width + k]! }, x[k]!);
      sum.re -= known.re;
      sum.im -= known.im;
    }
    x[row] = times(sum, reciprocal({ re: re[row * width + row]!, im: im[row * width + row]! }));
  }
  return x;
}

function times(a: Complex, b: Complex): Complex {
  return { re: a.re * b.re - a.im * b.im, im: a.re * b.im + a.im * b.re };
}

function reciprocal({ re, im }: Complex): Complex {
  const size = re * re + im * im;
  return { re: re / size, im: -im / size };
}
