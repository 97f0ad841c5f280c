import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type ImportedNetwork, importNetwork, NetworkFault, type SourceFile } from '../../../../lib/network/importers';
import { faultOf, fileOf, importJson } from './files';

const CASE = `function mpc = c
mpc.baseMVA = 10;
mpc.bus = [ 1 3 0 0 0 0 1 1 0 10; 2 1 100 0 0 0 1 1 0 10 ];
mpc.gen = [ 1 3 0 10 -10 1 100 1 ];
mpc.branch = [ 1 2 1 2 0 20 0 0 0 0 1; 2 1 1 2 0 20 0 0 0.9 0 1 ]; % both
mpc.bus_name = { 'One'; 'It''s two' };
mpc.branch(:, [3 4]) = mpc.branch(:, [3 4]) / (mpc.bus(1, 10)^2 / mpc.baseMVA);`;
const FRAME = (columns: string, ...rows: string[]) =>
  JSON.stringify({ _object: `{"columns": ${columns}, "index": [${rows.map((_, at) => at)}], "data": [${rows}]}` });
const PANDAPOWER = `{"_class": "pandapowerNet", "_object": {"sn_mva": 1, "bus": ${FRAME('["vn_kv"]', '[20]', '[20]')},
  "line": ${FRAME('["from_bus", "to_bus", "length_km", "x_ohm_per_km"]', '[0, 1, 2, 0.3]')},
  "switch": ${FRAME('["bus", "element", "et", "closed"]', '[0, 1, "b", true]')}}}`;
const WEIGHTS = '{"a": {"b": 0.9, "c": 0.8}, "b": {"a": 0.9}, "c": {"a": 0.7}}';
const TOPOLOGY =
  '{"schema": "gridloom-topology/1", "nodes": [{"id": "a", "x": 1, "y": 2}, {"id": "b"}], "lines": [{"id": "l", "from": "a", "to": "b", "reactancePu": 0.5}]}';
const PYPSA = [
  fileOf('buses.csv', 'name,v_nom,x,y\n1,220,9,52\n"2",380,9,52\n'),
  fileOf('lines.csv', 'name,bus0,bus1,x,s_nom\n1,1,2,5.5,400\n2,1,2,"5",400\n'),
  fileOf('loads.csv', 'name,bus,p_set\n1,2,40\n'),
];
const SEEDS: SourceFile[][] = [...[CASE, PANDAPOWER, WEIGHTS, TOPOLOGY].map((text) => [fileOf('net', text)]), PYPSA];

/** Whatever comes out can be computed with. */
function assertSound({ network, findings }: ImportedNetwork): void {
  const { nodes, branches, branchOrder, baseMva } = network;
  assert.ok(nodes.length > 0 && baseMva > 0);
  assert.equal(new Set(nodes.map(({ id }) => id)).size, nodes.length);
  assert.equal(new Set(branches.map(({ id }) => id)).size, branches.length);
  for (const { loadMw, generationMw } of nodes) assert.ok(Number.isFinite(loadMw) && Number.isFinite(generationMw));
  for (const { from, to, resistancePu, reactancePu, susceptancePu, tapRatio, shiftRad, ...branch } of branches) {
    assert.ok(from !== to && nodes[from] && nodes[to]);
    assert.ok([resistancePu, reactancePu, susceptancePu, tapRatio, shiftRad].every(Number.isFinite));
    assert.ok(reactancePu !== 0 && tapRatio > 0);
    assert.ok(branch.ratingMva === null || branch.ratingMva > 0);
    assert.ok(branch.weight === null || (branch.weight >= 0 && branch.weight <= 1));
  }
  if (branchOrder) {
    assert.equal(branchOrder.flat().length, 2 * branches.length);
    assert.equal(branchOrder.length, nodes.length);
  }
  for (const { place, problem, remedy } of findings) assert.ok(place !== '' && problem !== '' && remedy !== '');
}

function importsOrFaults(files: SourceFile[]): void {
  try {
    assertSound(importNetwork(files));
  } catch (error) {
    if (!(error instanceof NetworkFault)) throw error;
    assert.ok(error.place !== '' && error.problem !== '' && error.remedy !== '');
  }
}

