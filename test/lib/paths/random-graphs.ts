import { adjacencyOf } from '../../../lib/network/graph';
import type { NetworkModel } from '../../../lib/network/network-model';

export type Edge = readonly [from: number, to: number];

/** A network of bare lines. */
export function modelOf(nodeCount: number, edges: readonly Edge[]): NetworkModel {
  return {
    name: 'made',
    baseMva: 100,
    nodes: Array.from({ length: nodeCount }, (_, at) => ({ id: `N${at}`, loadMw: 0, generationMw: 0 })),
    branches: edges.map(([from, to], at) => ({
      id: `L${at}`,
      from,
      to,
      resistancePu: 0.01,
      reactancePu: 0.1,
      susceptancePu: 0,
      tapRatio: 1,
      shiftRad: 0,
      ratingMva: null,
      inService: true,
      weight: null,
    })),
  };
}

export const graphOf = (nodeCount: number, edges: readonly Edge[]) =>
  adjacencyOf(modelOf(nodeCount, edges), { mergeParallel: false });

/** Every way that meets no node twice, as the branches it takes: by trying all. */
export function everyWay(edges: readonly Edge[], from: number, to: number): number[][] {
  const ways: number[][] = [];
  const walk = (node: number, seen: ReadonlySet<number>, branches: readonly number[]) => {
    if (node === to) {
      ways.push([...branches]);
      return;
    }
    for (const [branch, [a, b]] of edges.entries()) {
      const next = a === node ? b : b === node ? a : -1;
      if (next >= 0 && !seen.has(next)) walk(next, new Set([...seen, next]), [...branches, branch]);
    }
  };
  walk(from, new Set([from]), []);
  return ways;
}

/** `0-1:7 2-3:4,5` as edges and the numbers behind each. */
export function readEdges(text: string): { edges: Edge[]; values: number[][] } {
  const parts = text.split(' ').map((part) => part.split(':'));
  return {
    edges: parts.map(([ends]) => ends!.split('-').map(Number) as unknown as Edge),
    values: parts.map(([, numbers]) => numbers!.split(',').map(Number)),
  };
}
