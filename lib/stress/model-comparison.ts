import { type Static, Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import type { Emission, Operator, Refusal } from '../messages';
import type { ModelComparison, ModelStanding } from '../messages/model-comparison';
import { RiskOverview } from '../messages/risk-overview';
import { withDefaults } from '../stream/settings';
import { shown } from './event-time';
import { InputFault } from './input-fault';
import { kendallTau } from './kendall';

/** The settings of the comparison. Every one has a default. */
export const ModelComparisonSettings = Type.Object(
  {
    models: Type.Array(Type.String({ minLength: 1, maxLength: 100 }), {
      default: ['linear', 'centrality', 'electrical'],
      minItems: 1,
      maxItems: 20,
      description: 'Models, in the order in which they are shown',
    }),
    reference: Type.String({ default: 'electrical', description: 'Model that the others are compared with' }),
    topCount: Type.Integer({ default: 5, minimum: 1, maximum: 100, description: 'Critical nodes that are compared' }),
  },
  { $id: 'ModelComparisonSettings', title: 'ModelComparisonSettings', additionalProperties: false },
);
export type ModelComparisonSettings = Static<typeof ModelComparisonSettings>;

export interface ModelComparisonPorts {
  comparison: ModelComparison;
  refused: Refusal;
}

/** What a model's risk windows say of the grid. */
export interface ModelOverview {
  model: string;
  overview: unknown;
}

/** Of one model; plain JSON data. */
interface Known {
  overview: RiskOverview;
  /** Alerts by the minute of the clock in which they came. */
  rate: [startMs: number, alerts: number][];
}

interface Snapshot {
  operator: 'model-comparison';
  models: [model: string, known: Known][];
}

const MINUTE_MS = 60_000;
const MINUTES = 10;
/** Two rankings are compared pair by pair. */
const MOST_NODES = 1000;
const REMEDY = 'send what grid risk window has on its output overview';

/**
 * Puts the newest overviews of several stress models side by side and measures how far each agrees with the reference.
 * `comparison` comes with a tick after something has changed.
 */
export class ModelComparer implements Operator<ModelOverview, ModelComparisonPorts> {
  private readonly settings: ModelComparisonSettings;
  private readonly newest = new Map<string, Known>();
  private isTold = true;
  private toldMinuteMs = Number.NaN;

  /** @throws Error that names the setting that is wrong. */
  constructor(given: Partial<ModelComparisonSettings> = {}) {
    this.settings = withDefaults(ModelComparisonSettings, given, 'model comparison settings');
    const { models, reference } = this.settings;
    if (!models.includes(reference)) {
      throw new Error(`model comparison settings: reference: ${reference} is none of the models: name one of them`);
    }
  }

  process(batch: readonly ModelOverview[], nowMs: number): Emission<ModelComparisonPorts> | undefined {
    const refused: Refusal[] = [];
    for (const given of batch) {
      try {
        this.take(given, nowMs);
      } catch (error) {
        refused.push(InputFault.refusal(error, given.overview));
      }
    }
    return refused.length === 0 ? undefined : { refused };
  }

  tick(nowMs: number): Emission<ModelComparisonPorts> | undefined {
    const minuteMs = minuteOf(nowMs);
    // With every minute the bars of alerts move on.
    if (this.newest.size === 0 || (this.isTold && minuteMs === this.toldMinuteMs)) return undefined;
    this.isTold = true;
    this.toldMinuteMs = minuteMs;
    return { comparison: [this.comparison(nowMs)] };
  }

  reset(): void {
    this.newest.clear();
    this.isTold = true;
  }

  snapshot(): Snapshot {
    return { operator: 'model-comparison', models: structuredClone([...this.newest]) };
  }

  restore(state: unknown): void {
    const snapshot = state as Partial<Snapshot> | null;
    if (snapshot?.operator !== 'model-comparison' || !Array.isArray(snapshot.models)) {
      throw new Error('not a snapshot of a model comparison: give what snapshot() returned, or reset');
    }
    this.reset();
    const { models } = this.settings;
    for (const [model, known] of structuredClone(snapshot.models))
      if (models.includes(model)) this.newest.set(model, known);
    this.isTold = false;
  }

  /** Of so many models something has come. */
  get known(): number {
    return this.newest.size;
  }

  /** All models as they are now, also those of which nothing has come. */
  comparison(nowMs: number): ModelComparison {
    const { models, reference } = this.settings;
    return { reference, models: models.map((model) => this.standing(model, nowMs)) };
  }

  private take({ model, overview }: ModelOverview, nowMs: number): void {
    if (!this.settings.models.includes(model)) {
      const remedy = `use one of ${this.settings.models.join(', ')}, or add it to the setting models`;
      throw new InputFault('unknown-model', 'topic', `names the model ${shown(model)}`, remedy);
    }
    if (!Value.Check(RiskOverview, overview)) {
      const { path = '', message = '' } = Value.Errors(RiskOverview, overview).First() ?? {};
      throw new InputFault('no-overview', path.slice(1).replaceAll('/', '.') || 'payload', message, REMEDY);
    }
    if (overview.critical.length > MOST_NODES) {
      const problem = `lists ${overview.critical.length} nodes, more than ${MOST_NODES}`;
      throw new InputFault('too-many-nodes', 'critical', problem, 'lower topCount of grid risk window');
    }
    const before = this.newest.get(model);
    // What a model had counted before it was first seen, or after it was reset, came at another time.
    const fresh = before ? Math.max(0, overview.alerts - before.overview.alerts) : 0;
    this.newest.set(model, { overview, rate: counted(before?.rate ?? [], minuteOf(nowMs), fresh) });
    this.isTold = false;
  }

  private standing(model: string, nowMs: number): ModelStanding {
    const { topCount, reference } = this.settings;
    const known = this.newest.get(model);
    const other = model === reference ? undefined : this.newest.get(reference);
    const ranking = known?.overview.critical ?? [];
    const { timeMs = null, nodes = 0, activeAlerts = 0, alerts = 0, meanRisk = 0 } = known?.overview ?? {};
    const top = topOf(ranking, topCount);
    return {
      ...{ model, timeMs, nodes, activeAlerts, alerts, meanRisk, top },
      kendallTau: known && other ? tauOf(ranking, other.overview.critical) : null,
      topOverlap: known && other ? overlapOf(top, topOf(other.overview.critical, topCount)) : null,
      alertRate: rateOf(known?.rate ?? [], minuteOf(nowMs)),
    };
  }
}

type Ranking = RiskOverview['critical'];

const minuteOf = (timeMs: number) => Math.floor(timeMs / MINUTE_MS) * MINUTE_MS;

const topOf = (ranking: Ranking, count: number): Ranking => ranking.filter(({ risk }) => risk > 0).slice(0, count);

/** Over the nodes that either ranks; one that the other doesn't list has no risk there. Null: one tells no two apart. */
function tauOf(a: Ranking, b: Ranking): number | null {
  const nodeIds = [...new Set([...a, ...b].map(({ nodeId }) => nodeId))];
  const [inA, inB] = [a, b].map((ranking) => {
    const risks = new Map(ranking.map(({ nodeId, risk }) => [nodeId, risk]));
    return nodeIds.map((nodeId) => risks.get(nodeId) ?? 0);
  }) as [number[], number[]];
  const isFlat = (risks: number[]) => risks.every((risk) => risk === risks[0]);
  return isFlat(inA) || isFlat(inB) ? null : kendallTau(inA, inB);
}

/** Of two lists of different length, the share of the longer. */
function overlapOf(a: Ranking, b: Ranking): number | null {
  const length = Math.max(a.length, b.length);
  if (length === 0) return null;
  const inB = new Set(b.map(({ nodeId }) => nodeId));
  return a.filter(({ nodeId }) => inB.has(nodeId)).length / length;
}

function counted(rate: Known['rate'], minuteMs: number, alerts: number): Known['rate'] {
  const kept = rate.filter(([startMs]) => startMs > minuteMs - MINUTES * MINUTE_MS && startMs <= minuteMs);
  if (alerts === 0) return kept;
  const last = kept.at(-1);
  return last?.[0] === minuteMs ? [...kept.slice(0, -1), [minuteMs, last[1] + alerts]] : [...kept, [minuteMs, alerts]];
}

function rateOf(rate: Known['rate'], minuteMs: number): ModelStanding['alertRate'] {
  const alerts = new Map(rate);
  return Array.from({ length: MINUTES }, (_, i) => {
    const startMs = minuteMs - (MINUTES - 1 - i) * MINUTE_MS;
    return { startMs, alerts: alerts.get(startMs) ?? 0 };
  });
}
