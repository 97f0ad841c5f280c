import type { NetworkModel } from '../network/network-model';
import { completePropagatorSettings, type StressPropagatorSettings } from './propagator-settings';
import { StressField } from './stress-field';
import { stressGraph } from './stress-graph';
import type { StressModel } from './stress-model';

/** One node of the answer; `path` from the source that brings most, both ends included. */
export interface PropagatedNode {
  id: string;
  /** 0…1 */
  stress: number;
  hop: number;
  path: string[];
}

/**
 * What given sources do to a network, once: every node that is reached, most stressed first, equal ones by id.
 * @param sources stress by node id, 0…1
 * @throws Error that names a source that is no node, a stress that is none, or a setting that is wrong
 */
export function propagate(
  network: NetworkModel,
  model: StressModel,
  sources: ReadonlyMap<string, number>,
  settings: Partial<StressPropagatorSettings> = {},
): PropagatedNode[] {
  const graph = stressGraph(network);
  const field = new StressField(graph, model, completePropagatorSettings(settings));
  const given = [...sources].map(([key, stress]) => {
    const node = graph.indexOf.get(key);
    if (node === undefined) throw new Error(`source ${key}: there is no such node: name one of the network`);
    if (!(stress >= 0 && stress <= 1)) throw new Error(`source ${key}: stress ${stress}: give a number from 0 to 1`);
    return { key, node, stress };
  });
  const nodes = Array.from(field.setAll(given), (node): PropagatedNode => {
    const { stress, hop, path } = field.at(node)!;
    return { id: graph.ids[node]!, stress, hop, path: path.map((index) => graph.ids[index]!) };
  });
  return nodes.sort((a, b) => b.stress - a.stress || (a.id < b.id ? -1 : 1));
}
