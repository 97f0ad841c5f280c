import { type Static, Type } from '@sinclair/typebox';
import { type Emission, GridAlarm, type Operator } from '../messages';
import { AlarmRule, completeAlarmSettings, type GridAlarmSettings } from './alarm-settings';
import { type AlarmPorts, GridAlarmTable } from './alarm-table';

/** Asks for all alarms that stand, and for the limits. */
export const ListAlarms = Type.Object(
  { list: Type.Literal(true) },
  { $id: 'ListAlarms', title: 'ListAlarms', additionalProperties: false },
);

/** All alarms that stand: high severity first, then the oldest. Each has the state as its change. */
export const StandingAlarms = Type.Array(GridAlarm);
export type StandingAlarms = Static<typeof StandingAlarms>;

/** The limits that count. */
export const AlarmRules = Type.Array(AlarmRule);
export type AlarmRules = Static<typeof AlarmRules>;

export interface StandingAlarmPorts extends AlarmPorts {
  /** One list at a time, also an empty one. */
  standing: StandingAlarms;
  rules: AlarmRules;
}

/** How many alarms stand, and how many beside them are shelved. */
export type AlarmCounts = Record<GridAlarm['severity'] | 'shelved', number>;

/**
 * The alarm table that also tells all alarms that stand: after each batch that changed one, when it is asked to by
 * `{list: true}` or a flush, and once after it began, so that pages that were open know of a restart. Asked, and at the
 * beginning, it tells the limits too.
 */
export class StandingAlarmTable implements Operator<unknown, StandingAlarmPorts> {
  private readonly table: GridAlarmTable;
  private readonly rules: AlarmRules;
  private isTold = false;

  /** @throws Error that names the setting that is wrong. */
  constructor(settings: Partial<GridAlarmSettings> = {}) {
    this.table = new GridAlarmTable(settings);
    this.rules = completeAlarmSettings(settings).rules;
  }

  process(batch: readonly unknown[], nowMs: number): Emission<StandingAlarmPorts> | undefined {
    const asked = batch.some(isRequest);
    const emission = this.table.process(asked ? batch.filter((element) => !isRequest(element)) : batch, nowMs);
    if (asked) return this.withAll(emission);
    return emission?.alarms?.length ? this.withList(emission) : emission;
  }

  tick(nowMs: number): Emission<StandingAlarmPorts> | undefined {
    const emission = this.table.tick(nowMs);
    if (!this.isTold) return this.withAll(emission);
    return emission && this.withList(emission);
  }

  flush(nowMs: number): Emission<StandingAlarmPorts> {
    return this.withAll(this.table.tick(nowMs));
  }

  counts(): AlarmCounts {
    const counts: AlarmCounts = { high: 0, medium: 0, low: 0, shelved: 0 };
    for (const { severity, shelvedUntilMs } of this.table.standing()) {
      counts[shelvedUntilMs === undefined ? severity : 'shelved']++;
    }
    return counts;
  }

  reset(): void {
    this.table.reset();
    this.isTold = false;
  }

  snapshot(): unknown {
    return this.table.snapshot();
  }

  restore(state: unknown): void {
    this.table.restore(state);
    this.isTold = false;
  }

  private withList(emission: Emission<AlarmPorts> | undefined): Emission<StandingAlarmPorts> {
    return { ...emission, standing: [this.table.standing()] };
  }

  private withAll(emission: Emission<AlarmPorts> | undefined): Emission<StandingAlarmPorts> {
    this.isTold = true;
    return { ...this.withList(emission), rules: [structuredClone(this.rules)] };
  }
}

const isRequest = (element: unknown): boolean =>
  typeof element === 'object' && element !== null && (element as { list?: unknown }).list === true;
