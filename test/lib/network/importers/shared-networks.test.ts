import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ImportedNetwork, importNetwork } from '../../../../lib/network/importers';
import type { NetworkBranch, NetworkModel } from '../../../../lib/network/network-model';
import { toTopology } from '../../../../lib/network/to-topology';
import { sharedFile } from '../../../support/shared-data';
import { importJson, near, told } from './files';

/** Sums and single values below were read from the files with NumPy and pandas, not with these importers. */
const total = <T>(list: readonly T[], value: (element: T) => number) =>
  list.reduce((sum, each) => sum + value(each), 0);
const references = ({ nodes }: NetworkModel) => nodes.filter(({ isReference }) => isReference).map(({ id }) => id);
const openCount = ({ branches }: NetworkModel) => branches.filter(({ inService }) => !inService).length;
const branchOf = ({ branches }: NetworkModel, id: string): NetworkBranch =>
  branches.find((branch) => branch.id === id)!;

function shared(path: string, check: (imported: ImportedNetwork) => void) {
  it(path, function () {
    const place = sharedFile(`networks/${path}`);
    if (!place) return this.skip();
    const names = path.includes('.') ? [''] : readdirSync(place);
    const files = names.map((name) => ({ name: name || path, bytes: readFileSync(join(place, name)) }));
    const imported = importNetwork(files);
    check(imported);
    assert.deepEqual(importJson(toTopology(imported.network)).network, imported.network);
  });
}

