import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Value } from '@sinclair/typebox/value';
import { exampleNetwork } from '../../lib/network/example-network';
import { importNetwork, readNetworkFiles } from '../../lib/network/importers';
import { definition } from '../../nodes/grid-topology/schema';
import { offerPreview } from '../../nodes/grid-topology/topology-preview';
import type { NodeRed } from '../../nodes/shell/node-red';
import type { Figure, Phrase, Preview } from '../../nodes/shell/preview';
import { sharedFile } from '../support/shared-data';
import { tempFolder } from '../support/temp-folder';

const texts = ['en-US', 'de'].map((language) =>
  require(`../../nodes/grid-topology/locales/${language}/grid-topology.json`),
);
const userDir = tempFolder();

/** What the editor gets for some settings. */
function preview(settings: object): Promise<Preview> {
  const body = { ...(Value.Create(definition.settings) as object), id: 'net', version: 1, ...settings };
  return new Promise((done) => {
    const post = (_path: string, ...handlers: ((...args: unknown[]) => void)[]) =>
      handlers.at(-1)!({ body }, { json: (answer: object) => done(JSON.parse(JSON.stringify(answer))) });
    const util = { getSetting: (_node: unknown, name: string) => (name === 'GRID' ? 'nets/small.json' : undefined) };
    offerPreview({
      httpAdmin: { post },
      util,
      nodes: { getNode: () => null },
      settings: { userDir },
    } as unknown as NodeRed);
  });
}

/** A phrase as the editor shows it in English; the German one must be there too. */
function say(phrase: Phrase): string {
  if (typeof phrase === 'string') return phrase;
  const [english, german] = texts.map(
    (language) =>
      phrase.key
        .split('.')
        .reduce((at: Record<string, unknown>, key) => at[key] as never, language) as unknown as string,
  );
  assert.equal(typeof german, 'string', phrase.key);
  return Object.entries(phrase.values ?? {}).reduce((text, [name, value]) => {
    assert.ok(german!.includes(`__${name}__`) || !english!.includes(`__${name}__`), `${phrase.key} ${name}`);
    return text.replace(`__${name}__`, `${value}`);
  }, english!);
}

/** Everything is within the drawing. */
function assertSound({ width, height, lines, circles }: Figure): void {
  const isIn = (x: number, y: number) => x >= 0 && x <= width && y >= 0 && y <= height;
  assert.ok(lines.every(({ x1, y1, x2, y2 }) => isIn(x1, y1) && isIn(x2, y2)));
  assert.ok(circles.every(({ x, y }) => isIn(x, y)));
}

const withLines = (more: object[]) => {
  const topology = exampleNetwork();
  return { topology: JSON.stringify({ ...topology, lines: [...topology.lines, ...more] }) };
};

