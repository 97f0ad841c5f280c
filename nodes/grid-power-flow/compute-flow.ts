import type { AlarmValue, GridMapUpdate, PowerFlowReport } from '../../lib/messages';
import type { NetworkModel } from '../../lib/network/network-model';
import { NotConverged, NotRadial } from '../../lib/network/power-flow/radial';
import { type PowerFlowSettings, powerFlowMap, powerFlowReport, powerFlowValues } from '../../lib/network/report';

export interface FlowResult {
  report: PowerFlowReport;
  map: GridMapUpdate;
  values: AlarmValue[];
}

export const NO_CONVERGENCE = 'no convergence';

/** A network whose power flow can't be told; `status` says why in a few words. */
export class FlowFault extends Error {
  constructor(
    message: string,
    readonly status: string,
  ) {
    super(message);
  }
}

/** @throws FlowFault */
export function computeFlow(model: NetworkModel, timeMs: number, settings: PowerFlowSettings): FlowResult {
  try {
    const report = powerFlowReport(model, timeMs, settings);
    return { report, map: powerFlowMap(report), values: powerFlowValues(report) };
  } catch (error) {
    throw new FlowFault((error as Error).message, statusOf(error));
  }
}

function statusOf(error: unknown): string {
  if (error instanceof NotConverged) return NO_CONVERGENCE;
  return error instanceof NotRadial ? 'not radial' : 'see the error';
}
