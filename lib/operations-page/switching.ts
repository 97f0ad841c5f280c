import type { ReconfigurationReport } from '../messages';
import type { LiveNetwork } from '../network/live';
import type { Names } from './names';

/** A reconfiguration report with what a person needs to decide. */
export interface ReconfigurationView extends Omit<ReconfigurationReport, 'switching'> {
  /** Null: not yet, or no way from today. */
  switching: { close: string; open: string; lossKw: number; minVoltagePu: number }[] | null;
  openBefore: string[];
  openAfter: string[];
  /** All lines are switched as it says. */
  isApplied: boolean;
}

const MOST_STEPS = 200;

/** The report in words, beside the network as it is. */
export function reconfigurationView(
  report: ReconfigurationReport,
  { model }: LiveNetwork,
  names: Names,
): ReconfigurationView {
  const open = model.branches.filter(({ inService }) => !inService).map(({ id }) => id);
  const wanted = new Set(report.openIds);
  const { switching } = report;
  return {
    ...report,
    switching:
      switching?.slice(0, MOST_STEPS).map(({ closeId, openId, lossKw, minVoltagePu }) => {
        return { close: names.line(closeId), open: names.line(openId), lossKw, minVoltagePu };
      }) ?? null,
    openBefore: open,
    openAfter: report.openIds,
    isApplied: open.length === wanted.size && open.every((id) => wanted.has(id)),
  };
}
