import { UsageError } from '../command';

/** What a column of a file of readings can be. */
export const ROLES = [
  'timeStamp',
  'time',
  'Power',
  'Voltage',
  'Current',
  'PF',
  'meter',
  'feeder',
  'household',
  'district',
  'city',
] as const;
export type Role = (typeof ROLES)[number];

/** The quantities, in the order of the batch. */
export const QUANTITIES = ['Power', 'Voltage', 'Current', 'PF'] as const satisfies readonly Role[];
export const PLACES = ['feeder', 'household', 'district', 'city'] as const satisfies readonly Role[];

/** Of the well-known household of the UCI repository; in kW. */
const UCI_POWER = 'globalactivepower';

/** Usual names of columns, without case and signs. */
const SYNONYMS: Record<Role, readonly string[]> = {
  timeStamp: ['timestamp', 'datetime', 'timems', 'date', 'ts', 'time', 'readat'],
  time: ['time', 'timeofday'],
  Power: ['power', 'activepower', 'activepowerw', 'powerw', 'powerkw', 'activepowerkw', UCI_POWER, 'w', 'kw'],
  Voltage: ['voltage', 'voltagev', 'v', 'volt', 'volts'],
  Current: ['current', 'currenta', 'a', 'ampere', 'amps', 'globalintensity'],
  PF: ['pf', 'powerfactor', 'cosphi'],
  meter: ['meter', 'meterid'],
  feeder: ['feeder', 'feederid', 'transformer'],
  household: ['household', 'householdid'],
  district: ['district', 'districtid'],
  city: ['city'],
};

/** What one unit is in W, V, A, or 1. */
const UNITS: Partial<Record<Role, Readonly<Record<string, number>>>> = {
  Power: { W: 1, kW: 1000, MW: 1e6 },
  Voltage: { V: 1, kV: 1000, mV: 0.001 },
  Current: { A: 1, mA: 0.001, kA: 1000 },
  PF: { '%': 0.01, 1: 1 },
};

/** A column that the user names, with the unit when one is given. */
export interface GivenColumn {
  column: string;
  unit: string | undefined;
}
export type GivenColumns = Partial<Record<Role, GivenColumn>>;

/** Where the columns of a file are, −1 where there is none, and what their values are multiplied by. */
export interface ColumnMap {
  index: Record<Role, number>;
  factor: Record<(typeof QUANTITIES)[number], number>;
}

const plain = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, '');

/**
 * Columns as `timeStamp=ts,Power=load:kW,PF=cos:%`: role, name or number from 1 of the column, unit.
 * @throws UsageError that lists the roles or the units
 */
export function givenColumns(text: string): GivenColumns {
  const given: GivenColumns = {};
  for (const part of text.split(',').filter(Boolean)) {
    const [name = '', rest = ''] = splitAt(part, '=');
    const role = ROLES.find((one) => plain(one) === plain(name));
    if (role === undefined || rest === '') {
      throw new UsageError(`--columns ${part}: write ROLE=COLUMN or ROLE=COLUMN:UNIT; roles are ${ROLES.join(', ')}`);
    }
    const at = rest.lastIndexOf(':');
    const unit = at < 0 ? undefined : rest.slice(at + 1);
    if (unit !== undefined && UNITS[role]?.[unit] === undefined) {
      const known = Object.keys(UNITS[role] ?? {}).join(', ') || 'none';
      throw new UsageError(`--columns ${part}: units of ${role} are ${known}`);
    }
    given[role] = { column: at < 0 ? rest : rest.slice(0, at), unit };
  }
  return given;
}

/** The columns of a file by the names of its first line. @throws Error that says which column is missing. */
export function columnMap(names: readonly string[], given: GivenColumns): ColumnMap {
  const taken = new Set<number>();
  const find = (role: Role): number => {
    const found = given[role] ? indexOf(names, given[role].column, role) : bySynonym(names, role, taken);
    if (found >= 0) taken.add(found);
    return found;
  };
  const index = Object.fromEntries(ROLES.map((role) => [role, -1])) as Record<Role, number>;
  // What is named is taken first, so that no synonym claims it.
  for (const role of ROLES) if (given[role]) index[role] = find(role);
  for (const role of ROLES) {
    const isTimeOfDay = role === 'time' && !(index.timeStamp >= 0 && plain(names[index.timeStamp] ?? '') === 'date');
    if (!given[role] && !isTimeOfDay) index[role] = find(role);
  }
  for (const role of ['timeStamp', 'Power'] as const) {
    if (index[role] < 0) {
      throw new Error(`no column of ${role} was found; the file has ${names.join(', ')}: name it by --columns`);
    }
  }
  const power = plain(names[index.Power] ?? '');
  const isKilowatt = power.endsWith('kw') || power === UCI_POWER;
  const factorOf = (role: (typeof QUANTITIES)[number]) =>
    UNITS[role]![given[role]?.unit ?? (role === 'Power' && isKilowatt ? 'kW' : '')] ?? 1;
  const factor = Object.fromEntries(QUANTITIES.map((role) => [role, factorOf(role)])) as ColumnMap['factor'];
  return { index, factor };
}

function bySynonym(names: readonly string[], role: Role, taken: ReadonlySet<number>): number {
  for (const synonym of SYNONYMS[role]) {
    const found = names.findIndex((name, i) => !taken.has(i) && plain(name) === synonym);
    if (found >= 0) return found;
  }
  return -1;
}

function indexOf(names: readonly string[], column: string, role: Role): number {
  const exact = names.indexOf(column);
  const found = exact >= 0 ? exact : names.findIndex((name) => plain(name) === plain(column));
  if (found >= 0) return found;
  const number = /^\d+$/.test(column) ? Number(column) - 1 : -1;
  if (number >= 0 && number < names.length) return number;
  throw new UsageError(`--columns ${role}=${column}: there is no such column; the file has ${names.join(', ')}`);
}

function splitAt(text: string, sign: string): [string, string] {
  const at = text.indexOf(sign);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}
