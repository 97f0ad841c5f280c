import { type Static, Type } from '@sinclair/typebox';
import { RandomStreams } from '../../random';

const share = (description: string) => Type.Number({ minimum: 0, maximum: 1, default: 0, description });

/** What befalls frames on their way, at most one fault each: shares of all frames. */
export const FrameFaultRates = Type.Object(
  {
    lost: share('Frames that never arrive'),
    duplicate: share('Frames that come twice'),
    'out-of-order': share('Frames that come after their successor'),
  },
  { additionalProperties: false, default: {}, description: 'Shares of frames, as {"lost": 0.02}; 1 in sum at most' },
);
export type FrameFaultRates = Static<typeof FrameFaultRates>;
export type FrameFault = keyof FrameFaultRates;
export const FRAME_FAULTS = Object.keys(FrameFaultRates.properties) as FrameFault[];

/** One fault that hit one frame. */
export interface FrameFaultRecord {
  kind: FrameFault;
  /** Number of the frame in its event. */
  frame: number;
}

/** @throws Error when a frame would have to have more than one fault */
export function checkFrameFaults(rates: Partial<FrameFaultRates>): void {
  const sum = FRAME_FAULTS.reduce((total, kind) => total + (rates[kind] ?? 0), 0);
  if (sum > 1) throw new Error(`faults of frames: their shares are ${sum} in sum; give 1 or less`);
}

/**
 * The frames of one event as they arrive, and what befell them. The same seed and name give the same faults.
 * @param name of the event
 */
export function transported<T>(
  frames: readonly T[],
  rates: Partial<FrameFaultRates>,
  seed: number,
  name: string,
): { arrived: T[]; faults: FrameFaultRecord[] } {
  const random = new RandomStreams(seed, [`frames/${name}`]);
  const faults: FrameFaultRecord[] = [];
  const arrived: T[] = [];
  let held: T[] = [];
  for (const [frame, content] of frames.entries()) {
    let at = random.unit(0);
    const kind = FRAME_FAULTS.find((one) => (at -= rates[one] ?? 0) < 0);
    if (kind) faults.push({ kind, frame });
    if (kind === 'out-of-order') {
      held.push(content);
      continue;
    }
    if (kind !== 'lost') arrived.push(content);
    if (kind === 'duplicate') arrived.push(content);
    arrived.push(...held);
    held = [];
  }
  return { arrived: [...arrived, ...held], faults };
}
