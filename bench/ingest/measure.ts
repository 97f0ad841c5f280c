import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

export interface Run {
  seconds: number;
  /** Highest resident memory of the process, MiB. */
  peakMb: number;
  /** CPU time of all its threads, s; what the last moment adds is missed. */
  cpuSeconds: number;
  stdout: string;
}

/** How often the peak is looked at; it only grows, so that at most what the last moment adds is missed. */
const SAMPLE_MS = 20;
const TICKS_PER_SECOND = 100;

/**
 * Runs one process from its start to its end. Memory is VmHWM of /proc, the same for every language; processes that it
 * starts itself are not in it.
 *
 * @throws Error with the end of its stderr, when it fails
 */
export function measure(command: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<Run> {
  return new Promise((done, fail) => {
    const startedMs = performance.now();
    const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    let peakMb = 0;
    let cpuSeconds = 0;
    const sampler = setInterval(() => {
      peakMb = Math.max(peakMb, highWaterMb(child.pid));
      cpuSeconds = Math.max(cpuSeconds, cpuSecondsOf(child.pid));
    }, SAMPLE_MS);
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
    });
    child.stderr.on('data', (chunk) => {
      stderr = (stderr + chunk).slice(-2000);
    });
    child.on('error', (error) => {
      clearInterval(sampler);
      fail(error);
    });
    child.on('close', (code, signal) => {
      clearInterval(sampler);
      const seconds = (performance.now() - startedMs) / 1000;
      if (code === 0) done({ seconds, peakMb, cpuSeconds, stdout });
      else fail(new Error(`${command} ${args.join(' ')}\nended with ${code ?? signal}:\n${stderr}`));
    });
  });
}

/** 0 once the process has no memory any more. */
function highWaterMb(pid: number | undefined): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

/** 0 once the process has ended. */
function cpuSecondsOf(pid: number | undefined): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
  } catch {
    return 0;
  }
}
