import { columnText, readColumn } from '../stream/column-text';

/**
 * Numbers in two bytes each (bfloat16: the upper half of a single float, three digits, the same range), for histories of
 * thousands of meters.
 */
export class ShortFloats {
  private readonly halves: Uint16Array;

  constructor(readonly length: number) {
    this.halves = new Uint16Array(length);
  }

  /** Writes `values` from `offset` on, rounded to the nearest. */
  set(values: Float32Array, offset: number): void {
    for (let i = 0; i < values.length; i++) {
      single[0] = values[i]!;
      // NaN stays NaN: rounding up its lowest bits could make it infinite.
      this.halves[offset + i] = Number.isNaN(single[0]) ? NOT_A_NUMBER : (bits[0]! + 0x8000) >>> 16;
    }
  }

  /** Reads as many numbers as `out` holds, from `offset` on. */
  read(offset: number, out: Float32Array): Float32Array {
    for (let i = 0; i < out.length; i++) {
      bits[0] = this.halves[offset + i]! << 16;
      out[i] = single[0]!;
    }
    return out;
  }

  /** As base64; `restore` takes it back to the last bit. */
  snapshot(): string {
    return columnText(this.halves);
  }

  restore(text: string): void {
    readColumn(this.halves, text);
  }
}

const single = new Float32Array(1);
const bits = new Uint32Array(single.buffer);
const NOT_A_NUMBER = 0x7fc0;
