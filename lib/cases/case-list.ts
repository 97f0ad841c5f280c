import { type Static, Type } from '@sinclair/typebox';
import { TheftCase, TheftCueKind } from '../messages';

const count = (description: string) => Type.Integer({ minimum: 0, description });
const amount = (unit: string, description: string) => Type.Number({ minimum: 0, unit, description });

/** How often a kind of cue was in a case that was confirmed or dismissed, and the factor that it has earned. */
export const CuePrecision = Type.Object(
  {
    kind: TheftCueKind,
    confirmed: count('Confirmed cases with this cue'),
    dismissed: count('Dismissed cases with this cue'),
    factor: Type.Number({ minimum: 0, description: 'What it does to the odds of a case; 1 at the start' }),
  },
  { $id: 'CuePrecision', additionalProperties: false },
);
export type CuePrecision = Static<typeof CuePrecision>;

/** The list of cases for a page: open ones first, by what is at stake, then those decided last. */
export const TheftCaseList = Type.Object(
  {
    timeMs: Type.Union([Type.Number(), Type.Null()], { unit: 'ms', description: 'Newest time of the data' }),
    open: count('Open cases, also those beyond the list'),
    openKwh: amount('kWh', 'Lost energy of the open cases'),
    openMoney: amount('', 'The same at the tariff'),
    expectedKwh: amount('kWh', 'Sum of likelihood × lost energy of the open cases'),
    currency: Type.String(),
    confirmed: count('Cases confirmed so far, also those no longer kept'),
    dismissed: count('Cases dismissed so far'),
    precision: Type.Union([Type.Number({ minimum: 0, maximum: 1 }), Type.Null()], {
      description: 'Confirmed of decided; null before the first decision',
    }),
    confirmedKwh: amount('kWh', 'Lost energy of the confirmed cases that are kept'),
    confirmedMoney: amount('', 'The same at the tariff'),
    forgotten: count('Open cases given up because there were more than the maximum'),
    cues: Type.Array(CuePrecision, { description: 'What the decided cases teach about each kind of cue' }),
    cases: Type.Array(TheftCase, { description: 'The list, without plots, of the length of the settings' }),
  },
  { $id: 'TheftCaseList', title: 'TheftCaseList', additionalProperties: false },
);
export type TheftCaseList = Static<typeof TheftCaseList>;