describe('damaged networks', () => {
  for (const [at, files] of SEEDS.entries()) {
    it(`seed ${at} is sound as it is`, () => assertSound(importNetwork(files)));

    it(`seed ${at} with bytes changed, put in or cut out gives a network or a fault`, () => {
      const pieces = fc.constantFrom(
        '',
        '"',
        "'",
        '[',
        ']',
        '{',
        '}',
        '(',
        ':',
        ',',
        ';',
        '\n',
        '%',
        '-',
        '.',
        '1e999',
        'NaN',
        'null',
        '__proto__',
        '\u0000',
        '...',
        '=',
        '^',
      );
      const edit = fc.record({ at: fc.nat(), cut: fc.nat(12), put: pieces });
      fc.assert(
        fc.property(fc.nat(files.length - 1), fc.array(edit, { minLength: 1, maxLength: 4 }), (which, edits) => {
          let text = new TextDecoder().decode(files[which]!.bytes);
          for (const { at, cut, put } of edits) {
            const from = at % (text.length + 1);
            text = text.slice(0, from) + put + text.slice(from + cut);
          }
          importsOrFaults(files.map((file, index) => (index === which ? fileOf(file.name, text) : file)));
        }),
        { seed: 3, numRuns: 150 },
      );
    });
  }

  it('takes any bytes for a network or a fault', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.constantFrom('x', 'buses.csv', 'lines.csv'), (bytes, name) =>
        importsOrFaults([{ name, bytes }]),
      ),
      { seed: 5, numRuns: 300 },
    );
  });

  it('takes any JSON for a network or a fault', () => {
    const shaped = fc.record(
      {
        schema: fc.jsonValue(),
        nodes: fc.jsonValue(),
        lines: fc.jsonValue(),
        _class: fc.constantFrom('pandapowerNet', 'x'),
        _object: fc.jsonValue(),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), shaped), (value) => importsOrFaults([fileOf('net', JSON.stringify(value))])),
      { seed: 9, numRuns: 300 },
    );
  });

  it('tells what it was given in place of a network', () => {
    assert.match(faultOf([]).problem, /no file/);
    assert.match(faultOf([fileOf('a/b/notes.txt', 'hello')]).problem, /no format that is known/);
    assert.equal(faultOf([fileOf('a/b/notes.txt', 'hello')]).place, 'notes.txt');
    assert.match(faultOf([fileOf('x.json', '[1, 2]')]).problem, /no JSON object/);
    assert.match(faultOf([fileOf('x.m', CASE), fileOf('y.m', CASE)]).problem, /no PyPSA folder/);
    assert.match(faultOf([fileOf('', '')]).place, /file/);
    const huge = { name: 'x', bytes: { length: 100_000_001 } as Uint8Array };
    assert.match(faultOf([huge]).problem, /100000001 bytes/);
  });

  it('reads texts that are longer than a pattern has room for', () => {
    const name = '\\n'.repeat(2e6);
    assert.equal(importNetwork([fileOf('net', `{"a\\\\": {"b${name}": 0.5}}`)]).network.nodes[1]!.id.length, 2e6 + 1);
    const buses = `name,v_nom\n1,110\n"${'""'.repeat(2e6)}",110\n`;
    assert.equal(importNetwork([fileOf('buses.csv', buses)]).network.nodes[1]!.id.length, 2e6);
  });

  it('leaves the prototype of all objects as it is', () => {
    const text = '{"__proto__": {"polluted": 0.5}, "nodes": {"__proto__": 1}}';
    importsOrFaults([fileOf('net', text)]);
    importsOrFaults([fileOf('net', '{"nodes": [{"id": "a", "__proto__": {"polluted": 1}}], "lines": []}')]);
    assert.equal(({} as Record<string, unknown>).polluted, undefined);
  });

  it('stays bounded and quick with many faults', () => {
    const lines = Array.from({ length: 5000 }, (_, at) => ({ id: `l${at}`, from: 'a', to: `none${at}` }));
    const { findings } = importJson({ nodes: [{ id: 'a' }], lines });
    assert.ok(findings.length < 60);
  });
});
