/**
 * Seeded random numbers without shared state: every stream is named by (seed, name), so that a new meter draws from
 * its own stream and leaves all others as they were.
 *
 * Generator: sfc32 by Chris Doty-Humphrey (PractRand, public domain), 128 bits of state, period ≥ 2^32.
 * Hash: FNV-1a with the finaliser of MurmurHash3 (Austin Appleby, public domain).
 */
const TO_UNIT = 1 / 4_294_967_296;

/** Scrambles 32 bits so that neighbouring inputs give unrelated outputs (finaliser of MurmurHash3). */
export function scramble(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** 32-bit hash of a name under a seed. */
export function hashName(seed: number, name: string): number {
  let h = 0x811c9dc5 ^ scramble(seed);
  for (let i = 0; i < name.length; i++) h = Math.imul(h ^ name.charCodeAt(i), 0x01000193);
  return scramble(h);
}

/** A fixed number in [0, 1) that belongs to a name: for properties that never change. */
export const unitOf = (seed: number, name: string): number => hashName(seed, name) * TO_UNIT;

/** Many sfc32 streams in one typed array, so that 10,000 meters cost no objects. */
export class RandomStreams {
  private readonly state: Uint32Array;

  /** One stream a name; each depends on (seed, its own name) only. */
  constructor(seed: number, names: readonly string[]) {
    this.state = new Uint32Array(names.length * 4);
    for (const [index, name] of names.entries()) {
      const key = hashName(seed, name);
      this.state.set([key, scramble(key ^ 0x9e3779b9), scramble(key ^ 0x243f6a88), 1], index * 4);
      for (let i = 0; i < 12; i++) this.bits(index);
    }
  }

  /** 32 random bits of stream `index`, as an unsigned integer. */
  bits(index: number): number {
    const s = this.state;
    const o = index * 4;
    const a = s[o]!;
    const b = s[o + 1]!;
    const c = s[o + 2]!;
    const d = s[o + 3]!;
    const t = (a + b + d) | 0;
    s[o] = b ^ (b >>> 9);
    s[o + 1] = (c + (c << 3)) | 0;
    s[o + 2] = ((c << 21) | (c >>> 11)) + t;
    s[o + 3] = d + 1;
    return t >>> 0;
  }

  /** Uniform in [0, 1). */
  unit(index: number): number {
    return this.bits(index) * TO_UNIT;
  }

  /** Uniform in [low, high). */
  between(index: number, low: number, high: number): number {
    return low + (high - low) * this.unit(index);
  }

  /** Mean 0, standard deviation 1 (Box and Muller). */
  normal(index: number): number {
    return Math.sqrt(-2 * Math.log(1 - this.unit(index))) * Math.cos(2 * Math.PI * this.unit(index));
  }
}

/**
 * Smooth value noise in [−1, 1]: a function of (key, x) alone, continuous, with features about 1 wide. For slow
 * wander (temperature, clouds, voltage, frequency) that must not depend on how a simulation was stepped.
 */
export function smoothNoise(key: number, x: number): number {
  const cell = Math.floor(x);
  const t = x - cell;
  const left = scramble(key ^ Math.imul(cell, 0x27d4eb2d)) * TO_UNIT;
  const right = scramble(key ^ Math.imul(cell + 1, 0x27d4eb2d)) * TO_UNIT;
  return 2 * (left + (right - left) * t * t * (3 - 2 * t)) - 1;
}
