import { type Static, Type } from '@sinclair/typebox';
import { TheftCueKind, TheftEvent } from '../messages';

const count = (description: string) => Type.Integer({ minimum: 0, description });
const kwh = () => Type.Number({ unit: 'kWh' });

const DayTypeCounts = Type.Object({
  normal: count('Neither spike nor dip'),
  'spike-only': count('Spikes, no dip'),
  'dip-only': count('Dips, no spike'),
  both: count('Spikes and dips'),
});

const RiskCounts = Type.Object({
  low: count('No window with theft-like cues'),
  moderate: count('1–2 windows with theft-like cues'),
  high: count('3 or more, or a theft-like event'),
});

/** Mean energy of a meter-day by part of the day. */
const MeanSegments = Type.Object({ night: kwh(), morning: kwh(), afternoon: kwh(), evening: kwh() });

/** What is counted of all meters over some days; `days` are meter-days. */
const Tally = {
  days: count('Meter-days that were judged'),
  warmingUp: count('Meter-days before the meter’s own limits were known'),
  incomplete: count('Meter-days with too few readings'),
  daysWithCues: count('Judged meter-days with any cue'),
  spikes: count('Windows with a spike'),
  dips: count('Windows with a dip'),
  dayTypes: DayTypeCounts,
  risk: RiskCounts,
  events: count('Events that began'),
  theftLike: count('Theft-like ones of them'),
  meanKwh: Type.Union([MeanSegments, Type.Null()], {
    description: 'Mean energy of the meter-days of which all hours are known; null without one',
  }),
};

/** One local date, all meters. */
export const TheftDate = Type.Object(
  { date: Type.String({ description: 'Local date, YYYY-MM-DD' }), weekend: Type.Boolean(), ...Tally },
  { $id: 'TheftDate', additionalProperties: false },
);
export type TheftDate = Static<typeof TheftDate>;

/** An event as the audit table has it: the cues by name. */
export const TheftAuditRow = Type.Composite(
  [
    Type.Pick(TheftEvent, [
      'id',
      'meterId',
      'city',
      'district',
      'household',
      'feeder',
      'startMs',
      'endMs',
      'state',
      'theftLike',
      'score',
      'likelihood',
      'windows',
      'measuredWh',
      'lostWh',
      'because',
    ]),
    Type.Object({ cues: Type.Array(TheftCueKind, { description: 'Strongest first' }) }),
  ],
  { $id: 'TheftAuditRow', additionalProperties: false },
);
export type TheftAuditRow = Static<typeof TheftAuditRow>;

/** What a page shows of theft detection as a whole; sent when something of it has changed. */
export const TheftOverview = Type.Object(
  {
    meters: count('Meters that are watched'),
    metersWarmingUp: count('Meters of them whose own limits are not known yet'),
    engine: Type.String({ description: 'What runs the model; “none” without one' }),
    eventTimeMs: Type.Union([Type.Number(), Type.Null()], {
      unit: 'ms',
      description: 'Start of the newest day or event',
    }),
    firstDate: Type.Union([Type.String(), Type.Null()], { description: 'All counts are of the dates from here …' }),
    lastDate: Type.Union([Type.String(), Type.Null()], { description: '… to here' }),
    total: Type.Object(Tally, { description: 'Over all dates' }),
    weekdays: Type.Object(Tally, { description: 'Monday to Friday' }),
    weekends: Type.Object(Tally, { description: 'Saturday and Sunday' }),
    dates: Type.Array(TheftDate, { description: 'In order of dates' }),
    auditRows: Type.Array(TheftAuditRow, {
      description: 'Newest first; of too many, unusual ones go before theft-like',
    }),
    eventsDropped: count('Events that are no longer in the list'),
  },
  { $id: 'TheftOverview', title: 'TheftOverview', additionalProperties: false },
);
export type TheftOverview = Static<typeof TheftOverview>;
