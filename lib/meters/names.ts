/** Quantities that a field can mean; `returnedPowerW` is power given back, which meters with two power fields send. */
export const QUANTITIES = [
  'activePowerW',
  'returnedPowerW',
  'voltageV',
  'currentA',
  'powerFactor',
  'frequencyHz',
  'importWh',
  'exportWh',
] as const;
export type Quantity = (typeof QUANTITIES)[number];
export const PHASES = ['a', 'b', 'c'] as const;
export type Phase = (typeof PHASES)[number];

/** What a field means. `scale` turns its unit into W, V, A, Hz, Wh; undefined when the name tells no unit. */
export interface Meaning {
  quantity: Quantity;
  phase: Phase | undefined;
  scale: number | undefined;
  /** `current_a` may be amperes or phase a: phase a when the message has a phase b or c beside it. */
  maybePhaseA: boolean;
}

const TARGET_UNITS: Readonly<Record<string, readonly [Quantity, number]>> = {
  activePowerW: ['activePowerW', 1],
  activePowerKw: ['activePowerW', 1000],
  returnedPowerW: ['returnedPowerW', 1],
  returnedPowerKw: ['returnedPowerW', 1000],
  voltageV: ['voltageV', 1],
  currentA: ['currentA', 1],
  powerFactor: ['powerFactor', 1],
  frequencyHz: ['frequencyHz', 1],
  importWh: ['importWh', 1],
  importKwh: ['importWh', 1000],
  exportWh: ['exportWh', 1],
  exportKwh: ['exportWh', 1000],
};
const PHASED = new Set<Quantity>(['activePowerW', 'returnedPowerW', 'voltageV', 'currentA', 'powerFactor']);

/** What the `fieldNames` setting may map a name to: quantity with unit, and `.a`, `.b`, `.c` for one phase. */
export const FIELD_TARGETS: readonly string[] = Object.entries(TARGET_UNITS).flatMap(([name, [quantity]]) => [
  name,
  ...(PHASED.has(quantity) ? PHASES.map((phase) => `${name}.${phase}`) : []),
]);

type Kind = 'power' | 'voltage' | 'current' | 'energy' | 'factor' | 'frequency';
const UNITS: Readonly<Record<string, readonly [Kind, number]>> = {
  w: ['power', 1],
  kw: ['power', 1000],
  wh: ['energy', 1],
  kwh: ['energy', 1000],
  mwh: ['energy', 1e6],
  v: ['voltage', 1],
  kv: ['voltage', 1000],
  a: ['current', 1],
  ma: ['current', 0.001],
  hz: ['frequency', 1],
};
const words = (text: string) => text.split(' ');
const WORDS: Readonly<Record<string, readonly string[]>> = {
  power: words('power watt watts p leistung load demand wirkleistung apower pwr'),
  voltage: words('voltage volt volts u spannung vrms urms'),
  current: words('current curr amp amps ampere amperage i strom irms'),
  energy: words('energy energie e ea verbrauch zaehlerstand aenergy'),
  factor: words('pf factor cosphi powerfactor'),
  frequency: words('frequency freq frequenz hertz'),
  total: words('total totals gesamt'),
  import: words('import imported bezug consumption consumed gesamtverbrauch'),
  export: words('export exported produced production einspeisung gesamteinspeisung'),
  // Directions that say nothing alone: "in" may be anything, "total_in" is a register.
  weakImport: words('in forward delivered'),
  weakExport: words('out returned return ret lieferung reverse feed gen'),
  // Words that do not change what is meant.
  filler: words('active act real rms avg mean sum summ net now actual instantaneous live value grid mains meter ac'),
  phase: words('phase ph l line'),
};
const KIND_OF_WORD = new Map(
  Object.entries(WORDS).flatMap(([kind, list]) => list.map((word) => [word, kind] as const)),
);
const PHASE_WORDS: Readonly<Record<string, Phase>> = {
  ...{ l1: 'a', l2: 'b', l3: 'c', p1: 'a', p2: 'b', p3: 'c', ph1: 'a', ph2: 'b', ph3: 'c' },
  ...{ phase1: 'a', phase2: 'b', phase3: 'c', phasea: 'a', phaseb: 'b', phasec: 'c', a: 'a', b: 'b', c: 'c' },
};
const MAX_FIELD_NAME = 64;
const MAX_CACHED_NAMES = 4_096;

/**
 * Tells what a field name means: the names of the setting first, then a small grammar of words that meters, Tasmota
 * scripts and Home Assistant templates use (power_w, Total_in, voltage_l1, energy_import_kwh). A name with any word
 * that is not known means nothing, so `energy_today` or `power_on_behavior` is never taken for a measurement.
 */
