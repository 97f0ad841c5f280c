/** Numbers of labels, the least first by the order that is given. */
export class LabelHeap {
  private readonly labels: number[] = [];

  /** @param before whether one label comes before another; of two that are alike neither does */
  constructor(private readonly before: (a: number, b: number) => boolean) {}

  get size(): number {
    return this.labels.length;
  }

  push(label: number): void {
    const { labels, before } = this;
    let at = labels.push(label) - 1;
    while (at > 0) {
      const up = (at - 1) >> 1;
      if (!before(label, labels[up]!)) break;
      labels[at] = labels[up]!;
      at = up;
    }
    labels[at] = label;
  }

  /** The least; there must be one. */
  pop(): number {
    const { labels, before } = this;
    const least = labels[0]!;
    const last = labels.pop()!;
    if (labels.length === 0) return least;
    let at = 0;
    for (let down = 1; down < labels.length; down = 2 * at + 1) {
      if (down + 1 < labels.length && before(labels[down + 1]!, labels[down]!)) down++;
      if (!before(labels[down]!, last)) break;
      labels[at] = labels[down]!;
      at = down;
    }
    labels[at] = last;
    return least;
  }
}
