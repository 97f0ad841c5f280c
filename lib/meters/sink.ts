import type { MeterReading, Refusal } from '../messages';

/** Codes of what is refused in this folder, with what the integrator can do; the code is stable and can be counted. */
export const REFUSAL_REASONS = {
  'no-measurement': 'nothing to do: subscribe to fewer topics if these messages are a nuisance',
  'unknown-dialect': 'set the dialect in the node, or publish readings as {"meterId", "timeMs", "activePowerW", …}',
  'not-json':
    'send one complete JSON text in UTF-8, or set the output of the mqtt in node to "a Buffer" for binary dialects',
  'empty-payload': 'publish the reading in the payload; an empty payload only clears a retained message',
  'wrong-shape': 'compare the payload with the example of this dialect in the help',
  'bad-value': 'send a finite number in the unit of the field (or a word of the schema), or leave the field out',
  'too-large': 'split the payload: at most 1 MiB a message',
  'too-many-readings': 'split the batch: at most 10,000 readings a message',
  'meter-id-missing': 'put meterId into the payload, or a topic template with {meterId} into the settings',
  'bad-meter-id': 'use 1 to 128 characters without control characters',
  'bad-name': 'use 1 to 128 characters without control characters',
  'bad-time': 'send epoch milliseconds UTC in timeMs, or ISO 8601 such as 2026-03-01T12:00:00Z',
  'time-zone-needed': 'set the time zone of the meters in the node (e.g. Europe/Berlin), or let the device send UTC',
  'time-skipped': 'check the time zone setting and the clock of the device: this hour does not exist in spring',
  'clock-not-set': 'let the device reach a time server (NTP) before it publishes',
  'clock-ahead': 'set the clock of the device (NTP), or raise the clock tolerance',
  'crc-mismatch': 'check the cable and the serial settings (115200 baud, 8N1), and forward the telegram unchanged',
  truncated: 'forward the telegram whole, from "/" to "!" and its checksum',
  'unknown-alias': 'request a rebirth: publish NCMD with the metric "Node Control/Rebirth" = true to the edge node',
  unsupported: 'convert the message before this node',
  duplicate: 'nothing to do: the reading came before, or set duplicates to "flag"',
  undecodable: 'publish the payload as the device makes it, and report it if it is valid',
} as const;
export type RefusalReason = keyof typeof REFUSAL_REASONS;

/** Takes what a dialect found in one message: readings in `readings`, everything else in `refused`. */
export class Sink {
  readings: MeterReading[] = [];
  refused: Refusal[] = [];
  /** Topic of the message and name of the dialect, written on refusals. */
  topic: string | undefined;
  dialect: string | undefined;
  private readonly counts = new Map<string, number>();

  /** Refuses a part: `place` is a JSON pointer into the payload, empty for the whole of it. */
  refuse(
    reason: RefusalReason,
    message: string,
    place: string,
    original: unknown,
    meterId?: string,
    remedy: string = REFUSAL_REASONS[reason],
  ): void {
    this.counts.set(reason, (this.counts.get(reason) ?? 0) + 1);
    const refusal: Refusal = { reason, message, place, remedy, original };
    if (this.topic !== undefined) refusal.topic = this.topic;
    if (this.dialect !== undefined) refusal.dialect = this.dialect;
    if (meterId !== undefined) refusal.meterId = meterId;
    this.refused.push(refusal);
  }

  /** How often each reason was given since the start, or since `restoreCounts`. */
  countsByReason(): Record<string, number> {
    return Object.fromEntries([...this.counts].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  restoreCounts(counts: Readonly<Record<string, number>>): void {
    this.counts.clear();
    for (const [reason, count] of Object.entries(counts)) this.counts.set(reason, count);
  }
}

/** One level of a JSON pointer, RFC 6901. */
export function pointer(level: string): string {
  const plain = !level.includes('/') && !level.includes('~');
  return plain ? `/${level}` : `/${level.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