export class FieldNames {
  private readonly custom = new Map<string, Meaning>();
  private readonly cache = new Map<string, Meaning | null>();

  /** @throws Error when a name is mapped to something that is not in FIELD_TARGETS. */
  constructor(setting: Readonly<Record<string, string>> = {}) {
    for (const [name, target] of Object.entries(setting)) {
      const [unit = '', phase] = target.split('.');
      const known = FIELD_TARGETS.includes(target) ? TARGET_UNITS[unit] : undefined;
      if (!known) {
        throw new Error(`field names: "${name}" is mapped to "${target}"; use one of ${FIELD_TARGETS.join(', ')}`);
      }
      const [quantity, scale] = known;
      this.custom.set(name, { quantity, phase: phase as Phase | undefined, scale, maybePhaseA: false });
    }
  }

  meaning(name: string): Meaning | undefined {
    const custom = this.custom.get(name);
    if (custom) return custom;
    if (name.length > MAX_FIELD_NAME) return undefined;
    let meaning = this.cache.get(name);
    if (meaning === undefined) {
      meaning = interpret(name) ?? null;
      if (this.cache.size >= MAX_CACHED_NAMES) this.cache.clear();
      this.cache.set(name, meaning);
    }
    return meaning ?? undefined;
  }
}

function tokensOf(name: string): string[] {
  return name
    .replace(/k(?:Wh|WH)/g, '_kwh')
    .replace(/M(?:Wh|WH)/g, '_mwh')
    .replace(/kW/g, '_kw')
    .replace(/mA\b/g, '_ma')
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((token) => token !== '');
}

function interpret(name: string): Meaning | undefined {
  const tokens = tokensOf(name);
  // One letter alone may be anything: v is a version as often as a voltage.
  if (tokens.length === 0 || tokens.length > 6 || (tokens.length === 1 && tokens[0]!.length === 1)) return undefined;
  const seen = new Set<string>();
  let phase: Phase | undefined;
  let unit: readonly [Kind, number] | undefined;
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!;
    const last = i === tokens.length - 1;
    const kind = KIND_OF_WORD.get(token);
    if (kind === 'phase') {
      const next = tokens[i + 1] ?? '';
      const index = ['1', '2', '3'].indexOf(next);
      phase = index >= 0 ? PHASES[index] : PHASE_WORDS[next];
      if (phase === undefined) return undefined;
      i++;
    } else if (last && Object.hasOwn(UNITS, token)) unit = UNITS[token];
    else if (kind !== undefined) seen.add(kind);
    else if (Object.hasOwn(PHASE_WORDS, token) && phase === undefined) phase = PHASE_WORDS[token];
    else return undefined;
  }
  // An `a` at the end is a phase, unless the quantity is a current, where it may be either.
  const endsWithA = tokens.length > 1 && tokens[tokens.length - 1] === 'a' && unit !== undefined;
  const isCurrent = seen.has('current') && !seen.has('power') && !seen.has('voltage') && !seen.has('energy');
  if (endsWithA && !isCurrent) {
    unit = undefined;
    if (phase !== undefined) return undefined;
    phase = 'a';
  }
  const kind = kindOf(seen, unit?.[0]);
  if (kind === undefined || (unit !== undefined && unit[0] !== kind)) return undefined;
  const quantity = quantityOf(kind, seen.has('export') || seen.has('weakExport'));
  if (phase !== undefined && !PHASED.has(quantity)) return undefined;
  return { quantity, phase, scale: unit?.[1], maybePhaseA: endsWithA && isCurrent && phase === undefined };
}

function kindOf(seen: ReadonlySet<string>, unit: Kind | undefined): Kind | undefined {
  if (seen.has('factor')) return 'factor';
  if (seen.has('frequency')) return 'frequency';
  if (seen.has('power')) return seen.has('energy') ? undefined : 'power';
  if (seen.has('voltage')) return 'voltage';
  if (seen.has('energy')) return 'energy';
  const strong = seen.has('import') || seen.has('export');
  // "current_consumption" is power or energy of now: nobody can tell.
  if (seen.has('current')) return strong ? unit : 'current';
  if (unit !== undefined) return unit;
  return strong || seen.has('total') ? 'energy' : undefined;
}

function quantityOf(kind: Kind, exported: boolean): Quantity {
  switch (kind) {
    case 'power':
      return exported ? 'returnedPowerW' : 'activePowerW';
    case 'voltage':
      return 'voltageV';
    case 'current':
      return 'currentA';
    case 'factor':
      return 'powerFactor';
    case 'frequency':
      return 'frequencyHz';
    case 'energy':
      return exported ? 'exportWh' : 'importWh';
  }
}
