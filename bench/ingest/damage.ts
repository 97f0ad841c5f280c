/** Kinds of damaged rows, in the order in which the generator takes turns. */
export const DAMAGE = [
  'text for a number',
  'missing column',
  'extra column',
  'bad timestamp',
  'empty household',
  'not finite',
  'negative',
  'duplicate hour',
] as const;
export type Damage = (typeof DAMAGE)[number];

/**
 * The CSV line of a damaged row.
 *
 * @param value what the sound row would have read
 * @param hourBefore timestamp of the row before, whose hour a duplicate repeats
 */
export function damagedLine(kind: Damage, household: string, timestamp: string, value: string, hourBefore: string) {
  switch (kind) {
    case 'text for a number':
      return `${household},${timestamp},offline\n`;
    case 'missing column':
      return `${household},${timestamp}\n`;
    case 'extra column':
      return `${household},${timestamp},${value},7\n`;
    case 'bad timestamp':
      return `${household},${timestamp.slice(0, 5)}02-30 ${timestamp.slice(11)},${value}\n`;
    case 'empty household':
      return `,${timestamp},${value}\n`;
    case 'not finite':
      return `${household},${timestamp},1e309\n`;
    case 'negative':
      return `${household},${timestamp},-${value}\n`;
    case 'duplicate hour':
      return `${household},${hourBefore},${value}\n`;
  }
}
