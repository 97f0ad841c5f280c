import { readFileSync } from 'node:fs';

const TICKS_PER_SECOND = 100;

/** Resident memory and CPU time of another process, from /proc (Linux only). */
export class ProcessUsage {
  readonly rssMb: number[] = [];
  private startCpu = 0;
  private endCpu = 0;

  constructor(readonly pid: number) {
    this.startCpu = this.endCpu = cpuSeconds(pid);
  }

  sample(): void {
    const status = readFileSync(`/proc/${this.pid}/status`, 'utf8');
    this.rssMb.push((Number(/^VmRSS:\s+(\d+)/m.exec(status)![1]) * 1024) / 1e6);
    this.endCpu = cpuSeconds(this.pid);
  }

  get cpuSeconds(): number {
    return this.endCpu - this.startCpu;
  }

  /** Growth of the last two thirds, MB a minute, by least squares over samples a second apart. */
  get slopeMbPerMinute(): number {
    const values = this.rssMb.slice(Math.floor(this.rssMb.length / 3));
    const meanX = (values.length - 1) / 2;
    const meanY = values.reduce((sum, y) => sum + y, 0) / values.length;
    let above = 0;
    let below = 0;
    values.forEach((y, x) => {
      above += (x - meanX) * (y - meanY);
      below += (x - meanX) ** 2;
    });
    return (60 * above) / below;
  }
}

function cpuSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

/** The only child of a process. */
export function childOf(pid: number): number {
  const [child] = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
  return Number(child);
}
