import { type Static, Type } from '@sinclair/typebox';
import type { DissolvedGas, GasFinding } from '../messages';
import { withDefaults } from '../stream/settings';
import { duvalZone, gasShares, ZONE_WORDS } from './duval-triangle';

const limits = (first: number, second: number, third: number, description: string) =>
  Type.Tuple([Type.Number({ minimum: 0 }), Type.Number({ minimum: 0 }), Type.Number({ minimum: 0 })], {
    default: [first, second, third],
    unit: 'µl/l',
    description,
  });

/**
 * The highest concentration of condition 1, 2 and 3 by gas; above the last is condition 4. Defaults: IEEE C57.104-2008,
 * table 1 (without its total of combustible gases). The edition of 2019 has tables by age and O2/N2 instead: put its values,
 * those of IEC 60599 or your own in here.
 */
export const GasLimits = Type.Object(
  {
    hydrogenPpm: limits(100, 700, 1800, 'H2'),
    methanePpm: limits(120, 400, 1000, 'CH4'),
    acetylenePpm: limits(1, 9, 35, 'C2H2'),
    ethylenePpm: limits(50, 100, 200, 'C2H4'),
    ethanePpm: limits(65, 100, 150, 'C2H6'),
    carbonMonoxidePpm: limits(350, 570, 1400, 'CO'),
    carbonDioxidePpm: limits(2500, 4000, 10_000, 'CO2'),
  },
  { $id: 'GasLimits', title: 'GasLimits', additionalProperties: false },
);
export type GasLimits = Static<typeof GasLimits>;

const GASES = [
  ['hydrogenPpm', 'hydrogen', true],
  ['methanePpm', 'methane', true],
  ['acetylenePpm', 'acetylene', true],
  ['ethylenePpm', 'ethylene', true],
  ['ethanePpm', 'ethane', true],
  ['carbonMonoxidePpm', 'carbon monoxide', false],
  ['carbonDioxidePpm', 'carbon dioxide', false],
] as const;

/** Limits with the defaults filled in. @throws Error that names the gas */
export function completeGasLimits(given: Partial<GasLimits> = {}): GasLimits {
  const complete = withDefaults(GasLimits, given, 'gas limits');
  for (const [field] of GASES) {
    const [first, second, third] = complete[field];
    if (!(first < second && second < third)) throw new Error(`gas limits: ${field}: give three that rise`);
  }
  return complete;
}

/**
 * How much gas there is by the limits, and which fault makes such a mix by Duval triangle 1. Every mix lies in some zone,
 * that of a sound transformer too: it counts as a fault only when hydrogen or a hydrocarbon is above its limit.
 */
export function gasFinding(sample: DissolvedGas, limits: GasLimits): GasFinding {
  const over: GasFinding['gases'] = [];
  let isFault = false;
  for (const [field, gas, tellsFault] of GASES) {
    const ppm = sample[field];
    if (ppm === undefined) continue;
    const passed = limits[field].filter((limit) => ppm > limit).length;
    if (passed === 0) continue;
    over.push({ gas, ppm, limitPpm: limits[field][passed - 1]!, condition: passed + 1 });
    isFault ||= tellsFault;
  }
  over.sort((a, b) => b.condition - a.condition);
  const shares = gasShares(sample.methanePpm, sample.acetylenePpm, sample.ethylenePpm);
  const zone = shares ? duvalZone(shares) : null;
  const because = over.map(({ gas, ppm, limitPpm, condition }) => {
    return `${gas} ${round(ppm)} µl/l above ${limitPpm} µl/l: condition ${condition}`;
  });
  if (over.length === 0) because.push('no gas above its limit');
  if (shares && zone) {
    const mix = `${round(shares[0])} % methane, ${round(shares[1])} % acetylene, ${round(shares[2])} % ethylene`;
    because.push(`${mix}: zone ${zone}, ${isFault ? ZONE_WORDS[zone] : 'of no meaning with so little gas'}`);
  }
  const { transformerId, timeMs } = sample;
  return {
    transformerId,
    timeMs,
    condition: over[0]?.condition ?? 1,
    gases: over,
    zone,
    isFault: isFault && zone !== null,
    because,
  };
}

const round = (value: number) => Number(value.toFixed(1));
