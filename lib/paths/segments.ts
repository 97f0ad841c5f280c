import type { SupplyProblem } from './supply-problem';

/** Linear pieces in each direction of a line. */
const PIECES = 6;

/** Where pieces end around a known flow, in widths; one more goes on to the limit. */
const AROUND = [-2, -1, 0, 1, 2];

/**
 * Costs of lines as pieces that are linear, for a linear programme: columns line · 2 · pieces, first with the line, then
 * against it. Around a known flow the pieces are narrow, elsewhere wide; they never cost less than the curve.
 */
export class Segments {
  readonly pieces: number;
  readonly cost: Float64Array;
  readonly width: Float64Array;

  /** @param mostMw of each line, finite */
  constructor(
    private readonly problem: SupplyProblem,
    private readonly mostMw: Float64Array,
  ) {
    this.pieces = problem.quadratic.some((value) => value > 0) ? PIECES : 1;
    const columns = 2 * this.pieces * mostMw.length;
    this.cost = new Float64Array(columns);
    this.width = new Float64Array(columns);
    for (const [line, most] of mostMw.entries()) {
      const ends = Array.from({ length: this.pieces }, (_, piece) => (most * (piece + 1)) / this.pieces);
      for (const direction of [0, 1]) this.set(line, direction, ends);
    }
  }

  /** Power on each line, positive with it. */
  flows(columns: Float64Array): Float64Array {
    const { pieces } = this;
    return this.mostMw.map((_, line) => {
      let flow = 0;
      for (let piece = 0; piece < pieces; piece++) {
        flow += columns[2 * pieces * line + piece]! - columns[2 * pieces * line + pieces + piece]!;
      }
      return flow;
    });
  }

  /** Pieces of `share` of the range of each line on both sides of its flow. */
  narrow(flows: Float64Array, share: number): void {
    if (this.pieces === 1) return;
    for (const [line, most] of this.mostMw.entries()) {
      const width = most * share;
      for (const direction of [0, 1]) {
        const flow = Math.min(most, direction === 0 ? flows[line]! : -flows[line]!);
        const around = AROUND.map((step) => (flow > 0 ? flow : 2 * width) + step * width);
        this.set(line, direction, [...around.map((end) => Math.min(most, Math.max(0, end))), most]);
      }
    }
  }

  private set(line: number, direction: number, ends: readonly number[]): void {
    const { linear, quadratic } = this.problem;
    let begin = 0;
    for (const [piece, end] of ends.entries()) {
      const column = (2 * line + direction) * this.pieces + piece;
      this.width[column] = end - begin;
      this.cost[column] = linear[line]! + quadratic[line]! * (begin + end);
      begin = end;
    }
  }
}
