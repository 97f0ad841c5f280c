import { type Static, Type } from '@sinclair/typebox';
import { FeederBalance } from '../messages';

/** One feeder on a page. */
export const FeederLine = Type.Object(
  {
    latest: FeederBalance,
    trend: Type.Array(
      Type.Object({
        startMs: Type.Number({ unit: 'ms', description: 'Start of the day' }),
        gapShare: Type.Union([Type.Number(), Type.Null()], { description: 'null: the day is incomplete' }),
      }),
      { description: 'The last 30 days, oldest first' },
    ),
  },
  { $id: 'FeederLine', additionalProperties: false },
);
export type FeederLine = Static<typeof FeederLine>;

/** What a page shows of the balances; sent when something of it has changed. */
export const FeederOverview = Type.Object(
  {
    feeders: Type.Array(FeederLine, {
      description:
        'The last day of each feeder, or its last window before a day has ended; largest gap first, at most 100',
    }),
    feederCount: Type.Integer({ minimum: 0, description: 'All feeders' }),
    above: Type.Integer({ minimum: 0, description: 'Feeders of them whose gap supports a bypass' }),
  },
  { $id: 'FeederOverview', title: 'FeederOverview', additionalProperties: false },
);
export type FeederOverview = Static<typeof FeederOverview>;
