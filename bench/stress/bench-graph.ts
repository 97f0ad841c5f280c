import { writeFileSync } from 'node:fs';
import { UndirectedGraph } from 'graphology';
import { type Adjacency, adjacencyOf } from '../../lib/network/graph';
import { importNetwork, readNetworkFiles } from '../../lib/network/importers';
import type { NetworkModel } from '../../lib/network/network-model';

/** One network for all arms: parallel branches merged to one edge, whose length is their common reactance. */
export interface BenchGraph {
  name: string;
  model: NetworkModel;
  adjacency: Adjacency;
  /** Pairs of nodes. */
  ends: Int32Array;
  lengths: Float64Array;
}

export function benchGraph(model: NetworkModel): BenchGraph {
  const admittances = new Map<string, number>();
  for (const { from, to, reactancePu, inService } of model.branches) {
    if (!inService || from === to) continue;
    const pair = from < to ? `${from} ${to}` : `${to} ${from}`;
    admittances.set(pair, (admittances.get(pair) ?? 0) + 1 / Math.abs(reactancePu));
  }
  const ends = Int32Array.from([...admittances.keys()].flatMap((pair) => pair.split(' ').map(Number)));
  const lengths = Float64Array.from(admittances.values(), (admittance) => 1 / admittance);
  return { name: model.name, model, adjacency: adjacencyOf(model, { mergeParallel: true }), ends, lengths };
}

/** @param path of a file or folder in any format that the importers know */
export const importedModel = (path: string): NetworkModel => importNetwork(readNetworkFiles(path)).network;

export function graphologyOf({ model, ends, lengths }: BenchGraph): UndirectedGraph {
  const graph = new UndirectedGraph();
  for (const node of model.nodes.keys()) graph.addNode(node);
  for (const [edge, weight] of lengths.entries()) graph.addEdge(ends[2 * edge], ends[2 * edge + 1], { weight });
  return graph;
}

/** For peer.py. */
export function writeGraph(path: string, { ends, lengths }: BenchGraph): void {
  writeFileSync(path, Buffer.concat([new Uint8Array(ends.buffer), new Uint8Array(lengths.buffer)]));
}
