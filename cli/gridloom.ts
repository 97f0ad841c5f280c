#!/usr/bin/env node
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { analyze } from './analyze';
import { type Command, type CommandIo, helpText, UsageError } from './command';
import { generateCity } from './generate-city';
import { read } from './read';
import { simulate } from './simulate';

/** All subcommands; a new one is one more line. */
const COMMANDS: readonly Command[] = [simulate, read, analyze, generateCity];

/** Runs `gridloom <args>`. Never throws: what goes wrong is on `stderr` and in the exit code (2: wrong arguments). */
export async function main(args: string[], io: CommandIo): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    io.stdout.write(overview());
    return name === undefined ? 2 : 0;
  }
  if (name === '--version' || name === '-v') {
    io.stdout.write(`${version()}\n`);
    return 0;
  }
  const command = COMMANDS.find((candidate) => candidate.name === name);
  if (!command) {
    io.stderr.write(`gridloom: there is no command "${name}"\n\n${overview()}`);
    return 2;
  }
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

function overview(): string {
  const width = Math.max(...COMMANDS.map((command) => command.name.length)) + 2;
  const lines = COMMANDS.map((command) => `  ${command.name.padEnd(width)}${command.summary}`).join('\n');
  return `Usage: gridloom <command> [options]\n\nCommands:\n${lines}\n\nSee: gridloom <command> --help, gridloom --version\n`;
}

/** Version of the package, wherever this file lies in it (source or build). */
function version(): string {
  let folder = __dirname;
  while (!existsSync(join(folder, 'package.json')) && folder !== dirname(folder)) folder = dirname(folder);
  return (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string }).version;
}

if (require.main === module) {
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
