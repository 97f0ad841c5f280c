import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { table } from '../theft-eval/report';
import { MEMORY_JOBS, type MemoryUse } from './memory-job';

/** Each in a fresh process. @param nodes of the windows and of the live network @param large of the propagators */
export function memoryTable(nodes: number, large: number): string[] {
  const rows = MEMORY_JOBS.map((job) => {
    const count = job.startsWith('propagator') ? large : nodes;
    const args = ['--expose-gc', '--import', 'tsx', resolve(__dirname, 'memory-job.ts'), job, String(count)];
    const use = JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as MemoryUse;
    return [use.what, use.heldMb.toFixed(1), use.rssMb.toFixed(0), use.bareRssMb.toFixed(0)];
  });
  return table(['memory', 'held, MB', 'RSS of the process, MB', 'of it before anything, MB'], rows);
}
