import { unitOf } from '../random';

/** What is not swept: a number of a scenario by name, evenly between two bounds. */
export type Draw = (name: string, low: number, high: number) => number;

export const drawOf =
  (seed: number): Draw =>
  (name, low, high) =>
    low + (high - low) * unitOf(seed, name);
