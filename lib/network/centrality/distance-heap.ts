/** The nodes that a search has reached and not left, nearest first; of equally near ones in no order. */
export class DistanceHeap {
  size = 0;
  private readonly nodes: Int32Array;
  /** Place of each node in the heap + 1; 0: not in it. */
  private readonly placeOf: Int32Array;

  /** @param distance of each node, kept by the caller, who pushes a node again when it has come nearer */
  constructor(private readonly distance: Float64Array) {
    this.nodes = new Int32Array(distance.length);
    this.placeOf = new Int32Array(distance.length);
  }

  push(node: number): void {
    const { nodes, placeOf, distance } = this;
    const far = distance[node]!;
    let place = placeOf[node]! > 0 ? placeOf[node]! - 1 : this.size++;
    while (place > 0) {
      const up = (place - 1) >> 1;
      const above = nodes[up]!;
      if (distance[above]! <= far) break;
      nodes[place] = above;
      placeOf[above] = place + 1;
      place = up;
    }
    nodes[place] = node;
    placeOf[node] = place + 1;
  }

  /** The nearest node; there must be one. */
  pop(): number {
    const { nodes, placeOf, distance } = this;
    const nearest = nodes[0]!;
    placeOf[nearest] = 0;
    const last = nodes[--this.size]!;
    if (this.size === 0) return nearest;
    const far = distance[last]!;
    let place = 0;
    for (let down = 1; down < this.size; down = 2 * place + 1) {
      if (down + 1 < this.size && distance[nodes[down + 1]!]! < distance[nodes[down]!]!) down++;
      const below = nodes[down]!;
      if (distance[below]! >= far) break;
      nodes[place] = below;
      placeOf[below] = place + 1;
      place = down;
    }
    nodes[place] = last;
    placeOf[last] = place + 1;
    return nearest;
  }
}
