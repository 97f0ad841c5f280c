import { readFileSync } from 'node:fs';
import type { NetworkBranch, NetworkModel, NetworkNode } from '../../lib/network/network-model';

/** The bus, generator and branch matrices of a MATPOWER case, plainly written; for tests of calculations only. */
export function readMatpowerCase(file: string): NetworkModel {
  const text = readFileSync(file, 'utf8');
  const matrix = (name: string) => {
    const [, body] = text.split(new RegExp(`mpc\\.${name} = \\[`));
    return body!
      .slice(0, body!.indexOf('];'))
      .split('\n')
      .map((line) => line.replace(/[;%].*/, '').trim())
      .filter((line) => line !== '')
      .map((line) => line.split(/\s+/).map(Number));
  };
  const buses = matrix('bus');
  const place = new Map(buses.map(([bus], at) => [bus, at]));
  const generation = new Float64Array(buses.length);
  for (const [bus, megawatts, , , , , , status] of matrix('gen'))
    if (status! > 0) generation[place.get(bus)!]! += megawatts!;
  const nodes = buses.map(([bus, type, load, , shunt], at): NetworkNode => {
    // A shunt's conductance draws its megawatts at 1 p.u., as in MATPOWER's DC power flow.
    return { id: `${bus}`, loadMw: load! + shunt!, generationMw: generation[at]!, isReference: type === 3 };
  });
  const branches = matrix('branch').map(([from, to, r, x, b, rating, , , tap, shift, status], at): NetworkBranch => {
    return {
      id: `${at + 1}`,
      from: place.get(from)!,
      to: place.get(to)!,
      resistancePu: r!,
      reactancePu: x!,
      susceptancePu: b!,
      tapRatio: tap || 1,
      shiftRad: (shift! * Math.PI) / 180,
      ratingMva: rating || null,
      inService: status === 1,
      weight: null,
    };
  });
  return { name: file, baseMva: Number(/mpc\.baseMVA = (\S+);/.exec(text)![1]), nodes, branches };
}
