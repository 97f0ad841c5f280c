import type { MapNetwork } from '../../lib/map/network';
import type { MapDrawing, Target } from './drawing';

/** The nearest node in a direction on the screen; the first one when there is none to start from. */
export function nextNode(
  network: MapNetwork,
  drawing: MapDrawing,
  from: Target | undefined,
  [dx, dy]: [number, number],
): Target | undefined {
  const start = from && drawing.screenPlace(from);
  if (!start) {
    const first = network.nodes.keys().next();
    return first.done ? undefined : { kind: 'node', id: first.value };
  }
  let best: { id: string; cost: number } | undefined;
  for (const id of network.nodes.keys()) {
    const at = drawing.screenPlace({ kind: 'node', id });
    if (!at || id === from.id) continue;
    const along = (at[0] - start[0]) * dx + (at[1] - start[1]) * dy;
    const across = Math.abs((at[0] - start[0]) * dy) + Math.abs((at[1] - start[1]) * dx);
    // What is more to the side than ahead is not in that direction.
    if (along <= 0 || across > 2 * along) continue;
    const cost = along + 2 * across;
    if (!best || cost < best.cost) best = { id, cost };
  }
  return best ? { kind: 'node', id: best.id } : from;
}
