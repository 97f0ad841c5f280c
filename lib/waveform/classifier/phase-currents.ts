import type { Waveform, WaveformChannel } from '../../messages';

const PHASES = ['A', 'B', 'C'] as const;
/** What one unit is in A, by its name in small letters. */
const AMPERES: Readonly<Record<string, number>> = {
  a: 1,
  amp: 1,
  amps: 1,
  ampere: 1,
  amperes: 1,
  ka: 1000,
  ma: 0.001,
};

export type ThreePhases = readonly [ArrayLike<number>, ArrayLike<number>, ArrayLike<number>];

/** The currents of a waveform that are looked at. */
export interface PhaseCurrents {
  /** A, or the unit that the channels name when that is no ampere. */
  unit: string;
  operate: ThreePhases;
  /** In the same unit; null without them. */
  restraint: ThreePhases | null;
  /** What makes one doubt that these are the right channels, in words; null: nothing. */
  doubt: string | null;
}

type Three = readonly [WaveformChannel, WaveformChannel, WaveformChannel];

/** Three operating currents of a waveform, and three restraining ones where there are. Words say why there are none. */
export function phaseCurrents({ channels }: Waveform): PhaseCurrents | string {
  const currents = channels.filter(({ quantity }) => quantity === 'current');
  const marked = currents.filter(({ role }) => role === 'operate');
  const candidates = marked.length > 0 ? marked : currents.filter(({ role }) => role !== 'restraint');
  const chosen = three(candidates);
  if (!chosen) {
    const has = channels.map(({ name, unit }) => `${name} (${unit || 'no unit'})`).join(', ');
    return currents.length === 0
      ? `there is no current among the channels ${has}: record the three differential currents`
      : `no three currents of phases A, B and C among ${has}: name the phases, or choose three channels`;
  }
  const restraint = three(currents.filter(({ role }) => role === 'restraint'));
  const many = PHASES.map((phase) => candidates.filter((one) => one.phase === phase)).find(({ length }) => length > 1);
  const units = [...chosen, ...(restraint ?? [])].map(({ unit }) => unit.trim());
  const isAmpere = units.every((unit) => factorOf(unit) !== undefined);
  return {
    unit: isAmpere ? 'A' : (units.find((unit) => factorOf(unit) === undefined) as string),
    operate: samplesOf(chosen, isAmpere),
    restraint: restraint && samplesOf(restraint, isAmpere),
    doubt: many
      ? `${many.length} currents are of phase ${many[0]!.phase} (${many.map(({ name }) => name).join(', ')}) and none is marked as the differential one: ` +
        `${chosen.map(({ name }) => name).join(', ')} were looked at; choose three channels`
      : null,
  };
}

const factorOf = (unit: string): number | undefined => AMPERES[unit.toLowerCase()];

/** The first channel of each phase; without any phase the three there are, in their order. */
function three(channels: readonly WaveformChannel[]): Three | null {
  const byPhase = PHASES.map((phase) => channels.find((one) => one.phase === phase));
  if (byPhase.every((one) => one !== undefined)) return byPhase as unknown as Three;
  const isPlain = channels.length === 3 && channels.every(({ phase }) => phase === undefined);
  return isPlain ? (channels as unknown as Three) : null;
}

function samplesOf(channels: Three, isAmpere: boolean): ThreePhases {
  return channels.map(({ samples, unit }) => {
    const factor = isAmpere ? factorOf(unit.trim())! : 1;
    return factor === 1 ? samples : Float64Array.from(samples, (value) => value * factor);
  }) as unknown as ThreePhases;
}
