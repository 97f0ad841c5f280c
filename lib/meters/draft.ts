import type { MeterReading } from '../messages';

interface DraftConstructor {
  new (meterId: string, timeMs: number, dialect: string, topic: string | undefined): MeterReading;
}

function Draft(this: MeterReading, meterId: string, timeMs: number, dialect: string, topic: string | undefined) {
  this.meterId = meterId;
  this.timeMs = timeMs;
  this.quality = 'good';
  this.flags = [];
  this.dialect = dialect;
  if (topic !== undefined) this.topic = topic;
}
// Plain objects outside; a constructor inside, because V8 then reserves room for the fields that are added later.
Draft.prototype = Object.prototype;

/** Begins a reading that is good and has no flags; the dialect adds what was measured, the operator the place. */
export const MeterReadingDraft = Draft as unknown as DraftConstructor;
