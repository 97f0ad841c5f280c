import type { NodeRisk, RiskAlert, StressMeasurement } from '../../lib/messages';
import type { NetworkModel } from '../../lib/network/network-model';
import { RiskWindow, StressDetector, StressPropagator, stressModel } from '../../lib/stress';

/** Both run side by side from the same stress events. */
export const MODELS = ['linear', 'electrical'] as const;
export type Model = (typeof MODELS)[number];

const SOURCES = 10;
const LEAST_CAPACITY = 0.5;
export const DEFAULT_WEIGHT = 0.9;
/** Behind all times of a file; nothing is then ahead of the clock. */
const NOW_MS = Date.UTC(2100, 0, 1);

/** The load of the system is felt at the nodes with most load, the less the smaller they are. */
export function sourcesOf({ nodes }: NetworkModel): { nodeId: string; capacity: number }[] {
  const largest = [...nodes].sort((a, b) => b.loadMw - a.loadMw).slice(0, SOURCES);
  return largest.map(({ id, loadMw }) => {
    return { nodeId: id, capacity: Math.max(LEAST_CAPACITY, loadMw / largest[0]!.loadMw) };
  });
}

/** What came out of all stages for one model. */
export interface Outcome {
  stresses: number;
  risks: number;
  alerts: RiskAlert[];
}

/** All stages in one process, one measurement after the other: what the nodes have to give too. */
export class Stages {
  readonly outcome: Record<Model, Outcome>;
  /** End of the last window that was judged. */
  lastEndMs = 0;
  private readonly detector: StressDetector;
  private readonly ways: { model: Model; propagator: StressPropagator; window: RiskWindow }[];

  constructor(network: NetworkModel) {
    this.detector = new StressDetector({ sources: sourcesOf(network) });
    this.ways = MODELS.map((model) => {
      const propagator = new StressPropagator(network, stressModel(network, model, { defaultWeight: DEFAULT_WEIGHT }));
      return { model, propagator, window: new RiskWindow() };
    });
    const none = (): Outcome => ({ stresses: 0, risks: 0, alerts: [] });
    this.outcome = { linear: none(), electrical: none() };
  }

  take(measurement: StressMeasurement): void {
    const { events, refused } = this.detector.process([measurement])!;
    checkNone(refused);
    for (const { model, propagator, window } of this.ways) {
      const spread = propagator.process(events!, NOW_MS);
      checkNone(spread?.refused);
      const out = window.process(spread!.stress!, NOW_MS);
      checkNone(out?.refused);
      const outcome = this.outcome[model];
      outcome.stresses += spread!.stress!.length;
      outcome.risks += out?.risks?.length ?? 0;
      outcome.alerts.push(...(out?.alerts ?? []));
      for (const { endMs } of out?.risks ?? ([] as NodeRisk[])) this.lastEndMs = Math.max(this.lastEndMs, endMs);
    }
  }
}

function checkNone(refused: readonly { message: string }[] | undefined): void {
  if (refused?.length) throw new Error(`refused: ${refused[0]!.message}`);
}
