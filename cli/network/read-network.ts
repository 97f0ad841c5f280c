import { importNetwork, readNetworkFiles } from '../../lib/network/importers';
import type { NetworkModel } from '../../lib/network/network-model';
import { type CommandIo, type CommandOption, type ParsedArguments, UsageError } from '../command';
import { onOneLine } from '../text-table';

export const TOPOLOGY_OPTION: CommandOption = {
  name: 'topology',
  short: 't',
  type: 'string',
  placeholder: 'PATH',
  description: 'Gridloom topology, weight file, MATPOWER case, pandapower JSON, or folder of PyPSA CSV files',
};

export interface ReadNetwork {
  network: NetworkModel;
  /** Nothing of it had to be left out. */
  isWhole: boolean;
}

/**
 * The network that `--topology` names; what is odd about it goes to standard error.
 * @throws UsageError without the option; Error with place and remedy when there is no network in it
 */
export function readNetwork({ values }: ParsedArguments, io: CommandIo): ReadNetwork {
  const path = values.topology;
  if (typeof path !== 'string' || path === '') throw new UsageError('give a network: --topology FILE');
  return readNetworkAt(path, io);
}

/** The one network that stands behind the options. @throws as `readNetwork` */
export function readCase({ positionals }: ParsedArguments, io: CommandIo): ReadNetwork {
  const [path, ...more] = positionals;
  if (!path || more.length > 0) throw new UsageError('give one network, e.g. case33bw.m');
  return readNetworkAt(path, io);
}

function readNetworkAt(path: string, { stderr }: CommandIo): ReadNetwork {
  const { network, findings } = importNetwork(readNetworkFiles(path));
  for (const { severity, place, problem, remedy } of findings)
    stderr.write(`${onOneLine(`${severity}: ${place} ${problem}; ${remedy}`)}\n`);
  return { network, isWhole: findings.every(({ severity }) => severity !== 'error') };
}
