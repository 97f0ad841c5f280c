import { deviationsOf, type LiveNetwork, restoreDeviations } from '../../lib/network/live';
import type { Behaviour, NodeContext } from '../shell/grid-node';
import { StateFile } from '../shell/state-file';

const DEFAULT_SNAPSHOT_SECONDS = 300;
/** Large states are written less often, so that an SD card lasts: at most so many bytes a second on average. */
const MOST_BYTES_A_SECOND = 100_000;
/** What nobody writes for a month counts as left over and is deleted. */
const KEEP_ALIVE_MS = 24 * 3_600_000;

/**
 * Keeps what is changed at run time over redeploys, restarts and power cuts: a line that is out stays out. A switched line
 * is written within a second, loads and generation every so many minutes, as other states are.
 */
export function keepChanges(network: LiveNetwork, { red, node, fail }: NodeContext): Pick<Behaviour, 'tick' | 'close'> {
  const { userDir, gridloom } = red.settings;
  if (!userDir) return {};
  const file = new StateFile(userDir, node.type, node.id);
  let revision = 0;
  file.restore(node, restore, () => network.reset(), 'the network is as in the file');
  const everyMs = (gridloom?.snapshotSeconds ?? DEFAULT_SNAPSHOT_SECONDS) * 1000;
  let written = deviationsOf(network);
  let soonestMs = 0;
  let nextMs = Date.now() + everyMs;
  let keepAliveMs = Date.now() + KEEP_ALIVE_MS;

  return {
    tick(nowMs) {
      if (nowMs < soonestMs || (network.revision === revision && nowMs < keepAliveMs)) return;
      const now = deviationsOf(network);
      if (nowMs < nextMs && JSON.stringify(now.lines) === JSON.stringify(written.lines)) return;
      soonestMs = Number.POSITIVE_INFINITY;
      save(nowMs).catch((error) => {
        soonestMs = nowMs + everyMs;
        fail(error);
      });
    },
    async close() {
      if (network.revision > 0 || revision < 0) await save(Date.now());
    },
  };

  async function save(nowMs: number): Promise<void> {
    const [now, ofRevision] = [deviationsOf(network), network.revision];
    const bytes = await file.write(now);
    [written, revision] = [now, ofRevision];
    soonestMs = nowMs + (bytes / MOST_BYTES_A_SECOND) * 1000;
    nextMs = Math.max(nowMs + everyMs, soonestMs);
    keepAliveMs = nowMs + KEEP_ALIVE_MS;
  }

  function restore(state: unknown): void {
    const { restored, dropped } = restoreDeviations(network, state);
    if (restored > 0) node.log(`${restored} lines or nodes are changed as before the restart`);
    // What the file says otherwise is forgotten, also when the file is as before again.
    revision = dropped > 0 ? -1 : network.revision;
    if (dropped === 0) return;
    node.warn(`${dropped} lines or nodes that were changed are as in the file again, which is another now`);
  }
}
