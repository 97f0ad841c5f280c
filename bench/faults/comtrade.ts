import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { readWaveforms } from '../../lib/waveform/formats';
import type { SimulatedEvent } from '../../simulator/waveform';
import { sharedFile } from '../../test/support/shared-data';
import type { Peer } from '../forest/peer';
import { filesOf, longEvent } from './events';
import { costOfPeer, type PeerCost } from './peer-cost';
import { type Cost, costOf } from './timing';

/** A recording on disk, read by us and by the comtrade package, one cost a round. */
export interface Reading {
  name: string;
  megabytes: number;
  ours: Cost[];
  theirs: Cost[];
  /** Why they can't read it. */
  failed: string | null;
}

/** Files from disk to samples in memory, in turns. @param peer null: without Python */
export async function compareReading(
  events: readonly SimulatedEvent[],
  peer: Peer | null,
  folder: string,
  rounds: number,
): Promise<Reading[]> {
  const readings: Reading[] = [];
  for (const { name, cfg, dat } of recordings(events, folder)) {
    const reading: Reading = { name, megabytes: readFileSync(dat).length / 1e6, ours: [], theirs: [], failed: null };
    const read = () => readWaveforms([cfg, dat].map((path) => ({ name: basename(path), bytes: readFileSync(path) })));
    for (let round = -1; round < rounds; round++) {
      const ours = await costOf(1, read);
      const reply = await peer?.reply<PeerCost & { failed: string | null }>({ do: 'comtrade', cfg, dat });
      reading.failed = reply?.failed ?? null;
      if (round < 0) continue;
      reading.ours.push(ours);
      if (reply && reply.failed === null) reading.theirs.push(costOfPeer(reply));
    }
    readings.push(reading);
  }
  return readings;
}

function recordings(events: readonly SimulatedEvent[], folder: string) {
  const found = [{ name: 'simulated, six channels, FLOAT32', ...written(longEvent(events), folder) }];
  const [cfg, packed] = ['f1_1b274run.cfg', 'f1_1b274run.dat.gz'].map((file) => sharedFile(`waveforms/${file}`));
  if (cfg && packed) {
    const dat = join(folder, 'feeder.dat');
    writeFileSync(dat, gunzipSync(readFileSync(packed)));
    const own = join(folder, 'feeder.cfg');
    writeFileSync(own, readFileSync(cfg));
    found.push({ name: 'feeder fault at 100 kHz, 15 channels, FLOAT32', cfg: own, dat });
  }
  const [recorder, samples] = ['cfg', 'dat'].map((end) => sharedFile(`waveforms/recorder_isolated_network.${end}`));
  if (recorder && samples) found.push({ name: 'recorder, 4 + 15 channels, ASCII', cfg: recorder, dat: samples });
  return found;
}

function written(event: SimulatedEvent, folder: string): { cfg: string; dat: string } {
  for (const { name, bytes } of filesOf(event, 'comtrade', 'long')) writeFileSync(join(folder, name), bytes);
  return { cfg: join(folder, 'long.cfg'), dat: join(folder, 'long.dat') };
}
