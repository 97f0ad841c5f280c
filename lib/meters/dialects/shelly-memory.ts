import { Measured } from '../measured';
import { PHASES, type Phase, QUANTITIES, type Quantity } from '../names';
import { isName, isObject } from '../values';

/** What is known of a meter. */
export interface Known {
  measured: Measured;
  /** Device time of the last notification that was laid over it, NaN for none. */
  timeMs: number;
  /** Statuses without time in a row whose register was behind. */
  behind: number;
}

/** The last known state of each Shelly meter; the one not heard of for longest is forgotten beyond the limit. */
export class ShellyMemory {
  private readonly meters = new Map<string, Known>();

  constructor(private readonly capacity: number) {}

  /** What is known of a meter, to lay new values over it. */
  of(meterId: string): Known {
    let known = this.meters.get(meterId);
    if (known) this.meters.delete(meterId);
    else {
      known = { measured: new Measured(), timeMs: Number.NaN, behind: 0 };
      const oldest = this.meters.size >= this.capacity ? this.meters.keys().next().value : undefined;
      if (oldest !== undefined) this.meters.delete(oldest);
    }
    this.meters.set(meterId, known);
    return known;
  }

  clear(): void {
    this.meters.clear();
  }

  snapshot(): unknown {
    return [...this.meters].map(([meterId, known]) => [
      meterId,
      Object.fromEntries(known.measured.entries()),
      Number.isNaN(known.timeMs) ? null : known.timeMs,
      known.behind,
    ]);
  }

  /** @throws Error when the state is not a snapshot of this memory. */
  restore(state: unknown): void {
    this.clear();
    if (state === undefined) return;
    if (!Array.isArray(state)) throw new Error('shelly state: not a list of meters; start without it');
    for (const entry of state) {
      const [meterId, values, timeMs, behind] = Array.isArray(entry) ? entry : [];
      if (!isName(meterId) || !isObject(values))
        throw new Error('shelly state: an entry is no meter; start without it');
      const known = this.of(meterId);
      if (typeof timeMs === 'number') known.timeMs = timeMs;
      if (typeof behind === 'number') known.behind = behind;
      for (const [key, value] of Object.entries(values)) {
        const [quantity, phase] = key.split('.') as [Quantity, Phase | undefined];
        const isKnown = QUANTITIES.includes(quantity) && (phase === undefined || PHASES.includes(phase));
        if (!isKnown || typeof value !== 'number')
          throw new Error(`shelly state: ${key} is not known; start without it`);
        known.measured.set(quantity, phase, value);
      }
    }
  }
}
