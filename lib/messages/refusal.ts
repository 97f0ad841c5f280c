import { type Static, Type } from '@sinclair/typebox';
import type { MeterReading } from './meter-reading';

/** Something that came in and was not accepted: what, why, where, and what to do about it. Nothing is dropped in silence. */
export const Refusal = Type.Object(
  {
    reason: Type.String({ description: 'Short code that can be counted, e.g. clock-not-set' }),
    message: Type.String({ description: 'What is wrong, in a sentence that names the value' }),
    place: Type.Optional(Type.String({ description: 'Where in the input, e.g. /ENERGY/Power or readings[3].timeMs' })),
    remedy: Type.String({ description: 'What the integrator can do about it' }),
    original: Type.Unknown({ description: 'The part that was refused, as it came' }),
    topic: Type.Optional(Type.String()),
    dialect: Type.Optional(Type.String()),
    meterId: Type.Optional(Type.String()),
  },
  { $id: 'Refusal', title: 'Refusal', additionalProperties: false },
);
export type Refusal = Static<typeof Refusal>;

/** The part of a refusal that tells which reading it is about. */
export const aboutReading = (reading: MeterReading) => ({
  original: reading,
  meterId: reading.meterId,
  ...(reading.topic === undefined ? {} : { topic: reading.topic }),
  ...(reading.dialect === undefined ? {} : { dialect: reading.dialect }),
});
