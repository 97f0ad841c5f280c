/**
 * A seeded stream of 32-bit numbers: sfc32 by Chris Doty-Humphrey (PractRand, public domain). The same seed gives the
 * same numbers on every machine.
 */
export class SeededRandom {
  private readonly state = new Int32Array(4);

  /** @param seed whole number, 0 to 2^53 − 1 */
  constructor(seed: number) {
    this.state.set([seed | 0, Math.floor(seed / 4_294_967_296), 0x9e3779b9, 1]);
    // Neighbouring seeds are no longer alike after this many.
    for (let i = 0; i < 15; i++) this.next();
  }

  /** From 0 to 2^32 − 1, each as likely. */
  next(): number {
    const { state } = this;
    const b = state[1]!;
    const c = state[2]!;
    const counter = state[3]!;
    const out = (state[0]! + b + counter) | 0;
    state[0] = b ^ (b >>> 9);
    state[1] = c + (c << 3);
    state[2] = ((c << 21) | (c >>> 11)) + out;
    state[3] = counter + 1;
    return out >>> 0;
  }

  /** From 0 up to, not including, 1. */
  unit(): number {
    return this.next() / 4_294_967_296;
  }

  /** A whole number from 0 to `count` − 1; `count` up to 2^32, of which no number is preferred by more than count / 2^32. */
  below(count: number): number {
    return Math.floor(this.unit() * count);
  }
}

/** Seed that belongs to a name, 32-bit FNV-1a (Fowler, Noll, Vo) of its code units: the same wherever and in whatever order it is asked for. */
export function seedOf(name: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
