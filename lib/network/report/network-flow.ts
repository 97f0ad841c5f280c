import type { LimitViolation } from '../../messages';

/** What a power flow of either method tells of the nodes and branches of a network. */
export interface NetworkFlow {
  method: 'ac-radial' | 'dc';
  /** Of each node; 0: not known. */
  voltagePu: Float64Array;
  angleRad: Float64Array;
  /** What each node feeds in; of a source, what it supplies. */
  generationMw: Float64Array;
  /** Of each branch, MW into it at its from end, and MVA there. */
  fromMw: Float64Array;
  fromMva: Float64Array;
  lossKw: Float64Array;
  /** NaN: no rating. */
  loadingPercent: Float64Array;
  /** Of each branch the one that leaves a source and by which it is fed; −1: none. Absent: meshed. */
  feederOf?: Int32Array;
  residualPu: number;
  /** Of voltages and loadings. */
  violations: LimitViolation[];
}
