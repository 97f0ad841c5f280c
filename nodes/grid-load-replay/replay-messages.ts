import type { Static } from '@sinclair/typebox';
import type { Refusal } from '../../lib/messages';
import type { NodeStatus } from '../shell/node-red';
import type { ReplayControl } from './replay-control';
import type { ReplayProgress } from './schema';

export function progressOf(
  { state, source, speed, timeMs, pass, error }: ReplayControl,
  counts: { sent: number; refused: number },
): Static<typeof ReplayProgress> {
  const { name, isSimulated, percent, guesses } = source;
  return {
    ...{ state, source: name, isSimulated, speed, timeMs, pass },
    percent: Math.round(percent * 10) / 10,
    ...counts,
    guesses: [...guesses],
    ...(error === undefined ? {} : { error }),
  };
}

const COLORS = { playing: 'green', paused: 'yellow', stopped: 'grey', done: 'blue', failed: 'red' } as const;

/** Day and hour (UTC) that it is at; `sim` where the loads are of no grid. */
export function statusOf({ state, source, timeMs }: ReplayControl): NodeStatus {
  const fill = COLORS[state];
  if (state === 'failed' || timeMs === null) return { fill, shape: 'ring', text: state };
  const hour = new Date(timeMs).toISOString().slice(0, 13).replace('T', ' ');
  return { fill, shape: state === 'playing' ? 'dot' : 'ring', text: `${source.isSimulated ? 'sim ' : ''}${hour}h` };
}

/** What goes out when a source can't be played; its errors say the remedy behind the last colon. */
export function failure(place: string, { message }: Error): Refusal {
  const [, what, remedy] = /^(.*): ([^:]*)$/s.exec(message) ?? [];
  const told = { message: what ?? message, remedy: remedy ?? 'see the help of the node' };
  return { reason: 'unreadable', ...told, place, original: null };
}
