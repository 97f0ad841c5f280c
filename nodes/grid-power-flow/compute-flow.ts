import type { AlarmValue, GridMapUpdate, PowerFlowReport } from '../../lib/messages';
import type { NetworkModel } from '../../lib/network/network-model';
import { NotConverged, NotRadial } from '../../lib/network/power-flow/radial';
import {
  type NetworkValues,
  type PowerFlowSettings,
  powerFlowMap,
  powerFlowReport,
  powerFlowValues,
} from '../../lib/network/report';
import { JobFailed } from '../../lib/threads/job-thread';

export interface FlowResult {
  report: PowerFlowReport;
  map: GridMapUpdate;
  values: AlarmValue[];
}

export const NO_CONVERGENCE = 'no convergence';

/** What a thread that computes power flows starts with, and what it is asked. */
export interface FlowData {
  original: NetworkModel;
  settings: PowerFlowSettings;
}
export interface FlowJob {
  values: NetworkValues;
  timeMs: number;
}

/** @throws JobFailed whose status says why in a few words */
export function computeFlow(model: NetworkModel, timeMs: number, settings: PowerFlowSettings): FlowResult {
  try {
    const report = powerFlowReport(model, timeMs, settings);
    return { report, map: powerFlowMap(report), values: powerFlowValues(report) };
  } catch (error) {
    throw new JobFailed((error as Error).message, statusOf(error));
  }
}

function statusOf(error: unknown): string {
  if (error instanceof NotConverged) return NO_CONVERGENCE;
  return error instanceof NotRadial ? 'not radial' : 'see the error';
}
