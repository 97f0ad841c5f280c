import type { ReconfigurationReport } from '../messages';
import type { NetworkModel } from '../network/network-model';
import type { ReconfigurationResult } from './reconfiguration';
import { type SavingsSettings, yearlySavings } from './savings';

/** What a report says beside the result itself. */
export interface ReportFrame extends Pick<ReconfigurationReport, 'timeMs' | 'state' | 'seconds' | 'secondsToBest'> {
  savings: SavingsSettings;
  /** Losses are weighted with risk. */
  isWeighted: boolean;
}

/** A result as a message: branches by their ids, energy and money of a year, and what is odd about it in words. */
export function reconfigurationReport(
  { branches }: NetworkModel,
  result: ReconfigurationResult,
  { savings, isWeighted, ...frame }: ReportFrame,
): ReconfigurationReport {
  const { before, after, switching, todayProblem } = result;
  const idOf = (branch: number) => branches[branch]!.id;
  const year = before && yearlySavings(before.lossKw, after.lossKw, savings);
  const problems = [
    ...(todayProblem ? [`today's state has no power flow: ${todayProblem}`] : []),
    ...(result.isAllowed ? [] : [`${result.isProven ? 'nothing' : 'nothing that was found'} is within limits`]),
    ...(switching?.isWithinLimits === false ? ['limits are exceeded on the way there'] : []),
  ];
  return {
    ...frame,
    evaluations: result.evaluations,
    lossBeforeKw: before?.lossKw ?? null,
    lossAfterKw: after.lossKw,
    minVoltageBeforePu: before?.minVoltagePu ?? null,
    minVoltagePu: after.minVoltagePu,
    withinLimits: result.isAllowed,
    violations: after.violations,
    lowerBoundKw: result.lowerBoundKw,
    gapPercent: 100 * result.gap,
    provenOptimal: result.isProven && result.isAllowed,
    openIds: result.openBranches.map(idOf),
    switching:
      switching?.steps.map(({ close, open, lossKw, minVoltagePu }) => {
        return { closeId: idOf(close), openId: idOf(open), lossKw, minVoltagePu };
      }) ?? null,
    switchingWithinLimits: switching?.isWithinLimits ?? null,
    savedKwhPerYear: year?.savedKwh ?? null,
    savedMoneyPerYear: year?.savedMoney ?? null,
    ...(isWeighted ? { costKw: result.costKw } : {}),
    ...(problems.length > 0 ? { problem: problems.join('; ') } : {}),
  };
}
