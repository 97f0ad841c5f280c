import { quoted, WaveformFileError } from './file-error';
import type { ChannelInfo, Recording } from './recording';

const PHASES = ['A', 'B', 'C'] as const;

/** Numbers of the channels to take, and what there is to say about the choice. */
export interface ChannelChoice {
  chosen: number[];
  notes: string[];
}

/**
 * Channels by name, in the order asked for; without names three phases of the operating (differential) currents, else
 * of the currents, else of the voltages, and behind operating currents the restraining ones. Of several sets the first
 * whose names differ in the phase only.
 * @throws WaveformFileError that lists the channels there are
 */
export function chooseChannels(recording: Recording, names: readonly string[] | undefined): ChannelChoice {
  return names === undefined || names.length === 0 ? byDefault(recording) : byName(recording, names);
}

function byName({ file, channels }: Recording, names: readonly string[]): ChannelChoice {
  const notes: string[] = [];
  const chosen = names.map((name) => {
    const found = channels.flatMap((channel, i) => (key(channel.name) === key(name) ? [i] : []));
    if (found.length === 0) {
      throw new WaveformFileError(file, '', `there is no channel ${quoted(name)}`, `name some of ${listed(channels)}`);
    }
    if (found.length > 1) notes.push(`${found.length} channels are named ${name}; the first was taken`);
    return found[0]!;
  });
  if (new Set(chosen).size < chosen.length) {
    throw new WaveformFileError(file, '', 'a channel is named twice', `name different ones of ${listed(channels)}`);
  }
  return { chosen, notes };
}

function byDefault({ file, channels }: Recording): ChannelChoice {
  const current = (role: ChannelInfo['role']) => (c: ChannelInfo) => c.quantity === 'current' && c.role === role;
  const operate = phaseSet(channels, current('operate'));
  if (operate) {
    const restraint = phaseSet(channels, current('restraint'));
    return { chosen: [...operate.set, ...(restraint?.set ?? [])], notes: severalNotes(channels, operate) };
  }
  const found = phaseSet(channels, current(undefined)) ?? phaseSet(channels, (c) => c.quantity === 'voltage');
  if (found) return { chosen: found.set, notes: severalNotes(channels, found) };
  throw new WaveformFileError(
    file,
    '',
    'no currents or voltages of three phases can be told by the names',
    `choose channels by name; there are ${listed(channels)}`,
  );
}

interface PhaseSet {
  set: number[];
  sets: number;
}

function phaseSet(channels: readonly ChannelInfo[], isWanted: (channel: ChannelInfo) => boolean): PhaseSet | undefined {
  const byPhase = PHASES.map((phase) =>
    channels.flatMap((channel, i) => (channel.phase === phase && isWanted(channel) ? [i] : [])),
  ) as [number[], number[], number[]];
  const sets = Math.min(...byPhase.map((found) => found.length));
  if (sets === 0) return undefined;
  const [a, b, c] = byPhase;
  for (const first of a) {
    const second = b.find((i) => isTwin(channels[first]!, channels[i]!, 'AB'));
    const third = c.find((i) => isTwin(channels[first]!, channels[i]!, 'AC'));
    if (second !== undefined && third !== undefined) return { set: [first, second, third], sets };
  }
  return { set: [a[0]!, b[0]!, c[0]!], sets };
}

/** Names of two phases of one set are as long, and where they differ, the letters or numbers of the phases stand. */
function isTwin(one: ChannelInfo, other: ChannelInfo, phases: 'AB' | 'AC'): boolean {
  const [left, right] = [key(one.name), key(other.name)];
  if (left.length !== right.length) return false;
  const difference = [...left].flatMap((letter, i) => (letter === right[i] ? [] : [letter + right[i]]));
  const wanted = phases === 'AB' ? /^(ab|12|rs|ry|uv)$/ : /^(ac|13|rt|rb|uw)$/;
  return difference.length > 0 && difference.every((pair) => wanted.test(pair));
}

function severalNotes(channels: readonly ChannelInfo[], { set, sets }: PhaseSet): string[] {
  if (sets < 2) return [];
  const names = set.map((i) => channels[i]!.name).join(', ');
  return [`there are ${sets} sets of three phases; ${names} were taken: name others under channels`];
}

const key = (name: string) => name.normalize('NFKC').toLowerCase().replace(/\s+/g, '');

const MOST_LISTED = 40;

function listed(channels: readonly ChannelInfo[]): string {
  const names = channels.slice(0, MOST_LISTED).map(({ name }) => quoted(name));
  return names.join(', ') + (channels.length > MOST_LISTED ? ` and ${channels.length - MOST_LISTED} more` : '');
}
