import { type Static, Type } from '@sinclair/typebox';

/** A quantity of the grid that alarms are about, with its unit. */
export const AlarmQuantity = Type.Union(
  [
    Type.Literal('demandMw'),
    Type.Literal('risk'),
    Type.Literal('temperatureC'),
    Type.Literal('lossPercent'),
    Type.Literal('voltagePu'),
    Type.Literal('currentA'),
    Type.Literal('riskyLines'),
    Type.Literal('idleGenerators'),
  ],
  { description: 'riskyLines: how many lines have a high risk; idleGenerators: how many supply no load' },
);
export type AlarmQuantity = Static<typeof AlarmQuantity>;

/** A value that the alarm table of the grid judges. */
export const AlarmValue = Type.Object(
  {
    subject: Type.String({ minLength: 1, maxLength: 200, description: 'Line, node, asset, or grid' }),
    timeMs: Type.Integer({
      minimum: 0,
      maximum: 8.64e15,
      unit: 'ms',
      description: 'Event time, epoch milliseconds UTC',
    }),
    quantity: AlarmQuantity,
    value: Type.Number({ minimum: -1e12, maximum: 1e12, description: 'In the unit of the quantity' }),
  },
  { $id: 'AlarmValue', title: 'AlarmValue' },
);
export type AlarmValue = Static<typeof AlarmValue>;

/** What a person does to an alarm. */
export const AlarmCommand = Type.Union(
  [
    Type.Object(
      { acknowledge: Type.String({ minLength: 1 }), by: Type.String({ minLength: 1, maxLength: 200 }) },
      { additionalProperties: false },
    ),
    Type.Object(
      {
        shelve: Type.String({ minLength: 1, description: 'Alarm that nobody wants to hear of for a while' }),
        by: Type.String({ minLength: 1, maxLength: 200 }),
        minutes: Type.Number({ exclusiveMinimum: 0, unit: 'min' }),
      },
      { additionalProperties: false },
    ),
    Type.Object(
      { unshelve: Type.String({ minLength: 1 }), by: Type.String({ minLength: 1, maxLength: 200 }) },
      { additionalProperties: false },
    ),
  ],
  { $id: 'AlarmCommand', title: 'AlarmCommand' },
);
export type AlarmCommand = Static<typeof AlarmCommand>;

/** One change of one alarm of the grid: raised, acknowledged, cleared, and beside that shelved or not. */
export const GridAlarm = Type.Object(
  {
    alarmId: Type.String({ description: 'Stable name of the alarm, e.g. grid/temperatureC/above/70/L4' }),
    change: Type.Union([
      Type.Literal('raised'),
      Type.Literal('acknowledged'),
      Type.Literal('cleared'),
      Type.Literal('shelved'),
      Type.Literal('unshelved'),
    ]),
    state: Type.Union([Type.Literal('raised'), Type.Literal('acknowledged'), Type.Literal('cleared')]),
    severity: Type.Union([Type.Literal('low'), Type.Literal('medium'), Type.Literal('high')]),
    subject: Type.String(),
    quantity: AlarmQuantity,
    value: Type.Number({ description: 'That was compared, in the unit of the quantity' }),
    threshold: Type.Number({ description: 'The limit it was compared with' }),
    timeMs: Type.Number({ unit: 'ms', description: 'Event time of this change' }),
    raisedMs: Type.Number({ unit: 'ms', description: 'Event time at which it was raised' }),
    acknowledgedMs: Type.Optional(Type.Number({ unit: 'ms' })),
    acknowledgedBy: Type.Optional(Type.String()),
    clearedMs: Type.Optional(Type.Number({ unit: 'ms' })),
    shelvedUntilMs: Type.Optional(Type.Number({ unit: 'ms', description: 'Time of the clock, not of events' })),
    shelvedBy: Type.Optional(Type.String()),
    because: Type.String({ description: 'The comparison in words and numbers' }),
  },
  { $id: 'GridAlarm', title: 'GridAlarm', additionalProperties: false },
);
export type GridAlarm = Static<typeof GridAlarm>;
