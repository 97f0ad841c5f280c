import type { SimulatedEvent } from '../event';

const PHASES = ['A', 'B', 'C'] as const;
const ROLES = [
  { role: 'operate', letter: 'I' },
  { role: 'restraint', letter: 'R' },
] as const;

/** One channel of a recorder at a differential relay. */
export interface EventChannel {
  /** IA, IB, IC operating, RA, RB, RC restraining. */
  name: string;
  phase: (typeof PHASES)[number];
  role: (typeof ROLES)[number]['role'];
  /** Secondary A. */
  samples: Float32Array;
}

/** The six channels of an event, the operating currents first. */
export function eventChannels(event: SimulatedEvent): EventChannel[] {
  return ROLES.flatMap(({ role, letter }) =>
    PHASES.map((phase, index) => ({ name: `${letter}${phase}`, phase, role, samples: event[role][index]! })),
  );
}
