import { grown } from '../stream/key-slots';

/** What speaks against the energy of a meter in a window. */
export const MARK = { glitch: 1, coarse: 2 } as const;

/** Energy of each meter in the windows that are still open: a ring of cells a meter, counted in whole µWh. */
export class OpenWindows {
  /** Windows that can be open at a time. */
  readonly ring: number;
  private microWh: Float64Array;
  private coveredMs: Float64Array;
  private marks: Uint8Array;

  constructor(
    capacity: number,
    readonly windowMs: number,
    latenessMs: number,
  ) {
    this.ring = Math.ceil(latenessMs / windowMs) + 2;
    this.microWh = new Float64Array(capacity * this.ring);
    this.coveredMs = new Float64Array(capacity * this.ring);
    this.marks = new Uint8Array(capacity * this.ring);
  }

  /** Bytes of one meter. */
  get bytesPerMeter(): number {
    return this.ring * 17;
  }

  grow(capacity: number): void {
    this.microWh = grown(this.microWh, capacity * this.ring);
    this.coveredMs = grown(this.coveredMs, capacity * this.ring);
    this.marks = grown(this.marks, capacity * this.ring);
  }

  windowOf(timeMs: number): number {
    return Math.floor(timeMs / this.windowMs);
  }

  add(slot: number, window: number, microWh: number, coveredMs: number, mark: number): void {
    const cell = this.cell(slot, window);
    this.microWh[cell]! += microWh;
    this.coveredMs[cell]! += coveredMs;
    this.marks[cell]! |= mark;
  }

  microWhOf(slot: number, window: number): number {
    return this.microWh[this.cell(slot, window)]!;
  }

  coveredMsOf(slot: number, window: number): number {
    return this.coveredMs[this.cell(slot, window)]!;
  }

  marksOf(slot: number, window: number): number {
    return this.marks[this.cell(slot, window)]!;
  }

  clear(slot: number, window: number): void {
    const cell = this.cell(slot, window);
    this.microWh[cell] = 0;
    this.coveredMs[cell] = 0;
    this.marks[cell] = 0;
  }

  forget(slot: number): void {
    for (let window = 0; window < this.ring; window++) this.clear(slot, window);
  }

  /** By place in the ring: µWh, covered ms, marks. */
  snapshot(slot: number): number[][] {
    const from = slot * this.ring;
    const part = (column: Float64Array | Uint8Array) => Array.from(column.subarray(from, from + this.ring));
    return [part(this.microWh), part(this.coveredMs), part(this.marks)];
  }

  restore(slot: number, [microWh, coveredMs, marks]: number[][]): void {
    const from = slot * this.ring;
    this.microWh.set(microWh!, from);
    this.coveredMs.set(coveredMs!, from);
    this.marks.set(marks!, from);
  }

  private cell(slot: number, window: number): number {
    return slot * this.ring + (window % this.ring);
  }
}
