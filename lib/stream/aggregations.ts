import { addExact, exactSum } from './exact-sum';

/**
 * How the records of a window become one value. `add` returns the accumulator (the same one, changed, or a new one);
 * accumulators are plain JSON data. `orderFree` promises that any order of `add` gives the same bytes: then the window
 * keeps only the accumulator. Without it the window keeps its records and adds them at the end in the order
 * (time, JSON text), so that the result does not depend on the order of arrival either.
 */
export interface Aggregation<In, Acc, Out> {
  init(): Acc;
  add(accumulator: Acc, record: In, timeMs: number): Acc;
  result(accumulator: Acc): Out;
  orderFree?: boolean;
}

/** Number of records. */
export function count<In>(): Aggregation<In, number, number> {
  return { orderFree: true, init: () => 0, add: (n) => n + 1, result: (n) => n };
}

export interface Statistics {
  count: number;
  sum: number;
  mean: number;
  minimum: number;
  maximum: number;
}

interface StatisticsState {
  count: number;
  partials: number[];
  minimum: number;
  maximum: number;
}

/** Count, exact sum (rounded once), mean, minimum, maximum of a finite number of each record. */
export function statistics<In>(value: (record: In) => number): Aggregation<In, StatisticsState, Statistics> {
  return {
    orderFree: true,
    init: () => ({ count: 0, partials: [], minimum: 0, maximum: 0 }),
    add(state, record) {
      const x = value(record);
      state.minimum = state.count === 0 ? x : Math.min(state.minimum, x);
      state.maximum = state.count === 0 ? x : Math.max(state.maximum, x);
      state.count++;
      addExact(state.partials, x);
      return state;
    },
    result({ count, partials, minimum, maximum }) {
      const sum = exactSum(partials);
      return { count, sum, mean: sum / count, minimum, maximum };
    },
  };
}

/** Exact sum of a finite number of each record, rounded once. */
export function sum<In>(value: (record: In) => number): Aggregation<In, number[], number> {
  return {
    orderFree: true,
    init: () => [],
    add(partials, record) {
      addExact(partials, value(record));
      return partials;
    },
    result: exactSum,
  };
}

/** The records themselves, by time. */
export function collect<In>(): Aggregation<In, In[], In[]> {
  return {
    init: () => [],
    add(records, record) {
      records.push(record);
      return records;
    },
    result: (records) => records,
  };
}
