import type { GridTopology } from '../../../../lib/messages';
import { exampleNetwork } from '../../../../lib/network/example-network';
import { importNetwork } from '../../../../lib/network/importers';
import { LiveNetwork } from '../../../../lib/network/live';

/** A topology as a network that changes; by default the example. */
export const liveOf = (topology: GridTopology = exampleNetwork()): LiveNetwork =>
  new LiveNetwork(importNetwork([{ name: 'example.json', bytes: Buffer.from(JSON.stringify(topology)) }]).network);
