import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gridloom } from '../support/run-gridloom';
import { sharedFile } from '../support/shared-data';
import { tempFolder } from '../support/temp-folder';

type Row = { id: string } & Record<string, number | null>;

const folder = tempFolder();
function fileOf(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify(content));
  return path;
}
const STAR = fileOf('star.json', { A: { B: 0.9, C: 0.9, D: 0.9 }, B: { A: 0.9 }, C: { A: 0.9 }, D: { A: 0.9 } });

async function centrality(...args: string[]): Promise<{ code: number; err: string; rows: Row[] }> {
  const { code, out, err } = await gridloom('centrality', ...args, '--json');
  return { code, err, rows: (JSON.parse(out) as { nodes: Row[] }).nodes };
}
function near(row: Row, expected: Record<string, number>): void {
  assert.deepEqual(Object.keys(row), ['id', ...Object.keys(expected)]);
  for (const [name, value] of Object.entries(expected))
    assert.ok(Math.abs(row[name]! - value) < 1e-9, `${row.id} ${name}: ${row[name]} is not ${value}`);
}

describe('gridloom centrality', function () {
  // The first test loads the command.
  this.timeout(20_000);

  it('gives every measure of every node, by hand on a star', async () => {
    const { code, rows } = await centrality('--topology', STAR);
    assert.equal(code, 0);
    assert.deepEqual(
      rows.map(({ id }) => id),
      ['A', 'B', 'C', 'D'],
    );
    // What an end draws comes a third each from the hub and the two other ends, all of it through the hub; what the hub
    // draws comes a third from each end. At an end: a third of each of three others' megawatt, fed in there.
    const hub = { degree: 1, betweenness: 3, betweennessNormalised: 1, closeness: 1, eigenvector: 0.5 ** 0.5 };
    near(rows[0]!, { ...hub, electrical: 1 });
    const end = { degree: 1 / 3, betweenness: 0, betweennessNormalised: 0, closeness: 0.6, eigenvector: 6 ** -0.5 };
    near(rows[1]!, { ...end, electrical: 1 / 3 });
  });

  it('gives only the measures that are asked for', async () => {
    const { rows } = await centrality('--topology', STAR, '--measure', 'closeness', '--measure', 'degree');
    near(rows[2]!, { degree: 1 / 3, closeness: 0.6 });
    assert.equal((await gridloom('centrality', '--topology', STAR, '--measure', 'fame')).code, 2);
  });

  it('shows a table to people, the most central first', async () => {
    const { out } = await gridloom('centrality', '--topology', STAR, '--measure', 'betweenness');
    assert.match(out, /node +betweenness +betweennessNormalised\n +A +3 +1\n/);
  });

  it('weighs by demand where there is one, and power comes from where it is generated', async () => {
    const chain = fileOf('chain.json', {
      schema: 'gridloom-topology/1',
      nodes: [
        { id: 'A', loadMw: 30 },
        { id: 'B', loadMw: 10 },
        { id: 'C', generationMw: 40, isReference: true },
      ],
      lines: [
        { id: 'L1', from: 'A', to: 'B', reactancePu: 0.1 },
        { id: 'L2', from: 'B', to: 'C', reactancePu: 0.2 },
      ],
    });
    const { rows } = await centrality('--topology', chain, '--measure', 'electrical');
    assert.deepEqual(
      rows.map(({ electrical }) => electrical),
      [0, 1, 1],
    );
  });

  it('says null where a network has no such measure, with exit code 1', async () => {
    const opposed = fileOf('opposed.json', {
      schema: 'gridloom-topology/1',
      nodes: [{ id: 'A', isReference: true }, { id: 'B' }],
      lines: [
        { id: 'L1', from: 'A', to: 'B', reactancePu: 0.1 },
        { id: 'L2', from: 'A', to: 'B', reactancePu: -0.1 },
      ],
    });
    const { code, err, rows } = await centrality('--topology', opposed);
    assert.equal(code, 1);
    assert.match(err, /^error: electrical: .*reactances.*cancel/m);
    assert.deepEqual([rows[1]!.electrical, rows[1]!.degree], [null, 1]);
  });

  it('finds the published top of case118: bus 69 with 2116.966', async function () {
    const place = sharedFile('networks/case118.m');
    if (!place) return this.skip();
    const { rows } = await centrality('--topology', place, '--measure', 'betweenness');
    const top = rows.reduce((a, b) => (a.betweenness! >= b.betweenness! ? a : b));
    assert.deepEqual([top.id, top.betweenness!.toFixed(3)], ['69', '2116.966']);
  });
});
