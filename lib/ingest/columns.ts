import type { CsvSettings } from './csv-settings';

/** Where the columns of a file are, by index from 0; −1 where there is none. */
export interface ColumnPlan {
  /** Cells of a row. */
  count: number;
  /** Names of all columns; numbers from 1 where the file has no header. */
  names: string[];
  household: number;
  timestamp: number;
  time: number;
  city: number;
  district: number;
  /** One in a long file; the columns of a wide file, in which the name of the column is the household. */
  values: number[];
}

/** A format that cannot be: no row of the file can be read by it. */
export class FormatError extends Error {
  /** Whether the first line is a header all the same, and so no row. */
  hasHeader = false;

  constructor(
    message: string,
    readonly remedy: string,
  ) {
    super(message);
  }
}

type Role = 'household' | 'timestamp' | 'time' | 'city' | 'district' | 'value';

/** Usual names of columns, without case, blanks and underscores. */
const SYNONYMS: Record<Role, readonly string[]> = {
  household: [
    'householdid',
    'household',
    'meterid',
    'meter',
    'customerid',
    'customer',
    'deviceid',
    'lclid',
    'mpan',
    'nmi',
    'id',
  ],
  timestamp: ['timestamp', 'datetime', 'date', 'readat', 'tstp', 'ts', 'time'],
  time: ['time', 'timeofday'],
  city: ['city', 'town', 'municipality'],
  district: ['districtid', 'district', 'zone', 'area'],
  value: ['consumptionkwh', 'kwh', 'energykwh', 'consumption', 'energy', 'usage', 'kwhhh', 'power', 'value'],
};

const isNumber = (text: string) => /^\d+$/.test(text);
const plain = (name: string) => name.toLowerCase().replace(/[\s_\-"'()/.]/g, '');

/**
 * The columns of a file: those the settings name, the others by their usual names, and what is left (three columns, one
 * of times, one of numbers) by what is in them. @throws FormatError that says which column is missing.
 */
export function planColumns(
  names: readonly string[],
  settings: CsvSettings,
  looks: readonly ('time' | 'number' | 'text')[],
): ColumnPlan {
  const isTwice = (name: string) => names.indexOf(name) !== names.lastIndexOf(name);
  const taken = new Set<number>();
  const find = (role: Role, given: string): number => {
    let index = -1;
    if (given !== '') index = indexOfNamed(names, given, role, looks.length);
    else {
      for (const synonym of SYNONYMS[role]) {
        index = names.findIndex((name, i) => !taken.has(i) && plain(name) === synonym);
        if (index >= 0) break;
      }
    }
    if (index >= 0) taken.add(index);
    // A number chooses one of two columns of the same name.
    const isByName = names[index] !== undefined && (given === '' || names.includes(given) || !isNumber(given));
    if (isByName && isTwice(names[index]!)) {
      throw new FormatError(
        `two columns are called "${names[index]}"`,
        'give the columns different names, or choose them by their numbers',
      );
    }
    return index;
  };
  const values = settings.valueColumns.map((given) => find('value', given));
  const isNamedWide = values.length > 1 && settings.householdColumn === '';
  const household = isNamedWide ? -1 : find('household', settings.householdColumn);
  // A file without households is one series, or several side by side.
  const isWide = values.length > 0 && household < 0;
  const timestamp = find('timestamp', settings.timestampColumn);
  const isDateOnly = timestamp >= 0 && plain(names[timestamp]!) === 'date';
  const time = settings.timeColumn !== '' || isDateOnly ? find('time', settings.timeColumn) : -1;
  const district = find('district', settings.districtColumn);
  const city = find('city', settings.cityColumn);
  if (values.length === 0) values.push(find('value', ''));
  const plan: ColumnPlan = {
    count: looks.length,
    names: looks.map((_, i) => names[i] ?? String(i + 1)),
    household,
    timestamp,
    time,
    city,
    district,
    values,
  };
  const isComplete = timestamp >= 0 && values.every((v) => v >= 0) && (household >= 0 || isWide);
  return isComplete ? plan : byLooks(plan, looks, isWide, settings);
}

function indexOfNamed(names: readonly string[], given: string, role: string, count: number): number {
  const exact = names.indexOf(given);
  if (exact >= 0) return exact;
  const close = names.findIndex((name) => plain(name) === plain(given));
  if (close >= 0) return close;
  const number = isNumber(given) ? Number(given) - 1 : -1;
  if (number >= 0 && number < count) return number;
  throw new FormatError(
    `there is no column "${given}" (${role}); the file has ${names.join(', ') || `${count} columns without names`}`,
    'choose one of these columns in the settings',
  );
}

/** The original's layout when the header is missing or damaged: one column of times, one of numbers, one of names. */
function byLooks(
  plan: ColumnPlan,
  looks: readonly ('time' | 'number' | 'text')[],
  isWide: boolean,
  settings: CsvSettings,
): ColumnPlan {
  const only = (look: string) => (looks.filter((l) => l === look).length === 1 ? looks.indexOf(look as 'time') : -1);
  const isFree = settings.timestampColumn === '' && settings.valueColumns.length === 0;
  if (isFree && !isWide && looks.length === 3 && only('time') >= 0) {
    const timestamp = only('time');
    const rest = [0, 1, 2].filter((i) => i !== timestamp);
    const value = looks[rest[1]!] === 'number' ? rest[1]! : looks[rest[0]!] === 'number' ? rest[0]! : -1;
    if (value >= 0) {
      return {
        ...plan,
        timestamp,
        time: -1,
        values: [value],
        household: rest.find((i) => i !== value)!,
        city: -1,
        district: -1,
      };
    }
  }
  const missing =
    plan.timestamp < 0 ? 'the timestamp' : plan.values.some((v) => v < 0) ? 'the consumption' : 'the household';
  throw new FormatError(
    `no column of ${missing} was found; the file has ${plan.names.join(', ')}`,
    'choose the columns in the settings, by name or by number from 1',
  );
}
