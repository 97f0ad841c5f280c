import { type Static, Type } from '@sinclair/typebox';
import { withDefaults } from '../stream/settings';

/** Exponents and time constants of a kind of transformer; see THERMAL_CONSTANTS. */
export interface ThermalConstants {
  oilExponent: number;
  windingExponent: number;
  k11: number;
  k21: number;
  k22: number;
  oilMinutes: number;
  windingMinutes: number;
}

/** IEC 60076-7:2018: x, y, k11, k21, k22, τo, τw. */
export const THERMAL_CONSTANTS = {
  'power-onan': constants(0.8, 1.3, 0.5, 2, 2, 210, 10),
  'power-onaf': constants(0.8, 1.3, 0.5, 2, 2, 150, 7),
  distribution: constants(0.8, 1.6, 1, 1, 2, 180, 4),
} as const;

function constants(
  oilExponent: number,
  windingExponent: number,
  k11: number,
  k21: number,
  k22: number,
  oilMinutes: number,
  windingMinutes: number,
): ThermalConstants {
  return { oilExponent, windingExponent, k11, k21, k22, oilMinutes, windingMinutes };
}

/** What a transformer is built like. */
export const TransformerRating = Type.Object(
  {
    transformerId: Type.String({
      minLength: 1,
      maxLength: 200,
      default: '*',
      description: 'Transformer, or * for all',
    }),
    kind: Type.Union([Type.Literal('power-onan'), Type.Literal('power-onaf'), Type.Literal('distribution')], {
      default: 'distribution',
    }),
    paper: Type.Union([Type.Literal('upgraded'), Type.Literal('kraft')], {
      default: 'kraft',
      description: 'Thermally upgraded paper ages at rate 1 at 110 °C, kraft paper at 98 °C',
    }),
    // IEC 60076-2 allows these rises at rated load: 60 K of top oil, 78 K of the hot spot.
    topOilRiseK: Type.Number({
      default: 60,
      exclusiveMinimum: 0,
      maximum: 200,
      unit: 'K',
      description: 'At rated load',
    }),
    hotSpotRiseK: Type.Number({
      default: 18,
      exclusiveMinimum: 0,
      maximum: 200,
      unit: 'K',
      description: 'Of the hot spot over the top oil at rated load: hot-spot factor × winding gradient',
    }),
    lossRatio: Type.Number({
      default: 5,
      minimum: 0,
      maximum: 10_000,
      description: 'Load losses at rated load / no-load losses',
    }),
  },
  { $id: 'TransformerRating', title: 'TransformerRating', additionalProperties: false },
);
export type TransformerRating = Static<typeof TransformerRating>;

export const ThermalSettings = Type.Object(
  {
    transformers: Type.Array(TransformerRating, {
      default: [{}],
      maxItems: 100_000,
      description: 'How transformers are built, * for all that are not named',
    }),
    maximumHoldMinutes: Type.Number({
      default: 60,
      exclusiveMinimum: 0,
      maximum: 1440,
      unit: 'min',
      description: 'A measurement counts until the next one, at most for this long; what is beyond is a gap',
    }),
    insulationLifeHours: Type.Number({
      default: 150_000,
      exclusiveMinimum: 0,
      maximum: 1e7,
      unit: 'h',
      description: 'At ageing rate 1. IEC 60076-7: 150,000 h down to a degree of polymerisation of 200',
    }),
    maximumAheadMinutes: Type.Number({
      default: 60,
      minimum: 0,
      unit: 'min',
      description: 'A measurement further ahead of the clock is refused',
    }),
    maximumTransformers: Type.Integer({ default: 10_000, minimum: 1, maximum: 1_000_000 }),
  },
  { $id: 'ThermalSettings', title: 'ThermalSettings', additionalProperties: false },
);
export type ThermalSettings = Static<typeof ThermalSettings>;

/** Settings with the defaults filled in. @throws Error that names the setting that is wrong. */
export function completeThermalSettings(given: unknown): ThermalSettings {
  const complete = withDefaults(ThermalSettings, given as Partial<ThermalSettings>, 'thermal settings');
  const seen = new Set<string>();
  for (const [i, { transformerId }] of complete.transformers.entries()) {
    if (seen.has(transformerId)) {
      throw new Error(`thermal settings: transformers[${i}]: ${transformerId} is there twice: leave one`);
    }
    seen.add(transformerId);
  }
  return complete;
}

/** A rating with the defaults filled in. @throws Error that names what is wrong. */
export const completeRating = (given: Partial<TransformerRating>): TransformerRating =>
  withDefaults(TransformerRating, given, 'transformer rating');
