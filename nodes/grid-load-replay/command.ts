import type { NodeMessage } from '../shell/node-red';
import { MAX_SPEED } from './schema';

/** What a message asks of the replay. */
export type Command =
  | { kind: 'start'; filename?: string }
  | { kind: 'stop' }
  | { kind: 'pause' }
  | { kind: 'reset' }
  | { kind: 'speed'; speed: number };

/** @throws Error that says what can be asked for */
export function commandOf({ payload, reset, filename }: NodeMessage): Command {
  if (reset) return { kind: 'reset' };
  if (payload === 'start') return typeof filename === 'string' ? { kind: 'start', filename } : { kind: 'start' };
  if (payload === 'stop' || payload === 'pause') return { kind: payload };
  // A drop-down or an inject node may give the number as text.
  const speed = typeof payload === 'string' && payload.trim() !== '' ? Number(payload) : payload;
  if (typeof speed === 'number' && speed >= 0 && speed <= MAX_SPEED) return { kind: 'speed', speed };
  const given = JSON.stringify(payload)?.slice(0, 80) ?? 'nothing';
  throw new Error(
    `the payload is ${given}: send start, stop, pause, or a speed from 0 (as fast as possible) to ${MAX_SPEED}`,
  );
}
