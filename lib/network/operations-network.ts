import type { GridTopology } from '../messages';

/** Peak load in MW, and the place on the map. */
const LOADS: readonly (readonly [label: string, loadMw: number, x: number, y: number])[] = [
  ['Downtown', 45, 2, 3],
  ['Uptown', 52, 2, 4.2],
  ['Industrial Zone', 75, 3, 1],
  ['Residential Hub', 38, 4.2, 3.6],
  ['Shopping Complex', 41, 3.2, 2.2],
  ['University Campus', 48, 4.8, 2],
];
/** Wind and sun that feed in at loads: with them supply is above the peak of the loads, 299 MW, which the two power stations are not. */
const EMBEDDED_MW: Record<string, number> = { 'Industrial Zone': 25, 'University Campus': 15 };

/** Ends by number of the load, or name of the power station; resistance in p.u. on 100 MVA; whether it is closed. */
const LINES: readonly (readonly [from: number | 'G1' | 'G2', to: number, resistancePu: number, isClosed: boolean])[] = [
  ['G1', 1, 0.0032, true],
  ['G1', 2, 0.0036, true],
  [1, 5, 0.0053, true],
  ['G2', 3, 0.0027, true],
  ['G2', 4, 0.0069, true],
  [4, 6, 0.0043, true],
  [1, 2, 0.0019, false],
  [2, 4, 0.0036, false],
  [3, 5, 0.0021, false],
  [5, 6, 0.0029, false],
  [1, 4, 0.0046, false],
  ['G2', 6, 0.0034, false],
  ['G2', 5, 0.004, false],
];

/**
 * The grid of the original operations system: two power stations and six loads at 220 kV, 299 MW at peak. What it leaves to
 * chance or gets wrong is set here: lines of 19 to 67 km, each load fed over one way, open lines
 * beside it (kind `tie`) over which it can be fed otherwise, and ratings. Losses are 0.4 % of the supply at peak.
 */
export function operationsNetwork(): GridTopology {
  const nodes = [
    { id: 'G1', label: 'North Power Plant', x: 1, y: 4, capacityMw: 150 },
    { id: 'G2', label: 'South Thermal Station', x: 4, y: 0.6, capacityMw: 140 },
  ].map((station) => ({ ...station, kind: 'generator', nominalKv: 220, loadMw: 0, isReference: true }));
  const loads = LOADS.map(([label, loadMw, x, y], index) => ({
    id: `D${index + 1}`,
    label,
    kind: 'load',
    x,
    y,
    nominalKv: 220,
    loadMw,
    loadMvar: Math.round(loadMw * 0.2),
    ...(EMBEDDED_MW[label] ? { generationMw: EMBEDDED_MW[label] } : {}),
    minVoltagePu: 0.95,
    maxVoltagePu: 1.05,
  }));
  const lines = LINES.map(([from, to, resistancePu, inService], index) => ({
    id: `L${index + 1}`,
    from: typeof from === 'number' ? `D${from}` : from,
    to: `D${to}`,
    kind: inService ? 'line' : 'tie',
    resistancePu,
    // Bundled conductors at 220 kV: some 0.05 Ω/km and 0.3 Ω/km.
    reactancePu: Math.round(60_000 * resistancePu) / 10_000,
    ratingMva: typeof from === 'number' ? 100 : 130,
    ...(inService ? {} : { inService }),
  }));
  return { schema: 'gridloom-topology/1', name: 'Operations grid', baseMva: 100, nodes: [...nodes, ...loads], lines };
}
