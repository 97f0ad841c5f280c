import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PropagatedNode } from '../../lib/stress';
import { gridloom } from '../support/run-gridloom';
import { sharedFile } from '../support/shared-data';
import { tempFolder } from '../support/temp-folder';

const folder = tempFolder();
function fileOf(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

/** N1 – N2 – N4 comes first in the file, N1 – N3 – N4 is stronger. */
const WEIGHTS = fileOf('weights.json', {
  N1: { N2: 0.8, N3: 0.9 },
  N2: { N1: 0.8, N4: 0.8 },
  N3: { N1: 0.9, N4: 0.95 },
  N4: { N2: 0.8, N3: 0.95 },
});
const CASE = `function mpc = case4
mpc.version = '2';
mpc.baseMVA = 100;
mpc.bus = [
 1 1 90 0 0 0 1 1 0 110 1 1.1 0.9;
 2 1 30 0 0 0 1 1 0 110 1 1.1 0.9;
 3 3 0 0 0 0 1 1 0 110 1 1.1 0.9;
 4 1 0 0 0 0 1 1 0 110 1 1.1 0.9;
];
mpc.gen = [ 3 120 0 300 -300 1 100 1 300 0 ];
mpc.branch = [
 1 2 0 0.1 0 0 0 0 0 0 1 -360 360;
 2 3 0 0.1 0 0 0 0 0 0 1 -360 360;
 1 3 0 0.1 0 0 0 0 0 0 1 -360 360;
 3 4 0 0.1 0 0 0 0 0 0 1 -360 360;
];
`;
const MATPOWER = fileOf('case4.m', CASE);

async function stress(...args: string[]): Promise<{ code: number; err: string; nodes: Map<string, PropagatedNode> }> {
  const { code, out, err } = await gridloom('stress', ...args, '--json');
  const { nodes } = JSON.parse(out) as { nodes: PropagatedNode[] };
  return { code, err, nodes: new Map(nodes.map((node) => [node.id, node])) };
}
const near = (actual: number, expected: number) =>
  assert.ok(Math.abs(actual - expected) < 1e-9, `${actual} is not ${expected}`);

describe('gridloom stress', function () {
  // The first test loads the command.
  this.timeout(20_000);

  it('takes the strongest path, and with --compat the first visit, by hand', async () => {
    const strong = await stress('--topology', WEIGHTS, '--source', 'N1=0.30');
    assert.equal(strong.code, 0);
    assert.deepEqual(Object.keys(strong.nodes.get('N4')!), ['id', 'stress', 'hop', 'path']);
    assert.deepEqual(strong.nodes.get('N1'), { id: 'N1', stress: 0.3, hop: 0, path: ['N1'] });
    near(strong.nodes.get('N4')!.stress, 0.3 * 0.9 * 0.95 * 0.7);
    assert.deepEqual(strong.nodes.get('N4')!.path, ['N1', 'N3', 'N4']);
    const { nodes } = await stress('--topology', WEIGHTS, '--source', 'N1=0.30', '--compat');
    near(nodes.get('N4')!.stress, 0.3 * 0.8 * 0.8 * 0.7);
    assert.deepEqual(nodes.get('N4')!.path, ['N1', 'N2', 'N4']);
  });

  it('multiplies by the original’s degree centrality with --compat --model degree, by hand', async () => {
    const { nodes } = await stress('--topology', WEIGHTS, '--source', 'N1=0.30', '--compat', '--model', 'degree');
    near(nodes.get('N2')!.stress, 0.3 * 0.8 * (1 + (0.6 * 2) / 3));
  });

  it('combines sources as it is told, within hops and with decay', async () => {
    const of = async (...args: string[]) =>
      (await stress('--topology', WEIGHTS, '--source', 'N1=0.5', '--source', 'N4=0.5', '--hops', '1', ...args)).nodes;
    // At N2 both bring 0.4.
    near((await of()).get('N2')!.stress, 0.64);
    near((await of('--combine', 'sum')).get('N2')!.stress, 0.8);
    near((await of('--compat')).get('N2')!.stress, 0.4);
    near((await of('--hops', '2', '--decay', '0.5')).get('N4')!.stress, 0.5 + 0.5 * (0.5 * 0.9 * 0.95 * 0.5));
  });

  it('reads a MATPOWER case, and spreads as power flows, by hand', async () => {
    const given = ['--topology', MATPOWER, '--source', '1=0.6', '--decay', '1'];
    const { nodes } = await stress(...given, '--model', 'electrical');
    near(nodes.get('3')!.stress, 0.4);
    near(nodes.get('2')!.stress, 0.2);
    near(nodes.get('4')!.stress, 0);
    near((await stress(...given, '--default-weight', '0.5')).nodes.get('4')!.stress, 0.15);
  });

  it('shows a table to people', async () => {
    const { code, out } = await gridloom('stress', '--topology', WEIGHTS, '--source', 'N1=0.3', '--hops', '1');
    assert.equal(code, 0);
    assert.match(out, /node +stress +hops +path\n +N1 +0\.3000 +0 +N1\n +N3 +0\.2700 +1 +N1 → N3/);
  });

  it('reads own JSON and tells what is left out, with exit code 1', async () => {
    const topology = {
      schema: 'gridloom-topology/1',
      nodes: [{ id: 'A' }, { id: 'B' }],
      lines: [
        { id: 'L1', from: 'A', to: 'B', reactancePu: 0.1, weight: 0.5 },
        { id: 'L2', from: 'A', to: 'nowhere', reactancePu: 0.1 },
      ],
    };
    const { code, err, nodes } = await stress('--topology', fileOf('own.json', topology), '--source', 'A=1');
    assert.equal(code, 1);
    assert.match(err, /^error: own\.json lines\[1\] names node "nowhere".*; add the node/m);
    near(nodes.get('B')!.stress, 0.5);
  });

  it('refuses networks that are none, with place and remedy and exit code 1', async () => {
    mkdirSync(join(folder, 'empty'));
    for (const [path, words] of [
      [join(folder, 'none.json'), /none\.json cannot be read \(ENOENT\); give/],
      [join(folder, 'empty'), /holds no CSV file of a PyPSA network; give/],
      [fileOf('torn.json', '{"N1": {'), /torn\.json.*;/],
    ] as const) {
      const { code, out, err } = await gridloom('stress', '--topology', path, '--source', 'N1=0.3', '--json');
      assert.deepEqual([code, out], [1, '']);
      assert.match(err, words);
    }
    const { code, err } = await gridloom('stress', '--topology', WEIGHTS, '--source', 'N9=0.3');
    assert.equal(code, 1);
    assert.match(err, /source N9: there is no such node/);
  });

  it('names arguments that are wrong, with exit code 2', async () => {
    const topology = ['--topology', WEIGHTS];
    for (const [args, words] of [
      [['--source', 'N1=0.3'], /give a network: --topology/],
      [topology, /give one source or more/],
      [[...topology, '--source', 'N1=2'], /--source N1=2: write ID=STRESS/],
      [[...topology, '--source', 'N1'], /--source N1: write ID=STRESS/],
      [[...topology, '--source', 'N1=0', '--source', 'N1=1'], /N1 is there twice/],
      [[...topology, '--source', 'N1=1', '--model', 'best'], /--model best: give one of linear, degree/],
      [[...topology, '--source', 'N1=1', '--combine', 'max'], /--combine max: give one of independent/],
      [[...topology, '--source', 'N1=1', '--hops', '1.5'], /--hops 1.5: give a whole number/],
      [[...topology, '--source', 'N1=1', '--decay', '2'], /--decay 2: give a number, 0 to 1/],
      [[...topology, '--source', 'N1=1', '--compat', '--model', 'electrical'], /--compat multiplies factors/],
    ] as const) {
      const { code, err } = await gridloom('stress', ...args);
      assert.equal(code, 2, args.join(' '));
      assert.match(err, words);
    }
  });

  for (const [path, source] of [
    ['case118.m', '69'],
    ['mv_oberrhein.json', '39'],
    ['scigrid-de', '86'],
  ] as const)
    it(`reads ${path}`, async function () {
      const place = sharedFile(`networks/${path}`);
      if (!place) return this.skip();
      const { code, nodes } = await stress('--topology', place, '--source', `${source}=0.5`, '--model', 'electrical');
      assert.equal(code, 0);
      assert.ok(nodes.size > 3 && [...nodes.values()].every((node) => node.stress <= 0.5 && node.hop <= 3));
    });
});
