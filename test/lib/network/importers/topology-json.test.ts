import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { NetworkModel } from '../../../../lib/network/network-model';
import { toTopology } from '../../../../lib/network/to-topology';
import { faultOf, fileOf, importJson, told } from './files';

const topology = (extra: object = {}) => ({
  schema: 'gridloom-topology/1',
  name: 'Two',
  nodes: [
    { id: 'a', isReference: true, nominalKv: 110, generationMw: 5 },
    { id: 'b', label: 'B', loadMw: 5 },
  ],
  lines: [{ id: 'ab', from: 'a', to: 'b', reactancePu: 0.1, resistancePu: 0.01, ratingMva: 40, weight: 0.9 }],
  ...extra,
});

describe('import of a topology', () => {
  it('reads nodes and lines with what they have', () => {
    const { network, findings } = importJson(topology({ baseMva: 10 }));
    assert.deepEqual(findings, []);
    assert.deepEqual(network, {
      name: 'Two',
      baseMva: 10,
      nodes: [
        { id: 'a', nominalKv: 110, loadMw: 0, generationMw: 5, isReference: true },
        { id: 'b', label: 'B', loadMw: 5, generationMw: 0 },
      ],
      branches: [
        {
          id: 'ab',
          from: 0,
          to: 1,
          resistancePu: 0.01,
          reactancePu: 0.1,
          susceptancePu: 0,
          tapRatio: 1,
          shiftRad: 0,
          ratingMva: 40,
          inService: true,
          weight: 0.9,
        },
      ],
    });
  });

  it('takes a plain list of nodes and lines, all with the same reactance', () => {
    const { network, findings } = importJson({
      nodes: [{ id: 'a' }, { id: 'b' }],
      lines: [{ id: 'l', from: 'a', to: 'b' }],
    });
    assert.equal(network.branches[0]!.reactancePu, 1);
    assert.deepEqual(
      findings.map(({ severity, kind }) => [severity, kind]),
      [
        ['info', 'missing-impedance'],
        ['warning', 'no-reference'],
      ],
    );
  });

  it('gives a line without reactance the median of the others, and one of 0 a small one', () => {
    const ends = { from: 'a', to: 'b' };
    const lines = [0.3, 0.1, 0.2].map((reactancePu, at) => ({ id: `l${at}`, ...ends, reactancePu }));
    const given = topology({ lines: [...lines, { id: 'none', ...ends }, { id: 'zero', ...ends, reactancePu: 0 }] });
    const imported = importJson(given);
    assert.deepEqual(
      imported.network.branches.map(({ reactancePu }) => reactancePu),
      [0.3, 0.1, 0.2, 0.2, 1e-6],
    );
    assert.ok(told(imported).includes('missing-impedance @ net.json lines[3]'));
    assert.ok(told(imported).includes('zero-impedance @ net.json lines[4]'));
  });

  const node = { id: 'c' };
  const line = { id: 'cd', from: 'a', to: 'b', reactancePu: 1 };
  const BAD: [string, object][] = [
    ['unusable @ net.json nodes[2].id', { nodes: [...topology().nodes, { id: 5 }] }],
    ['unusable @ net.json nodes[2].nominalKv', { nodes: [...topology().nodes, { ...node, nominalKv: -1 }] }],
    ['unusable @ net.json nodes[2]', { nodes: [...topology().nodes, null] }],
    ['duplicate-id @ net.json nodes[2]', { nodes: [...topology().nodes, { id: 'a' }] }],
    ['unknown-node @ net.json lines[1]', { lines: [...topology().lines, { ...line, to: '__proto__' }] }],
    ['duplicate-id @ net.json lines[1]', { lines: [...topology().lines, { ...line, id: 'ab' }] }],
    ['self-loop @ net.json lines[1]', { lines: [...topology().lines, { ...line, to: 'a' }] }],
    ['unusable @ net.json lines[1].weight', { lines: [...topology().lines, { ...line, weight: 95 }] }],
  ];
  for (const [expected, extra] of BAD) {
    it(`leaves one out and reports ${expected}`, () => {
      const imported = importJson(topology(extra));
      assert.ok(told(imported).includes(expected), told(imported).join('\n'));
      assert.equal(imported.network.nodes.length, 2);
      assert.equal(imported.network.branches.length, 1);
    });
  }

  it('refuses another schema, and lists that are none', () => {
    const fault = (value: object) => faultOf([fileOf('net.json', JSON.stringify(value))]);
    assert.equal(fault(topology({ schema: 'gridloom-topology/2' })).place, 'net.json schema');
    assert.equal(fault(topology({ lines: {} })).place, 'net.json lines');
    assert.equal(fault(topology({ nodes: [] })).problem, 'has no node that can be used');
    assert.match(fault(topology({ baseMva: -1 })).problem, /base power of -1 MVA/);
  });

  it('keeps ids that are names of JavaScript', () => {
    const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];
    const nodes = names.map((id) => ({ id }));
    const lines = names.slice(1).map((to, at) => ({ id: names[at]!, from: names[0]!, to, reactancePu: 1 }));
    const { network } = importJson({ nodes, lines });
    assert.deepEqual(
      network.nodes.map(({ id }) => id),
      names,
    );
    assert.equal(network.branches.length, 3);
    assert.equal(({} as Record<string, unknown>).id, undefined);
  });

  it('gives the same network again from its own topology', () => {
    const number = fc.double({ min: 1e-3, max: 50, noNaN: true });
    const nodes = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 4 }), { minLength: 2, maxLength: 8 });
    const network = nodes.chain((ids) =>
      fc.record({
        name: fc.string(),
        baseMva: number,
        nodes: fc.tuple(
          ...ids.map((id) =>
            fc.record(
              {
                id: fc.constant(id),
                loadMw: number,
                generationMw: fc.oneof(fc.constant(0), number),
                label: fc.string(),
                nominalKv: number,
                isReference: fc.constant(true as const),
              },
              { requiredKeys: ['id', 'loadMw', 'generationMw'] },
            ),
          ),
        ),
        branches: fc
          .array(
            fc.tuple(
              fc.nat(ids.length - 2),
              number,
              fc.boolean(),
              fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
            ),
            {
              maxLength: 12,
            },
          )
          .map((rows) =>
            rows.map(([from, value, inService, weight], at) => ({
              id: `l${at}`,
              from,
              to: from + 1,
              resistancePu: value / 3,
              reactancePu: value,
              susceptancePu: 0,
              tapRatio: inService ? 1 : value,
              shiftRad: 0,
              ratingMva: weight === null ? null : value,
              inService,
              weight,
            })),
          ),
      }),
    );
    fc.assert(
      fc.property(network, (given) => {
        const again = importJson(toTopology(given as NetworkModel)).network;
        // fast-check's objects have no prototype.
        assert.deepEqual(again, JSON.parse(JSON.stringify(given)));
      }),
      { seed: 7, numRuns: 100 },
    );
  });

  it('keeps what AC reckons with, a reactance of 0 too', () => {
    const { network } = importJson({
      nodes: [
        { id: 'A', isReference: true, voltagePu: 1.02 },
        {
          id: 'B',
          loadMw: 1,
          loadMvar: 0.5,
          generationMvar: 0.1,
          shuntMw: 0.01,
          shuntMvar: 0.2,
          minVoltagePu: 0.95,
          maxVoltagePu: 1.05,
        },
      ],
      lines: [{ id: 'L', from: 'A', to: 'B', resistancePu: 0.1, reactancePu: 0, conductancePu: 0.001 }],
    });
    const { loadMvar, generationMvar, shuntMw, shuntMvar, minVoltagePu, maxVoltagePu } = network.nodes[1]!;
    assert.deepEqual([loadMvar, generationMvar, shuntMw, shuntMvar], [0.5, 0.1, 0.01, 0.2]);
    assert.deepEqual([minVoltagePu, maxVoltagePu, network.nodes[0]!.voltagePu], [0.95, 1.05, 1.02]);
    const [{ reactancePu, hasZeroReactance, conductancePu }] = network.branches as [(typeof network.branches)[0]];
    assert.deepEqual([reactancePu, hasZeroReactance, conductancePu], [0.1, true, 0.001]);
    assert.deepEqual(importJson(toTopology(network)).network, network);
  });
});
