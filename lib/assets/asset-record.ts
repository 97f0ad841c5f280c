import { type Static, Type } from '@sinclair/typebox';
import { type AssetInspection, GasFinding, TransformerHealth } from '../messages';
import { FAILURE_FEATURES, type FailureFacts } from './failure-features';
import type { AssetKnowledge } from './maintenance-list';
import { type TransformerFacts, type TransformerScore, transformerScore } from './original-score';
import { Trend } from './trend';

const DAY_MS = 86_400_000;
/** What sensors tell is known for a day; what people find and records say for more than a year. */
const QUICK_MS = DAY_MS;
const SLOW_MS = 400 * DAY_MS;
const SLOW = ['ageYears', 'corrosion', 'oilQuality', 'tripCount', 'efficiency', 'lastMaintenanceMs'];

const FACTS = [...FAILURE_FEATURES.map(({ field }) => field), 'efficiency', 'lastMaintenanceMs'] as const;
type Fact = (typeof FACTS)[number];

/** What has come of one asset, each fact with the time it was found at. */
export const AssetRecord = Type.Object({
  /** Event time of what is newest. */
  timeMs: Type.Number(),
  inspectedMs: Type.Optional(Type.Number()),
  facts: Type.Record(Type.String(), Type.Tuple([Type.Number(), Type.Number()])),
  health: Type.Optional(TransformerHealth),
  gas: Type.Optional(GasFinding),
  failure: Type.Optional(Type.Object({ probability: Type.Number(), because: Type.Array(Type.String()) })),
  efficiency: Type.Optional(Trend),
  degradation: Type.Optional(Trend),
});
export type AssetRecord = Static<typeof AssetRecord>;

/** Adds what an inspection tells; what it leaves out stays as it was. */
export function inspect(record: AssetRecord, inspection: AssetInspection): void {
  const { timeMs } = inspection;
  record.inspectedMs = timeMs;
  record.timeMs = Math.max(record.timeMs, timeMs);
  for (const fact of FACTS) {
    const value = inspection[fact];
    if (value !== undefined) record.facts[fact] = [value, timeMs];
  }
}

/** A fact while it is not too old, undefined otherwise. */
export function factOf(record: AssetRecord, fact: Fact): number | undefined {
  const [value, timeMs] = record.facts[fact] ?? [undefined, 0];
  return record.timeMs - timeMs <= (SLOW.includes(fact) ? SLOW_MS : QUICK_MS) ? value : undefined;
}

/** Measured, or else the top oil that the thermal model gives. */
export const temperatureOf = (record: AssetRecord): number | undefined =>
  factOf(record, 'temperatureC') ?? healthNow(record)?.topOilC;

/** What the failure model is asked about: facts, and in their place what the thermal model knows. */
export function failureFacts(record: AssetRecord): FailureFacts {
  const facts: Record<string, number | undefined> = {};
  for (const { field } of FAILURE_FEATURES) facts[field] = factOf(record, field);
  facts.temperatureC = temperatureOf(record);
  facts.loadPercent ??= loadOf(record);
  facts.ambientC ??= healthNow(record)?.ambientC;
  return facts;
}

/** The original's score, once all it asks for is known. */
function scoreOf(record: AssetRecord): TransformerScore | undefined {
  const maintainedMs = factOf(record, 'lastMaintenanceMs');
  const facts: { [Fact in keyof TransformerFacts]: number | undefined } = {
    temperatureC: temperatureOf(record),
    ageYears: factOf(record, 'ageYears'),
    daysSinceMaintenance: maintainedMs === undefined ? undefined : Math.floor((record.timeMs - maintainedMs) / DAY_MS),
    vibration: factOf(record, 'vibration'),
    efficiency: factOf(record, 'efficiency'),
    loadPercent: factOf(record, 'loadPercent') ?? loadOf(record),
  };
  const isComplete = Object.values(facts).every((value) => value !== undefined);
  return isComplete ? transformerScore(facts as TransformerFacts) : undefined;
}

/** What the maintenance list is made from. */
export function knowledgeOf(assetId: string, record: AssetRecord): AssetKnowledge {
  const { timeMs, failure, gas, efficiency, degradation } = record;
  const lastMaintenanceMs = factOf(record, 'lastMaintenanceMs');
  const score = scoreOf(record);
  const health = healthNow(record);
  return {
    assetId,
    timeMs,
    ...(lastMaintenanceMs !== undefined && { lastMaintenanceMs }),
    ...(failure && { failureProbability: failure.probability, failureBecause: failure.because }),
    ...(score && { score }),
    ...(health && { health }),
    ...(gas && { gas }),
    ...(efficiency && { efficiency }),
    ...(degradation && { degradation }),
  };
}

/** The larger of corrosion and lost oil quality, as a share of 1. */
export function degradationOf(record: AssetRecord): number | undefined {
  const [corrosion, oilQuality] = [factOf(record, 'corrosion'), factOf(record, 'oilQuality')];
  if (corrosion === undefined && oilQuality === undefined) return undefined;
  return Math.max(corrosion ?? 0, 1 - (oilQuality ?? 1));
}

const healthNow = ({ health, timeMs }: AssetRecord): TransformerHealth | undefined =>
  health && timeMs - health.timeMs <= QUICK_MS ? health : undefined;

function loadOf(record: AssetRecord): number | undefined {
  const health = healthNow(record);
  return health && 100 * health.loadFactor;
}
