import { resolve } from 'node:path';
import type { Static } from '@sinclair/typebox';
import { exampleNetwork } from '../../lib/network/example-network';
import { importNetwork, readNetworkFiles } from '../../lib/network/importers';
import type { definition } from './schema';

/**
 * The network that the settings describe; a relative path is one below the user folder.
 * @throws NetworkFault when it can't be read
 */
export function imported({ path, topology }: Static<typeof definition.settings>, userDir = '.') {
  if (path !== '') return importNetwork(readNetworkFiles(resolve(userDir, path)));
  const given = Object.keys(topology).length === 0 ? exampleNetwork() : topology;
  return importNetwork([{ name: 'topology', bytes: Buffer.from(JSON.stringify(given)) }]);
}
