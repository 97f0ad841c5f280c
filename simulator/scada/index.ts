/** What SCADA sends of a simulated grid: physically consistent, seeded, with faults on demand. */
export { ScadaCommand } from './commands';
export { EventClock } from './event-clock';
export { SCADA_FAULTS, type ScadaFaultKind } from './faults';
export { completeScadaSettings, ScadaSettings } from './settings';
export { ScadaSimulation, type SimulatedTelemetry } from './simulation';

/** Where it is published, and where it takes commands. */
export const TELEMETRY_TOPIC = 'grid_scada/telemetry';
export const COMMAND_TOPIC = 'grid_scada/commands';
