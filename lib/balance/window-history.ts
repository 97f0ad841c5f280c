/** The complete windows of a feeder of the last days, in a ring: what its meters counted lies at the same places. */
export class WindowHistory {
  /** Window number at each place. */
  readonly windows: Float64Array;
  /** Load by the feeder meter, W. */
  readonly loadW: Float32Array;
  /** Load less the sum of the meters, W: technical loss and gap. */
  readonly missingW: Float32Array;
  /** What went in: by the feeder meter, and by meters that export, W. */
  readonly wentInW: Float32Array;
  /** Windows that were ever added. */
  count = 0;

  constructor(readonly capacity: number) {
    this.windows = new Float64Array(capacity);
    this.loadW = new Float32Array(capacity);
    this.missingW = new Float32Array(capacity);
    this.wentInW = new Float32Array(capacity);
  }

  /** @returns its place */
  add(window: number, loadW: number, missingW: number, wentInW: number): number {
    const place = this.count++ % this.capacity;
    this.windows[place] = window;
    this.loadW[place] = loadW;
    this.missingW[place] = missingW;
    this.wentInW[place] = wentInW;
    return place;
  }

  /** Places of the windows from a number on, oldest first. */
  placesFrom(window: number): number[] {
    const places: number[] = [];
    for (let i = Math.max(0, this.count - this.capacity); i < this.count; i++) {
      const place = i % this.capacity;
      if (this.windows[place]! >= window) places.push(place);
    }
    return places;
  }
}
