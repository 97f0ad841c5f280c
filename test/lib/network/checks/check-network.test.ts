import assert from 'node:assert/strict';
import { checkNetwork } from '../../../../lib/network/checks';
import type { NetworkBranch, NetworkModel, NetworkNode } from '../../../../lib/network/network-model';

const node = (id: string, changes: Partial<NetworkNode> = {}): NetworkNode => {
  return { id, loadMw: 0, generationMw: 0, ...changes };
};

const line = (id: string, from: number, to: number, changes: Partial<NetworkBranch> = {}): NetworkBranch => {
  const perUnit = { resistancePu: 0, reactancePu: 0.1, susceptancePu: 0, tapRatio: 1, shiftRad: 0 };
  return { id, from, to, ...perUnit, ratingMva: null, inService: true, weight: null, ...changes };
};

const chain = (changes: Partial<NetworkModel> = {}): NetworkModel => ({
  name: 'chain',
  baseMva: 100,
  nodes: [
    node('a', { isReference: true, nominalKv: 110 }),
    node('b', { nominalKv: 110 }),
    node('c', { nominalKv: 110 }),
  ],
  branches: [line('ab', 0, 1), line('bc', 1, 2)],
  ...changes,
});

const found = (network: NetworkModel) =>
  checkNetwork(network)
    .all()
    .map(({ severity, kind, place, problem }) => ({ told: `${severity} ${kind} @ ${place}`, problem }));

const expectOne = (network: NetworkModel, told: string, problem: RegExp) => {
  const findings = found(network);
  assert.deepEqual(
    findings.map((finding) => finding.told),
    [told],
  );
  assert.match(findings[0]!.problem, problem);
};

describe('check of a network', () => {
  it('finds nothing odd about a plain one', () => assert.deepEqual(found(chain()), []));

  it('finds parts that nothing supplies, and islands with a supply of their own', () => {
    const open = [line('ab', 0, 1), line('bc', 1, 2, { inService: false })];
    expectOne(chain({ branches: open }), 'warning island @ node "c"', /"c" is not joined .*without a supply/);
    const supplied = chain({ branches: open });
    supplied.nodes[2]!.generationMw = 1;
    expectOne(supplied, 'info island @ node "c"', /island with a supply/);
  });

  it('finds that there is no reference', () => {
    const network = chain();
    delete network.nodes[0]!.isReference;
    expectOne(network, 'warning no-reference @ network', /no reference/);
  });

  it('finds parallel lines, whichever way they are drawn', () => {
    const branches = [...chain().branches, line('cb', 2, 1)];
    expectOne(chain({ branches }), 'info parallel-branches @ line "cb"', /one of 2 lines between "b" and "c"/);
  });

  it('finds positions of some nodes only', () => {
    const network = chain();
    Object.assign(network.nodes[0]!, { x: 1, y: 2 });
    expectOne(network, 'info position @ node "b"', /1 more of 3 nodes/);
  });

  // 200 p.u. are 24,200 ohm at 110 kV on 100 MVA, and 0.32 ohm at 0.4 kV.
  it('finds a reactance of 200 p.u. where no line has so many ohm', () => {
    const branches = [line('ab', 0, 1, { reactancePu: 200 }), line('bc', 1, 2)];
    expectOne(chain({ branches }), 'error impossible-unit @ line "ab"', /200 p\.u\., which are 24200 ohm at 110 kV/);
    const low = chain({ branches });
    for (const each of low.nodes) each.nominalKv = 0.4;
    assert.deepEqual(found(low), []);
    const unknown = chain({ branches });
    for (const each of unknown.nodes) delete each.nominalKv;
    expectOne(unknown, 'error impossible-unit @ line "ab"', /200 p\.u\.$/);
  });

  const UNITS: [string, Partial<NetworkBranch>, RegExp][] = [
    ['percent for a tap', { tapRatio: 98 }, /tap ratio of 98/],
    ['degrees for a shift', { shiftRad: 150 }, /150 rad/],
    ['kVA for a rating', { ratingMva: 250_000 }, /250000 MVA/],
    ['a resistance', { resistancePu: -500 }, /resistance of -500/],
  ];
  for (const [name, changes, problem] of UNITS) {
    it(`finds ${name}`, () => {
      const branches = [line('ab', 0, 1, changes), line('bc', 1, 2)];
      expectOne(chain({ branches }), 'error impossible-unit @ line "ab"', problem);
    });
  }

  it('finds volts for kilovolts and kilowatts for megawatts', () => {
    const volts = chain();
    volts.nodes[1]!.nominalKv = 110_000;
    assert.match(found(volts)[0]!.problem, /nominal voltage of 110000 kV/);
    const kilowatts = chain();
    kilowatts.nodes[1]!.loadMw = 42_000;
    expectOne(kilowatts, 'error impossible-unit @ node "b"', /42000 MW at 110 kV/);
    assert.match(found(chain({ baseMva: 1e8 }))[0]!.problem, /base power/);
  });

  it('counts findings of which there are too many', () => {
    const nodes = Array.from({ length: 201 }, (_, at) => node(`n${at}`, { isReference: at === 0 }));
    const findings = checkNetwork({ name: '', baseMva: 100, nodes, branches: [] }).all();
    assert.equal(findings.length, 51);
    assert.match(findings.at(-1)!.problem, /150 more findings of the kind island/);
  });
});
