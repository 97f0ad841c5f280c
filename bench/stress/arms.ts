import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import graphologyBetweenness from 'graphology-metrics/centrality/betweenness';
import { betweenness, reactanceBetweenness } from '../../lib/network/centrality';
import { type Cost, costOf } from '../faults/timing';
import { Peer } from '../forest/peer';
import { type BenchGraph, graphologyOf, writeGraph } from './bench-graph';

/** One implementation of betweenness, with one graph at a time. */
export interface Arm {
  name: string;
  load(graph: BenchGraph): Promise<void>;
  /** @param times calls, of which the median counts */
  run(isWeighted: boolean, times: number): Promise<Outcome>;
}

export interface Outcome {
  cost: Cost;
  /** Pairs once; null: of some sources only. */
  values: Float64Array | null;
}

export const OURS = 'gridloom';

/** All that runs in this process. */
export function localArms(): Arm[] {
  return [
    localArm(OURS, ({ model, adjacency }) => {
      return (isWeighted) => (isWeighted ? reactanceBetweenness(model) : betweenness(adjacency));
    }),
    localArm('graphology-metrics', (given) => {
      const graph = graphologyOf(given);
      return (isWeighted) => {
        const getEdgeWeight = isWeighted ? 'weight' : null;
        const found = graphologyBetweenness(graph, { normalized: false, getEdgeWeight });
        return Float64Array.from(given.model.nodes.keys(), (node) => found[node]!);
      };
    }),
  ];
}

function localArm(name: string, prepare: (graph: BenchGraph) => (isWeighted: boolean) => Float64Array): Arm {
  let work: (isWeighted: boolean) => Float64Array;
  return {
    name,
    load: async (graph) => {
      work = prepare(graph);
    },
    run: async (isWeighted, times) => {
      let values: Float64Array = new Float64Array();
      const cost = await costOf(times, () => {
        values = work(isWeighted);
      });
      return { cost, values };
    },
  };
}

/** What of the peers one Python has, each with its version. */
export class PythonArms {
  private readonly peer: Peer;
  private nodeCount = 0;
  private loaded: BenchGraph | undefined;

  /** @param sources NetworkX takes so many on graphs that have ten times as many, and its time is scaled */
  constructor(
    python: string,
    private readonly folder: string,
    private readonly sources: number,
  ) {
    this.peer = new Peer(python, resolve(__dirname, 'peer.py'));
  }

  async arms(): Promise<Arm[]> {
    const { versions } = await this.peer.reply<{ versions: Record<string, string> }>({ do: 'hello' });
    return Object.entries(versions).map(([name, version]) => ({
      name: `${name} ${version}`,
      load: (graph) => this.load(graph),
      run: (isWeighted, times) => this.run(name, isWeighted, times),
    }));
  }

  end(): void {
    this.peer.end();
  }

  /** One file for all arms of this Python. */
  private async load(graph: BenchGraph): Promise<void> {
    if (this.loaded === graph) return;
    this.loaded = graph;
    this.nodeCount = graph.model.nodes.length;
    const file = join(this.folder, 'graph');
    writeGraph(file, graph);
    await this.peer.ask({ do: 'load', file, nodes: this.nodeCount, edges: graph.lengths.length });
  }

  private async run(name: string, isWeighted: boolean, times: number): Promise<Outcome> {
    const isSampled = name === 'networkx' && this.nodeCount >= 10 * this.sources;
    const sources = isSampled ? this.sources : 0;
    const out = join(this.folder, 'values');
    const { seconds, cpuSeconds } = await this.peer.reply<{ seconds: number; cpuSeconds: number }>({
      ...{ do: 'betweenness', with: name, weighted: isWeighted },
      ...{ sources, times, out },
    });
    const scale = 1000 * (isSampled ? this.nodeCount / sources : 1);
    const values = isSampled ? null : new Float64Array(new Uint8Array(readFileSync(out)).buffer);
    return { cost: { wallMs: scale * seconds, cpuMs: scale * cpuSeconds }, values };
  }
}
