import type { Draw } from './draw';
import type { FaultScenario } from './event';
import type { FiveBusSystem, SystemOptions } from './five-bus-system';

/** What every kind of event is built from. */
export interface Setting {
  scenario: FaultScenario;
  draw: Draw;
  /** Frequency of the system, near the nominal one. */
  frequencyHz: number;
  /** From the start of the solver to the event and to its end. */
  inceptionS: number;
  clearingS: number;
  /** The system in service with both breakers closed, changed by `options`. */
  system(options?: Partial<SystemOptions>): FiveBusSystem;
}

/** A system in which something will happen. */
export interface Happening {
  system: FiveBusSystem;
  isCleared: boolean;
  /** What the record has to show to be of its label, within some cycles of the inception: a current that lasts, no ring of a kilohertz. */
  shows?: { peakA: number; withinCycles: number };
  /** Quality of the current transformers, as a share of that of the installation (default 1). */
  kneeShare?: number;
}

export type Poles = [number, number, number];
