/**
 * What is accepted at the door. A message beyond one of these is refused whole, with the limit in the refusal, so that
 * one broken or hostile publisher can't stall the flow or fill its memory.
 */

/** Bytes of a text or binary payload (a DSMR telegram has about 1 kB, a batch of 1000 readings about 150 kB). */
export const MAX_PAYLOAD_BYTES = 1_048_576;
/** Readings in one message. */
export const MAX_READINGS_PER_MESSAGE = 10_000;
/** Fields that are looked at in one object of a payload. */
export const MAX_FIELDS = 1_000;
/** Characters of a meter id, city, district, household or feeder; the limit of the MeterReading schema. */
export const MAX_NAME_LENGTH = 128;
/** Characters of a topic. MQTT allows 65,535 bytes; no meter needs them. */
export const MAX_TOPIC_LENGTH = 1_024;
/** Largest magnitude of a measured value, in W, V, A, Hz or Wh: a million GWh, far beyond any register. */
export const MAX_MAGNITUDE = 1e15;
/** A power factor may exceed one by rounding, not by more. */
export const MAX_POWER_FACTOR = 1.05;
/** No meter that speaks MQTT was set before 2015: an earlier clock was never set (1970, 2000). */
export const EARLIEST_CLOCK_MS = Date.UTC(2015, 0, 1);
/** The last instant that a JavaScript Date knows. */
export const LATEST_DATE_MS = 8.64e15;
