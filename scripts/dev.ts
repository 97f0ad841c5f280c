import { spawnSync } from 'node:child_process';
import { watch } from 'node:fs';
import { join, resolve } from 'node:path';
import { readEnvironment } from '../start/environment';
import { startSystem } from '../start/system';

/** Runs the system; on every change it builds and restarts Node-RED, and says how long that took. The broker stays up. */
const ROOT = resolve(__dirname, '..');
const WATCHED = [
  'lib',
  'nodes',
  'simulator',
  'start',
  'flows',
  'icons',
  'resources',
  'dashboard/nodes',
  'dashboard/lib',
  'dashboard/widgets',
];
/** Editors save in several steps. */
const SETTLE_MS = 100;

function build(): boolean {
  return (
    spawnSync(process.execPath, ['--import', 'tsx', join(ROOT, 'scripts/build.ts')], { stdio: 'inherit' }).status === 0
  );
}

async function main(): Promise<void> {
  if (!build()) process.exit(1);
  const say = (line: string) => process.stdout.write(`${line}\n`);
  const system = await startSystem(ROOT, readEnvironment(process.env, ROOT), say, (text) => process.stdout.write(text));
  say(`dashboard ${system.dashboardUrl}   editor ${system.editorUrl}   broker ${system.brokerUrl}`);

  let timer: NodeJS.Timeout | undefined;
  let running: Promise<unknown> = Promise.resolve();
  const restart = async (changedMs: number) => {
    if (!build()) return;
    await system.nodeRed.stop();
    await system.nodeRed.start();
    say(`from save to running: ${((Date.now() - changedMs) / 1000).toFixed(1)} s`);
  };
  for (const folder of WATCHED) {
    watch(join(ROOT, folder), { recursive: true }, () => {
      const changedMs = Date.now();
      clearTimeout(timer);
      timer = setTimeout(() => {
        running = running.then(() => restart(changedMs)).catch((error: Error) => say(error.message));
      }, SETTLE_MS);
    });
  }
  const stop = () => system.stop().then(() => process.exit(0));
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

main().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
