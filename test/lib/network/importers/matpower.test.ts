import assert from 'node:assert/strict';
import { importNetwork } from '../../../../lib/network/importers';
import { faultOf, fileOf, importText, near, told } from './files';

interface Parts {
  bus?: string;
  gen?: string;
  branch?: string;
  end?: string;
}

const BUS = `
 1 3 0 0 0 0 1 1 0 10 1 1.1 0.9; % the source
 2 1 1000 500 0 0 1 1 0 10 1 1.1 0.9;
 30 4 7 0 0 0 1 1 0 10 1 1.1 0.9;
 4, 1, 2000, 0, 0, 0, 1, 1, 0, 10, 1, 1.1, 0.9 ...
 ; `;
const GEN = '1 3 0 10 -10 1 100 1 10 0; 1 2 0 10 -10 1 100 0 10 0';
const BRANCH = `
 1 2 1 2 0 20 0 0 0 0 1 -360 360
 2 4 0.5 0.5 1e-3 0 0 0 0.98 30 1 -360 360
 2 4 0.5 0.5 0 0 0 0 0 0 0 -360 360
 30 4 1 1 0 0 0 0 0 0 1 -360 360`;

const caseOf = ({ bus = BUS, gen = GEN, branch = BRANCH, end = '' }: Parts = {}) => `function mpc = small
% A comment with ' and [ and mpc.bus = 5
mpc.version = '2';
mpc.baseMVA = 10;
mpc.bus = [${bus}];
mpc.gen = [${gen}];
mpc.branch = [${branch}];
mpc.bus_name = { 'One'; 'It''s two' ; 'C'; 'D' };
mpc.gencost = [ 2 0 0 3 0 20 ];
${end}
`;

const CONVERSIONS = `
%% convert
[PQ, PV, REF, NONE, BUS_I, BUS_TYPE, PD, QD, GS, BS, BUS_AREA, VM, ...
    VA, BASE_KV] = idx_bus;
[F_BUS, T_BUS, BR_R, BR_X] = idx_brch;
Vbase = mpc.bus(1, BASE_KV) * 1e3;      %% in Volts
Sbase = mpc.baseMVA * 1e6;              %% in VA
mpc.branch(:, [BR_R BR_X]) = mpc.branch(:, [BR_R BR_X]) / (Vbase^2 / Sbase);
mpc.bus(:, [PD, QD]) = mpc.bus(:, [PD, QD]) / 1e3;`;

