import type { GasFinding } from '../messages';

export type DuvalZone = NonNullable<GasFinding['zone']>;
/** Shares of methane, acetylene and ethylene in %, 100 together. */
export type GasShares = readonly [methane: number, acetylene: number, ethylene: number];

/** What happens in the transformer, by zone (IEC 60599). */
export const ZONE_WORDS: Record<DuvalZone, string> = {
  PD: 'partial discharges',
  T1: 'a thermal fault below 300 °C',
  T2: 'a thermal fault from 300 to 700 °C',
  T3: 'a thermal fault above 700 °C',
  DT: 'a mix of thermal and electrical faults',
  D1: 'discharges of low energy',
  D2: 'discharges of high energy',
};

/**
 * The zones of Duval triangle 1 by their corners (Duval and dePablo, IEEE Electrical Insulation Magazine 17(2), 2001;
 * IEC 60599). They tile the triangle; on a common border the first one here counts, the graver fault.
 */
export const DUVAL_ZONES: readonly (readonly [DuvalZone, readonly GasShares[]])[] = [
  [
    'D2',
    [
      [64, 13, 23],
      [0, 77, 23],
      [0, 29, 71],
      [31, 29, 40],
      [47, 13, 40],
    ],
  ],
  [
    'DT',
    [
      [87, 13, 0],
      [47, 13, 40],
      [31, 29, 40],
      [0, 29, 71],
      [0, 15, 85],
      [35, 15, 50],
      [46, 4, 50],
      [96, 4, 0],
    ],
  ],
  [
    'T3',
    [
      [50, 0, 50],
      [46, 4, 50],
      [35, 15, 50],
      [0, 15, 85],
      [0, 0, 100],
    ],
  ],
  [
    'D1',
    [
      [0, 100, 0],
      [0, 77, 23],
      [64, 13, 23],
      [87, 13, 0],
    ],
  ],
  [
    'T2',
    [
      [80, 0, 20],
      [76, 4, 20],
      [46, 4, 50],
      [50, 0, 50],
    ],
  ],
  [
    'T1',
    [
      [96, 4, 0],
      [76, 4, 20],
      [80, 0, 20],
      [98, 0, 2],
      [98, 2, 0],
    ],
  ],
  [
    'PD',
    [
      [100, 0, 0],
      [98, 2, 0],
      [98, 0, 2],
    ],
  ],
];

/** As far as the shares may be off 100 together, so that no mix falls out of the triangle. */
const NEAR = 1e-6;

/** Shares of the three gases. @returns undefined when there is none of them */
export function gasShares(methanePpm: number, acetylenePpm: number, ethylenePpm: number): GasShares | undefined {
  const sum = methanePpm + acetylenePpm + ethylenePpm;
  if (!(sum > 0)) return undefined;
  return [(100 * methanePpm) / sum, (100 * acetylenePpm) / sum, (100 * ethylenePpm) / sum];
}

/** The zone of a mix. @throws Error when the shares are negative or not 100 together */
export function duvalZone(shares: GasShares): DuvalZone {
  const sum = shares[0] + shares[1] + shares[2];
  if (shares.some((share) => !(share >= 0)) || !(Math.abs(sum - 100) <= NEAR)) {
    throw new Error(`shares ${shares.join(', ')}: give three that are not negative and 100 together`);
  }
  return zonesAt(shares)[0]!;
}

/** All zones that a point is in or on the border of. */
export function zonesAt(shares: GasShares): DuvalZone[] {
  return DUVAL_ZONES.filter(([, corners]) => isInside(shares, corners)).map(([zone]) => zone);
}

/** Crossing number in the plane of acetylene and ethylene, and the border itself; the zones are not all convex. */
function isInside([, x, y]: GasShares, corners: readonly GasShares[]): boolean {
  let isIn = false;
  for (const [i, [, x2, y2]] of corners.entries()) {
    const [, x1, y1] = corners.at(i - 1)!;
    if (distanceToEdge(x, y, x1, y1, x2, y2) <= NEAR) return true;
    if (y1 > y !== y2 > y && x < x1 + ((x2 - x1) * (y - y1)) / (y2 - y1)) isIn = !isIn;
  }
  return isIn;
}

function distanceToEdge(x: number, y: number, x1: number, y1: number, x2: number, y2: number): number {
  const [dx, dy] = [x2 - x1, y2 - y1];
  const along = Math.min(1, Math.max(0, ((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy)));
  return Math.hypot(x - x1 - along * dx, y - y1 - along * dy);
}
