import { type Static, Type } from '@sinclair/typebox';
import { withDefaults } from '../stream/settings';
import { completeGasLimits, GasLimits } from './gas-finding';
import { MaintenanceSettings } from './maintenance-list';
import { ThermalSettings as ThermalSchema, type ThermalSettings, TransformerRating } from './thermal-settings';

const Rating = Type.Omit(TransformerRating, ['transformerId']);
/** A transformer that is built differently; what is left out is as for all. */
const OtherTransformer = Type.Composite(
  [
    Type.Object({ transformerId: Type.String({ minLength: 1, maxLength: 200 }) }),
    // Without the defaults, which are those of all others.
    Type.Object(
      Object.fromEntries(
        Object.entries(Rating.properties).map(([name, schema]) => {
          const { default: _, ...rest } = schema;
          return [name, Type.Optional(rest as typeof schema)];
        }),
      ),
    ),
  ],
  { additionalProperties: false },
);

export const AssetHealthSettings = Type.Composite(
  [
    Rating,
    Type.Object({
      transformers: Type.Array(OtherTransformer, {
        default: [],
        maxItems: 100_000,
        description: 'Transformers that are built differently, by transformerId',
      }),
    }),
    MaintenanceSettings,
    Type.Object({
      gasLimits: Type.Unsafe<Static<typeof GasLimits>>({
        ...GasLimits,
        default: completeGasLimits(),
        description: 'Highest concentration of condition 1, 2 and 3 by gas',
      }),
      reportSeconds: Type.Number({
        default: 5,
        minimum: 0,
        maximum: 86_400,
        unit: 's',
        description: 'From one maintenance list to the next, by the clock, when something came in',
      }),
    }),
    Type.Pick(ThermalSchema, ['maximumHoldMinutes', 'insulationLifeHours', 'maximumAheadMinutes']),
    Type.Object({
      maximumAssets: Type.Integer({
        default: 2000,
        minimum: 1,
        maximum: 100_000,
        description: 'With more, the one that was silent for longest is forgotten',
      }),
    }),
  ],
  { $id: 'AssetHealthSettings', additionalProperties: false },
);
export type AssetHealthSettings = Static<typeof AssetHealthSettings>;

/** Settings with the defaults filled in. @throws Error that names the setting that is wrong. */
export function completeHealthSettings(given: Partial<AssetHealthSettings>): AssetHealthSettings {
  const complete = withDefaults(AssetHealthSettings, given, 'asset health settings');
  return { ...complete, gasLimits: completeGasLimits(complete.gasLimits) };
}

/** What the thermal model needs of them. */
export function thermalPart(settings: AssetHealthSettings): Partial<ThermalSettings> {
  const { kind, paper, topOilRiseK, hotSpotRiseK, lossRatio, transformers } = settings;
  const { maximumHoldMinutes, insulationLifeHours, maximumAheadMinutes, maximumAssets } = settings;
  const all: TransformerRating = { transformerId: '*', kind, paper, topOilRiseK, hotSpotRiseK, lossRatio };
  return {
    transformers: [all, ...transformers.map((one) => ({ ...all, ...one }))],
    maximumHoldMinutes,
    insulationLifeHours,
    maximumAheadMinutes,
    maximumTransformers: maximumAssets,
  };
}
