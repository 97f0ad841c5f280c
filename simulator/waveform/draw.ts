import { unitOf } from '../random';

/** What is not swept: a number of a scenario by name, evenly between two bounds. */
export type Draw = (name: string, low: number, high: number) => number;

export const drawOf =
  (seed: number): Draw =>
  (name, low, high) =>
    low + (high - low) * unitOf(seed, name);

/** Some banks are without load: their far end is open. */
export const loadOf = (draw: Draw) => (draw('without load', 0, 1) < 0.15 ? { loadBreaker: { isClosed: false } } : {});
