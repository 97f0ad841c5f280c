import type { TheftCue, TheftEvent } from '../messages';
import { mergeCues } from './evidence';
import { clip } from './text';

const MAX_CUES = 8;
const MAX_TEXT = 300;
const MAX_WH = 1e12;

/** An event with lists and texts of a bounded length; of each kind of cue the strongest. */
export function boundedEvent(event: TheftEvent): TheftEvent {
  return {
    ...event,
    lostWh: Math.min(event.lostWh, MAX_WH),
    cues: mergeCues([event]).slice(0, MAX_CUES).map(boundedCue),
    because: clip(event.because, MAX_TEXT),
  };
}

function boundedCue(cue: TheftCue): TheftCue {
  return { ...cue, unit: clip(cue.unit, 16), because: clip(cue.because, MAX_TEXT) };
}

/** Whether a version of an event takes the place of another: a closed one does, then one that reaches further. */
export function replaces(next: TheftEvent, known: TheftEvent): boolean {
  const order =
    Number(next.state === 'closed') - Number(known.state === 'closed') ||
    next.endMs - known.endMs ||
    next.windows - known.windows;
  return order > 0 || (order === 0 && JSON.stringify(next) !== JSON.stringify(known));
}

/** Two events as one, so that a case with many of them stays of a bounded size; it has the id of the first. */
export function fold(first: TheftEvent, second: TheftEvent): TheftEvent {
  const stronger = second.score > first.score ? second : first;
  const lostWh = Math.min(MAX_WH, first.lostWh + second.lostWh);
  const measuredWh = first.measuredWh + second.measuredWh;
  return {
    ...stronger,
    id: first.id,
    startMs: Math.min(first.startMs, second.startMs),
    endMs: Math.max(first.endMs, second.endMs),
    state: 'closed',
    theftLike: first.theftLike || second.theftLike,
    cues: mergeCues([first, second]).slice(0, MAX_CUES),
    windows: first.windows + second.windows,
    measuredWh,
    lostWh,
    lostShare: lostWh > 0 ? Math.min(1, lostWh / (lostWh + Math.max(0, measuredWh))) : 0,
  };
}
