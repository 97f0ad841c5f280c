/** What the transformer score is made from. */
export interface TransformerFacts {
  temperatureC: number;
  ageYears: number;
  daysSinceMaintenance: number;
  /** In the original's unit, which it does not name. */
  vibration: number;
  /** Output / input, 0–1. */
  efficiency: number;
  loadPercent: number;
}

export type RiskLevel = 'critical' | 'high' | 'medium' | 'low';

export interface TransformerScore {
  /** 0–100; more is worse. The bands allow 14.5 to 87.5. */
  score: number;
  level: RiskLevel;
  /** The facts that bring more than their least, most points first. */
  because: string[];
}

interface Part {
  fact: keyof TransformerFacts;
  weight: number;
  /** Limit and value, gravest first; which side of the limit counts is `isBelow`. */
  bands: readonly (readonly [limit: number, value: number])[];
  least: number;
  isBelow?: boolean;
  words: string;
  unit: string;
}

/** The front-end score of the system "Smart Grid Operations System", figure by figure. */
const PARTS: readonly Part[] = [
  {
    fact: 'temperatureC',
    weight: 0.25,
    bands: [
      [75, 0.9],
      [55, 0.5],
    ],
    least: 0.1,
    words: 'temperature',
    unit: ' °C',
  },
  {
    fact: 'ageYears',
    weight: 0.15,
    bands: [
      [25, 0.9],
      [15, 0.6],
      [5, 0.3],
    ],
    least: 0.1,
    words: 'age',
    unit: ' years',
  },
  {
    fact: 'daysSinceMaintenance',
    weight: 0.2,
    bands: [
      [365, 0.9],
      [180, 0.6],
    ],
    least: 0.2,
    words: 'last maintenance',
    unit: ' days ago',
  },
  {
    fact: 'vibration',
    weight: 0.15,
    bands: [
      [5, 0.9],
      [3, 0.6],
    ],
    least: 0.2,
    words: 'vibration',
    unit: '',
  },
  {
    fact: 'efficiency',
    weight: 0.15,
    bands: [
      [0.88, 0.8],
      [0.9, 0.5],
    ],
    least: 0.1,
    isBelow: true,
    words: 'efficiency',
    unit: '',
  },
  {
    fact: 'loadPercent',
    weight: 0.1,
    bands: [
      [90, 0.8],
      [75, 0.5],
    ],
    least: 0.2,
    words: 'load',
    unit: ' %',
  },
];

/** The original's score of a transformer. @throws Error that names the fact that is not a number */
export function transformerScore(facts: TransformerFacts): TransformerScore {
  let sum = 0;
  const reasons: [points: number, words: string][] = [];
  for (const { fact, weight, bands, least, isBelow, words, unit } of PARTS) {
    const value = facts[fact];
    if (!Number.isFinite(value)) throw new Error(`${fact} is ${value}: give a number`);
    const band = bands.find(([limit]) => (isBelow ? value < limit : value > limit));
    const points = 100 * weight * (band?.[1] ?? least);
    sum += points;
    const than = isBelow ? 'below' : 'above';
    if (band) reasons.push([points, `${words} ${value}${unit}, ${than} ${band[0]}: ${tidy(points)} points`]);
  }
  const score = tidy(sum);
  const because = reasons.sort(([a], [b]) => b - a).map(([, words]) => words);
  return { score, level: scoreLevel(score), because };
}

const scoreLevel = (score: number): RiskLevel =>
  score > 75 ? 'critical' : score > 55 ? 'high' : score > 35 ? 'medium' : 'low';

/** The original's level of a probability of failure, 0–1. */
export const riskLevel = (probability: number): RiskLevel =>
  probability > 0.7 ? 'critical' : probability > 0.4 ? 'high' : probability > 0.2 ? 'medium' : 'low';

/** What sums of decimal fractions come to, without the dust of binary ones: 55 is not above 55. */
const tidy = (value: number) => Number(value.toFixed(9));
