import loadHighs, { type Highs } from 'highs';

export type { Highs };

let loading: Promise<Highs> | undefined;

/** The solver HiGHS (Huangfu and Hall, Mathematical Programming Computation 10, 2018) as WebAssembly, loaded once. */
export function loadSolver(): Promise<Highs> {
  loading ??= loadHighs();
  return loading;
}
