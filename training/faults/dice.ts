import { RandomStreams } from '../../simulator/random';

/** Random numbers of one seed and name: the same in whatever order and thread events are worked on. */
export class Dice {
  private readonly streams: RandomStreams;

  constructor(seed: number, name: string) {
    this.streams = new RandomStreams(seed, [name]);
  }

  between(low: number, high: number): number {
    return this.streams.between(0, low, high);
  }

  /** Evenly by the logarithm. */
  logarithmic(low: number, high: number): number {
    return Math.exp(this.between(Math.log(low), Math.log(high)));
  }

  chance(share: number): boolean {
    return this.streams.unit(0) < share;
  }

  pick<T>(values: readonly T[]): T {
    return values[Math.floor(this.streams.unit(0) * values.length)]!;
  }

  /** Mean 0, standard deviation 1. */
  normal(): number {
    return this.streams.normal(0);
  }
}
