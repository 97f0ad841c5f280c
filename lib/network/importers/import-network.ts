import { jsonOf, looksLikeJson } from './json-file';
import { importCase, isCase } from './matpower';
import type { ImportedNetwork } from './network-draft';
import { NetworkFault } from './network-fault';
import { importPandapower, isPandapower } from './pandapower';
import { importPypsa, isPypsaFolder } from './pypsa';
import { type SourceFile, type TextFile, textFiles } from './source-file';
import { importTopology, isTopology } from './topology-json';
import { importWeights, isWeightFile } from './weight-file';

export type NetworkFormat = 'topology' | 'weights' | 'matpower' | 'pandapower' | 'pypsa';

const FORMATS =
  'give a Gridloom topology, a weight file { node: { neighbour: weight } }, a MATPOWER case, a pandapower JSON file or the CSV files of a PyPSA folder';

/**
 * Makes a network of a file, or of the files of a PyPSA folder; the format is told by what is in them. What can't be used
 * is left out and reported, together with what is odd about the network. At most 100 MB, 1,000,000 nodes and 4,000,000
 * lines.
 * @throws NetworkFault (and nothing else, for whatever bytes) with place and remedy when no network can be made of them
 */
export function importNetwork(files: readonly SourceFile[]): ImportedNetwork & { format: NetworkFormat } {
  const texts = textFiles(files);
  if (isPypsaFolder(texts)) return { format: 'pypsa', ...importPypsa(texts) };
  const [file, second] = texts as [TextFile, ...TextFile[]];
  if (second) {
    throw new NetworkFault(second.name, `and ${file.name} make no PyPSA folder together`, 'give one file at a time');
  }
  const { name, text } = file;
  if (looksLikeJson(text)) {
    const value = jsonOf(file);
    if (isPandapower(value)) return { format: 'pandapower', ...importPandapower(name, value) };
    if (isTopology(value)) return { format: 'topology', ...importTopology(name, value) };
    if (isWeightFile(value)) return { format: 'weights', ...importWeights(name, text) };
  } else if (isCase(text)) return { format: 'matpower', ...importCase(name, text) };
  throw new NetworkFault(name, 'is of no format that is known', FORMATS);
}
