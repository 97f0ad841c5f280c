import assert from 'node:assert/strict';
import { importNetwork } from '../../../../lib/network/importers';
import { faultOf, fileOf, near, told } from './files';

const FILES = {
  'network.csv': 'name,pypsa_version\nToy,1.0\n',
  'buses.csv':
    'name,v_nom,x,y,osm_name\n1,220,9.5,52.4,"Nord, ""alt"""\r\n2,380,9.1,52.5,\r\n2_220kV,220,9.1,52.5,\n3,380,9.0,52.0,\n',
  'lines.csv': [
    'name,bus0,bus1,type,length,num_parallel,s_nom,x,r,b,x_ohmkm,r_ohmkm,c_nfkm',
    '1,1,2_220kV,Al/St 240/40 2-bundle 220.0,43.379,1.0,495.4,,,,0.32,0.08,11.5',
    '2,2,3,Al/St 240/40 4-bundle 380.0,72.686,2.0,3422.5,,,,,,',
    '3,2,3,,10,1,0,28.88,1.444,0.0001,,,',
    '4,2,3,,10,1,inf,,,,0.25,0.025,13.7',
    '5,2,3,unknown type,10,1,100,,,,,,',
    '',
  ].join('\n'),
  'transformers.csv':
    'name,bus0,bus1,x,r,s_nom,tap_ratio,tap_side,phase_shift\n2,2,2_220kV,0.1,0.01,2000,,,\nT,2,2_220kV,0.1,0,500,0.95,1,30\n',
  'links.csv': 'name,bus0,bus1,p_nom\n1,1,3,200\n',
  'loads.csv': 'name,bus,p_set\na,1,5\nb,3,7\n',
  'loads-p_set.csv': 'snapshot,a\n2011-01-01 00:00,10\n2011-01-01 01:00,30\n',
  'generators.csv': 'name,bus,control,p_nom,p_set\ng,1,Slack,100,\nh,2,PQ,300,\n',
};

const folder = (changes: Record<string, string | undefined> = {}) =>
  Object.entries({ ...FILES, ...changes }).flatMap(([name, text]) =>
    text === undefined ? [] : [fileOf(`toy/${name}`, text)],
  );

const branchesOf = (changes?: Record<string, string>) =>
  new Map(importNetwork(folder(changes)).network.branches.map((branch) => [branch.id, branch]));

