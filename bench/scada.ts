import { importNetwork, readNetworkFiles } from '../lib/network/importers';
import { LiveNetwork } from '../lib/network/live';
import type { NetworkModel } from '../lib/network/network-model';
import { operationsNetwork } from '../lib/network/operations-network';
import { TelemetryIntake } from '../lib/telemetry';
import { ScadaSimulation, type SimulatedTelemetry } from '../simulator/scada';

/**
 * CPU time of a step of the simulated grid, and of its telemetry through the intake into the network.
 *
 *   tsx bench/scada.ts [CASE…]
 */
const START = Date.UTC(2026, 5, 1, 10);
const STEP_MS = 4000;
const MESSAGES = 50_000;

const operations = importNetwork([{ name: 'operations', bytes: Buffer.from(JSON.stringify(operationsNetwork())) }]);
measure('operations', operations.network);
for (const path of process.argv.slice(2)) measure(path, importNetwork(readNetworkFiles(path)).network);

function measure(name: string, network: NetworkModel): void {
  const field = new ScadaSimulation(network, {}, START);
  const intake = new TelemetryIntake(network, { maximumAheadMinutes: 1e6, riskyAbove: 0.5, idleBelowMw: 1 });
  const live = new LiveNetwork(network);
  const steps = Math.ceil(MESSAGES / (2 * network.nodes.length));
  const spent = { step: 0, intake: 0 };
  let telemetry: SimulatedTelemetry[] = [];
  // The first half warms up.
  for (let step = 1; step <= 2 * steps; step++) {
    const timed = (part: keyof typeof spent, work: () => void) => {
      const ms = cpuMs(work);
      if (step > steps) spent[part] += ms / steps;
    };
    timed('step', () => {
      telemetry = field.step(START + step * STEP_MS);
    });
    timed('intake', () => {
      const { changes = [] } = intake.process(telemetry, START);
      live.together(() => {
        for (const change of changes) live.apply(change);
      });
    });
  }
  const { length } = telemetry;
  console.log(`${name}: ${length} messages, step ${spent.step.toFixed(2)} ms, intake ${spent.intake.toFixed(2)} ms`);
}

function cpuMs(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
