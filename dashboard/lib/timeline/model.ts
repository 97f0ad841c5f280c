import { Value } from '@sinclair/typebox/value';
import { GridAlert, type Refusal, TimelineEvent } from '../../../lib/messages';
import { refuse } from '../refuse';
import type { WidgetModel } from '../widget-model';
import { isOpen, type TimelineChange, TimelineEvents } from './events';

export interface TimelineLimits {
  /** With more the oldest that has ended goes, or the oldest of all. */
  maxEvents: number;
}

/** Longer texts are cut: they are read on a page. */
const LONGEST_TEXT = 500;

/** Keeps the events and what of them pages have not been told. */
export function createTimelineModel(limits: TimelineLimits): WidgetModel<TimelineChange> {
  const kept = new TimelineEvents();
  let changed = new Set<string>();
  let removed = new Set<string>();
  let whole = false;

  function remove(id: string): void {
    if (!kept.events.delete(id)) return;
    changed.delete(id);
    removed.add(id);
  }

  function keep(event: TimelineEvent): void {
    kept.events.set(event.id, event);
    changed.add(event.id);
    removed.delete(event.id);
  }

  function makeRoom(): void {
    if (kept.events.size <= limits.maxEvents) return;
    const ended = [...kept.events.values()].filter((event) => !isOpen(event)).map(({ id }) => id);
    for (const id of [...ended, ...kept.events.keys()]) {
      if (kept.events.size <= limits.maxEvents) return;
      remove(id);
    }
  }

  function take(given: unknown, place: string): Refusal[] {
    if (isRemoval(given)) {
      remove(given.id);
      return [];
    }
    const event = Value.Check(GridAlert, given) ? fromAlert(given) : given;
    const fault = Value.Errors(TimelineEvent, event).First();
    if (fault) {
      const remedy = 'give an event { id, lane, startMs, endMs?, severity, label? }, or an alert of a grid node';
      return [refuse('not-an-event', fault.message.toLowerCase(), `${place}${fault.path}`, remedy, given)];
    }
    const checked = event as TimelineEvent;
    if (!isOpen(checked) && checked.endMs! < checked.startMs) {
      const message = `event "${checked.id}" ends before it starts`;
      return [refuse('ends-before-start', message, `${place}.endMs`, 'give endMs ≥ startMs, or none', given)];
    }
    keep(cut(checked));
    return [];
  }

  return {
    accept(payload) {
      const many = Array.isArray(payload);
      const refused = (many ? payload : [payload]).flatMap((given, index) =>
        take(given, many ? `payload[${index}]` : 'payload'),
      );
      makeRoom();
      return refused;
    },
    changes() {
      if (!whole && changed.size === 0 && removed.size === 0) return undefined;
      const change: TimelineChange = whole
        ? kept.whole()
        : { events: [...changed].map((id) => kept.events.get(id)!), removed: [...removed] };
      changed = new Set();
      removed = new Set();
      whole = false;
      return change;
    },
    snapshot: () => kept.whole(),
    restore: (change) => kept.apply(change),
    reset() {
      kept.events.clear();
      changed = new Set();
      removed = new Set();
      whole = true;
    },
  };
}

function isRemoval(given: unknown): given is { id: string; removed: true } {
  const { id, removed } = (given ?? {}) as { id?: unknown; removed?: unknown };
  return removed === true && typeof id === 'string';
}

/** An alarm is an event on the lane of what it is about, from when it was raised until it is cleared. */
function fromAlert(alert: GridAlert): TimelineEvent {
  const lane = [alert.city, alert.district, alert.subject].filter((name, i, all) => name && all.indexOf(name) === i);
  return {
    id: alert.alarmId,
    lane: lane.join(' · ') || alert.alarmId,
    startMs: alert.raisedMs,
    endMs: alert.state === 'cleared' ? Math.max(alert.raisedMs, alert.clearedMs ?? alert.timeMs) : null,
    severity: alert.severity,
    label: alert.state === 'acknowledged' ? `acknowledged by ${alert.acknowledgedBy ?? 'somebody'}` : undefined,
    because: alert.because,
  };
}

/** Only what is known, and texts no longer than a page can show. */
function cut({ id, lane, startMs, endMs, severity, label, because }: TimelineEvent): TimelineEvent {
  const short = (text: string | undefined) => text?.slice(0, LONGEST_TEXT);
  return {
    id,
    lane: lane.slice(0, LONGEST_TEXT),
    startMs,
    endMs,
    severity,
    label: short(label),
    because: short(because),
  };
}
