import type { TimedLoad } from '../../lib/forecast';
import { completeReplaySettings } from '../../lib/stress/load-replay-settings';
import { LoadFile } from '../grid-load-replay/load-source';

/** The loads of a file as a load replay reads it, and what of it was not taken. @throws Error why it can't be read */
export async function readHistory(path: string, settings: { timeZone: string; loadColumn: string }) {
  const loads: TimedLoad[] = [];
  const refused: string[] = [];
  for await (const items of new LoadFile(path, completeReplaySettings(settings)).parts()) {
    for (const item of items) {
      if ('refused' in item) refused.push(item.refused.message);
      else loads.push({ timeMs: item.measurement.timeMs, loadMw: item.measurement.loadMw ?? Number.NaN });
    }
  }
  return { loads, refused };
}
