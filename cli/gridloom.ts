#!/usr/bin/env node
import { existsSync, readFileSync } from 'node:fs';
import nodeModule from 'node:module';
import { dirname, join } from 'node:path';
import { type Command, type CommandIo, helpText, UsageError } from './command';

/** All subcommands; a new one is one more line. Each is loaded when it is asked for. */
const COMMANDS: Record<string, () => Promise<Command>> = {
  simulate: async () => (await import('./simulate.js')).simulate,
  'simulate-scada': async () => (await import('./simulate-scada.js')).simulateScada,
  read: async () => (await import('./read.js')).read,
  analyze: async () => (await import('./analyze.js')).analyze,
  anomaly: async () => (await import('./anomaly.js')).anomaly,
  theft: async () => (await import('./theft.js')).theft,
  classify: async () => (await import('./classify.js')).classify,
  waveforms: async () => (await import('./waveforms.js')).waveforms,
  stress: async () => (await import('./stress.js')).stress,
  centrality: async () => (await import('./centrality.js')).centrality,
  powerflow: async () => (await import('./powerflow.js')).powerflow,
  reconfigure: async () => (await import('./reconfigure.js')).reconfigure,
  forecast: async () => (await import('./forecast.js')).forecast,
  'generate-city': async () => (await import('./generate-city.js')).generateCity,
};

/** Runs `gridloom <args>`. Never throws: what goes wrong is on `stderr` and in the exit code (2: wrong arguments). */
export async function main(args: string[], io: CommandIo): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    io.stdout.write(await overview());
    return name === undefined ? 2 : 0;
  }
  if (name === '--version' || name === '-v') {
    io.stdout.write(`${version()}\n`);
    return 0;
  }
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!load) {
    io.stderr.write(`gridloom: there is no command "${name}"\n\n${await overview()}`);
    return 2;
  }
  const command = await load();
  if (rest.includes('--help') || rest.includes('-h')) {
    io.stdout.write(helpText(command));
    return 0;
  }
  try {
    return await command.run(rest, io);
  } catch (error) {
    const hint = error instanceof UsageError ? `\nSee: gridloom ${name} --help` : '';
    io.stderr.write(`gridloom ${name}: ${(error as Error).message}${hint}\n`);
    return error instanceof UsageError ? 2 : 1;
  }
}

async function overview(): Promise<string> {
  const commands = await Promise.all(Object.values(COMMANDS).map((load) => load()));
  const width = Math.max(...commands.map((command) => command.name.length)) + 2;
  // The first sentence; the rest is in the help of the command.
  const lines = commands.map(({ name, summary }) => `  ${name.padEnd(width)}${summary.split('\n')[0]}`).join('\n');
  return `Usage: gridloom <command> [options]\n\nCommands:\n${lines}\n\nSee: gridloom <command> --help, gridloom --version\n`;
}

/** Version of the package, wherever this file lies in it (source or build). */
function version(): string {
  let folder = __dirname;
  while (!existsSync(join(folder, 'package.json')) && folder !== dirname(folder)) folder = dirname(folder);
  return (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string }).version;
}

if (require.main === module) {
  // Node.js 22 and later keep the compiled code, which is half of the start.
  (nodeModule as { enableCompileCache?: () => void }).enableCompileCache?.();
  const controller = new AbortController();
  const stop = () => {
    // The second Ctrl-C is meant: end without the goodbyes.
    if (controller.signal.aborted) process.exit(130);
    controller.abort();
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    controller.abort();
  });
  const { stdin, stdout, stderr } = process;
  main(process.argv.slice(2), { stdin, stdout, stderr, signal: controller.signal }).then((code) => {
    process.exitCode = code;
  });
}
