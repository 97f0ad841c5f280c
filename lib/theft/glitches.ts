import { FLAGS, type Flag } from '../messages';

/** Flags that tell of the device and not of the load: what lies in a window with one of them is judged with care. */
const GLITCHES: readonly Flag[] = ['counter-reset', 'rollover', 'zero-after-restart', 'frozen', 'clock-jump'];

/** Bit of a flag in a set of glitches. */
export const glitchBit = (flag: Flag): number => 1 << FLAGS.indexOf(flag);

export const ZERO_AFTER_RESTART = glitchBit('zero-after-restart');

const BIT_OF: ReadonlyMap<string, number> = new Map(GLITCHES.map((flag) => [flag, glitchBit(flag)]));

/** The glitches among the flags of a reading, as bits. */
export function glitchBitsOf(flags: readonly string[]): number {
  let bits = 0;
  for (let i = 0; i < flags.length; i++) bits |= BIT_OF.get(flags[i]!) ?? 0;
  return bits;
}

/** Flags of a set of bits, in the order of FLAGS. */
export const glitchesOf = (bits: number): Flag[] => (bits === 0 ? [] : FLAGS.filter((flag) => bits & glitchBit(flag)));
