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
  /** Quality of the current transformers, see the recorder. */
  kneeShare: number;
  remanence: number;
  isCleared: boolean;
}

/** Arc or contact that closes a switch at the inception. */
export const CLOSED_OHM = 1e-3;

export type Poles = [number, number, number];
