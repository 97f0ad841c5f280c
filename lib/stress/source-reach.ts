/** What one source does: the nodes it reaches, with the stress there. Small: only what is reached. */
export interface SourceReach {
  /** Indices of nodes, the source first. */
  nodes: Int32Array;
  /** Stress at each of `nodes`, 0…1. */
  stress: Float64Array;
  /** Branches on the way to each of `nodes`. */
  hops: Uint16Array;
  /** The label at the end of the way to each of `nodes`. */
  labels: Int32Array;
  /** Node of each label, and the label before it on the way; −1 at the source. */
  labelNodes: Int32Array;
  labelParents: Int32Array;
}

/** Nodes on the way to the node at a place of `nodes`, from the source on. */
export function pathTo({ labels, labelNodes, labelParents }: SourceReach, place: number): number[] {
  const path: number[] = [];
  for (let label = labels[place]!; label >= 0; label = labelParents[label]!) path.push(labelNodes[label]!);
  return path.reverse();
}

/** How a stress spreads. */
export interface SpreadRule {
  /** Branches that it passes at most, 0 to 65535. */
  hopLimit: number;
  /** What is left a step deeper, 0…1: the step from depth d counts decay^d, and what is left there is passed on. */
  decay: number;
  /** A node of which the stress would be below takes none and passes none on. */
  minimumStress: number;
}

/** decay^d for each depth at which a step can start. */
export const decaysOf = ({ hopLimit, decay }: SpreadRule): Float64Array =>
  Float64Array.from({ length: hopLimit }, (_, depth) => decay ** depth);
