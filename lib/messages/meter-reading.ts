import { type Static, Type } from '@sinclair/typebox';

/** How far a reading can be trusted; the words of the VEE (validation, estimation, editing) practice of utilities. */
export const Quality = Type.Union(
  [Type.Literal('good'), Type.Literal('estimated'), Type.Literal('suspect'), Type.Literal('missing')],
  { $id: 'Quality' },
);
export type Quality = Static<typeof Quality>;

/** What was noticed about a reading. A flag never changes a value: the values stay as they were measured. */
export const FLAGS = [
  'duplicate',
  'late',
  'out-of-order',
  'counter-reset',
  'rollover',
  'zero-after-restart',
  'frozen',
  'clock-jump',
  'implausible-power',
  'voltage-out-of-band',
  'crc-missing',
  'time-of-arrival',
] as const;
export const Flag = Type.Union(
  FLAGS.map((flag) => Type.Literal(flag)),
  { $id: 'Flag' },
);
export type Flag = (typeof FLAGS)[number];

const quantity = (unit: string, description: string) => Type.Optional(Type.Number({ unit, description }));
const name = (description: string) => Type.Optional(Type.String({ minLength: 1, maxLength: 128, description }));

const electrical = {
  activePowerW: quantity('W', 'Active power, positive is import'),
  voltageV: quantity('V', 'RMS voltage, phase to neutral'),
  currentA: quantity('A', 'RMS current'),
  powerFactor: quantity('', 'Power factor, −1 to 1'),
};

/** One phase of a polyphase meter. */
export const PhaseValues = Type.Object(electrical, { additionalProperties: false });
export type PhaseValues = Static<typeof PhaseValues>;

/** Energy of an interval: `energyWh` in [startMs, startMs + lengthMs). */
export const IntervalEnergy = Type.Object(
  {
    startMs: Type.Number({ unit: 'ms', description: 'Start of the interval, epoch milliseconds UTC' }),
    lengthMs: Type.Number({ exclusiveMinimum: 0, unit: 'ms', description: 'Length of the interval' }),
    energyWh: Type.Number({ unit: 'Wh', description: 'Energy of the interval, positive is import' }),
  },
  { additionalProperties: false },
);
export type IntervalEnergy = Static<typeof IntervalEnergy>;

/** What validation, estimation and editing decided about an interval; the values of the reading are the edited ones. */
export const Vee = Type.Object(
  {
    rule: Type.String({
      description: 'The rule that decided the quality, e.g. spike, gap-interpolated; good: none did',
    }),
    rawWh: Type.Union([Type.Number(), Type.Null()], {
      unit: 'Wh',
      description: 'Energy of the interval as it was measured; null when there was none',
    }),
    rules: Type.Optional(Type.Array(Type.String(), { description: 'All rules that spoke, when more than one did' })),
  },
  { additionalProperties: false },
);
export type Vee = Static<typeof Vee>;

/**
 * One reading of one meter at one instant, in SI units with the unit in the name; positive is import.
 * Polyphase meters give totals (`activePowerW`, `currentA` as sums; `voltageV` as the mean) and `phases` beside them.
 */
export const MeterReading = Type.Object(
  {
    meterId: Type.String({ minLength: 1, maxLength: 128, description: 'The meter, unique within the system' }),
    timeMs: Type.Number({ minimum: 0, unit: 'ms', description: 'When it was measured, epoch milliseconds UTC' }),
    ...electrical,
    frequencyHz: quantity('Hz', 'Mains frequency'),
    importWh: quantity('Wh', 'Cumulative import register'),
    exportWh: quantity('Wh', 'Cumulative export register'),
    interval: Type.Optional(IntervalEnergy),
    phases: Type.Optional(
      Type.Object(
        { a: Type.Optional(PhaseValues), b: Type.Optional(PhaseValues), c: Type.Optional(PhaseValues) },
        { additionalProperties: false },
      ),
    ),
    quality: Quality,
    vee: Type.Optional(Vee),
    flags: Type.Array(Flag, { description: 'What was noticed; empty when nothing was' }),
    city: name('City'),
    district: name('District'),
    household: name('Household'),
    feeder: name('Feeder; set on a feeder meter and on the meters it supplies'),
    dialect: Type.String({ description: 'The dialect it came in' }),
    topic: Type.Optional(Type.String({ description: 'The MQTT topic it came on' })),
    raw: Type.Optional(Type.Unknown({ description: 'The payload as it came, when the setting keeps it' })),
  },
  { $id: 'MeterReading', title: 'MeterReading', additionalProperties: false },
);
export type MeterReading = Static<typeof MeterReading>;
