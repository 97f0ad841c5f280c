import { type Static, Type } from '@sinclair/typebox';
import { DIALECT_NAMES } from './dialects';
import { FIELD_TARGETS } from './names';

/** Settings of the meter reading operator; the node takes its defaults, checks and help from here. */
export const MeterReadingSettings = Type.Object(
  {
    dialect: Type.Union(
      ['auto', ...DIALECT_NAMES].map((name) => Type.Literal(name)),
      { default: 'auto', description: 'Dialect of the messages; auto tells it by topic and payload' },
    ),
    timeZone: Type.String({
      default: '',
      maxLength: 64,
      description: 'IANA time zone of devices that send local time without zone, e.g. Europe/Berlin; empty for none',
    }),
    topicTemplates: Type.Array(Type.String({ minLength: 1, maxLength: 256 }), {
      default: ['gridloom/{city}/{district}/#'],
      maxItems: 100,
      description: 'Where topics tell {city}, {district}, {household}, {feeder} or {meterId}; the first match wins',
    }),
    directory: Type.Record(
      Type.String(),
      Type.Object({
        city: Type.Optional(Type.String({ minLength: 1, maxLength: 128 })),
        district: Type.Optional(Type.String({ minLength: 1, maxLength: 128 })),
        household: Type.Optional(Type.String({ minLength: 1, maxLength: 128 })),
        feeder: Type.Optional(Type.String({ minLength: 1, maxLength: 128 })),
      }),
      { default: {}, description: 'Place of each meter by its id; wins over the topic, not over the payload' },
    ),
    maxMeters: Type.Integer({
      default: 20_000,
      minimum: 1,
      maximum: 1_000_000,
      description: 'Meters that are remembered, at 500 bytes each; the one not heard of for longest is forgotten',
    }),
    allowedLatenessMs: Type.Number({
      default: 300_000,
      minimum: 0,
      maximum: 31_536_000_000,
      unit: 'ms',
      description: 'A reading older than the newest of its meter by more is late, by less out of order',
    }),
    clockToleranceMs: Type.Number({
      default: 300_000,
      minimum: 0,
      maximum: 31_536_000_000,
      unit: 'ms',
      description:
        'How far a clock may be ahead of arrival before it is refused, or jump before it is flagged; 0 for no check',
    }),
    nominalVoltageV: Type.Number({
      default: 230,
      minimum: 0,
      maximum: 1_000_000,
      unit: 'V',
      description: 'Nominal voltage for the ±10 % band of EN 50160; 0 for no check',
    }),
    frozenAfter: Type.Integer({
      default: 12,
      minimum: 0,
      maximum: 100_000,
      description: 'Equal readings in a row before a meter can be called frozen; 0 for no check',
    }),
    duplicates: Type.Union([Type.Literal('flag'), Type.Literal('refuse')], {
      default: 'flag',
      description: 'Whether a reading that came before is flagged or refused',
    }),
    keepRaw: Type.Boolean({ default: false, description: 'Keep the payload as it came in raw' }),
    fieldNames: Type.Record(
      Type.String({ minLength: 1, maxLength: 128 }),
      Type.Union(FIELD_TARGETS.map((target) => Type.Literal(target))),
      {
        default: {},
        description: 'Field names of your own for tasmota-sml, homeassistant, senml, sparkplug: {"Bezug": "importKwh"}',
      },
    ),
  },
  { $id: 'MeterReadingSettings', additionalProperties: false },
);
export type MeterReadingSettings = Static<typeof MeterReadingSettings>;
