import { type Static, Type } from '@sinclair/typebox';

const share = (description: string) => Type.Number({ minimum: 0, maximum: 1, description });
const orNull = <T extends Parameters<typeof Type.Union>[0][number]>(type: T, options = {}) =>
  Type.Union([type, Type.Null()], options);

export const FaultPhase = Type.Union([Type.Literal('A'), Type.Literal('B'), Type.Literal('C'), Type.Literal('G')]);
export type FaultPhase = Static<typeof FaultPhase>;

export const TransformerUnit = Type.Union([
  Type.Literal('ispar-exciting'),
  Type.Literal('ispar-series'),
  Type.Literal('power'),
]);
export type TransformerUnit = Static<typeof TransformerUnit>;

/** What a differential relay would say of the same currents; null: it can't tell from what there is. */
export const RelayOpinion = Type.Object(
  {
    verdict: Type.Union([Type.Literal('operate'), Type.Literal('restrain'), Type.Literal('no-pickup')], {
      description: 'operate: an internal fault; restrain: current that is not of an internal fault',
    }),
    because: Type.String({ description: 'In words, with the figures' }),
    secondHarmonicShare: orNull(Type.Number({ minimum: 0 }), {
      description: '2nd over 1st harmonic, of the phase in which it is largest',
    }),
    fifthHarmonicShare: orNull(Type.Number({ minimum: 0 })),
    negativeSequenceShare: orNull(Type.Number({ minimum: 0 }), { description: 'I2 over I1' }),
    zeroSequenceShare: orNull(Type.Number({ minimum: 0 }), { description: 'I0 over I1' }),
    restraintRatio: orNull(Type.Number({ minimum: 0 }), {
      description: 'Operating over restraining current in the worst phase; null without restraint channels',
    }),
    phases: Type.Array(FaultPhase, { description: 'Phases that carry fault current, G with zero sequence' }),
  },
  { $id: 'RelayOpinion', title: 'RelayOpinion', additionalProperties: false },
);
export type RelayOpinion = Static<typeof RelayOpinion>;

/** What the waveform of one event is of. */
export const FaultClassification = Type.Object(
  {
    id: Type.String({ minLength: 1, description: 'Of the waveform' }),
    station: Type.Optional(Type.String()),
    startMs: Type.Optional(Type.Number({ unit: 'ms', description: 'Of the first sample, epoch milliseconds UTC' })),
    label: Type.String({ description: 'One of 45 classes, or normal, or unknown' }),
    kind: Type.Union([
      Type.Literal('internal-fault'),
      Type.Literal('external-fault'),
      Type.Literal('transient'),
      Type.Literal('normal'),
      Type.Literal('unknown'),
    ]),
    isFault: orNull(Type.Boolean(), { description: 'Internal or external fault; null when unknown' }),
    isInternalFault: orNull(Type.Boolean(), { description: 'Within the protected zone; null when unknown' }),
    phases: Type.Array(FaultPhase, { description: 'Faulted phases, G: to ground; empty when there are none' }),
    unit: orNull(TransformerUnit, { description: 'Faulted unit of an internal fault' }),
    probability: share('Calibrated, of the label; 0 when unknown, 1 when normal'),
    top3: Type.Array(Type.Object({ label: Type.String(), probability: share('Calibrated') }), {
      maxItems: 3,
      description: 'Most likely first, also when unknown',
    }),
    unknown: Type.Boolean({ description: 'The waveform is unlike what the model was trained with' }),
    unknownReason: orNull(Type.String()),
    inceptionMs: orNull(Type.Number({ unit: 'ms' }), {
      description: 'After the first sample; null when nothing changes',
    }),
    clearingMs: orNull(Type.Number({ unit: 'ms' }), { description: 'After the first sample; null when not seen' }),
    window: orNull(
      Type.Object({
        fromMs: Type.Number({ unit: 'ms' }),
        toMs: Type.Number({ unit: 'ms' }),
        cycles: Type.Number({ description: 'Cycles after the inception that were looked at' }),
      }),
      { description: 'The samples that the answer rests on' },
    ),
    scale: orNull(Type.Object({ peak: Type.Number({ minimum: 0 }), unit: Type.String() }), {
      description: 'Largest value of the window, by which it was divided',
    }),
    unlikeness: orNull(Type.Number({ minimum: 0 }), {
      description: 'Distance to the training data over the largest allowed one; above 1 is unknown',
    }),
    description: Type.String({ description: 'What it is, in words' }),
    causes: Type.Array(Type.String()),
    relay: orNull(RelayOpinion),
    agreement: Type.Union([Type.Literal('agree'), Type.Literal('disagree'), Type.Literal('open')], {
      description: 'Of model and relay on whether it is an internal fault; open: one of them has no answer',
    }),
    engine: Type.String({ description: 'What computed the model; “none” when it was not asked' }),
  },
  { $id: 'FaultClassification', title: 'FaultClassification', additionalProperties: false },
);
export type FaultClassification = Static<typeof FaultClassification>;