describe('preview of grid topology', () => {
  before(() => {
    mkdirSync(join(userDir, 'nets'));
    writeFileSync(join(userDir, 'nets/small.json'), '{"A":{"B":0.9},"B":{"A":0.9,"C":0.8}}');
  });

  it('shows the example where nothing is given, and offers to take it over', async () => {
    const { notes, figure, rows, takeOver } = await preview({});
    assert.deepEqual(notes.map(say), [
      'No file and no network: the example of 20 substations',
      'Example of 20 substations',
      'Nodes: 20 · lines: 31, in service: 31 · islands: 1',
      'Load: 1000 MW · generation: 1000 MW',
      'Voltage levels: 1 (110 kV)',
      'Errors: 0 · warnings: 0 · notes: 0',
    ]);
    assert.deepEqual([figure!.circles.length, figure!.lines.length, rows], [20, 31, undefined]);
    assertSound(figure!);
    // N1 is at the top left of the lattice, N20 at the bottom right.
    const [first, last] = [figure!.circles[0]!, figure!.circles[19]!];
    assert.ok(first.x < last.x && first.y < last.y);
    assert.equal(first.title, 'N1 · power station · 110 kV · 20 MW load · 210 MW generation');
    assert.equal(figure!.lines[0]!.title, 'L1 · line · N1 – N2 · 200 MVA');
    assert.equal(figure!.circles.filter(({ tone }) => tone === 'strong').length, 4);
    assert.deepEqual(JSON.parse(takeOver!.topology!), exampleNetwork());
  });

  it('lists findings with place and remedy, the errors first, and marks them in the drawing', async () => {
    const more = [
      { id: 'L32', from: 'N1', to: 'N2', reactancePu: 0.1, inService: false },
      { id: 'L33', from: 'N1', to: 'N7', reactancePu: 1e6 },
      { id: 'L34', from: 'N1', to: 'N8' },
      { id: 'L35', from: 'N1', to: '<b>N99</b>' },
    ];
    const { notes, figure, columns, rows, takeOver } = await preview(withLines(more));
    assert.equal(say(notes.at(-1)!), 'Errors: 2 · warnings: 1 · notes: 1');
    assert.deepEqual(
      columns!.map(({ name }) => say(name)),
      ['What', 'Where', 'Finding', 'What to do'],
    );
    assert.deepEqual(
      rows!.map((row) => [say(row[0]!), row[1]]),
      [
        ['error', 'topology lines[34]'],
        ['error', 'topology lines[32]'],
        ['warning', 'topology lines[33]'],
        ['note', 'topology lines[31]'],
      ],
    );
    assert.match(rows![0]![2] as string, /names node "<b>N99<\/b>", which is not there, and is left out/);
    const toneOf = (ends: string) => figure!.lines.find(({ title }) => title?.includes(ends))?.tone;
    assert.deepEqual([toneOf('N1 – N7'), toneOf('N2 – N3')], ['alert', 'plain']);
    assert.equal(takeOver, undefined, 'it is in the form already');
  });

  it('draws what is out of service faintly', async () => {
    const topology = exampleNetwork();
    topology.lines[2]!.inService = false;
    const { figure, notes } = await preview({ topology: JSON.stringify(topology) });
    assert.deepEqual(
      figure!.lines.filter(({ tone }) => tone === 'faint').map(({ title }) => title!.slice(0, 2)),
      ['L3'],
    );
    assert.equal(say(notes[2]!), 'Nodes: 20 · lines: 31, in service: 30 · islands: 1');
  });

  it('reads below the user folder and from the environment, and lays out what has no positions', async () => {
    for (const path of ['nets/small.json', join(userDir, 'nets/small.json'), '${GRID}']) {
      const { notes, figure } = await preview({ path });
      assert.deepEqual(notes.slice(0, 3).map(say), [
        'Format: weight file { node: { neighbour: weight } }',
        'small',
        'Nodes: 3 · lines: 2, in service: 2 · islands: 1',
      ]);
      assert.equal(say(notes[4]!), 'Voltage levels: not known');
      assertSound(figure!);
      assert.match(figure!.caption.map(say).join(' '), /laid out here/);
    }
  });

  it('takes a file over as JSON that gives the same network', async () => {
    const { takeOver } = await preview({ path: 'nets/small.json' });
    assert.equal(takeOver!.path, '');
    const own = await preview(takeOver!);
    assert.equal(say(own.notes[0]!), 'Format: Gridloom topology (gridloom-topology/1)');
    const { network } = importNetwork([{ name: 'own', bytes: Buffer.from(takeOver!.topology!) }]);
    assert.deepEqual(network, importNetwork(readNetworkFiles(join(userDir, 'nets/small.json'))).network);
  });

  it('bounds the drawing, the table and what is taken over of a large network', async () => {
    const count = 10_000;
    const nodes = Array.from({ length: count }, (_, i) => ({ id: `node-${i}`, x: i % 100, y: Math.floor(i / 100) }));
    const lines = nodes
      .slice(1)
      .map(({ id }, i) => ({ id: `line-${i}`, from: `node-${i}`, to: id, reactancePu: 0.001 }));
    const twice = Array.from({ length: 200 }, () => ({ id: 'line-1', from: 'node-1', to: 'gone' }));
    const odd = Array.from({ length: 200 }, (_, i) => ({ id: `odd-${i}`, from: 'node-1', to: 'gone' }));
    writeFileSync(join(userDir, 'large.json'), JSON.stringify({ nodes, lines: [...lines, ...twice, ...odd] }));
    const answer = await preview({ path: 'large.json' });
    const { figure, notes, rows, takeOver } = answer;
    assertSound(figure!);
    assert.ok(figure!.circles.length <= 1200 && figure!.circles.length > 600 && figure!.lines.length <= 2500);
    assert.match(figure!.caption.map(say).join(' '), /Drawn are \d+ places for 10000 nodes/);
    assert.equal(rows!.length, 100);
    assert.match(notes.map(say).join('\n'), /the gravest 100 are listed/);
    assert.equal(takeOver, undefined);
    assert.match(say(notes.at(-1)!), /The network has 1\.\d MB as JSON, and a flow should hold 1 MB at most/);
    assert.ok(JSON.stringify(answer).length < 600_000);
  });

  it('has nothing to complain of in the JSON that documentation and help show', async () => {
    const help = ['en-US', 'de'].map((language) => `nodes/grid-topology/locales/${language}/grid-topology.md`);
    for (const path of ['docs/topology.md', ...help]) {
      const text = readFileSync(resolve(__dirname, '../..', path), 'utf8');
      const topology = /```json\n([\s\S]*?)```/.exec(text)?.[1] ?? text.slice(text.indexOf('    {"schema"'));
      const { notes } = await preview({ topology });
      assert.match(say(notes.at(-1)!), /^Errors: 0 · warnings: 0 · notes: [01]$/, path);
    }
  });

  it('says what is wrong', async () => {
    writeFileSync(join(userDir, 'bad.json'), '{"nodes": [}');
    const cases: [object, RegExp][] = [
      [{ path: 'none.m' }, /none\.m cannot be read \(ENOENT\); give the path of a file or folder that is there/],
      [{ path: 'bad.json' }, /bad\.json is not valid JSON: .*; correct it there/],
      [{ path: 'nets' }, /nets holds no CSV file of a PyPSA network; give its folder/],
      [{ path: '${NONE}' }, /\$\{NONE\} cannot be read/],
      [{ path: 'x\0' }, /x/],
      [{ topology: '{"nodes": [' }, /setting "topology" must be JSON/],
      [{ topology: '[1]' }, /setting "topology" must be JSON/],
      [{ topology: '{"schema":"gridloom-topology/9"}' }, /topology schema is "gridloom-topology\/9"; give it as/],
      [{ topology: '{"nodes":[],"lines":[]}' }, /topology has no node that can be used; give it at least one/],
    ];
    for (const [settings, expected] of cases) {
      const answer = await preview(settings);
      assert.match(answer.notes.map(say).join(), expected);
      assert.deepEqual([answer.figure, answer.takeOver], [undefined, undefined]);
    }
  });

  describe('of public networks', () => {
    // Counts as the sources themselves state them: MATPOWER's case files, pandapower's and SciGRID's descriptions.
    const networks: [string, string, number, RegExp][] = [
      ['case118.m', 'networks/case118.m', 118, /lines: 186, .*islands: 1\nLoad: 4242 MW/],
      ['case300.m', 'networks/case300.m', 300, /lines: 411, .*islands: 1\nLoad: 23525\.9 MW/],
      ['mv_oberrhein.json', 'networks/mv_oberrhein.json', 179, /Voltage levels: 2 \(110, 20 kV\)/],
      ['SciGRID', 'networks/scigrid-de', 585, /lines: 948, .*\n.*\nVoltage levels: 2 \(380, 220 kV\)/],
    ];
    for (const [name, path, nodes, expected] of networks) {
      it(`shows ${name}`, async function () {
        const file = sharedFile(path);
        if (!file) this.skip();
        const { notes, figure, takeOver } = await preview({ path: file });
        assert.match(notes.map(say).join('\n'), expected);
        assert.equal(figure!.circles.length, nodes);
        assertSound(figure!);
        assert.ok(takeOver!.topology!.length < 1e6);
      });
    }
  });
});
