import { type Static, Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import { AlarmBoard } from '../alarms/alarm-board';
import { AlarmPhases, CHANGE, PHASE } from '../alarms/alarm-phases';
import { AlarmCommand, AlarmValue, type Emission, GridAlarm, type Operator, type Refusal } from '../messages';
import { KeySlots } from '../stream/key-slots';
import { KeyedState } from '../stream/keyed-state';
import { type AlarmRule, completeAlarmSettings, type GridAlarmSettings, ruleId } from './alarm-settings';
import { AlarmShelves, Shelf } from './alarm-shelves';
import { misfit, refused } from './refused';

const Standing = Type.Omit(GridAlarm, ['change', 'shelvedUntilMs', 'shelvedBy']);
type Standing = Static<typeof Standing>;

const TableSnapshot = Type.Object({
  operator: Type.Literal('grid-alarms'),
  alarms: Type.Array(Standing),
  phases: Type.Array(Type.Tuple([Type.String(), Type.Integer({ minimum: 1, maximum: 3 }), Type.Number()])),
  shelves: Type.Array(Type.Tuple([Type.String(), Shelf])),
  newest: Type.Array(Type.Tuple([Type.String(), Type.Number(), Type.Number()])),
  newestMs: Type.Number(),
});

export interface AlarmPorts {
  alarms: GridAlarm;
  refused: Refusal;
}

/** Values whose newest time is remembered, so that a late one does not raise what is long over. */
const MOST_VALUES = 100_000;

/**
 * The one alarm table of the grid: values (AlarmValue) and commands (AlarmCommand) in, one GridAlarm a change out. An alarm
 * is raised, perhaps acknowledged, and cleared when the value is back by the hysteresis, acknowledged or not. Shelving is
 * beside that: changes go on and carry `shelvedUntilMs`, so that a page can leave them out. Without new values an alarm
 * stays.
 */
export class GridAlarmTable implements Operator<unknown, AlarmPorts> {
  private readonly settings: GridAlarmSettings;
  private readonly board = new AlarmBoard<Standing>();
  private readonly shelves = new AlarmShelves();
  private readonly phases: AlarmPhases;
  /** Alarms that are raised or wait for it; the others need no memory. */
  private readonly slots: KeySlots;
  private readonly newest = new KeyedState<number>({ maximumKeys: MOST_VALUES });
  private newestMs = 0;

  /** @throws Error that names the setting that is wrong. */
  constructor(given: Partial<GridAlarmSettings> = {}) {
    this.settings = completeAlarmSettings(given);
    const { raiseAfterSeconds, clearAfterSeconds, maximumAlarms } = this.settings;
    this.slots = new KeySlots(maximumAlarms);
    const delays = { raiseAfterMs: raiseAfterSeconds * 1000, clearAfterMs: clearAfterSeconds * 1000 };
    this.phases = new AlarmPhases(this.slots.capacity, delays);
  }

  process(batch: readonly unknown[], nowMs: number): Emission<AlarmPorts> | undefined {
    const out = { alarms: this.unshelved(nowMs), refused: [] as Refusal[] };
    for (const element of batch) {
      if (isCommand(element)) this.obey(element, nowMs, out);
      else this.judge(element, nowMs, out);
    }
    return out.alarms.length + out.refused.length === 0 ? undefined : out;
  }

  tick(nowMs: number): Emission<AlarmPorts> | undefined {
    const alarms = this.unshelved(nowMs);
    return alarms.length === 0 ? undefined : { alarms };
  }

  /** All alarms that stand: high severity first, then the oldest. */
  standing(): GridAlarm[] {
    return this.board.sorted().map((alarm) => this.told(alarm, alarm.state));
  }

  reset(): void {
    this.board.restore([]);
    this.shelves.restore([]);
    for (const slot of this.slots.oldestFirst()) this.phases.clear(slot);
    this.slots.clear();
    this.newest.clear();
    this.newestMs = 0;
  }

  snapshot(): unknown {
    const phases = [...this.slots.oldestFirst()].map((slot) => {
      return [this.slots.key(slot), this.phases.phase[slot], this.phases.sinceMs[slot]];
    });
    return structuredClone({
      operator: 'grid-alarms',
      alarms: this.board.snapshot(),
      phases,
      shelves: this.shelves.snapshot(),
      newest: [...this.newest.entries()],
      newestMs: this.newestMs,
    });
  }

  /** Alarms of rules that are no more are left out: nothing would ever clear them. */
  restore(state: unknown): void {
    if (!Value.Check(TableSnapshot, state)) {
      const fault = Value.Errors(TableSnapshot, state).First();
      throw new Error(`not a snapshot of grid alarms: ${fault?.path || 'state'}: ${fault?.message}`);
    }
    const { alarms, phases, shelves, newest, newestMs } = structuredClone(state);
    this.reset();
    const prefixes = this.settings.rules.map(ruleId);
    const isKnown = (alarmId: string) => prefixes.some((prefix) => alarmId.startsWith(prefix));
    for (const [alarmId, phase, sinceMs] of phases) {
      if (!isKnown(alarmId) || this.slots.isFull) continue;
      const slot = this.slotOf(alarmId);
      this.phases.phase[slot] = phase;
      this.phases.sinceMs[slot] = sinceMs;
    }
    this.board.restore(alarms.filter(({ alarmId }) => this.slots.find(alarmId) >= 0));
    this.shelves.restore(shelves.filter(([alarmId]) => isKnown(alarmId)));
    this.newest.restore(newest);
    this.newestMs = newestMs;
  }

  private judge(element: unknown, nowMs: number, out: { alarms: GridAlarm[]; refused: Refusal[] }): void {
    const remedy = 'send {subject, timeMs, quantity, value}, or {acknowledge | shelve | unshelve: alarm, by}';
    const value = element as AlarmValue;
    const fault = misfit(AlarmValue, element, remedy) ?? this.untimely(value, nowMs);
    if (fault) {
      out.refused.push(fault);
      return;
    }
    const { subject, quantity, timeMs } = value;
    this.newest.set(`${quantity}/${subject}`, timeMs, timeMs);
    this.newestMs = Math.max(this.newestMs, timeMs);
    let hasRoom = true;
    for (const rule of this.settings.rules) {
      if (rule.quantity !== quantity) continue;
      const alarmId = ruleId(rule) + subject;
      const needsRoom = isBeyond(rule, value.value) && this.slots.find(alarmId) < 0;
      if (needsRoom && this.slots.isFull) {
        hasRoom = false;
        continue;
      }
      const change = this.step(rule, alarmId, value);
      if (change) out.alarms.push(this.told(change, change.state));
    }
    if (hasRoom) return;
    const message = `would have more than ${this.settings.maximumAlarms} alarms stand`;
    out.refused.push(refused('too-many-alarms', 'subject', message, 'raise the setting maximumAlarms', element));
  }

  private untimely(value: AlarmValue, nowMs: number): Refusal | undefined {
    const { quantity, subject, timeMs } = value;
    if (timeMs > nowMs + this.settings.maximumAheadMinutes * 60_000) {
      return refused('ahead-of-clock', 'timeMs', 'lies ahead of the clock', "set the sender's clock", value);
    }
    const newestMs = this.newest.get(`${quantity}/${subject}`);
    if (newestMs === undefined || timeMs >= newestMs) return undefined;
    const message = `${timeMs} is before that of the newest value, ${newestMs}`;
    return refused('out-of-order', 'timeMs', message, 'send the values of a subject in order', value);
  }

  private step(rule: AlarmRule, alarmId: string, { subject, timeMs, value }: AlarmValue): Standing | undefined {
    const { quantity, side, limit, hysteresis, severity } = rule;
    const isAbove = isBeyond(rule, value);
    if (!isAbove && this.slots.find(alarmId) < 0) return undefined;
    const slot = this.slotOf(alarmId);
    const clearsAt = side === 'above' ? limit - hysteresis : limit + hysteresis;
    const isBack = side === 'above' ? value <= clearsAt : value >= clearsAt;
    const change = this.phases.step(slot, isAbove, isBack, timeMs, timeMs, true);
    if (this.phases.phase[slot] === PHASE.normal) {
      this.phases.clear(slot);
      this.slots.remove(slot);
    }
    if (change === CHANGE.raised) {
      const because = `${quantity} ${short(value)} of ${subject} is ${side} ${limit}`;
      return this.board.raise({ alarmId, severity, subject, quantity, value, threshold: limit, timeMs, because });
    }
    if (change === CHANGE.none) return undefined;
    const because = `${quantity} ${short(value)} of ${subject} is back to ${short(clearsAt)} or better`;
    return this.board.clear(alarmId, { timeMs, value, because });
  }

  private obey(command: object, nowMs: number, out: { alarms: GridAlarm[]; refused: Refusal[] }): void {
    const refuse = (reason: string, place: string, message: string, remedy: string) =>
      out.refused.push(refused(reason, place, message, remedy, command));
    if (!Value.Check(AlarmCommand, command)) {
      const remedy = 'send {acknowledge: alarm, by}, {shelve: alarm, by, minutes} or {unshelve: alarm, by}';
      refuse('bad-command', 'payload', 'is no usable command', remedy);
    } else if ('acknowledge' in command) {
      const change = this.board.acknowledge(command.acknowledge, command.by, this.newestMs);
      if (change) out.alarms.push(this.told(change, 'acknowledged'));
      else refuse('not-raised', 'acknowledge', 'names no alarm that waits for it', 'nothing to do');
    } else if ('shelve' in command) {
      const { shelve, by, minutes } = command;
      const alarm = this.board.get(shelve);
      const { maximumShelveHours, maximumAlarms } = this.settings;
      if (!alarm) refuse('unknown-alarm', 'shelve', 'names no alarm that stands', 'name one that does');
      else if (minutes > maximumShelveHours * 60) {
        refuse('too-long', 'minutes', `is above ${maximumShelveHours} h`, 'shelve it for less');
      } else if (this.shelves.size >= maximumAlarms && !this.shelves.get(shelve)) {
        refuse('too-many-shelved', 'shelve', `is one more than ${maximumAlarms}`, 'unshelve others');
      } else {
        this.shelves.put(shelve, { untilMs: nowMs + minutes * 60_000, by });
        out.alarms.push(this.toldNow(alarm, 'shelved'));
      }
    } else if (this.shelves.take(command.unshelve)) {
      const alarm = this.board.get(command.unshelve);
      if (alarm) out.alarms.push(this.toldNow(alarm, 'unshelved'));
    } else refuse('not-shelved', 'unshelve', 'names no alarm that is shelved', 'nothing to do');
  }

  private unshelved(nowMs: number): GridAlarm[] {
    const alarms = this.shelves.expire(nowMs).map((alarmId) => this.board.get(alarmId));
    return alarms.filter((alarm) => alarm !== undefined).map((alarm) => this.toldNow(alarm, 'unshelved'));
  }

  private toldNow(alarm: Standing, change: GridAlarm['change']): GridAlarm {
    return { ...this.told(alarm, change), timeMs: Math.max(this.newestMs, alarm.timeMs) };
  }

  private told(alarm: Standing, change: GridAlarm['change']): GridAlarm {
    const shelf = this.shelves.get(alarm.alarmId);
    return { ...alarm, change, ...(shelf && { shelvedUntilMs: shelf.untilMs, shelvedBy: shelf.by }) };
  }

  private slotOf(alarmId: string): number {
    const known = this.slots.find(alarmId);
    if (known >= 0) return known;
    const slot = this.slots.add(alarmId);
    this.phases.grow(this.slots.capacity);
    return slot;
  }
}

const isCommand = (element: unknown): element is object =>
  typeof element === 'object' &&
  element !== null &&
  ('acknowledge' in element || 'shelve' in element || 'unshelve' in element);

const isBeyond = ({ side, limit }: AlarmRule, value: number) => (side === 'above' ? value > limit : value < limit);

const short = (value: number) => String(Number(value.toPrecision(6)));
