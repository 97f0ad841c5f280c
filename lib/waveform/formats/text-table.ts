import { describeChannels } from './channel-names';
import { firstDisorder } from './even-times';
import { quoted, WaveformFileError } from './file-error';
import { plainTable } from './plain-table';
import type { FileBytes, ReadLimits, ReadOptions } from './read-options';
import type { ChannelInfo, Recording } from './recording';
import { tableOfLines } from './table-lines';
import { rateGiven } from './unnamed-recording';

const TIME_NAME = /^(t|time|zeit|s|sec|seconds?|ms|us|µs)([\s_[(].*)?$/i;
const CURRENTS = ['IA', 'IB', 'IC'];

/**
 * A table of numbers as text, `time,Ia,Ib,Ic` a line, with or without a line of names; comma, semicolon, tab or blanks
 * between. The first of four or more columns is the time, in seconds unless its name says ms or us; of three columns
 * none is, and the rate comes from the options.
 * @throws WaveformFileError that names the line
 */
export function readTextTable(file: FileBytes, id: string, options: ReadOptions, limits: ReadLimits): Recording {
  const { name } = file;
  const table = plainTable(file.bytes) ?? tableOfLines(name, file.bytes);
  if (!table) throw new WaveformFileError(name, '', 'it is empty', 'give a table: time,Ia,Ib,Ic');
  const { first, head, hasNames, count } = table;
  const width = head.length;
  if (count > limits.maxSamples || width > limits.maxChannels) {
    const problem = `it has ${count} lines of ${width} columns`;
    throw new WaveformFileError(name, '', problem, `cut it down to ${limits.maxSamples} lines, or raise the limits`);
  }
  if (width < 2 || count === 0) {
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
      const [time, ...samples] = table.columns(wanted);
      if (!hasTime) return { samples: [time!, ...samples], timing: { rateHz: rateGiven(name, options) }, notes: [] };
      const unitMs = timeUnitMs(hasNames ? head[0]! : '');
      const timesMs = time!.map((value) => value * unitMs);
      const disorder = firstDisorder(timesMs);
      if (disorder < 0) return { samples, timing: { timesMs }, notes: [] };
      const problem = `the time ${time![disorder]} is not after ${time![disorder - 1]}, the one before`;
      const remedy = 'the first column is taken as the time: give times that increase';
      throw new WaveformFileError(name, `line ${table.lineOf(disorder)}`, problem, remedy);
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
