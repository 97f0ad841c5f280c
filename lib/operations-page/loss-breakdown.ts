import type { PowerFlowReport } from '../messages';
import type { Names } from './names';

export interface LossRow {
  id: string;
  name: string;
  lossKw: number;
  /** Of all losses, 0–1; 0 where there are none. */
  share: number;
}

const MOST_ROWS = 8;

/** Where the losses of a power flow arise: by feeder, by line, by kind of branch; greatest first, the rest left out. */
export function lossBreakdown({ lossKw, feeders, kinds, lines }: PowerFlowReport, names: Names) {
  const rows = (shares: readonly { id: string; lossKw: number }[], nameOf: (id: string) => string): LossRow[] =>
    [...shares]
      .sort((a, b) => b.lossKw - a.lossKw || (a.id < b.id ? -1 : 1))
      .slice(0, MOST_ROWS)
      .map((one) => ({
        id: one.id,
        name: nameOf(one.id),
        lossKw: one.lossKw,
        share: lossKw > 0 ? one.lossKw / lossKw : 0,
      }));
  return {
    feeders: rows(feeders, (id) => names.line(id)),
    lines: rows(
      lines.filter(({ inService }) => inService),
      (id) => names.line(id),
    ),
    kinds: rows(kinds, (id) => id),
  };
}