describe('import of a PyPSA folder', () => {
  it('reads buses, loads as means over time, and shares the load among generators without dispatch', () => {
    const imported = importNetwork(folder());
    const { network } = imported;
    assert.deepEqual([network.name, network.baseMva], ['Toy', 100]);
    assert.deepEqual(network.nodes[0], {
      id: '1',
      label: 'Nord, "alt"',
      x: 9.5,
      y: 52.4,
      nominalKv: 220,
      loadMw: 20,
      generationMw: 27 / 4,
      capacityMw: 100,
      isReference: true,
    });
    assert.deepEqual(
      network.nodes.map(({ loadMw, generationMw }) => [loadMw, generationMw]),
      [
        [20, 6.75],
        [0, 20.25],
        [0, 0],
        [7, 0],
      ],
    );
    assert.ok(told(imported).includes('assumed @ generators.csv'));
  });

  it('takes the dispatch where there is one', () => {
    const generators = 'name,bus,control,p_nom,p_set\ng,1,PQ,100,40\nh,2,PQ,300,-10\n';
    const { network } = importNetwork(folder({ 'generators.csv': generators }));
    assert.deepEqual(
      network.nodes.map(({ generationMw }) => generationMw),
      [40, -10, 0, 0],
    );
  });

  it('computes lines from their type, from ohm, or from ohm per kilometre', () => {
    const branches = branchesOf();
    // 0.301 ohm/km × 43.379 km on 220² kV² / 100 MVA = 484 ohm
    near(branches.get('line 1')!.reactancePu, 0.02697743595041322);
    near(branches.get('line 1')!.resistancePu, (0.06 * 43.379) / 484);
    near(branches.get('line 1')!.susceptancePu, 2 * Math.PI * 50 * 12.5e-9 * 43.379 * 484);
    // Two circuits halve it: 0.246 × 72.686 / 2 on 1,444 ohm.
    near(branches.get('line 2')!.reactancePu, 0.006191397506925208);
    near(branches.get('line 2')!.susceptancePu, 0.9100744413346209);
    near(branches.get('line 3')!.reactancePu, 0.02);
    near(branches.get('line 3')!.resistancePu, 0.001);
    near(branches.get('line 3')!.susceptancePu, 0.1444);
    near(branches.get('line 4')!.reactancePu, 2.5 / 1444);
    assert.deepEqual(
      [...branches.values()].map(({ ratingMva }) => ratingMva),
      [495.4, 3422.5, null, null, 100, 2000, 500, 200],
    );
  });

  it('takes types from the folder, and reports one that is not known', () => {
    const imported = importNetwork(folder());
    assert.ok(told(imported).includes('missing-impedance @ lines.csv line 6'));
    const types = 'name,f_nom,r_per_length,x_per_length,c_per_length\nunknown type,50,0.1,1.444,10\n';
    near(branchesOf({ 'line_types.csv': types }).get('line 5')!.reactancePu, 0.01);
  });

  it('brings transformers to the base power, with the tap at their from end', () => {
    const branches = branchesOf();
    near(branches.get('transformer 2')!.reactancePu, 0.005);
    near(branches.get('transformer 2')!.resistancePu, 0.0005);
    const tapped = branches.get('transformer T')!;
    assert.deepEqual([tapped.from, tapped.to, tapped.tapRatio], [2, 1, 0.95]);
    near(tapped.shiftRad, -Math.PI / 6);
    near(tapped.reactancePu, 0.02);
  });

  it('counts a link as a line and says so', () => {
    assert.ok(told(importNetwork(folder())).includes('assumed @ links.csv line 2'));
    near(branchesOf().get('link 1')!.reactancePu, 0.05);
  });

  it('reports rows that are damaged, one by one', () => {
    const lines = [
      'name,bus0,bus1,x',
      '1,1,__proto__,5',
      '2,1,2_220kV',
      '3,1,2_220kV,5,6',
      '4,1,2_220kV,"5,0"',
      '5,1,2_220kV,5',
      '5,1,2_220kV,5',
      '',
    ].join('\n');
    const imported = importNetwork(folder({ 'lines.csv': lines }));
    assert.deepEqual(
      told(imported).filter((place) => place.includes('lines.csv')),
      [
        'unusable @ lines.csv line 3',
        'unusable @ lines.csv line 4',
        'unknown-node @ lines.csv line 2',
        'not-a-number @ lines.csv line 5',
        'duplicate-id @ lines.csv line 7',
        'missing-impedance @ lines.csv line 5',
        'parallel-branches @ lines.csv line 6',
      ],
    );
  });

  it('names what a folder lacks', () => {
    assert.match(faultOf(folder({ 'buses.csv': undefined })).problem, /without buses.csv/);
    assert.match(faultOf(folder({ 'buses.csv': 'name,v_nom\n' })).problem, /no node/);
    assert.match(faultOf(folder({ 'buses.csv': '<html>' })).problem, /no column/);
    assert.deepEqual(faultOf(folder({ 'lines.csv': 'name,bus0\n1,"2\n' })).place, 'lines.csv line 2');
  });

  it('reads reactive power and shunts', () => {
    const { nodes } = importNetwork(
      folder({
        'loads.csv': 'name,bus,p_set,q_set\na,1,5,2\nb,3,7,1\n',
        'loads-q_set.csv': 'snapshot,a\n2011-01-01 00:00,1\n2011-01-01 01:00,2\n',
        'generators.csv': 'name,bus,control,p_nom,p_set,q_set\ng,1,Slack,100,50,3\n',
        'shunt_impedances.csv': 'name,bus,g,b\ns,1,0.001,0.002\n',
      }),
    ).network;
    const { loadMvar, generationMvar, shuntMw, shuntMvar } = nodes[0]!;
    assert.deepEqual([loadMvar, generationMvar, shuntMw, shuntMvar], [1.5, 3, 48.4, 96.8]);
    assert.equal(nodes[3]!.loadMvar, 1);
  });
});
