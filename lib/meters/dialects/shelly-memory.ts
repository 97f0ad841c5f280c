import type { Measured } from '../measured';
import { PHASES, type Phase, QUANTITIES, type Quantity } from '../names';
import { isName, isObject } from '../values';

/** What is known of a meter: at most one number for each quantity and phase. */
type Known = Map<string, number>;

/** The last known state of each Shelly meter; the one not heard of for longest is forgotten beyond the limit. */
export class ShellyMemory {
  private readonly meters = new Map<string, Known>();

  constructor(private readonly capacity: number) {}

  /** Lays one value over what is known; undefined (a null of the device) takes it away. */
  lay(meterId: string, quantity: Quantity, phase: Phase | undefined, value: number | undefined): void {
    let known = this.meters.get(meterId);
    if (known) this.meters.delete(meterId);
    else {
      known = new Map();
      const oldest = this.meters.size >= this.capacity ? this.meters.keys().next().value : undefined;
      if (oldest !== undefined) this.meters.delete(oldest);
    }
    this.meters.set(meterId, known);
    const key = phase === undefined ? quantity : `${quantity}.${phase}`;
    if (value === undefined || Number.isNaN(value)) known.delete(key);
    else known.set(key, value);
  }

  /** Puts all that is known of a meter into `measured`. */
  fill(measured: Measured, meterId: string): void {
    for (const [key, value] of this.meters.get(meterId) ?? []) {
      const [quantity, phase] = key.split('.');
      measured.set(quantity as Quantity, phase as Phase | undefined, value);
    }
  }

  clear(): void {
    this.meters.clear();
  }

  snapshot(): unknown {
    return [...this.meters].map(([meterId, known]) => [meterId, Object.fromEntries(known)]);
  }

  /** @throws Error when the state is not a snapshot of this memory. */
  restore(state: unknown): void {
    this.clear();
    if (state === undefined) return;
    if (!Array.isArray(state)) throw new Error('shelly state: not a list of meters; start without it');
    for (const entry of state) {
      const [meterId, values] = Array.isArray(entry) ? entry : [];
      if (!isName(meterId) || !isObject(values))
        throw new Error('shelly state: an entry is no meter; start without it');
      for (const [key, value] of Object.entries(values)) {
        const [quantity = '', phase] = key.split('.');
        const isKnown =
          QUANTITIES.includes(quantity as Quantity) && (phase === undefined || PHASES.includes(phase as Phase));
        if (!isKnown || typeof value !== 'number')
          throw new Error(`shelly state: ${key} is not known; start without it`);
        this.lay(meterId, quantity as Quantity, phase as Phase | undefined, value);
      }
    }
  }
}
