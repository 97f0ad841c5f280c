import { backtest, DayAhead, type DayForecast, type LoadDays, loadDays, noHolidays, percentOff } from '../lib/forecast';
import { TimeZone } from '../lib/stream/local-time';
import { type Command, type CommandIo, numberOf, type ParsedArguments, parseCommand, UsageError } from './command';
import { countryGuesses, type LoadFile, readLoadFile } from './forecast/read-load';
import { aligned, onOneLine } from './text-table';

/** `gridloom forecast`: tomorrow's load from a load history, or how good such forecasts would have been. */
export const forecast: Command = {
  name: 'forecast',
  summary:
    'Forecasts the load of the next day, hour by hour, from a load history and the calendar.\n' +
    'Tells for each hour the median (P50) and the values that one load in ten lies below (P10) and above (P90). With\n' +
    '--backtest it tells instead how good the forecasts of the last days would have been, each from what lay before its\n' +
    'issue, beside the load of the day before and of the week before. What was guessed goes to standard error.',
  positionals: 'LOAD.csv',
  options: [
    { name: 'backtest', short: 'b', type: 'boolean', description: 'Test the forecasts of the last days' },
    { name: 'days', type: 'string', default: '92', placeholder: 'N', description: 'How many days to test' },
    {
      name: 'lead',
      type: 'string',
      default: '0',
      placeholder: 'HOURS',
      description: 'From the issue to the beginning of the day, 0 to 23: 0 is midnight, 14 is 10:00 of the day before',
    },
    {
      name: 'country',
      short: 'c',
      type: 'string',
      placeholder: 'CODE',
      description: 'Whose public holidays count, e.g. DE or DE-BY; none: no holidays; by default the file tells',
    },
    {
      name: 'time-zone',
      short: 'z',
      type: 'string',
      placeholder: 'ZONE',
      description: 'Of the days, and of times without an offset; by default that of the country, else UTC',
    },
    {
      name: 'load-column',
      type: 'string',
      default: '',
      placeholder: 'NAME',
      description: 'Column of the loads; by default the file tells',
    },
    { name: 'json', type: 'boolean', description: 'Result on standard output as JSON' },
  ],
  run,
};

async function run(args: string[], io: CommandIo): Promise<number> {
  const parsed = parseCommand(forecast, args);
  const [path, ...more] = parsed.positionals;
  if (path === undefined || more.length > 0) throw new UsageError('give one load file');
  const lead = wholeNumber(parsed, 'lead', 0, 23);
  const days = wholeNumber(parsed, 'days', 1, 10_000);
  const loadColumn = parsed.values['load-column'] as string;
  const given = parsed.values['time-zone'] as string | undefined;
  let file = await readLoadFile(path, { loadColumn, ...(given ? { timeZone: given } : {}) });
  const calendar = await calendarOf(parsed, path, file, io);
  const timeZone = given ?? calendar.timeZone;
  // The country is known only now: times without an offset are read anew as its own.
  if (!given && timeZone !== 'UTC') file = await readLoadFile(path, { loadColumn, timeZone });
  for (const message of file.refused.slice(0, 20)) io.stderr.write(`${onOneLine(message)}\n`);
  if (file.refused.length > 20) io.stderr.write(`… and ${file.refused.length - 20} more of these\n`);
  const history = loadDays(file.loads, new TimeZone(timeZone));
  const { holidays } = calendar;
  const result = parsed.values.backtest
    ? tested(history, new DayAhead(history, { holidays, leadHours: lead }), days, file.others)
    : nextDay(history, holidays, lead);
  const text = 'hours' in result ? dayText(result) : pairsText(result);
  io.stdout.write(parsed.values.json ? `${JSON.stringify(result)}\n` : `${text}\n`);
  return 0;
}

function wholeNumber(parsed: ParsedArguments, name: string, low: number, high: number): number {
  const value = numberOf(parsed, name, low, high)!;
  if (!Number.isInteger(value)) throw new UsageError(`--${name} ${value}: give a whole number`);
  return value;
}

async function calendarOf({ values }: ParsedArguments, path: string, file: LoadFile, io: CommandIo) {
  const without = { timeZone: 'UTC', holidays: noHolidays };
  if (values.country === 'none') return without;
  // A megabyte of rules that other commands do without.
  const { countryCalendar, isKnownCountry } = await import('../lib/forecast/holidays.js');
  if (typeof values.country === 'string') {
    try {
      return countryCalendar(values.country);
    } catch (error) {
      throw new UsageError((error as Error).message);
    }
  }
  const guess = countryGuesses(path, file.layout).find(({ country }) => isKnownCountry(country));
  if (!guess) {
    io.stderr.write('no country is told: holidays count as other days; give --country, or none\n');
    return without;
  }
  const calendar = countryCalendar(guess.country);
  const because = onOneLine(guess.because);
  io.stderr.write(
    `holidays and days of ${guess.country} (${calendar.timeZone}), for ${because}; --country tells another\n`,
  );
  return calendar;
}

/** The day after the last hour known; issued no later than that hour ends. */
function nextDay(history: LoadDays, holidays: typeof noHolidays, lead: number): DayForecast {
  const { loadsMw, days, firstDay } = history;
  const missing = loadsMw.length - 1 - loadsMw.findLastIndex(Number.isFinite);
  return new DayAhead(history, { holidays, leadHours: Math.max(lead, missing) }).forecast(firstDay + days);
}

function tested(history: LoadDays, forecaster: DayAhead, days: number, others: LoadFile['others']) {
  const report = backtest(history, forecaster, days);
  if (!others) return report;
  return { ...report, fileForecastColumn: others.column, ...compared(history, others.loads, report) };
}

/** How far the forecast in the file is off on the same days. */
function compared(history: LoadDays, loads: LoadFile['loads'], { from, to }: { from: string; to: string }) {
  const { zone, firstDay, loadsMw } = history;
  const errors = loads.flatMap(({ timeMs, loadMw }) => {
    const { date, hour } = zone.localHour(timeMs);
    if (date < from || date > to) return [];
    const error = percentOff(loadMw, loadsMw[(zone.dayNumber(timeMs) - firstDay) * 24 + hour]!);
    return Number.isFinite(error) ? [error] : [];
  });
  const fileForecastMapePercent = errors.length === 0 ? null : errors.reduce((a, b) => a + b, 0) / errors.length;
  return { fileForecastMapePercent, fileForecastHours: errors.length };
}

function dayText({ date, issuedMs, method, reason, hours }: DayForecast): string {
  const why = reason ? `, for ${reason}` : '';
  const head = `${date}, issued ${new Date(issuedMs).toISOString()}, by ${method}${why}`;
  const mw = (value: number | null) => (value === null ? '-' : value.toFixed(1));
  const rows = hours.map(({ timeMs, p10Mw, p50Mw, p90Mw }) => [
    new Date(timeMs).toISOString(),
    mw(p10Mw),
    mw(p50Mw),
    mw(p90Mw),
  ]);
  return [head, ...aligned([['from', 'P10 MW', 'P50 MW', 'P90 MW'], ...rows])].join('\n');
}

function pairsText(report: object): string {
  const rows = Object.entries(report).map(([name, value]) => {
    const text = typeof value === 'number' && !Number.isInteger(value) ? value.toFixed(3) : JSON.stringify(value);
    return [name, onOneLine(text)];
  });
  return aligned(rows).join('\n');
}