describe('import of a MATPOWER case', () => {
  it('reads buses, generators in service, and branches with their taps', () => {
    const imported = importText('small.m', caseOf());
    const { network } = imported;
    assert.equal(network.name, 'small');
    assert.deepEqual(
      network.nodes.map(({ id, label, loadMw, generationMw, isReference = false }) => [
        id,
        label,
        loadMw,
        generationMw,
        isReference,
      ]),
      [
        ['1', 'One', 0, 3, true],
        ['2', "It's two", 1000, 0, false],
        ['30', 'C', 0, 0, false],
        ['4', 'D', 2000, 0, false],
      ],
    );
    assert.deepEqual(
      network.branches.map(({ id, kind, tapRatio, ratingMva, inService }) => [
        id,
        kind,
        tapRatio,
        ratingMva,
        inService,
      ]),
      [
        ['1-2', 'line', 1, 20, true],
        ['2-4', 'transformer', 0.98, null, true],
        ['2-4#2', 'line', 1, null, false],
        ['30-4', 'line', 1, null, false],
      ],
    );
    near(network.branches[1]!.shiftRad, Math.PI / 6);
    assert.ok(told(imported).includes('out-of-service @ small.m line 8'));
    // 1,000 kW read as MW.
    assert.ok(told(imported).includes('impossible-unit @ small.m line 7'));
  });

  it('reads reactive power, shunts, the voltage of sources and limits of voltage', () => {
    const bus = '1 3 0 0 0 0 1 0.9 0 10 1 1 1; 2 1 1 0.5 0.1 0.2 1 1 0 10 1 1.06 0.94; 3 4 7 7 7 7 1 1 0 10 1 0 0';
    const gen = '1 3 1 10 -10 1.02 100 1 10 0; 2 1 0.25 0 0 1.05 100 1 10 0';
    const { nodes } = importText('small.m', caseOf({ bus, gen, branch: '1 2 1 2 0 20 0 0 0 0 1' })).network;
    assert.deepEqual(nodes, [
      {
        id: '1',
        label: 'One',
        nominalKv: 10,
        loadMw: 0,
        generationMw: 3,
        generationMvar: 1,
        isReference: true,
        voltagePu: 1.02,
      },
      {
        id: '2',
        label: "It's two",
        nominalKv: 10,
        loadMw: 1,
        loadMvar: 0.5,
        shuntMw: 0.1,
        shuntMvar: 0.2,
        generationMw: 1,
        generationMvar: 0.25,
        capacityMw: 10,
        minVoltagePu: 0.94,
        maxVoltagePu: 1.06,
      },
      { id: '3', label: 'C', nominalKv: 10, loadMw: 0, generationMw: 0 },
    ]);
  });

  it('adds up what the generators in service of a bus can feed in; 0, Inf, none, and that of the reference are not known', () => {
    const capacities = (gen: string) =>
      importText('small.m', caseOf({ gen })).network.nodes.map(({ capacityMw }) => capacityMw);
    const row = (bus: number, status: number, most: string) => `${bus} 1 0 9 -9 1 100 ${status} ${most} 0;`;
    const both = row(1, 1, '30') + row(2, 1, '12') + row(2, 0, '99') + row(2, 1, '5');
    assert.deepEqual(capacities(both), [undefined, 17, undefined, undefined]);
    assert.deepEqual(capacities(row(4, 1, '0') + row(2, 1, 'Inf')), [undefined, undefined, undefined, undefined]);
    assert.deepEqual(capacities(row(2, 1, '30') + row(2, 1, '0')), [undefined, undefined, undefined, undefined]);
    assert.deepEqual(capacities('2 1 0 9 -9 1 100 1'), [undefined, undefined, undefined, undefined]);
  });

  it('computes the statements at the end that convert units', () => {
    const { network, findings } = importText('small.m', caseOf({ end: CONVERSIONS }));
    // (10 kV)² / 10 MVA = 10 ohm
    near(network.branches[0]!.resistancePu, 0.1);
    near(network.branches[0]!.reactancePu, 0.2);
    near(network.nodes[1]!.loadMw, 1);
    assert.ok(!findings.some(({ kind }) => kind === 'impossible-unit'));
  });

  const STATEMENTS: [string, number][] = [
    ['mpc.bus(:, 3) = mpc.bus(:, 3) * 0.5;', 500],
    ['pf = 0.8; mpc.bus(:, 3) = mpc.bus(:, 3) * sin(acos(pf)) / 1e3;', 0.6],
    ['mpc.bus(2, 3) = 7', 7],
    ['mpc.bus([2 4], 3) = [8; 9]', 8],
    ['mpc.bus(2:4, 3) = -mpc.bus(2:4, 4) .* mpc.bus(2:4, 4) + 2 ^ -1', -249999.5],
    ['define_constants; mpc.bus(:, PD) = mpc.bus(:, PD) - 1;', 999],
    ['x = [1 -2]; mpc.bus(2, 3) = x(1, 2);', -2],
    ['x = [1 - 2, 3 ...\n]; mpc.bus(2, 3) = x(1, 1);', -1],
    ["mpc.note = 'text with ] and ; and %'; mpc.bus(2, 3) = 1;", 1],
    ["mpc.userfunc = some.call(1, {2})'; mpc.bus(2, 3) = 2", 2],
    ['disp(mpc)\nmpc.bus(2, 3) = 3', 3],
    ['%{\nmpc.bus = 5;\n%}\nmpc.bus(2, 3) = 4', 4],
    ['a = mpc.bus; a(2, 3) = 0; mpc.bus(2, 3) = mpc.bus(2, 3) / 2', 500],
  ];
  for (const [end, expected] of STATEMENTS) {
    it(`computes ${JSON.stringify(end)}`, () => {
      near(importText('small.m', caseOf({ end })).network.nodes[1]!.loadMw, expected);
    });
  }

  const DAMAGED: [string, Parts, RegExp][] = [
    ['small.m line 6', { bus: '1 3 0 0 0 0 1 1 0 10;\n 2 1 x 0 0 0 1 1 0 10;' }, /"x" for a number/],
    ['small.m line 6', { bus: '1 3 0 0 0 0 1 1 0 10;\n 2 1 0 0' }, /row of 4 numbers, and the first has 10/],
    ['small.m mpc.bus', { bus: '1 3 0' }, /has 3 columns/],
    ['small.m mpc.branch', { end: "mpc.branch = 'none';" }, /is not there/],
    ['small.m line 19', { end: 'if 1\n mpc.bus(:, 3) = 0;\nend' }, /has "if"/],
    ['small.m line 19', { end: "mpc = loadcase('case9');" }, /loadcase, which is not known/],
    ['small.m line 19', { end: 'mpc.bus(:, 3) = mpc.bus(:, 3) * mpc.bus(:, 3)' }, /computes \* of matrices/],
    ['small.m line 19', { end: 'mpc.bus(:, 99) = 1' }, /uses index 99 of a matrix of 4 × 13/],
    ['small.m line 19', { end: 'mpc.bus(2, 3) = unknown + 1' }, /unknown, which is not known/],
    ['small.m line 19', { end: `mpc.bus(2, 3) = ${'('.repeat(5000)}1` }, /nested too deeply/],
    ['small.m line 19', { end: `mpc.bus(2, 3) = ${'-'.repeat(100_000)}1` }, /nested too deeply/],
    [
      'small.m line 20',
      { end: 'Vbase = huge(1);\nmpc.bus(2, 3) = 1; mpc.branch(:, 3) = Vbase' },
      /Vbase, which is not known/,
    ],
    ['small.m line 19', { end: 'mpc.branch = [ 1 2 3' }, /matrix without an end/],
  ];
  for (const [place, parts, problem] of DAMAGED) {
    it(`names ${place}: ${problem.source}`, () => {
      const fault = faultOf([fileOf('small.m', caseOf(parts))]);
      assert.match(fault.problem, problem);
      assert.equal(fault.place, place);
      assert.notEqual(fault.remedy, '');
    });
  }

  it('computes cells that are expressions, and none that are two numbers in MATLAB', () => {
    const bus = `
 1 3 0 0 0 0 1 1 0 135/sqrt(3) 1 1.1 0.9;
 2 1 2*(500 + 1) -3^2 0 0 1 1 0 (12) / sqrt(3), 1 1.1 0.9`;
    const { nodes } = importText('small.m', caseOf({ bus, branch: '1 2 1 2 0 0 0 0 0 0 1' })).network;
    near(nodes[0]!.nominalKv!, 77.942286, 1e-6);
    near(nodes[1]!.nominalKv!, 6.9282032, 1e-6);
    assert.deepEqual([nodes[1]!.loadMw, nodes[1]!.loadMvar], [1002, -9]);
    for (const cell of ['3 - 2', '1.2.3', 'sqrt(', '1:2', "'a'", 'x']) {
      const bus = ` 1 3 0 0 0 0 1 1 0 ${cell} 1 1.1 0.9; 2 1 0 0 0 0 1 1 0 1 1 1.1 0.9`;
      const { place } = faultOf([fileOf('small.m', caseOf({ bus }))]);
      assert.equal(place, 'small.m line 5', cell);
    }
  });

  it('runs nothing', () => {
    const end = "eval('mpc.bus = 1'); system('true');";
    assert.match(faultOf([fileOf('small.m', caseOf({ end }))]).problem, /"eval"/);
  });

  it('tells a case of format version 1', () => {
    const text = 'function [baseMVA, bus, gen, branch] = old\nbaseMVA = 100;\n';
    assert.match(faultOf([fileOf('old.m', text)]).problem, /version 1/);
  });

  it('reports rows that name no bus, and numbers that are none', () => {
    const branch = '1 2 0 NaN 0 0 0 0 0 0 1; 1 99 0 1 0 0 0 0 0 0 1; 4 4 0 1 0 0 0 0 0 0 1; 1 4 0 1 0 Inf 0 0 0 0 1';
    const imported = importText('small.m', caseOf({ branch, gen: '77 1 0 0 0 1 1 1 1 0' }));
    const kinds = imported.findings.map(({ kind }) => kind);
    for (const kind of ['not-a-number', 'missing-impedance', 'unknown-node', 'self-loop', 'impossible-unit'] as const) {
      assert.ok(kinds.includes(kind), kind);
    }
    assert.equal(kinds.filter((kind) => kind === 'unknown-node').length, 2);
    assert.equal(imported.network.branches.length, 2);
    assert.equal(imported.network.branches[1]!.ratingMva, null);
  });

  it('reads a comment that is not in UTF-8', () => {
    const bytes = Buffer.from(caseOf({ end: '% Z\u00fcrich' }), 'latin1');
    const { network } = importNetwork([{ name: 'x.m', bytes }]);
    assert.equal(network.nodes.length, 4);
  });
});
