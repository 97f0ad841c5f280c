import type { ReconfigurationDesk } from '../../lib/routing';
import type { NodeContext } from '../shell/grid-node';
import { StateFile } from '../shell/state-file';

/** What nobody writes for a month counts as left over and is deleted. */
const KEEP_ALIVE_MS = 24 * 3_600_000;

/** Keeps constraints over redeploys, restarts and power cuts: they are few, and written as soon as they change. */
export function keepDesk(desk: ReconfigurationDesk, { red, node, fail }: NodeContext) {
  const { userDir } = red.settings;
  if (!userDir) return { changed: () => undefined, tick: () => undefined, close: async () => undefined };
  const file = new StateFile(userDir, node.type, node.id);
  file.restore(
    node,
    (state) => desk.restore(state),
    () => desk.reset(),
    'there are no constraints',
  );
  let keepAliveMs = Date.now() + KEEP_ALIVE_MS;
  const save = () => file.write(desk.snapshot());
  return {
    changed: () => void save().catch(fail),
    tick(nowMs: number) {
      if (nowMs < keepAliveMs) return;
      keepAliveMs = nowMs + KEEP_ALIVE_MS;
      save().catch(fail);
    },
    close: async () => void (await save()),
  };
}
