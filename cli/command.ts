import { parseArgs } from 'node:util';

/** One option of a subcommand; the table of them drives both parsing and `--help`. */
export interface CommandOption {
  name: string;
  short?: string;
  type: 'string' | 'boolean';
  default?: string | boolean;
  /** May be given more than once; then the value is a list. */
  multiple?: boolean;
  /** What stands for the value in the help, e.g. FILE. */
  placeholder?: string;
  description: string;
}

export interface CommandIo {
  stdin: NodeJS.ReadableStream;
  stdout: NodeJS.WritableStream;
  stderr: NodeJS.WritableStream;
  /** Aborted when the user wants the command to end (Ctrl-C, closed pipe). */
  signal: AbortSignal;
}

/** One subcommand of `gridloom`. */
export interface Command {
  name: string;
  summary: string;
  /** Positional arguments as the help shows them, e.g. "[FILE…]"; without it there are none. */
  positionals?: string;
  options: readonly CommandOption[];
  /**
   * @returns the exit code: 0 when it did what was asked
   * @throws UsageError for arguments that can't be; any other Error for what failed
   */
  run(args: string[], io: CommandIo): Promise<number>;
}

/** The arguments are wrong; the entry answers with the message, a hint and exit code 2. */
export class UsageError extends Error {}

export interface ParsedArguments {
  values: Record<string, string | boolean | string[] | undefined>;
  positionals: string[];
}

const HELP: CommandOption = { name: 'help', short: 'h', type: 'boolean', description: 'Show this help' };

/** Arguments by the table of options. @throws UsageError */
export function parseCommand(command: Command, args: string[]): ParsedArguments {
  const options = Object.fromEntries(
    [...command.options, HELP].map(({ name, type, short, multiple = false, default: fallback }) => [
      name,
      { type, multiple, ...(short ? { short } : {}), ...(fallback === undefined ? {} : { default: fallback }) },
    ]),
  );
  try {
    const allowPositionals = command.positionals !== undefined;
    const { values, positionals } = parseArgs({ args, options, allowPositionals, strict: true });
    return { values: values as ParsedArguments['values'], positionals };
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

/** A number option. @throws UsageError that names the option, when it is none or not within [low, high]. */
export function numberOf(
  { values }: ParsedArguments,
  name: string,
  low: number,
  high = Number.POSITIVE_INFINITY,
): number | undefined {
  const text = values[name];
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text === '' || !Number.isFinite(value) || value < low || value > high) {
    const range = high === Number.POSITIVE_INFINITY ? `${low} or more` : `${low} to ${high}`;
    throw new UsageError(`--${name} ${text}: give a number, ${range}`);
  }
  return value;
}

/** Shares as `a=0.5,b=0.2`. @throws UsageError that lists the names that there are. */
export function sharesOf(parsed: ParsedArguments, name: string, names: readonly string[]): Record<string, number> {
  const text = parsed.values[name];
  if (typeof text !== 'string' || text === '') return {};
  return Object.fromEntries(
    text.split(',').map((part) => {
      const [key = '', value = ''] = part.split('=');
      if (!names.includes(key)) throw new UsageError(`--${name}: "${key}" is not one of ${names.join(', ')}`);
      if (value === '' || !(Number(value) >= 0)) throw new UsageError(`--${name} ${part}: write ${key}=0.1`);
      return [key, Number(value)];
    }),
  );
}

export function helpText(command: Command): string {
  const rows = [...command.options, HELP].map((option): [string, string] => {
    const short = option.short ? `-${option.short}, ` : '    ';
    const value = option.type === 'string' ? ` ${option.placeholder ?? 'VALUE'}` : '';
    const fallback = option.default === undefined || option.default === '' ? '' : ` (default ${option.default})`;
    return [`  ${short}--${option.name}${value}`, `${option.description}${fallback}`];
  });
  const width = Math.max(...rows.map(([left]) => left.length)) + 2;
  const usage = ['gridloom', command.name, '[options]', command.positionals].filter(Boolean).join(' ');
  const options = rows.map(([left, right]) => `${left.padEnd(width)}${right}`).join('\n');
  return `Usage: ${usage}\n\n${command.summary}\n\nOptions:\n${options}\n`;
}
