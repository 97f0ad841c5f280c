import type { LineTelemetry } from '../messages';
import type { LiveNetwork } from '../network/live';

/** Limits by which lines are coloured on the map. */
export const RED_RISK = 0.6;
export const AMBER_C = 75;

export type LineState = 'in' | 'open' | 'out';

export interface PageLine {
  id: string;
  name: string;
  /** open: a tie, or opened by switching; out: taken out, by a fault or for maintenance. */
  state: LineState;
}

/** What is known of the risk of the lines in service. */
export interface LineRisk {
  average: number | null;
  worst: { id: string; risk: number } | null;
}

/**
 * In service, open, or out. A tie or switch that does not conduct is open, and so is what a reconfiguration has opened;
 * any other line is out.
 */
export function lineState(
  { id, kind, inService }: { id: string; kind?: string; inService: boolean },
  opened: ReadonlySet<string>,
): LineState {
  if (inService) return 'in';
  return kind === 'tie' || kind === 'switch' || opened.has(id) ? 'open' : 'out';
}

/** Over lines in service of which a risk is known. */
export function lineRisk({ model }: LiveNetwork, telemetry: ReadonlyMap<string, LineTelemetry>): LineRisk {
  let [sum, count] = [0, 0];
  let worst: LineRisk['worst'] = null;
  for (const { id, inService } of model.branches) {
    const risk = telemetry.get(id)?.risk;
    if (!inService || risk === undefined) continue;
    sum += risk;
    count++;
    if (!worst || risk > worst.risk) worst = { id, risk };
  }
  return { average: count === 0 ? null : sum / count, worst };
}
