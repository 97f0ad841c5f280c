import type { LoadRow } from './load-rows';

/** What is wrong with a load; missing: the file has none. */
export type LoadState = 'good' | 'missing' | 'zero' | 'spike';

export interface JudgedLoad extends LoadRow {
  state: LoadState;
}

const SIDE = 2;
const FEWEST_NEIGHBOURS = 3;

/**
 * Tells spikes: a load that is off the median of the two good loads before and the two loads after it (a Hampel filter
 * with a fixed limit, for loads climb by a fifth within an hour but do not jump back and forth). So two rows are waited for.
 */
export class LoadGlitches {
  private waiting: LoadRow[] = [];
  private good: number[] = [];

  constructor(private readonly spikeShare: number) {}

  push(row: LoadRow): JudgedLoad[] {
    this.waiting.push(row);
    return this.waiting.length > SIDE ? [this.judgeFirst()] : [];
  }

  /** The last row that can still be changed; undefined after `end`. */
  get newest(): LoadRow | undefined {
    return this.waiting.at(-1);
  }

  /** What is waiting, judged without what comes after; then it begins anew. */
  end(): JudgedLoad[] {
    const rest: JudgedLoad[] = [];
    while (this.waiting.length > 0) rest.push(this.judgeFirst());
    this.good = [];
    return rest;
  }

  private judgeFirst(): JudgedLoad {
    const row = this.waiting.shift()!;
    const state = this.stateOf(row.loadMw);
    if (state === 'good') this.good = [...this.good.slice(1 - SIDE), row.loadMw];
    return { ...row, state };
  }

  private stateOf(loadMw: number): LoadState {
    if (Number.isNaN(loadMw)) return 'missing';
    if (loadMw <= 0) return 'zero';
    const after = this.waiting.map((row) => row.loadMw).filter((load) => load > 0);
    const neighbours = [...this.good, ...after].sort((a, b) => a - b);
    if (neighbours.length < FEWEST_NEIGHBOURS) return 'good';
    const median = (neighbours[(neighbours.length - 1) >> 1]! + neighbours[neighbours.length >> 1]!) / 2;
    return Math.abs(loadMw / median - 1) > this.spikeShare ? 'spike' : 'good';
  }
}