describe('import of public networks', () => {
  shared('case118.m', (imported) => {
    const { network } = imported;
    assert.deepEqual([network.nodes.length, network.branches.length, openCount(network)], [118, 186, 0]);
    assert.deepEqual([network.name, network.baseMva, references(network)], ['case118', 100, ['69']]);
    near(
      total(network.nodes, ({ loadMw }) => loadMw),
      4242,
    );
    near(
      total(network.nodes, ({ generationMw }) => generationMw),
      4377.4,
    );
    near(
      total(network.branches, ({ reactancePu }) => reactancePu),
      19.85673,
    );
    near(
      total(network.branches, ({ resistancePu }) => resistancePu),
      5.10337,
    );
    near(
      total(network.branches, ({ susceptancePu }) => susceptancePu),
      13.39228,
    );
    assert.equal(network.branches.filter(({ kind }) => kind === 'transformer').length, 11);
    assert.equal(network.nodes[0]!.label, 'Riversde  V2');
    assert.equal(network.nodes[88]!.generationMw, 607);
    assert.deepEqual([branchOf(network, '8-5').tapRatio, branchOf(network, '8-5').reactancePu], [0.985, 0.0267]);
    assert.deepEqual(
      [branchOf(network, '49-54').reactancePu, branchOf(network, '49-54#2').reactancePu],
      [0.289, 0.291],
    );
    assert.equal(branchOf(network, '1-2').ratingMva, null);
    assert.equal(imported.findings.filter(({ kind }) => kind === 'parallel-branches').length, 7);
    assert.equal(imported.findings.length, 7);
  });

  shared('case300.m', ({ network, findings }) => {
    assert.deepEqual([network.nodes.length, network.branches.length, openCount(network)], [300, 411, 0]);
    assert.deepEqual(references(network), ['7049']);
    near(
      total(network.nodes, ({ loadMw }) => loadMw),
      23525.85,
    );
    near(
      total(network.nodes, ({ generationMw }) => generationMw),
      23479.43,
    );
    near(
      total(network.branches, ({ reactancePu }) => reactancePu),
      96.40054,
    );
    assert.equal(network.branches.filter(({ kind }) => kind === 'transformer').length, 129);
    assert.equal(branchOf(network, '1201-120').reactancePu, -0.3697);
    assert.ok(findings.every(({ severity }) => severity === 'info'));
  });

  shared('case33bw.m', ({ network, findings }) => {
    assert.deepEqual([network.nodes.length, network.branches.length, openCount(network)], [33, 37, 5]);
    assert.deepEqual([network.baseMva, references(network)], [10, ['1']]);
    near(
      total(network.nodes, ({ loadMw }) => loadMw),
      3.715,
    );
    // Ohm on 12.66² kV² / 10 MVA = 16.02756 ohm
    near(
      total(network.branches, ({ resistancePu }) => resistancePu),
      27.5784 / 16.02756,
    );
    near(
      total(network.branches, ({ reactancePu }) => reactancePu),
      24.7843 / 16.02756,
    );
    near(branchOf(network, '1-2').resistancePu, 0.005752591161723931);
    near(branchOf(network, '21-8').reactancePu, 0.12478505773804621);
    assert.equal(branchOf(network, '21-8').inService, false);
    assert.deepEqual(findings, []);
  });

  shared('case16ci.m', (imported) => {
    const { network } = imported;
    assert.deepEqual([network.nodes.length, network.branches.length, openCount(network)], [16, 16, 3]);
    assert.deepEqual(references(network), ['1', '2', '3']);
    near(
      total(network.nodes, ({ loadMw }) => loadMw),
      28.7,
    );
    near(
      total(network.branches, ({ resistancePu }) => resistancePu),
      1.265 / 16.02756,
    );
    assert.equal(imported.findings.filter(({ kind }) => kind === 'island').length, 2);
  });

  shared('mv_oberrhein.json', (imported) => {
    const { network } = imported;
    const lines = network.branches.filter(({ id }) => id.startsWith('line '));
    assert.deepEqual([network.nodes.length, lines.length, network.branches.length], [179, 181, 183]);
    assert.deepEqual(references(network), ['58', '318']);
    assert.deepEqual(
      network.branches.filter(({ inService }) => !inService).map(({ id }) => id),
      [8, 23, 31, 66, 88, 188].map((index) => `line ${index}`),
    );
    near(
      total(lines, ({ reactancePu }) => reactancePu),
      0.037215313778371506,
    );
    near(
      total(lines, ({ resistancePu }) => resistancePu),
      0.0422114718646492,
    );
    near(
      total(lines, ({ susceptancePu }) => susceptancePu),
      3.393271008739605,
    );
    near(
      total(lines, ({ ratingMva }) => ratingMva!),
      2390.2647554612013,
    );
    near(
      total(network.nodes, ({ loadMw }) => loadMw),
      37.116,
    );
    near(branchOf(network, 'transformer 114').reactancePu, 0.004478579703432775);
    near(branchOf(network, 'transformer 114').tapRatio, 0.97);
    near(network.nodes[0]!.x!, 7.765225672614365);
    // Two parts of 109 and 70 busbars, each with an external grid.
    assert.deepEqual(told(imported), ['island @ mv_oberrhein.json bus row 32']);
    assert.equal(imported.findings[0]!.severity, 'info');
  });

  shared('scigrid-de', (imported) => {
    const { network } = imported;
    const lines = network.branches.filter(({ kind }) => kind === 'line');
    assert.deepEqual([network.nodes.length, lines.length, network.branches.length - lines.length], [585, 852, 96]);
    near(
      total(lines, ({ reactancePu }) => reactancePu),
      12.506119641401792,
    );
    near(
      total(lines, ({ resistancePu }) => resistancePu),
      2.186923607666458,
    );
    near(
      total(lines, ({ susceptancePu }) => susceptancePu),
      125.05631629512125,
    );
    near(
      total(lines, ({ ratingMva }) => ratingMva!),
      961101.1367142741,
    );
    near(branchOf(network, 'line 2').reactancePu, 0.006191397506925208);
    near(branchOf(network, 'transformer 2').reactancePu, 0.005);
    near(
      total(network.nodes, ({ loadMw }) => loadMw),
      50414.65333333322,
    );
    near(network.nodes[0]!.loadMw, 225.7192512639583);
    near(network.nodes[0]!.generationMw, (50414.65333333322 * 626.1846471849) / 172540.55010828713);
    assert.ok(told(imported).includes('no-reference @ buses.csv'));
    assert.ok(imported.findings.every(({ severity }) => severity !== 'error'));
  });
});
