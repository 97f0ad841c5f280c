import { type Static, Type } from '@sinclair/typebox';

const Ppm = (description: string) => Type.Number({ minimum: 0, maximum: 1e6, unit: 'µl/l', description });

/** Gases dissolved in the oil of a transformer, by laboratory or monitor. */
export const DissolvedGas = Type.Object(
  {
    transformerId: Type.String({ minLength: 1, maxLength: 200 }),
    timeMs: Type.Integer({ minimum: 0, maximum: 8.64e15, unit: 'ms', description: 'When the sample was taken' }),
    methanePpm: Ppm('CH4'),
    acetylenePpm: Ppm('C2H2'),
    ethylenePpm: Ppm('C2H4'),
    hydrogenPpm: Type.Optional(Ppm('H2')),
    ethanePpm: Type.Optional(Ppm('C2H6')),
    carbonMonoxidePpm: Type.Optional(Ppm('CO')),
    carbonDioxidePpm: Type.Optional(Ppm('CO2')),
  },
  { $id: 'DissolvedGas', title: 'DissolvedGas' },
);
export type DissolvedGas = Static<typeof DissolvedGas>;

const Condition = Type.Integer({ minimum: 1, maximum: 4, description: '1: as usual, 4: far above all limits' });

/** What the gases say: how much there is, and which fault makes such a mix. */
export const GasFinding = Type.Object(
  {
    transformerId: Type.String({ minLength: 1 }),
    timeMs: Type.Integer({ minimum: 0, unit: 'ms', description: 'When the sample was taken' }),
    condition: Condition,
    gases: Type.Array(
      Type.Object(
        { gas: Type.String(), ppm: Type.Number({ unit: 'µl/l' }), limitPpm: Type.Number(), condition: Condition },
        { additionalProperties: false },
      ),
      { description: 'Those above their limit of condition 1, worst first' },
    ),
    zone: Type.Union(
      [
        Type.Literal('PD'),
        Type.Literal('T1'),
        Type.Literal('T2'),
        Type.Literal('T3'),
        Type.Literal('DT'),
        Type.Literal('D1'),
        Type.Literal('D2'),
        Type.Null(),
      ],
      { description: 'Zone of Duval triangle 1; null without any of its three gases' },
    ),
    isFault: Type.Boolean({ description: 'The zone counts: hydrogen or a hydrocarbon is above its limit' }),
    because: Type.Array(Type.String(), { description: 'The reasons in words' }),
  },
  { $id: 'GasFinding', title: 'GasFinding', additionalProperties: false },
);
export type GasFinding = Static<typeof GasFinding>;
