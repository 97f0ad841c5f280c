import { type Static, Type } from '@sinclair/typebox';
import type { GasFinding, MaintenanceEntry, TransformerHealth } from '../messages';
import { withDefaults } from '../stream/settings';
import { ZONE_WORDS } from './duval-triangle';
import { type RiskLevel, riskLevel, type TransformerScore } from './original-score';
import type { Trend } from './trend';

const days = (value: number, description: string) =>
  Type.Number({ default: value, minimum: 0, maximum: 36_500, unit: 'days', description });

/** When something found is due. At once for critical and 7 days for high are the original's. */
export const MaintenanceSettings = Type.Object(
  {
    highDays: days(7, 'Until something high is due'),
    mediumDays: days(30, 'Until something medium is due'),
    intervalDays: days(365, 'From one routine maintenance to the next'),
    lifeUsedPercent: Type.Number({
      default: 80,
      minimum: 0,
      unit: '%',
      description: 'Of the life of the insulation, from which on a transformer is on the list',
    }),
    degradationPerYear: Type.Number({
      default: 0.1,
      minimum: 0,
      description: 'Rise of corrosion or loss of oil quality, as shares of 1, that is surely exceeded',
    }),
  },
  { $id: 'MaintenanceSettings', title: 'MaintenanceSettings', additionalProperties: false },
);
export type MaintenanceSettings = Static<typeof MaintenanceSettings>;

/** What is known of an asset; each part may be missing. */
export interface AssetKnowledge {
  assetId: string;
  /** Event time of what is newest: what is found now is due from here. */
  timeMs: number;
  lastMaintenanceMs?: number;
  /** Of a failure, 0–1. */
  failureProbability?: number;
  /** What raises it. */
  failureBecause?: readonly string[];
  score?: TransformerScore;
  health?: TransformerHealth;
  gas?: GasFinding;
  /** Of the efficiency. */
  efficiency?: Trend;
  /** Of the larger of corrosion and lost oil quality, as shares of 1. */
  degradation?: Trend;
}

interface Found {
  level: RiskLevel;
  reason: string;
  /** Without it by level. */
  dueMs?: number;
}

const RANK: Record<RiskLevel, number> = { critical: 0, high: 1, medium: 2, low: 3 };
const DAY_MS = 86_400_000;

/**
 * Which assets need maintenance, when and why: those of which something is found, and those of which the date of the last
 * maintenance is known. An asset is due at the earliest date that a finding gives it.
 * @param nowMs event time that the list is for
 * @returns by due date, then level, then id
 * @throws Error that names the setting that is wrong
 */
export function maintenanceList(
  assets: Iterable<AssetKnowledge>,
  nowMs: number,
  given: Partial<MaintenanceSettings> = {},
): MaintenanceEntry[] {
  const settings = withDefaults(MaintenanceSettings, given, 'maintenance settings');
  const entries: MaintenanceEntry[] = [];
  for (const asset of assets) {
    const found = findingsOf(asset, settings).sort((a, b) => RANK[a.level] - RANK[b.level]);
    if (found.length === 0) continue;
    const dueMs = Math.min(...found.map(({ level, dueMs }) => dueMs ?? dueOf(level, asset.timeMs, settings)));
    const { assetId, failureProbability, score } = asset;
    entries.push({
      assetId,
      level: found[0]!.level,
      dueMs,
      isOverdue: dueMs < nowMs,
      reasons: found.map(({ reason }) => reason),
      ...(failureProbability !== undefined && { failureProbability }),
      ...(score && { score: score.score }),
    });
  }
  return entries.sort((a, b) => a.dueMs - b.dueMs || RANK[a.level] - RANK[b.level] || (a.assetId < b.assetId ? -1 : 1));
}

const dueOf = (level: RiskLevel, timeMs: number, { highDays, mediumDays }: MaintenanceSettings) =>
  timeMs + { critical: 0, high: highDays, medium: mediumDays, low: mediumDays }[level] * DAY_MS;

function findingsOf(asset: AssetKnowledge, settings: MaintenanceSettings): Found[] {
  const {
    failureProbability,
    failureBecause = [],
    score,
    health,
    gas,
    efficiency,
    degradation,
    lastMaintenanceMs,
  } = asset;
  const found: Found[] = [];
  const add = (level: RiskLevel, reason: string) => level !== 'low' && found.push({ level, reason });
  if (failureProbability !== undefined) {
    const probability = `probability of failure ${failureProbability.toFixed(2)}`;
    add(riskLevel(failureProbability), [probability, failureBecause.join(', ')].filter(Boolean).join(': '));
  }
  if (score) add(score.level, `score ${score.score.toFixed(1)} of 100: ${score.because.join('; ')}`);
  if (health) add(LOADING_LEVEL[health.loading], health.because);
  if (health && health.lifeUsedPercent >= settings.lifeUsedPercent) {
    add('medium', `${health.lifeUsedPercent.toFixed(1)} % of the life of the insulation used`);
  }
  if (gas) add(gasLevel(gas), gas.because.join('; '));
  if (gas?.isFault && gas.zone && GRAVE_ZONES.includes(gas.zone)) add('high', `gases of ${ZONE_WORDS[gas.zone]}`);
  if (efficiency?.direction === 'falling') add('medium', `efficiency is falling: ${efficiency.because}`);
  if (degradation && degradation.lowPerYear > settings.degradationPerYear) {
    add('medium', `degradation is rising: ${degradation.because}`);
  }
  if (lastMaintenanceMs !== undefined) {
    const dueMs = lastMaintenanceMs + settings.intervalDays * DAY_MS;
    found.push({ level: 'low', reason: `${settings.intervalDays} days after the last maintenance`, dueMs });
  }
  return found;
}

/** Discharges and hot metal get worse quickly, however little gas there is yet. */
const GRAVE_ZONES: readonly GasFinding['zone'][] = ['D1', 'D2', 'DT', 'T3'];

const LOADING_LEVEL: Record<TransformerHealth['loading'], RiskLevel> = {
  normal: 'low',
  'long-emergency': 'medium',
  'short-emergency': 'high',
  beyond: 'critical',
};

const gasLevel = ({ condition }: GasFinding): RiskLevel =>
  (['low', 'medium', 'high', 'critical'] as const)[condition - 1]!;
