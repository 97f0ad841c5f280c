import { type Static, type TSchema, Type } from '@sinclair/typebox';
import {
  type AlarmValue,
  AssetInspection,
  DissolvedGas,
  type GasFinding,
  type Refusal,
  type TransformerHealth,
  type TransformerLoad,
} from '../messages';
import { KeyedState } from '../stream/keyed-state';
import { type AssetHealthSettings, thermalPart } from './asset-health-settings';
import { AssetRecord, degradationOf, inspect, temperatureOf } from './asset-record';
import { gasFinding } from './gas-finding';
import { misfit, refused } from './refused';
import { TransformerThermalOperator } from './thermal-operator';
import { TrendWatch, TrendWatchSnapshot } from './trend-watch';

export const IntakeSnapshot = Type.Object({
  thermal: Type.Unknown(),
  assets: Type.Array(Type.Tuple([Type.String({ minLength: 1 }), Type.Number(), AssetRecord])),
  trends: TrendWatchSnapshot,
});

/** What one element leads to goes to the ends of these lists. */
export interface IntakeLists {
  health: TransformerHealth[];
  findings: GasFinding[];
  values: AlarmValue[];
  refused: Refusal[];
}

/** What is known of each asset, from loads of transformers, gases and inspections. */
export class AssetIntake {
  readonly assets: KeyedState<AssetRecord>;
  private readonly thermal: TransformerThermalOperator;
  private readonly trends: TrendWatch;

  constructor(private readonly settings: AssetHealthSettings) {
    this.thermal = new TransformerThermalOperator(thermalPart(settings));
    this.assets = new KeyedState({ maximumKeys: settings.maximumAssets });
    this.trends = new TrendWatch(settings.maximumAssets);
  }

  /** @returns the asset that something is now known of, undefined when the element was refused */
  take(element: unknown, nowMs: number, out: IntakeLists): string | undefined {
    const has = (field: string) => typeof element === 'object' && element !== null && field in element;
    if (has('assetId')) return this.takeInspection(element as AssetInspection, nowMs, out);
    if (has('loadFactor')) return this.takeLoad(element as TransformerLoad, nowMs, out);
    return this.takeGas(element as DissolvedGas, nowMs, out);
  }

  /** Computes some of the trends that are due. @returns whether there were any */
  updateTrends(): boolean {
    const found = this.trends.work();
    for (const [quantity, assetId, trend] of found) {
      const record = this.assets.get(assetId);
      if (!record) continue;
      delete record[quantity];
      if (trend) record[quantity] = trend;
    }
    return found.length > 0;
  }

  clear(): void {
    this.thermal.reset();
    this.assets.clear();
    this.trends.clear();
  }

  snapshot(): Static<typeof IntakeSnapshot> {
    const assets = structuredClone([...this.assets.entries()]);
    return { thermal: this.thermal.snapshot(), assets, trends: this.trends.snapshot() };
  }

  restore({ thermal, assets, trends }: Static<typeof IntakeSnapshot>): void {
    this.thermal.restore(thermal);
    this.assets.restore(structuredClone(assets));
    this.trends.restore(trends);
  }

  private takeLoad(load: TransformerLoad, nowMs: number, out: IntakeLists): string | undefined {
    const { health = [], refused: refusals = [] } = this.thermal.process([load], nowMs) ?? {};
    out.health.push(...health);
    out.refused.push(...refusals);
    const [now] = health;
    if (!now) return undefined;
    const { transformerId, timeMs } = now;
    const record = this.recordOf(transformerId, timeMs);
    // What goes out is not ours any more.
    record.health = { ...now };
    this.tellTemperature(transformerId, record, out);
    return transformerId;
  }

  private takeGas(gas: DissolvedGas, nowMs: number, out: IntakeLists): string | undefined {
    const remedy = 'send a TransformerLoad, a DissolvedGas or an AssetInspection';
    const lastMs = () => this.assets.get(gas.transformerId)?.gas?.timeMs;
    if (this.refuses(DissolvedGas, gas, remedy, lastMs, nowMs, out)) return undefined;
    const finding = gasFinding(gas, this.settings.gasLimits);
    out.findings.push(finding);
    this.recordOf(gas.transformerId, gas.timeMs).gas = structuredClone(finding);
    return gas.transformerId;
  }

  private takeInspection(inspection: AssetInspection, nowMs: number, out: IntakeLists): string | undefined {
    const { assetId, timeMs, temperatureC, efficiency, corrosion, oilQuality } = inspection;
    const remedy = 'send {assetId, timeMs} and what is known of the asset';
    const lastMs = () => this.assets.get(assetId)?.inspectedMs;
    if (this.refuses(AssetInspection, inspection, remedy, lastMs, nowMs, out)) return undefined;
    const record = this.recordOf(assetId, timeMs);
    inspect(record, inspection);
    if (temperatureC !== undefined) this.tellTemperature(assetId, record, out);
    if (efficiency !== undefined) this.trends.take('efficiency', assetId, efficiency, timeMs);
    const degradation = corrosion === undefined && oilQuality === undefined ? undefined : degradationOf(record);
    if (degradation !== undefined) this.trends.take('degradation', assetId, degradation, timeMs);
    return assetId;
  }

  private refuses(
    schema: TSchema,
    element: { timeMs: number },
    remedy: string,
    lastMs: () => number | undefined,
    nowMs: number,
    { refused: refusals }: IntakeLists,
  ): boolean {
    const fault = misfit(schema, element, remedy);
    if (fault) refusals.push(fault);
    else if (element.timeMs > nowMs + this.settings.maximumAheadMinutes * 60_000) {
      refusals.push(refused('ahead-of-clock', 'timeMs', 'lies ahead of the clock', "set the sender's clock", element));
    } else if (element.timeMs < (lastMs() ?? 0)) {
      const message = `${element.timeMs} is before that of the newest one, ${lastMs()}`;
      refusals.push(refused('out-of-order', 'timeMs', message, 'send what is of one asset in order', element));
    } else return false;
    return true;
  }

  private recordOf(assetId: string, timeMs: number): AssetRecord {
    const record = this.assets.get(assetId) ?? { timeMs, facts: {} };
    record.timeMs = Math.max(record.timeMs, timeMs);
    this.assets.set(assetId, record, timeMs);
    return record;
  }

  private tellTemperature(subject: string, record: AssetRecord, { values }: IntakeLists): void {
    const value = temperatureOf(record);
    if (value !== undefined) values.push({ subject, timeMs: record.timeMs, quantity: 'temperatureC', value });
  }
}
