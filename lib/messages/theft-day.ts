import { type Static, Type } from '@sinclair/typebox';
import { TheftCue } from './theft-cue';

const count = (description: string) => Type.Integer({ minimum: 0, description });
const hourly = (unit: string, description: string) =>
  Type.Array(Type.Union([Type.Number(), Type.Null()]), { minItems: 24, maxItems: 24, unit, description });

/** One local day of one meter. */
export const TheftDay = Type.Object(
  {
    meterId: Type.String({ minLength: 1 }),
    city: Type.Optional(Type.String()),
    district: Type.Optional(Type.String()),
    household: Type.Optional(Type.String()),
    feeder: Type.Optional(Type.String()),
    date: Type.String({ description: 'Local date, YYYY-MM-DD' }),
    startMs: Type.Number({ unit: 'ms', description: 'Local midnight, epoch milliseconds UTC' }),
    state: Type.Union([Type.Literal('warming-up'), Type.Literal('scored'), Type.Literal('incomplete')]),
    dayType: Type.Union([
      Type.Literal('normal'),
      Type.Literal('spike-only'),
      Type.Literal('dip-only'),
      Type.Literal('both'),
    ]),
    risk: Type.Union([Type.Literal('low'), Type.Literal('moderate'), Type.Literal('high')], {
      description: 'By windows with theft-like cues: none; 1–2; 3 or more, or a theft-like event',
    }),
    score: Type.Number({
      minimum: 0,
      description: '−log10 of how often an honest meter-day scores as high; 0 when not scored',
    }),
    evidence: Type.Array(TheftCue, { description: 'What the day as a whole shows, strongest first' }),
    energyWh: Type.Number({ unit: 'Wh' }),
    expectedWh: Type.Union([Type.Number(), Type.Null()], {
      unit: 'Wh',
      description: 'What the meter’s own history lets expect',
    }),
    segmentsWh: Type.Object(
      { night: Type.Number(), morning: Type.Number(), afternoon: Type.Number(), evening: Type.Number() },
      { description: 'Energy by part of the day, Wh' },
    ),
    hourlyW: hourly('W', 'Mean power of each local hour'),
    usualHourlyW: hourly('W', 'What is usual for this meter'),
    windows: count('Windows of the day'),
    incompleteWindows: count('Windows with too few samples'),
    anomalousWindows: count('Windows above the limit of the hybrid score'),
    spikes: count('Windows with a spike'),
    dips: count('Windows with a dip'),
    cueWindows: count('Windows with any cue'),
    weekend: Type.Boolean({ description: 'Saturday or Sunday' }),
  },
  { $id: 'TheftDay', title: 'TheftDay', additionalProperties: false },
);
export type TheftDay = Static<typeof TheftDay>;
