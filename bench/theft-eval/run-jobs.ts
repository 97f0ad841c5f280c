import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Job, JobResult } from './job';

/** Runs jobs in processes of their own, `atOnce` at a time. @throws Error with the end of the output of one that fails */
export async function runJobs(jobs: readonly Job[], atOnce: number): Promise<JobResult[]> {
  const results: JobResult[] = [];
  const waiting = [...jobs.entries()];
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [index, job] = next;
      await runJob(job);
      const result = JSON.parse(readFileSync(job.out, 'utf8')) as JobResult;
      const [seconds, cpu] = [result.seconds, result.cpuSeconds].map((value) => value.toFixed(0));
      process.stderr.write(`${job.name}: ${seconds} s, ${cpu} s of CPU\n`);
      results[index] = result;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return results;
}

function runJob(job: Job): Promise<void> {
  return new Promise((done, fail) => {
    const args = [...process.execArgv, join(__dirname, 'job.ts'), JSON.stringify(job)];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'pipe'] });
    let stderr = '';
    child.stderr.on('data', (chunk) => {
      stderr = (stderr + chunk).slice(-4000);
    });
    child.on('error', fail);
    child.on('close', (code, signal) => {
      if (code === 0) done();
      else fail(new Error(`${job.name} ended with ${code ?? signal}:\n${stderr}`));
    });
  });
}
