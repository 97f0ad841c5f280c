import { describeChannels } from './channel-names';
import { firstDisorder } from './even-times';
import { quoted, WaveformFileError } from './file-error';
import { fileText, linesOf } from './file-text';
import type { FileBytes, ReadLimits, ReadOptions } from './read-options';
import type { ChannelInfo, Recording } from './recording';
import { rateGiven } from './unnamed-recording';

const TIME_NAME = /^(t|time|zeit|s|sec|seconds?|ms|us|µs)([\s_[(].*)?$/i;
const CURRENTS = ['IA', 'IB', 'IC'];
const COMMENT = /^\s*[#%]/;

/**
 * A table of numbers as text, `time,Ia,Ib,Ic` a line, with or without a line of names; comma, semicolon, tab or blanks
 * between. The first of four or more columns is the time, in seconds unless its name says ms or us; of three columns
 * none is, and the rate comes from the options.
 * @throws WaveformFileError that names the line
 */
export function readTextTable(file: FileBytes, id: string, options: ReadOptions, limits: ReadLimits): Recording {
  const { name } = file;
  const lines = linesOf(fileText(file.bytes));
  const rows = lines.flatMap((text, i) => (text.trim() === '' || COMMENT.test(text) ? [] : [{ text, line: i + 1 }]));
  const [first] = rows;
  if (!first) throw new WaveformFileError(name, '', 'it is empty', 'give a table: time,Ia,Ib,Ic');
  const split = splitter(rows[1]?.text ?? first.text);
  const head = split(first.text);
  const hasNames = head.some((field) => Number.isNaN(numberOf(field)) && field !== '');
  const body = hasNames ? rows.slice(1) : rows;
  const width = head.length;
  if (body.length > limits.maxSamples || width > limits.maxChannels) {
    const problem = `it has ${body.length} lines of ${width} columns`;
    throw new WaveformFileError(name, '', problem, `cut it down to ${limits.maxSamples} lines, or raise the limits`);
  }
  if (width < 2 || body.length === 0) {
    const problem = `${quoted(first.text)} is no line of a table`;
    throw new WaveformFileError(name, `line ${first.line}`, problem, 'give lines of numbers: time,Ia,Ib,Ic');
  }
  const hasTime = hasNames ? TIME_NAME.test(head[0]!) : width > 3;
  const columns = hasTime ? width - 1 : width;
  const names = hasNames ? head.slice(hasTime ? 1 : 0) : CURRENTS;
  const channels = describe(names, columns, options.unit ?? 'A');
  return {
    file: name,
    id,
    channels,
    notes: [],
    read: (chosen) => {
      const wanted = [...(hasTime ? [0] : []), ...chosen.map((i) => i + (hasTime ? 1 : 0))];
      const [time, ...samples] = readColumns(name, body, split, width, wanted);
      if (!hasTime) return { samples: [time!, ...samples], timing: { rateHz: rateGiven(name, options) }, notes: [] };
      const timesMs = time!.map((value) => value * timeUnitMs(hasNames ? head[0]! : ''));
      const disorder = firstDisorder(timesMs);
      if (disorder < 0) return { samples, timing: { timesMs }, notes: [] };
      const problem = `the time ${time![disorder]} is not after ${time![disorder - 1]}, the one before`;
      const remedy = 'the first column is taken as the time: give times that increase';
      throw new WaveformFileError(name, `line ${body[disorder]!.line}`, problem, remedy);
    },
  };
}

/** Units stand in brackets behind a name: `Ia [kA]`. */
function describe(names: readonly string[], columns: number, unit: string): ChannelInfo[] {
  const named = Array.from({ length: columns }, (_, i) => {
    const text = names[i] ?? '';
    const match = /^(.*?)\s*[[(]([^\])]*)[\])]\s*$/.exec(text);
    const name = (match?.[1] ?? text).trim() || `column ${i + 1}`;
    return { name, phaseField: '', unit: match?.[2] ?? (i < names.length ? unit : '') };
  });
  return describeChannels(named);
}

function timeUnitMs(name: string): number {
  if (/(^|[^a-z])(ms|msec|milliseconds?)([^a-z]|$)/i.test(name)) return 1;
  return /(^|[^a-z])(us|µs|μs|usec|microseconds?)([^a-z]|$)/i.test(name) ? 0.001 : 1000;
}

/** By the mark that a line of numbers has; a comma beside semicolons or tabs is a decimal one. */
function splitter(line: string): (text: string) => string[] {
  const mark = [';', '\t'].find((one) => line.includes(one));
  const trimmed = (fields: string[]) => {
    const clean = fields.map((field) => field.trim().replace(/^"(.*)"$/, '$1'));
    while (clean.length > 1 && clean.at(-1) === '') clean.pop();
    return clean;
  };
  if (mark !== undefined) return (text) => trimmed(text.split(mark).map((field) => field.replace(',', '.')));
  if (line.includes(',')) return (text) => trimmed(text.split(','));
  return (text) => trimmed(text.trim().split(/\s+/));
}

/** Empty fields and `nan` are missing samples (NaN); what is no number gives NaN as well. */
const numberOf = (field: string) => (field === '' ? Number.NaN : Number(field));

function readColumns(
  name: string,
  body: readonly { text: string; line: number }[],
  split: (text: string) => string[],
  width: number,
  wanted: readonly number[],
): Float64Array[] {
  const columns = wanted.map(() => new Float64Array(body.length));
  for (const [i, { text, line }] of body.entries()) {
    const fields = split(text);
    // Samples at the end of a line may be missing, which leaves it shorter.
    if (fields.length > width) {
      const problem = `it has ${fields.length} columns, and the first line ${width}`;
      throw new WaveformFileError(name, `line ${line}`, problem, 'give lines of as many columns');
    }
    for (const [k, column] of wanted.entries()) {
      const field = fields[column] ?? '';
      const value = numberOf(field);
      if (Number.isNaN(value) && field !== '' && !/^[+-]?(nan|null|na|inf|infinity)$/i.test(field)) {
        throw new WaveformFileError(
          name,
          `line ${line}`,
          `${quoted(field)} is no number`,
          'correct or delete the line',
        );
      }
      columns[k]![i] = value;
    }
  }
  return columns;
}
