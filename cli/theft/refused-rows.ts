const MOST_CHARACTERS = 200;

/** A row that was not taken, as it is listed. */
export interface RefusedRow {
  file: string;
  line: number;
  reason: string;
  message: string;
  remedy: string;
  /** The beginning of the line. */
  original: string;
}

const REASONS = {
  columns: (d) => [`the row has ${d}`, 'complete the row, or remove what is too much'],
  quote: () => ['a quote is not closed on its line, or stands inside a cell', 'close or double the quote'],
  'line-too-long': (d) => [`the line has more than ${d} bytes`, 'look for a missing line end'],
  meter: (d) => [`the meter has no usable name: ${d}`, 'give a name of 1 to 128 characters'],
  timestamp: (d) => [`"${d}" is no timestamp in the format of the file`, 'correct the timestamp'],
  'no-such-time': (d) => [`${d} does not exist: the clocks are put forward`, 'correct the time, or the time zone'],
  future: (d) => [`${d} has not come yet`, 'correct the clock of the meter or of this computer'],
  'time-jump': (d) => [`${d} lies far ahead of the rows around it`, 'correct the timestamp'],
  value: (d) => [`${d} is no number`, 'give a number, or leave the cell empty when there is none'],
  implausible: (d) => [`${d} is beyond what a connection carries`, 'correct the value, or give its unit by --columns'],
  'repeated-header': () => ['the header stands here again', 'remove the line; two files may have been joined'],
  'damaged-archive': (d) => [`the compressed file breaks off: ${d}`, 'copy the file again'],
} satisfies Record<string, (detail: string) => [message: string, remedy: string]>;
export type RowReason = keyof typeof REASONS;

/** Counts rows that were not taken, by reason, and lists the first ones. */
export class RefusedRows {
  readonly examples: RefusedRow[] = [];
  total = 0;
  private readonly counts = new Map<RowReason, number>();

  constructor(private readonly mostListed: number) {}

  get byReason(): Record<string, number> {
    return Object.fromEntries([...this.counts].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  add(file: string, line: number, reason: RowReason, detail: string, original: string): void {
    this.total++;
    this.counts.set(reason, (this.counts.get(reason) ?? 0) + 1);
    if (this.examples.length >= this.mostListed) return;
    const [message, remedy] = REASONS[reason](shortened(detail));
    this.examples.push({ file, line, reason, message, remedy, original: shortened(original) });
  }
}

const shortened = (text: string) => (text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text);
