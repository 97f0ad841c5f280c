import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { NetworkModel } from '../../../../lib/network/network-model';
import { toTopology } from '../../../../lib/network/to-topology';
import { faultOf, fileOf, importJson, importText, told } from './files';

/** Neighbours of each node as a walk takes them. */
function neighboursOf({ nodes, branches, branchOrder }: NetworkModel): Record<string, string[]> {
  const orderOf = (node: number) =>
    branchOrder?.[node] ?? branches.flatMap(({ from, to }, at) => (from === node || to === node ? [at] : []));
  return Object.fromEntries(
    nodes.map(({ id }, node) => [
      id,
      orderOf(node).map((at) => nodes[branches[at]!.from === node ? branches[at]!.to : branches[at]!.from]!.id),
    ]),
  );
}

describe('import of a weight file', () => {
  it('makes one line of both directions', () => {
    const { network, findings } = importText(
      'net.json',
      '{"N1": {"N2": 0.9}, "N2": {"N1": 0.9, "N3": 0.8}, "N3": {"N2": 0.8}}',
    );
    assert.deepEqual(
      network.branches.map(({ id, from, to, weight }) => [id, from, to, weight]),
      [
        ['N1-N2', 0, 1, 0.9],
        ['N2-N3', 1, 2, 0.8],
      ],
    );
    assert.equal(network.branchOrder, undefined);
    assert.deepEqual(
      findings.map(({ kind }) => kind),
      ['missing-impedance', 'no-reference'],
    );
  });

  it('keeps the order of neighbours, also of names that are numbers', () => {
    const text = '{"10": {"9": 0.9, "2": 0.8}, "9": {"2": 0.7, "10": 0.9}, "2": {"9": 0.7, "10": 0.8}}';
    const { network } = importText('net.json', text);
    assert.deepEqual(
      network.nodes.map(({ id }) => id),
      ['10', '9', '2'],
    );
    assert.deepEqual(neighboursOf(network), { 10: ['9', '2'], 9: ['2', '10'], 2: ['9', '10'] });
  });

  it('keeps the order of neighbours through a topology of our own', () => {
    const { network } = importText('net.json', '{"a": {"c": 1, "b": 1}, "b": {"c": 1, "a": 1}, "c": {"b": 1, "a": 1}}');
    const again = importJson(toTopology(network)).network;
    assert.deepEqual(again, network);
    assert.deepEqual(neighboursOf(again), { a: ['c', 'b'], c: ['b', 'a'], b: ['c', 'a'] });
  });

  it('puts a neighbour that a node does not list itself where that one lists it', () => {
    const { network } = importText('net.json', '{"a": {"b": 1}, "c": {"b": 1}, "b": {"d": 1}, "d": {}}');
    assert.deepEqual(neighboursOf(network).b, ['a', 'c', 'd']);
  });

  it('takes the greater weight of two directions, and tells', () => {
    const imported = importText('net.json', '{"a": {"b": 0.8},\n "b": {"a": 0.9}}');
    assert.equal(imported.network.branches[0]!.weight, 0.9);
    assert.ok(told(imported).includes('unequal-weights @ net.json line 2'));
  });

  it('does without a weight that is no share, and without a line from a node to itself', () => {
    const imported = importText('net.json', '{"a": {"b": 95, "a": 0.5}}');
    assert.deepEqual(
      imported.network.branches.map(({ weight }) => weight),
      [null],
    );
    assert.ok(told(imported).includes('impossible-unit @ net.json line 1'));
    assert.ok(told(imported).includes('self-loop @ net.json line 1'));
  });

  it('reads names that are names of JavaScript', () => {
    const { network } = importText('net.json', '{"__proto__": {"constructor": 0.5}, "constructor": {"toString": 0.5}}');
    assert.deepEqual(
      neighboursOf(network),
      Object.fromEntries([
        ['__proto__', ['constructor']],
        ['constructor', ['__proto__', 'toString']],
        ['toString', ['constructor']],
      ]),
    );
  });

  it('names the line of what is no weight', () => {
    const fault = (text: string) => faultOf([fileOf('net.json', text)]);
    assert.equal(fault('{"a": {"b": 0.5},\n"b": {"a": "high"}}').place, 'net.json line 2');
    assert.equal(fault('{"a": {"b": {}}}').place, 'net.json line 1');
    assert.equal(fault('{"a": {"b": 1}, "c": [1]}').place, 'net.json line 1');
    assert.match(fault('{"a": {"b": 1}').problem, /not valid JSON/);
    assert.match(fault('{"a": 1}').problem, /no format that is known/);
  });

  it('lists every pair once and every neighbour in the order of its row', () => {
    const weights = fc.dictionary(
      fc.string({ minLength: 1, maxLength: 2 }),
      fc.dictionary(fc.string({ minLength: 1, maxLength: 2 }), fc.double({ min: 0, max: 1, noNaN: true }), {
        minKeys: 1,
        maxKeys: 5,
      }),
      { minKeys: 1, maxKeys: 6 },
    );
    fc.assert(
      fc.property(weights, (given) => {
        const { network } = importText('net.json', JSON.stringify(given));
        const neighbours = new Map(Object.entries(neighboursOf(network)));
        const pairs = new Set<string>();
        for (const [node, row] of Object.entries(given)) {
          const own = Object.keys(row).filter((other) => other !== node);
          for (const other of own) pairs.add(JSON.stringify([node, other].sort()));
          assert.deepEqual(
            neighbours.get(node)!.filter((other) => own.includes(other)),
            own,
          );
        }
        assert.equal(network.branches.length, pairs.size);
      }),
      { seed: 11, numRuns: 100 },
    );
  });
});
