import { resolve } from 'node:path';
import { readEnvironment } from './environment';
import { type System, startSystem } from './system';

const ROOT = resolve(__dirname, '../..');

async function main(): Promise<void> {
  const environment = readEnvironment(process.env, ROOT);
  const verbose = process.argv.includes('--verbose');
  const say = (line: string) => process.stdout.write(`${line}\n`);
  let system: System | undefined;
  let stopping = false;
  const stop = async (code: number) => {
    if (stopping) return;
    stopping = true;
    say('stopping…');
    // Before it runs there is nothing to save; Node-RED ends with this process.
    await system?.stop();
    process.exit(code);
  };
  process.on('SIGINT', () => stop(0));
  process.on('SIGTERM', () => stop(0));
  system = await startSystem(ROOT, environment, say, (text) => verbose && process.stdout.write(text));
  say('');
  say('Gridloom is running. Stop it with Ctrl-C.');
  say(`  dashboard  ${system.dashboardUrl}`);
  say(`  editor     ${system.editorUrl}`);
  say(`  broker     ${withoutPassword(system.brokerUrl)}`);
  say('');
  system.nodeRed.onExit = (code) => {
    say(`Node-RED ended by itself with code ${code}; start with --verbose to see why`);
    stop(1);
  };
}

function withoutPassword(url: string): string {
  return url.replace(/\/\/[^@/]*@/, '//');
}

main().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
