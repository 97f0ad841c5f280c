import { Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import type {
  AlarmValue,
  AsyncOperator,
  Emission,
  GasFinding,
  MaintenanceReport,
  Refusal,
  TransformerHealth,
} from '../messages';
import { type AssetHealthSettings, completeHealthSettings } from './asset-health-settings';
import { AssetIntake, IntakeSnapshot } from './asset-intake';
import { type AssetRecord, failureFacts, knowledgeOf } from './asset-record';
import { knownFacts } from './failure-features';
import { type FailureModel, judgeFailures } from './failure-model';
import { maintenanceList } from './maintenance-list';

const Snapshot = Type.Object({
  operator: Type.Literal('asset-health'),
  intake: IntakeSnapshot,
  newestMs: Type.Number(),
  reportedMs: Type.Number(),
  isDue: Type.Boolean(),
});

export interface AssetHealthPorts {
  health: TransformerHealth;
  findings: GasFinding;
  maintenance: MaintenanceReport;
  values: AlarmValue;
  refused: Refusal;
}

/** With fewer of its ten facts the model would guess. */
const LEAST_FACTS = 5;

/**
 * The health of assets from loads of transformers, gases in their oil and inspections, mixed: temperatures and ageing,
 * findings of gas, values for the alarm table, and the maintenance list, which goes out at most every `reportSeconds` of the
 * clock. A transformer and an asset of one id are one. Without a model, or while it can't be asked, there is no probability of
 * failure, and all else goes on.
 */
export class AssetHealthOperator implements AsyncOperator<unknown, AssetHealthPorts> {
  private readonly settings: AssetHealthSettings;
  private readonly intake: AssetIntake;
  private newestMs = 0;
  private reportedMs = 0;
  private isDue = false;
  private working: Promise<unknown> = Promise.resolve();
  /** Levels of the newest maintenance list. */
  levels: MaintenanceReport['entries'][number]['level'][] = [];

  /** @throws Error that names the setting that is wrong. */
  constructor(
    given: Partial<AssetHealthSettings> = {},
    private readonly model?: FailureModel,
  ) {
    this.settings = completeHealthSettings(given);
    this.intake = new AssetIntake(this.settings);
  }

  /** How many assets something is known of. */
  get size(): number {
    return this.intake.assets.size;
  }

  process(batch: readonly unknown[], nowMs: number): Promise<Emission<AssetHealthPorts>> {
    return this.inTurn(async () => {
      const out = { health: [], findings: [], values: [] as AlarmValue[], refused: [] };
      const touched = new Map<string, AssetRecord>();
      for (const element of batch) {
        const assetId = this.intake.take(element, nowMs, out);
        if (assetId === undefined) continue;
        const record = this.intake.assets.get(assetId)!;
        touched.set(assetId, record);
        this.newestMs = Math.max(this.newestMs, record.timeMs);
        this.isDue = true;
      }
      out.values.push(...(await this.judge(touched)));
      return { ...out, ...this.report(nowMs) };
    });
  }

  tick(nowMs: number): Promise<Emission<AssetHealthPorts> | undefined> {
    return this.inTurn(async () => this.report(nowMs));
  }

  flush(nowMs: number): Promise<Emission<AssetHealthPorts>> {
    return this.inTurn(async () => ({ maintenance: [this.list(nowMs)] }));
  }

  reset(): Promise<void> {
    return this.inTurn(async () => this.clear());
  }

  snapshot(): Promise<unknown> {
    return this.inTurn(async () => {
      const { newestMs, reportedMs, isDue } = this;
      return { operator: 'asset-health', intake: this.intake.snapshot(), newestMs, reportedMs, isDue };
    });
  }

  restore(state: unknown): void {
    if (!Value.Check(Snapshot, state)) {
      const fault = Value.Errors(Snapshot, state).First();
      throw new Error(`not a snapshot of the health of assets: ${fault?.path || 'state'}: ${fault?.message}`);
    }
    this.clear();
    const { intake, newestMs, reportedMs, isDue } = state;
    this.intake.restore(intake);
    Object.assign(this, { newestMs, reportedMs, isDue });
  }

  private clear(): void {
    this.intake.clear();
    Object.assign(this, { newestMs: 0, reportedMs: 0, isDue: false, levels: [] });
  }

  /** Calls are worked off in their order, for the model is waited for. */
  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.working.then(work);
    this.working = result.catch(() => undefined);
    return result;
  }

  /** Asks the model about those of the assets that an inspection has come of. */
  private async judge(assets: ReadonlyMap<string, AssetRecord>): Promise<AlarmValue[]> {
    if (!this.model) return [];
    const asked = [...assets].flatMap(([assetId, record]) => {
      delete record.failure;
      const facts = failureFacts(record);
      return record.inspectedMs !== undefined && knownFacts(facts) >= LEAST_FACTS ? [{ assetId, record, facts }] : [];
    });
    if (asked.length === 0) return [];
    const facts = asked.map(({ facts }) => facts);
    // Why it can't be asked is told by the model itself.
    const judged = await judgeFailures(this.model, facts).catch(() => []);
    return judged.map((failure, i): AlarmValue => {
      const { assetId, record } = asked[i]!;
      record.failure = failure;
      return { subject: assetId, timeMs: record.timeMs, quantity: 'risk', value: failure.probability };
    });
  }

  private report(nowMs: number): { maintenance: MaintenanceReport[] } | undefined {
    if (this.intake.updateTrends()) this.isDue = true;
    // A clock that was set back does not hold the list back.
    const isTime = Math.abs(nowMs - this.reportedMs) >= this.settings.reportSeconds * 1000;
    return this.isDue && isTime ? { maintenance: [this.list(nowMs)] } : undefined;
  }

  private list(nowMs: number): MaintenanceReport {
    this.isDue = false;
    this.reportedMs = nowMs;
    const known = [...this.intake.assets.entries()].map(([assetId, , record]) => knowledgeOf(assetId, record));
    const { highDays, mediumDays, intervalDays, lifeUsedPercent, degradationPerYear } = this.settings;
    const settings = { highDays, mediumDays, intervalDays, lifeUsedPercent, degradationPerYear };
    const entries = maintenanceList(known, this.newestMs, settings);
    this.levels = entries.map(({ level }) => level);
    return { timeMs: this.newestMs, assets: known.length, entries };
  }
}
