import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { GridLine } from '../../../lib/messages';
import { NetworkGraph } from '../../../lib/peers/network-graph';
import { anyNetwork } from './networks';

/** All ways without a node twice, by trying everything. */
function allWays(lines: readonly GridLine[], from: string, to: string, blocked: ReadonlySet<string>): string[][] {
  const found: string[][] = [];
  const walk = (way: string[]): void => {
    const at = way.at(-1)!;
    if (blocked.has(at)) return;
    if (at === to) found.push(way);
    else
      for (const line of lines) {
        if (line.inService === false || blocked.has(line.id)) continue;
        const next = line.from === at ? line.to : line.to === at ? line.from : undefined;
        if (next !== undefined && !way.includes(next)) walk([...way, next]);
      }
  };
  walk([from]);
  return found;
}

const byLengthThenText = (a: string[], b: string[]) => a.length - b.length || (a.join('\n') < b.join('\n') ? -1 : 1);

describe('network graph', function () {
  this.timeout(20_000);
  it('finds the way with the fewest lines, the first by ids, like a search through all ways', () => {
    fc.assert(
      fc.property(anyNetwork, fc.nat(), fc.nat(), fc.nat(), ({ topology }, a, b, c) => {
        const { nodes, lines } = topology;
        const [from, to, node] = [a, b, c].map((n) => nodes[n % nodes.length]!.id) as [string, string, string];
        const line = lines[c % lines.length]!.id;
        const expected = allWays(lines, from, to, new Set([node, line])).sort(byLengthThenText)[0];
        const graph = new NetworkGraph(topology);
        const blocked = { nodes: new Set([node]), lines: new Set([line]) };
        assert.deepEqual(graph.routesFrom(from, blocked)(to)?.nodes, expected);
        const parts = graph.parts(blocked);
        const isConnected = parts.has(from) && parts.get(from) === parts.get(to);
        assert.equal(isConnected, expected !== undefined);
      }),
      { seed: 20260101, numRuns: 500 },
    );
  });

  it('gives the same way whatever the order of nodes and lines', () => {
    fc.assert(
      fc.property(anyNetwork, ({ topology: { nodes, lines } }) => {
        const one = new NetworkGraph({ nodes, lines });
        const other = new NetworkGraph({ nodes: [...nodes].reverse(), lines: [...lines].reverse() });
        for (const { id } of nodes) assert.deepEqual(one.routesFrom('hub')(id), other.routesFrom('hub')(id));
      }),
      { seed: 20260102, numRuns: 200 },
    );
  });

  it('takes lines that go from node to node, of two parallel ones the first by id', () => {
    const nodes = ['a', 'b', 'c'].map((id) => ({ id }));
    const lines = [
      { id: 'z', from: 'a', to: 'b' },
      { id: 'y', from: 'b', to: 'a' },
      { id: 'w', from: 'a', to: 'b', inService: false },
      { id: 'v', from: 'c', to: 'b' },
    ];
    assert.deepEqual(new NetworkGraph({ nodes, lines }).routesFrom('a')('c'), {
      nodes: ['a', 'b', 'c'],
      lines: ['y', 'v'],
    });
  });
});
