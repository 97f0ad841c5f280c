import { LiveNetwork } from '../../lib/network/live';
import { RiskWindow, StressPropagator, stressModel } from '../../lib/stress';
import { syntheticGrid } from '../../simulator/grid';
import { sourcesOf } from './propagation';

/** What each job makes and holds. The grid it needs is there before and not counted. */
const START_MS = Date.UTC(2026, 0, 1);
const HOUR_MS = 3_600_000;
const WINDOW_HOURS = 24;

export const MEMORY_JOBS = ['propagator-linear', 'propagator-electrical', 'risk-windows', 'live-network'] as const;
export type MemoryJob = (typeof MEMORY_JOBS)[number];

export interface MemoryUse {
  what: string;
  /** On the heap and in buffers, after a collection. */
  heldMb: number;
  /** Of the whole process at the end, with the runtime, compiled code and the grid. */
  rssMb: number;
  bareRssMb: number;
}

/** Run as a process of its own, with --expose-gc: memory-job.ts JOB NODES. Prints a MemoryUse. */
function main(job: MemoryJob, nodes: number): void {
  const bareRssMb = process.memoryUsage().rss / 1e6;
  const made = job === 'risk-windows' ? riskWindows(nodes) : onGrid(job, nodes);
  const before = heldMb();
  const [what, held] = made();
  const use: MemoryUse = { what, heldMb: heldMb() - before, rssMb: process.memoryUsage().rss / 1e6, bareRssMb };
  console.log(JSON.stringify(use));
  if (held === undefined) throw new Error('nothing was held');
}

function onGrid(job: MemoryJob, nodes: number): () => [string, unknown] {
  const grid = syntheticGrid({ nodes });
  if (job === 'live-network') {
    return () => {
      const live = new LiveNetwork(grid);
      live.apply({ lineId: grid.branches[0]!.id, inService: false });
      return [
        `live network of ${nodes} nodes, ${live.model.branches.length} lines, with its model after a change`,
        live,
      ];
    };
  }
  const name = job === 'propagator-linear' ? 'linear' : 'electrical';
  return () => {
    const propagator = new StressPropagator(grid, stressModel(grid, name, { defaultWeight: 0.9 }));
    const events = sourcesOf(grid).map((nodeId) => ({ nodeId, stress: 0.3, timeMs: START_MS }));
    propagator.process(events, START_MS);
    return [`propagator, ${name}, ${nodes} nodes, ${events.length} sources`, propagator];
  };
}

function riskWindows(nodes: number): () => [string, unknown] {
  const ids = Array.from({ length: nodes }, (_, i) => `N${i + 1}`);
  return () => {
    const risk = new RiskWindow({ maximumNodes: nodes });
    for (let hour = 0; hour < WINDOW_HOURS; hour++) {
      const timeMs = START_MS + hour * HOUR_MS;
      const values = ids.map((nodeId, i) => ({ nodeId, timeMs, stress: ((i * 7 + hour) % 50) / 100, sourceId: 'N1' }));
      const { refused } = risk.process(values, timeMs) ?? {};
      if (refused?.length) throw new Error(refused[0]!.message);
    }
    return [`risk windows (hopping, 6 h by 1 h) of ${nodes} nodes after ${WINDOW_HOURS} hourly values each`, risk];
  };
}

function heldMb(): number {
  (globalThis as { gc?: () => void }).gc!();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return (heapUsed + arrayBuffers) / 1e6;
}

if (require.main === module) main(process.argv[2] as MemoryJob, Number(process.argv[3]));
