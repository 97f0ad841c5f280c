/**
 * A city of simulated meters on MQTT: `createSimulator(settings).start()` is all that a node or a command needs;
 * `createSimulation` is the pure core, for tests, benchmarks and training data.
 */
import { type Clock, realClock } from './clock';
import { Publisher, type PublisherOptions } from './publisher';
import { completeSettings, type SimulatorInput } from './settings';
import { Simulation, type Truth } from './simulation';

const DAY_MS = 86_400_000;

export { addressOf, checkBrokerUrl } from './broker-connection';
export type { Clock } from './clock';
export type { TruthRecord } from './faults';
export type { ConnectionPlan, Meter } from './layout';
export { LIFE_KINDS, type LifeEvent, type LifeRates, TYPICAL_LIFE } from './life';
export { Publisher, type PublisherCounts, type PublisherOptions } from './publisher';
export * from './settings';
export { createSimulation, type SimMessage, Simulation, type SimulationOptions, type Truth } from './simulation';
export { ATTACK_KINDS, type AttackKind, type AttackTruth } from './theft/attacks';

export interface SimulatorOptions
  extends Pick<PublisherOptions, 'waitForBroker' | 'durationMs' | 'backoffMs' | 'maxInFlight' | 'clientIdPrefix'> {
  /** Simulated time of the start, epoch ms UTC. @default the clock's time or `startDaysAgo`, and then in step with it */
  startMs?: number;
  onTruth?: (record: Truth) => void;
  clock?: Clock;
}

/**
 * A simulation with a publisher around it, ready to `start()`.
 * @throws Error that names the setting that is wrong, or the broker address.
 */
export function createSimulator(input: SimulatorInput, options: SimulatorOptions = {}): Publisher {
  const settings = completeSettings(input);
  const { startMs, onTruth, clock = realClock, ...rest } = options;
  const agoMs = settings.startDaysAgo * DAY_MS;
  const before = startMs ?? clock.now() - agoMs - Math.round(settings.intervalSeconds * 1000);
  const simulation = new Simulation(settings, onTruth ? { startMs: before, onTruth } : { startMs: before });
  const { broker, username, password, speed, unpaced } = settings;
  return new Publisher({
    ...rest,
    simulation,
    broker,
    username,
    password,
    speed,
    unpaced,
    live: startMs === undefined,
    history: startMs === undefined && agoMs > 0,
    clock,
  });
}
