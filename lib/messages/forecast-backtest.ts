import { type Static, Type } from '@sinclair/typebox';

const maybe = (description: string) => Type.Union([Type.Number(), Type.Null()], { description });
const days = Type.Optional(Type.Integer({ minimum: 0 }));

/** How good day-ahead forecasts of the last days would have been; errors are over the hours of which the load is known. */
export const ForecastBacktest = Type.Object(
  {
    mapePercent: Type.Number({ unit: '%', description: 'Mean absolute error of the median, of the load' }),
    maeMw: Type.Number({ unit: 'MW' }),
    naive24MapePercent: maybe('Of the same hour on the day before, known or not at the issue; null: never known'),
    naive168MapePercent: maybe('Of the same hour a week before'),
    days: Type.Integer({ minimum: 0 }),
    coverageP10P90: maybe('Share of hours between P10 and P90, 0.8 at best; null: no hour had both'),
    from: Type.String({ description: 'First day, YYYY-MM-DD' }),
    to: Type.String({ description: 'Last day' }),
    methods: Type.Object(
      { regression: days, 'naive-168': days, 'naive-24': days },
      { description: 'Days by the method that told them' },
    ),
  },
  { $id: 'ForecastBacktest', title: 'ForecastBacktest' },
);
export type ForecastBacktest = Static<typeof ForecastBacktest>;
