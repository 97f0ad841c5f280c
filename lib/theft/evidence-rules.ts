import type { TheftCueKind } from '../messages';
import { SOFT_W, STATISTIC } from './day-statistics';

/** How a departure from the usual speaks. */
export interface EvidenceRule {
  kind: TheftCueKind;
  statistic: number;
  /** Which side of the usual value speaks. */
  side: 'above' | 'below';
  /** Standard deviations are divided by this: real tails are longer than normal ones. */
  widening: number;
  /** The value from which on it counts at all, whatever the spread: below that, honest meters and devices differ. */
  limit(usual: number): number;
  /** Weak evidence has honest reasons (holidays, a new tenant): alone it never makes an event. */
  isWeak?: boolean;
  unit: string;
  /** Value and limit as people read them; the statistic itself where this is absent. */
  shown?(value: number): number;
  /** Share of the energy that is missing, when the rule can tell it. */
  lostShare?(value: number, usual: number): number;
  /** What it says, with the numbers as they are shown. */
  words(value: number, usual: number): string;
}

/** Back from the logarithm of a power. */
const watts = (value: number) => Math.max(0, Math.exp(value) - SOFT_W);
const percent = (part: number) => `${Math.round(part * 100)} %`;
const ohm = (value: number) => `${value.toFixed(3)} ohm`;

/**
 * All rules of days. The voltage at a meter gives way to the current that really flows: reported power that is only
 * a part of it makes the line look longer than it is (response above), made-up power makes it look shorter (below).
 */
export const RULES: readonly EvidenceRule[] = [
  {
    kind: 'voltage-response',
    statistic: STATISTIC.RESPONSE,
    side: 'above',
    widening: 1.2,
    limit: (usual) => usual * 1.12,
    unit: 'ohm',
    lostShare: (value, usual) => 1 - usual / value,
    words: (value, usual) =>
      `the voltage gives way as if ${percent(value / usual - 1)} more flowed than is counted: ${ohm(value)}, usually ${ohm(usual)}`,
  },
  {
    kind: 'voltage-response',
    statistic: STATISTIC.RESPONSE,
    side: 'below',
    widening: 1.2,
    limit: (usual) => usual * 0.8,
    unit: 'ohm',
    words: (value, usual) =>
      `the voltage does not follow the power that is reported: ${ohm(value)}, usually ${ohm(usual)}`,
  },
  {
    kind: 'power-mismatch',
    statistic: STATISTIC.MISMATCH,
    side: 'above',
    widening: 1.5,
    limit: (usual) => usual + 0.05,
    unit: '',
    lostShare: (value, usual) => (value - usual) / (1 - Math.min(usual, 0.9)),
    words: (value, usual) =>
      `power is ${percent(value)} below voltage × current × power factor, usually ${percent(usual)}`,
  },
  {
    kind: 'power-factor',
    statistic: STATISTIC.FACTOR,
    side: 'below',
    widening: 2,
    limit: (usual) => usual - 0.12,
    unit: '',
    lostShare: (value, usual) => 1 - value / usual,
    words: (value, usual) => `power factor of large loads ${value.toFixed(2)}, usually ${usual.toFixed(2)}`,
  },
  {
    kind: 'voltage-out-of-band',
    statistic: STATISTIC.VOLTAGE,
    side: 'below',
    widening: 2,
    limit: (usual) => usual * 0.92,
    unit: 'V',
    lostShare: (value, usual) => 1 - value / usual,
    words: (value, usual) =>
      `mean voltage ${value.toFixed(0)} V, usually ${usual.toFixed(0)} V: neutral or voltage path`,
  },
  {
    kind: 'freeze',
    statistic: STATISTIC.STILL,
    side: 'above',
    widening: 2,
    limit: (usual) => usual + 0.04,
    unit: '',
    words: (value, usual) =>
      `power stands still in ${percent(value)} of the windows while the voltage moves, usually in ${percent(usual)}`,
  },
  {
    kind: 'freeze',
    statistic: STATISTIC.DEAD,
    side: 'above',
    widening: 4,
    limit: (usual) => usual + 0.12,
    unit: '',
    words: (value, usual) => `all values stand still in ${percent(value)} of the windows, usually in ${percent(usual)}`,
  },
  {
    kind: 'sample-noise',
    statistic: STATISTIC.NOISE,
    side: 'above',
    widening: 2,
    limit: (usual) => Math.max(usual + 0.7, Math.log(0.8)),
    unit: '',
    shown: Math.exp,
    words: (value, usual) =>
      `power jumps from sample to sample (von Neumann ratio ${Math.exp(value).toFixed(2)}, usually ${Math.exp(usual).toFixed(2)}; noise has 2)`,
  },
  {
    kind: 'base-load-drop',
    statistic: STATISTIC.BASE,
    side: 'below',
    widening: 1.5,
    limit: (usual) => usual + Math.log(0.75),
    isWeak: true,
    unit: 'W',
    shown: watts,
    words: (value, usual) => `base load ${watts(value).toFixed(0)} W, usually ${watts(usual).toFixed(0)} W`,
  },
  {
    kind: 'shape-reversal',
    statistic: STATISTIC.REVERSAL,
    side: 'above',
    widening: 1.2,
    limit: (usual) => Math.max(usual + 0.8, 0.4),
    isWeak: true,
    unit: '',
    words: (value) => `the day looks like a usual one read backwards (correlation higher by ${value.toFixed(2)})`,
  },
  {
    kind: 'step-change',
    statistic: STATISTIC.LEVEL,
    side: 'below',
    widening: 2,
    limit: (usual) => usual + Math.log(0.7),
    isWeak: true,
    unit: 'W',
    shown: watts,
    words: (value, usual) => `mean power ${watts(value).toFixed(0)} W, usually ${watts(usual).toFixed(0)} W`,
  },
];
