import { HEADER, type Row, type Sample, TARGET } from './city-sample';

/** One kind of damage, and what is to come of it. */
export interface Damage {
  name: string;
  damage(sample: Sample): void;
  /** Line and reason of every rejected row of the target, or how many there are, all for one reason. */
  rejected?: [line: number, reason: string][] | { count: number; reason: string };
  /** Which rows of the target are rejected, and why, is a matter of chance. */
  isAnyRejected?: boolean;
  /** Rows of the target that are left, of those of the good file; none: there is no such district-day. */
  left?(rows: Row[]): Row[];
  /** Reasons of the notices, sorted. */
  notices?: string[];
  /** Threshold and critical hours that hold for the target, where they are not those of the good sample. */
  rule?: { threshold?: number; critical?: string[] };
  /** Whether district-days come that the good sample does not have. */
  hasMore?: boolean;
  args?: string[];
}

/** The line of the target that is damaged: the row of household H001 at 03:00. */
export const LINE = 5;
const without = (rows: Row[]) => rows.filter((_, i) => i !== LINE - 2);

export function editLines(sample: Sample, edit: (lines: string[]) => string[]): void {
  const lines = sample.get(TARGET)!.toString().trimEnd().split('\n');
  sample.set(TARGET, Buffer.from(`${edit(lines).join('\n')}\n`));
}

/** The row is written like this instead, and is rejected for the reason. */
function row(name: string, text: string | Buffer, reason: string): Damage {
  return {
    name,
    damage: (sample) => {
      const lines = sample.get(TARGET)!.toString().trimEnd().split('\n');
      const parts = lines.map((line, i) => (i === LINE - 1 ? Buffer.from(text) : Buffer.from(line)));
      sample.set(TARGET, Buffer.concat(parts.flatMap((part) => [part, Buffer.from('\n')])));
    },
    rejected: [[LINE, reason]],
    left: without,
  };
}

/** The row comes beside the good ones, and is rejected for the reason. */
function more(name: string, text: string, reason: string): Damage {
  return {
    name,
    damage: (sample) => editLines(sample, (lines) => lines.toSpliced(LINE, 0, text)),
    rejected: [[LINE + 1, reason]],
  };
}

const at = (value: string, time = '2025-01-13 03:00', household = 'H001') => `${household},${time},${value}`;

/** Damage of single rows of a good file. */
export const ROW_DAMAGES: Damage[] = [
  row('other delimiters in one row', 'H001;2025-01-13 03:00;1.5', 'columns'),
  row('mixed delimiters in one row', 'H001;2025-01-13 03:00,1.5', 'columns'),
  row('a stray quote', at('1.5"'), 'quote'),
  row('a quote that is not closed', `"${at('1.5')}`, 'quote'),
  row('a cell too many', `${at('1.5')},x`, 'columns'),
  row('a cell too few', 'H001,2025-01-13 03:00', 'columns'),
  row('cells shifted', 'x,H001,2025-01-13 03:00,1.5', 'columns'),
  row('cells in another order', '2025-01-13 03:00,1.5,H001', 'timestamp'),
  row('NUL bytes in a name', at('1.5', '2025-01-13 03:00', 'H\u0000001'), 'nul-byte'),
  row('a control character in a name', at('1.5', '2025-01-13 03:00', 'H001\u0007'), 'household'),
  row('no household', at('1.5', '2025-01-13 03:00', ''), 'household'),
  row('a household of 129 characters', at('1.5', '2025-01-13 03:00', 'H'.repeat(129)), 'household'),
  row('1e309', at('1e309'), 'not-finite'),
  row('a huge finite number', at('1e300'), 'implausible'),
  row('NaN', at('NaN'), 'value'),
  row('inf', at('inf'), 'value'),
  row('a negative value', at('-1.5'), 'negative'),
  row('text for a number', at('one'), 'value'),
  row('a formula for a number', at('=cmd()'), 'value'),
  row('a decimal comma', at('1,5'), 'columns'),
  row('a quoted decimal comma', at('"1,5"'), 'value'),
  row('a future date', at('1.5', '2999-01-13 03:00'), 'future'),
  row("another day's date", at('1.5', '2025-01-14 03:00'), 'other-day'),
  row('an impossible date', at('1.5', '2025-02-30 03:00'), 'timestamp'),
  row('25:00', at('1.5', '2025-01-13 25:00'), 'timestamp'),
  row('24:00', at('1.5', '2025-01-13 24:00'), 'other-day'),
  row('minutes off the hour', at('1.5', '2025-01-13 03:30'), 'off-interval'),
  row('no time', at('1.5', ''), 'timestamp'),
  row('day and month the other way', at('1.5', '13/01/2025 03:00'), 'timestamp'),
  more('a repeated header', HEADER, 'repeated-header'),
  {
    ...more('an hour twice with the same value', '', 'duplicate'),
    damage: (sample) => editLines(sample, (lines) => lines.toSpliced(LINE, 0, lines[LINE - 1]!)),
  },
  more('an hour twice with another value', at('2.49'), 'duplicate'),
  more('an hour twice, empty the second time', at(''), 'duplicate'),
  {
    name: 'blank lines and blanks around cells',
    damage: (sample) =>
      editLines(sample, (lines) => lines.flatMap((line, i) => [line.replaceAll(',', ' , '), i % 5 === 0 ? ' \t' : ''])),
  },
  {
    name: 'cut off in the middle of a row',
    damage: (sample) => sample.set(TARGET, sample.get(TARGET)!.subarray(0, -9)),
    rejected: [[73, 'columns']],
    left: (rows) => rows.slice(0, -1),
  },
  {
    ...row(
      'a letter of Latin-1 where all others are ASCII',
      Buffer.from('H\xe4user,2025-01-13 03:00,1.5', 'latin1'),
      '',
    ),
    rejected: [],
    left: (rows) => rows.with(LINE - 2, { household: 'Häuser', hour: '03:00', kwh: 1.5 }),
  },
  {
    name: 'a block of zeros over several rows',
    damage: (sample) => {
      const bytes = Buffer.from(sample.get(TARGET)!);
      const start = bytes.indexOf('H001,2025-01-13 03:00') + 8;
      bytes.fill(0, start, bytes.indexOf('H001,2025-01-13 06:00') + 8);
      sample.set(TARGET, bytes);
    },
    rejected: [[LINE, 'nul-byte']],
    left: (rows) => rows.filter((_, i) => i < LINE - 2 || i > LINE + 1),
  },
  {
    name: 'an empty last row without a line end',
    damage: (sample) => sample.set(TARGET, Buffer.concat([sample.get(TARGET)!, Buffer.from('   ')])),
  },
];
