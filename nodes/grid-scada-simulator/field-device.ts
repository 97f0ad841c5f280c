import type { Refusal, StressMeasurement } from '../../lib/messages';
import type { LiveNetwork } from '../../lib/network/live';
import { EventClock, type ScadaSettings, ScadaSimulation, type SimulatedTelemetry } from '../../simulator/scada';

const DAY_MS = 86_400_000;

/** A simulated field that goes with the clock. */
export class FieldDevice {
  private readonly simulation: ScadaSimulation;
  private readonly clock: EventClock;

  /**
   * Its switches are at first as they are in the network now, which is as they were before a restart; its loads are those
   * of the original, as the ones of now are measurements. From then on the field is its own: the network follows it.
   * @throws Error that names a setting, or what is wrong with the network
   */
  constructor({ original, graph }: LiveNetwork, settings: ScadaSettings, nowMs: number) {
    const { speed, startDaysAgo, intervalSeconds } = settings;
    if (speed > 1 && startDaysAgo === 0) {
      throw new Error('setting speed: above 1 times would run ahead of the clock; set startDaysAgo above 0');
    }
    const branches = original.branches.map((branch) => {
      return { ...branch, inService: graph.getEdgeAttribute(branch.id, 'inService') };
    });
    const stepMs = 1000 * intervalSeconds * speed;
    this.clock = new EventClock(Math.round(nowMs - DAY_MS * startDaysAgo - 1000 * intervalSeconds), stepMs);
    this.simulation = new ScadaSimulation({ ...original, branches }, settings, this.clock.timeMs);
  }

  get faultCount(): number {
    return this.simulation.faultCount;
  }

  obey(commands: unknown[]): Refusal[] {
    return this.simulation.obey(commands);
  }

  history(days: number): StressMeasurement[] {
    return this.simulation.history(days);
  }

  publish(nowMs: number): SimulatedTelemetry[] {
    return this.simulation.step(this.clock.next(nowMs));
  }
}
