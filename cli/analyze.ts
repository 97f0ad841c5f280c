import { isAbsolute, relative, resolve } from 'node:path';
import { hourText, parseHour } from '../lib/consumption/hours';
import { CsvSettings, PlaceSettings } from '../lib/ingest';
import type { DistrictRisk } from '../lib/messages';
import { Analysis, type AnalysisResult, type Progress } from './analyze/analysis';
import { type Command, type CommandIo, numberOf, type ParsedArguments, parseCommand, UsageError } from './command';
import { settingsOf, settingsOptions } from './settings-options';
import { onOneLine } from './text-table';

const PLACE_OPTIONS = ['city', 'district', 'timeZone'];

/** `gridloom analyze DATA --out OUTPUT`: the city consumption analysis of a folder, without Node-RED. */
export const analyze: Command = {
  name: 'analyze',
  summary:
    'Judges the consumption of cities from files, and writes tables, reports, drawings and a page.\n' +
    'Reads the CSV files of district-days and the JSON files of cities below DATA (folders csv/ and json/, or any mix),\n' +
    'checks every row, judges every district-day, and writes OUTPUT/summary_csv, reports_json, plots, aggregates,\n' +
    'quarantine and report.html. Format and columns are found out from each file; options say it where that fails.',
  positionals: 'DATA',
  options: [
    { name: 'out', short: 'o', type: 'string', placeholder: 'OUTPUT', description: 'Folder that is written to' },
    {
      name: 'estimated',
      type: 'string',
      default: 'exclude',
      placeholder: 'exclude|count',
      description: 'Whether a missing reading that is filled with the mean may be a violation',
    },
    {
      name: 'threshold',
      type: 'string',
      default: '1.5',
      placeholder: 'KWH',
      description: 'Threshold of a household-hour in kWh where no metadata gives one',
    },
    {
      name: 'critical-hours',
      type: 'string',
      default: '',
      placeholder: 'LIST',
      description: 'Critical hours where no metadata gives them, e.g. 18:00,19:00',
    },
    {
      name: 'plots',
      type: 'string',
      default: '60',
      placeholder: 'none|NUMBER',
      description: 'District-days that are drawn one by one, those with the highest score; none: no plots, no page',
    },
    {
      name: 'aggregates',
      type: 'string',
      default: 'default',
      placeholder: 'none|default|all',
      description: 'all: also the household-hours, as many lines as there are rows',
    },
    {
      name: 'vee',
      type: 'string',
      default: 'flag',
      placeholder: 'off|flag|estimate',
      description:
        'Validation: flag lists what is not good; estimate also fills gaps, in the aggregates and not in the score',
    },
    { name: 'json', type: 'boolean', description: 'Summary on standard output as one line of JSON' },
    ...settingsOptions(PlaceSettings, PLACE_OPTIONS),
    ...settingsOptions(CsvSettings),
  ],
  run,
};

async function run(args: string[], io: CommandIo): Promise<number> {
  const parsed = parseCommand(analyze, args);
  const [data, ...more] = parsed.positionals;
  const { out } = parsed.values;
  if (data === undefined || more.length > 0)
    throw new UsageError('give one folder or file: gridloom analyze DATA --out OUTPUT');
  if (typeof out !== 'string' || out === '') throw new UsageError('--out: give the folder that is written to');
  const inOut = relative(resolve(out), resolve(data));
  if (!inOut.startsWith('..') && !isAbsolute(inOut)) {
    throw new UsageError('--out: give a folder that DATA is not in; what an earlier run left there is replaced');
  }
  const analysis = new Analysis(out, settingsFrom(parsed), Date.now(), progressOn(io, parsed), io.signal);
  const result = await analysis.run(data);
  for (const { file, message, remedy } of result.notices) {
    io.stderr.write(`${onOneLine(`${file === '' ? '' : `${file}: `}${message}: ${remedy}`)}\n`);
  }
  io.stdout.write(parsed.values.json ? `${JSON.stringify(summaryOf(result))}\n` : `${textOf(result, out)}\n`);
  return 0;
}

function settingsFrom(parsed: ParsedArguments): ConstructorParameters<typeof Analysis>[1] {
  const { estimated, aggregates, plots, vee } = parsed.values;
  if (vee !== 'off' && vee !== 'flag' && vee !== 'estimate') throw new UsageError('--vee: give off, flag or estimate');
  if (estimated !== 'exclude' && estimated !== 'count') throw new UsageError('--estimated: give exclude or count');
  if (aggregates !== 'none' && aggregates !== 'default' && aggregates !== 'all') {
    throw new UsageError('--aggregates: give none, default or all');
  }
  const hours = String(parsed.values['critical-hours']).split(',').filter(Boolean);
  const bad = hours.find((hour) => parseHour(hour) === undefined);
  if (bad !== undefined) throw new UsageError(`--critical-hours: "${bad}" is no hour such as 18:00`);
  const hasPlots = plots !== 'none';
  const csv = settingsOf(CsvSettings, parsed);
  if (60 % csv.intervalMinutes !== 0) throw new UsageError('--interval-minutes: give 60 or a divisor of it');
  return {
    csv,
    place: settingsOf(PlaceSettings, parsed),
    fallback: {
      thresholdKwh: numberOf(parsed, 'threshold', 0)!,
      criticalHours: hours.map((hour) => hourText(parseHour(hour)!)),
    },
    estimated,
    hasPlots,
    vee,
    maximumDetails: hasPlots ? numberOf(parsed, 'plots', 0, 10_000)! : 0,
    aggregates,
  };
}

/** One line that is written over, on a terminal only. */
function progressOn({ stderr }: CommandIo, { values }: ParsedArguments): (progress: Progress) => void {
  const isTerminal = (stderr as NodeJS.WriteStream).isTTY === true && !values.json;
  return ({ doneBytes, totalBytes, rows }) => {
    if (!isTerminal) return;
    stderr.write(
      `\r${((100 * doneBytes) / totalBytes).toFixed(0)} %, ${rows} rows${doneBytes === totalBytes ? '\n' : ''}`,
    );
  };
}

/** The summary for programs; a district-day has the names of the summary CSV. */
function summaryOf({ files, rowsRead, rowsAccepted, rowsQuarantined, districts, notices }: AnalysisResult): object {
  return { files, rowsRead, rowsAccepted, rowsQuarantined, districts: districts.map(rowOf), notices };
}

const rowOf = (risk: DistrictRisk) => ({
  city: risk.city,
  district_id: risk.district,
  date: risk.date,
  avg_consumption: risk.averageKwh,
  min_consumption: risk.minimumKwh,
  max_consumption: risk.maximumKwh,
  peak_hour: risk.peakHour,
  violations: risk.violations,
  violation_ratio: risk.violationRatio,
  risk_score: risk.score,
  risk_level: risk.level,
  threshold: risk.thresholdKwh,
  households: risk.households,
  rows: risk.rows,
  estimated_rows: risk.estimatedRows,
});

function textOf(
  { files, rowsRead, rowsAccepted, rowsQuarantined, districts, notices }: AnalysisResult,
  out: string,
): string {
  const high = districts.filter(({ level }) => level === 'HIGH').length;
  return (
    `${files} files, ${rowsRead} rows: ${rowsAccepted} accepted, ${rowsQuarantined} in quarantine, ${notices.length} notices\n` +
    `${districts.length} district-days, ${high} of high risk; see ${out}`
  );
}
