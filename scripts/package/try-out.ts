import { join } from 'node:path';
import { liveRules } from './live-rules';
import { deprecated } from './lock';
import type { Packed } from './packed';
import { RealNodeRed } from './real-node-red';
import { commandFaults, requireFaults } from './requirable';
import type { Verdict } from './rule';
import { installRuntime, type Runtime } from './runtimes';
import { Steps } from './steps';
import { seconds } from './table';
import { installForUser } from './user-folder';

/** The oldest and the newest pair that the package promises to run on. */
const PAIRS = [
  { nodeRed: '4.1', node: '20.19.0' },
  { nodeRed: '5', node: '24' },
];
/** The oldest Node.js of Node-RED 5, which can't require() an ES module. */
const WITHOUT_REQUIRE_ESM = '22.9.0';

type Tell = (title: string, verdicts: Verdict[]) => void;

/** Installs the tarball as a user would, on each supported pair, and asks the running Node-RED; tells verdicts by pair. */
export async function tryOut(packed: Packed, folder: string, tell: Tell): Promise<void> {
  for (const { nodeRed, node } of PAIRS) {
    const startMs = Date.now();
    const runtime = installRuntime(join(folder, `node-red-${nodeRed}`), node, nodeRed);
    const title = `Node-RED ${runtime.nodeRedVersion} on Node.js ${runtime.nodeVersion}`;
    const titled = fetched(title, startMs);
    tell(titled, await tryPair(`R${nodeRed}`, runtime, packed, join(folder, `user-${nodeRed}`)));
  }
  const startMs = Date.now();
  const old = installRuntime(join(folder, 'node-22'), WITHOUT_REQUIRE_ESM);
  const titled = fetched(`Node.js ${old.nodeVersion}`, startMs);
  const steps = new Steps('R22');
  const userDir = join(folder, `user-${PAIRS[0]!.nodeRed}`);
  await steps.run('requires every node file', () => requireFaults(old.node, userDir, packed));
  tell(titled, steps.verdicts);
}

async function tryPair(id: string, runtime: Runtime, packed: Packed, userDir: string): Promise<Verdict[]> {
  const steps = new Steps(id);
  const installed = await steps.run('installs as from the palette, and brings nothing deprecated', () =>
    deprecated(installForUser(userDir, runtime.node, packed), true),
  );
  if (!installed) return steps.verdicts;
  await steps.run('answers --help with every command', () => commandFaults(runtime.node, userDir, packed));
  let nodeRed: RealNodeRed | undefined;
  await steps.run('starts', async () => {
    nodeRed = await RealNodeRed.start(runtime.node, runtime.nodeRed!, userDir);
    return [];
  });
  if (!nodeRed) return steps.verdicts;
  const running = nodeRed;
  for (const { asks, check } of liveRules) await steps.run(asks, () => check(running, packed));
  await steps.run('stops when asked to', async () =>
    (await running.stop()) ? [] : ['it had to be killed: the close handler of a node hangs'],
  );
  return steps.verdicts;
}

function fetched(title: string, startMs: number): string {
  return `${title} (${seconds(Date.now() - startMs)} to fetch)`;
}
