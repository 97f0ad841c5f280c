import type { WaveformChannel } from '../../messages';
import type { ChannelInfo } from './recording';
import { knownUnit } from './units';

type Phase = NonNullable<WaveformChannel['phase']>;

/** Names of the three phases that are in use; those of one row count only when a file has all three of them. */
const PHASE_NAMES: readonly (readonly [string, string, string])[] = [
  ['A', 'B', 'C'],
  ['L1', 'L2', 'L3'],
  ['1', '2', '3'],
  ['R', 'S', 'T'],
  ['R', 'Y', 'B'],
  ['U', 'V', 'W'],
];
const NEUTRAL = /^(3?[IUV]?(N|0|E|G|NE|RES)|3[IUV]0)$/;
const OPERATE = /DIF|OPER|IOP|^87|^(I?D|OP)$/;
const RESTRAINT = /REST|BIAS|STAB|^(I?R|IRT|RT|ISTB)$/;

/** What may stand before the letter of the phase. */
const USUAL_STEM = /^(\d{0,2}[IUV]\d?|I?[DR]|IDIFF?|IOP|IREST?|IBIAS)$/;
const ANY_STEM = /^\d{0,2}\p{L}+\d*$/u;

/** What a file says of a channel, unjudged. */
export interface NamedChannel {
  name: string;
  /** The phase field of COMTRADE, or empty. */
  phaseField: string;
  unit: string;
}

/** The channels of one file with phase, quantity and role, as fields, units and names tell them. */
export function describeChannels(channels: readonly NamedChannel[]): ChannelInfo[] {
  const byField = phasesOf(channels.map(({ phaseField }) => phaseField.trim().toUpperCase()));
  const byName = phasesByName(channels.map(({ name }) => name));
  return channels.map(({ name, phaseField, unit }, i) => {
    const stem = byName[i]?.stem ?? plain(name);
    const quantity = knownUnit(unit)?.quantity ?? quantityByName(name, unit);
    // A phase field that names no phase says that the channel has none.
    const named = byName[i]?.phase ?? (NEUTRAL.test(plain(name)) ? 'N' : undefined);
    const phase = phaseField.trim() === '' ? named : byField[i];
    // "IR" of phases R, S, T has the stem "I": only what is left beside the phase tells the role.
    const role = quantity !== 'current' ? undefined : roleOf(stem);
    return {
      name,
      unit: unit.trim(),
      ...(phase === undefined ? {} : { phase }),
      ...(quantity === undefined ? {} : { quantity }),
      ...(role === undefined ? {} : { role }),
    };
  });
}

/** Upper case, letters and digits only. */
const plain = (name: string) => name.toUpperCase().replace(/[^\p{L}\p{N}]/gu, '');

function roleOf(stem: string): WaveformChannel['role'] {
  if (RESTRAINT.test(stem)) return 'restraint';
  return OPERATE.test(stem) ? 'operate' : undefined;
}

function quantityByName(name: string, unit: string): WaveformChannel['quantity'] | undefined {
  if (!/^(|p\.?u\.?|-|none|%)$/i.test(unit.trim())) return undefined;
  const text = plain(name);
  if (/^(3?I|D|R)[A-Z0-9]{1,3}$|CURR|^I(DIF|RES|OP)|^(OP|REST|DIFF)/.test(text)) return 'current';
  return /^3?[UV][A-Z0-9]{1,3}$|VOLT/.test(text) ? 'voltage' : undefined;
}

function phasesOf(fields: readonly string[]): (Phase | undefined)[] {
  const row = PHASE_NAMES.find((names) => names.every((name) => fields.includes(name)));
  return fields.map((field) => {
    if (['N', 'E', 'G', 'L0'].includes(field)) return 'N';
    const known = row ?? (['A', 'B', 'C'].includes(field) ? PHASE_NAMES[0]! : PHASE_NAMES[1]!);
    return phaseAt(known.indexOf(field));
  });
}

type Split = { phase: Phase; stem: string } | undefined;

function phasesByName(names: readonly string[]): Split[] {
  let known: Split[] = names.map(() => undefined);
  const fill = (row: readonly string[], stems: RegExp, isTaken: (found: Split[]) => boolean) => {
    if (!known.includes(undefined)) return;
    const found = names.map((name) => split(name, row, stems));
    if (isTaken(found)) known = known.map((one, i) => one ?? found[i]);
  };
  // A row counts when it names all three phases of one stem; A, B, C and L1, L2, L3 in the usual names also alone.
  for (const row of PHASE_NAMES) fill(row, ANY_STEM, hasWholeSet);
  for (const row of PHASE_NAMES.slice(0, 2)) fill(row, USUAL_STEM, () => true);
  return known;
}

function hasWholeSet(row: readonly Split[]): boolean {
  const sets = new Map<string, Set<Phase>>();
  for (const found of row) {
    if (found) sets.set(found.stem, (sets.get(found.stem) ?? new Set()).add(found.phase));
  }
  return [...sets.values()].some((set) => set.size === 3);
}

/** The phase at the end of a name (`IA`, `I_diff L1`) or as a word in it (`SBUS B 25 I`), and what is left. */
function split(name: string, row: readonly string[], stems: RegExp): Split {
  const upper = name.trim().toUpperCase();
  const words = upper.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
  for (const [i, word] of words.entries()) {
    const index = row.indexOf(word);
    if (index < 0) continue;
    // Further words of the same phase repeat it: "SBUS A 25 A".
    return { phase: phaseAt(index)!, stem: words.filter((other, j) => j !== i && other !== word).join('') };
  }
  for (const word of words) {
    // A number behind the phase is that of the winding or feeder: "IA2", "IAW1".
    for (const number of ['', /W?\d{1,2}$/.exec(word)?.[0] ?? '']) {
      const lettered = word.slice(0, word.length - number.length);
      const index = row.findIndex((phase) => lettered.endsWith(phase) && stems.test(lettered.slice(0, -phase.length)));
      if (index < 0) continue;
      const stem = lettered.slice(0, -row[index]!.length) + number;
      return { phase: phaseAt(index)!, stem: words.map((other) => (other === word ? stem : other)).join('') };
    }
  }
  return undefined;
}

function phaseAt(index: number): Phase | undefined {
  return (['A', 'B', 'C'] as const)[index];
}
