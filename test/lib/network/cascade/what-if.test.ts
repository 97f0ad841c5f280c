import assert from 'node:assert/strict';
import { Value } from '@sinclair/typebox/value';
import { CascadeResult, CascadeScreening, GridMapUpdate } from '../../../../lib/messages';
import { CascadeDesk, type CascadeJob, cascadeJob } from '../../../../lib/network/cascade';
import { NetworkFault } from '../../../../lib/network/importers';
import type { NetworkModel } from '../../../../lib/network/network-model';
import { readMatpowerCase } from '../../../support/matpower-case';
import { sharedFile } from '../../../support/shared-data';
import { networkOf, star } from '../made-models';

const RATINGS = { factor: 1.5, leastMw: 5 };
const DEFAULTS = { method: 'flow', loadFactor: 1, tolerance: 0.3 } as const;

/** 100 MW from n0 to n1 over three equal lines of 40, 60 and 45 MW: each carries 33.3, two of them 50, one 100. */
const bundle = networkOf(
  [{ generationMw: 100 }, { loadMw: 100, label: 'Town' }],
  [40, 60, 45].map((ratingMva) => [0, 1, { ratingMva }]),
);

const desk = (model: NetworkModel, original = model) => new CascadeDesk(model, original, 7, RATINGS);
const ask = (request: unknown, model: NetworkModel) => cascadeJob(request, model, DEFAULTS);
type Single = Exclude<CascadeJob, { kind: 'screen' }>;
function answer(request: object, model: NetworkModel, original = model) {
  const { cascade, map } = desk(model, original).answer(ask(request, model) as Single);
  assert.deepEqual([...Value.Errors(CascadeResult, cascade)], []);
  assert.deepEqual([...Value.Errors(GridMapUpdate, map)], []);
  return { cascade, map };
}
function screen(model: NetworkModel, loadFactor: number) {
  const screening = desk(model).screening(loadFactor);
  while (!screening.isDone) screening.step();
  const report = screening.report();
  assert.deepEqual([...Value.Errors(CascadeScreening, report)], []);
  return report;
}

describe('what-if on a network', () => {
  it('tells a cascade wave by wave, by hand', () => {
    const { cascade } = answer({ remove: { lines: ['b0'] } }, bundle);
    const trips = cascade.waves.map(({ trips }) =>
      trips.map(({ lineId, flowMw, ratingMw, loadingPercent, parents }) => [
        ...[lineId, flowMw, ratingMw, loadingPercent],
        ...parents,
      ]),
    );
    assert.deepEqual(trips, [
      [['b0', 33.333333, 40, 83.333333]],
      [['b2', 50, 45, 111.111111, 'b0']],
      [['b1', 100, 60, 166.666667, 'b2']],
    ]);
    assert.deepEqual(
      cascade.waves.map(({ lostMw }) => lostMw),
      [0, 0, 100],
    );
    assert.deepEqual(
      [cascade.rounds, cascade.tripped, cascade.loadMw, cascade.lostMw, cascade.lostPercent, cascade.revision],
      [2, 2, 100, 100, 100, 7],
    );
    assert.deepEqual(cascade.linesOut, ['b0', 'b1', 'b2']);
    assert.deepEqual(cascade.islands, [
      { nodes: ['n0'], servedMw: 0, lostMw: 0, isDark: false },
      { nodes: ['n1'], servedMw: 0, lostMw: 100, isDark: true },
    ]);
    assert.deepEqual(cascade.criticalNodes, [
      { nodeId: 'n1', lostMw: 100, trips: 2 },
      { nodeId: 'n0', lostMw: 0, trips: 2 },
    ]);
  });

  it('marks waves, what is out and the loading of the rest on the map', () => {
    const { map } = answer({ remove: { lines: ['b0'] }, loadFactor: 0.85 }, bundle);
    // 42.5 MW each are within 60 and 45.
    assert.deepEqual(
      map.lines!.map(({ value, inService }) => [value, inService]),
      [
        [null, false],
        [70.8, true],
        [94.4, true],
      ],
    );
    const all = answer({ remove: { lines: ['b0'] } }, bundle).map;
    const colors = all.lines!.map(({ color }) => color);
    assert.equal(new Set(colors).size, 3);
    assert.deepEqual(all.lines![2]!.details, { wave: 1, 'loading %': 111.1, 'because of': 'b0' });
    assert.deepEqual([all.nodes![0]!.color, all.nodes![1]!.details], [null, { 'lost MW': 100 }]);
  });

  it('takes a node out, which is then in no island', () => {
    const { cascade } = answer({ remove: { nodes: ['town'] } }, bundle);
    assert.deepEqual(cascade.removed, { lines: [], nodes: ['n1'] });
    assert.deepEqual(
      cascade.waves.map(({ nodes, lostMw, trips }) => [nodes, lostMw, trips.length]),
      [[['n1'], 100, 3]],
    );
    assert.deepEqual(
      cascade.islands.map(({ nodes }) => nodes),
      [['n0']],
    );
  });

  it('takes limits that are not known from the network as it was imported, and says for how many lines', () => {
    // Of 90 MW each of three lines carries 30: 45 MW are its limit. With one out for long they carry 45, and stand.
    const ends = [{ generationMw: 90 }, { loadMw: 90 }];
    const original = networkOf(ends, [
      [0, 1],
      [0, 1],
      [0, 1],
    ]);
    const now = networkOf(ends, [
      [0, 1, { inService: false }],
      [0, 1],
      [0, 1],
    ]);
    const { cascade } = answer({ remove: { lines: ['b1'] } }, now, original);
    assert.deepEqual(cascade.assumedRatings, { lines: 3, factor: 1.5, leastMw: 5 });
    assert.deepEqual(
      cascade.waves[1]!.trips.map(({ lineId, ratingMw }) => [lineId, ratingMw]),
      [['b2', 45]],
    );
    assert.equal(cascade.lostMw, 90);
    assert.deepEqual(cascade.linesOut, ['b0', 'b1', 'b2']);
  });

  it('names what is overloaded before anything goes', () => {
    assert.deepEqual(answer({ remove: { lines: ['b1'] } }, bundle).cascade.overloaded, []);
    assert.deepEqual(answer({ remove: { lines: ['b1'] }, loadFactor: 1.3 }, bundle).cascade.overloaded, ['b0']);
  });

  it('follows the shape alone, by hand', () => {
    // All ways of a star pass its middle; without it nothing passes any node.
    const model = { ...star(5), nodes: star(5).nodes.map((node) => ({ ...node, loadMw: 10 })) };
    const { cascade } = answer({ method: 'motter-lai' }, model);
    assert.deepEqual(cascade.removed.nodes, ['n0']);
    assert.deepEqual([cascade.rounds, cascade.giantShare, cascade.lostMw, cascade.lostPercent], [0, 0.2, 10, 20]);
    assert.deepEqual(
      cascade.islands.map(({ nodes }) => nodes),
      [['n1'], ['n2'], ['n3'], ['n4']],
    );
    assert.deepEqual(cascade.linesOut, ['b0', 'b1', 'b2', 'b3']);
  });

  it('ranks all lines, the worst first', () => {
    // Losing b0 is the story above; without b1 or b2 first b0 goes, then the other.
    const report = screen(bundle, 1);
    assert.deepEqual(report.outages, [
      { lineId: 'b0', lostMw: 100, lostPercent: 100, tripped: 2, rounds: 2 },
      { lineId: 'b1', lostMw: 100, lostPercent: 100, tripped: 2, rounds: 1 },
      { lineId: 'b2', lostMw: 100, lostPercent: 100, tripped: 2, rounds: 2 },
    ]);
    assert.deepEqual(report.criticalNodes, [
      { nodeId: 'n1', lostMw: 300, trips: 6 },
      { nodeId: 'n0', lostMw: 0, trips: 6 },
    ]);
    assert.deepEqual(
      screen(bundle, 0.5).outages.map(({ lostMw }) => lostMw),
      [0, 0, 0],
    );
  });

  describe('requests', () => {
    const model = networkOf(
      [{ label: 'Nord' }, { label: 'Süd' }, { label: 'nord' }],
      [
        [0, 1, { label: 'Line One' }],
        [1, 2],
        [2, 1],
        [0, 2, { inService: false }],
      ],
    );
    it('take the names that people use', () => {
      const removal = (remove: object) => (ask({ remove }, model) as { removal: object }).removal;
      assert.deepEqual(removal({ lines: ['B0', ' line one ', 'b0'] }), { branches: [0], nodes: [] });
      assert.deepEqual(removal({ lines: ['Süd – n0'], nodes: ['SÜD'] }), { branches: [0], nodes: [1] });
      const numbered = { ...model, nodes: model.nodes.map((node, at) => ({ ...node, id: String(at + 1) })) };
      assert.deepEqual((ask({ remove: { nodes: [2] } }, numbered) as { removal: object }).removal, {
        branches: [],
        nodes: [1],
      });
    });

    it('are refused with the place and a remedy', () => {
      for (const [request, told] of [
        [null, /payload is no request; send/],
        ['b0', /payload is no request/],
        [{}, /remove names nothing/],
        [{ remove: {} }, /remove names nothing/],
        [{ remove: { lines: 'b0' } }, /remove\.lines is not what it has to be/],
        [{ remove: { lines: ['b0', { a: 1 }] } }, /remove\.lines\.1 is not/],
        [{ remove: { lines: ['b9'] } }, /remove\.lines\[0\] "b9" is no line of the network; name one such as b0, b1/],
        [{ remove: { nodes: ['b0'] } }, /remove\.nodes\[0\] "b0" is no node/],
        [{ remove: { nodes: ['NORD'] } }, /"NORD" is the name of 2 nodes; name one by its id: n0, n2/],
        [{ remove: { lines: ['n1-n2'] } }, /"n1-n2" are 2 lines; name one: b1, b2/],
        [{ remove: { lines: ['b3'] } }, /"b3" is out of service already/],
        [{ remove: { lines: ['__proto__'] } }, /is no line/],
        [{ remove: { lines: ['b0'] }, loadFactor: 0 }, /loadFactor is not/],
        [{ remove: { lines: ['b0'] }, speed: 1 }, /speed is not/],
        [{ screen: 'nodes' }, /screen is not/],
        [{ screen: 'lines', remove: { lines: ['b0'] } }, /screen is given with remove/],
        [{ screen: 'lines', method: 'motter-lai' }, /screen is not done by motter-lai/],
        [{ method: 'motter-lai', remove: { lines: ['b0'] } }, /remove is more than one node/],
      ] as const)
        assert.throws(
          () => ask(request, model),
          (error: Error) => error instanceof NetworkFault && told.test(error.message),
          String(told),
        );
    });
  });

  it('of case118 loses what a plain simulation with dense solutions loses', function () {
    const file = sharedFile('networks/case118.m');
    if (file === undefined) return this.skip();
    const model = readMatpowerCase(file);
    // By an implementation of the same rules in numpy, by pseudo-inverse.
    for (const [remove, lostMw, tripped, rounds] of [
      [{ lines: [model.branches[7]!.id] }, 959.091818, 46, 3],
      [{ nodes: [model.nodes[34]!.id] }, 967.722404, 62, 21],
    ] as const) {
      const { cascade } = answer({ remove }, model);
      assert.deepEqual([cascade.lostMw, cascade.tripped, cascade.rounds], [lostMw, tripped, rounds]);
      assert.deepEqual(cascade.assumedRatings, { lines: 186, factor: 1.5, leastMw: 5 });
    }
    const { cascade } = answer({ method: 'motter-lai', tolerance: 0.3 }, model);
    assert.deepEqual([cascade.rounds, cascade.giantShare!.toFixed(4)], [3, '0.2542']);
  });
});
