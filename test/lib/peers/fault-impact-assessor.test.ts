import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createMapModel } from '../../../dashboard/lib/map/model';
import type { GridMapUpdate } from '../../../lib/messages';
import { DEFAULT_NETWORK, FaultImpactAssessor } from '../../../lib/peers';
import { smallNetwork } from './networks';

const POWER = { id: 'event', label: 'internal_power_transformer_internal_faults_Class1' };
const PAIR = { sender: 'prosumer-a', receiver: 'consumer-home' };
const RED = '#c62828';
const GREEN = '#2e7d32';

const colored = (map: GridMapUpdate, color: string | null) =>
  map.nodes!.filter((node) => node.color === color).map(({ id }) => id);

describe('fault impact assessor', function () {
  this.timeout(20_000);
  it('takes the pair from the message, else from the settings, else does without', () => {
    const both = new FaultImpactAssessor(PAIR);
    const pairOf = (given: object, assessor = both) => {
      const { sender, receiver } = assessor.process([{ classification: POWER, ...given }])!.impact![0]!;
      return [sender, receiver];
    };
    assert.deepEqual(pairOf({}), ['prosumer-a', 'consumer-home']);
    assert.deepEqual(pairOf({ sender: '', receiver: 'ev-hub' }), ['prosumer-a', 'ev-hub']);
    assert.deepEqual(pairOf({}, new FaultImpactAssessor()), [null, null]);
  });

  it('refuses what it cannot use, and goes on', () => {
    const assessor = new FaultImpactAssessor();
    const { impact, refused } = assessor.process([
      { classification: null },
      { classification: { id: 'x', label: 7 } },
      { classification: { id: 'x', label: 'weather' } },
      { classification: POWER, sender: { $ne: 1 } },
      { classification: POWER, receiver: 'mars' },
      { network: { peers: [] } },
      { classification: POWER },
    ])!;
    assert.equal(impact!.length, 1);
    const told = refused!.map(({ reason, place }) => `${reason} ${place}`);
    const expected = ['not-a-classification payload', 'not-a-classification label', 'unknown-label label'];
    assert.deepEqual(told, [...expected, 'unknown-peer sender', 'unknown-peer receiver', 'bad-network topology']);
    assert.deepEqual(refused![4]!.original, POWER);
    assert.match(refused![4]!.remedy, /prosumer-a/);
  });

  it('throws for no message at all', () => {
    const assessor = new FaultImpactAssessor();
    fc.assert(
      fc.property(fc.anything(), fc.anything(), fc.anything(), (payload, sender, receiver) => {
        const { impact, refused } = assessor.process([
          { classification: payload, sender, receiver },
          { network: payload },
        ])!;
        assert.equal(impact!.length + refused!.length, 2);
      }),
      { seed: 20260105, numRuns: 500 },
    );
  });

  it('changes the network by message, keeps it over restarts, and goes back on reset', () => {
    const assessor = new FaultImpactAssessor();
    const agreed = (one: FaultImpactAssessor) => one.process([{ classification: POWER }])!.impact![0]!.totals.agreedKwh;
    assert.equal(agreed(assessor), 31.5);
    assessor.process([{ network: smallNetwork() }]);
    assert.equal(agreed(assessor), 7);
    const snapshot = JSON.parse(JSON.stringify(assessor.snapshot()));
    const restarted = new FaultImpactAssessor();
    restarted.restore(snapshot);
    assert.equal(agreed(restarted), 7);
    const changed = new FaultImpactAssessor({ network: { ...DEFAULT_NETWORK, gridPricePerKwh: 0.4 } });
    changed.restore(snapshot);
    assert.equal(agreed(changed), 31.5);
    assessor.reset();
    assert.equal(agreed(assessor), 31.5);
    assert.throws(() => assessor.restore({ network: 7 }), /no object/);
    assert.throws(() => assessor.restore(null), /no object/);
  });

  it('says which setting is wrong, and where', () => {
    assert.throws(
      () => new FaultImpactAssessor({ network: { ...smallNetwork(), hub: 'x' } }),
      /hub .*"x".* name a node/,
    );
    assert.throws(() => new FaultImpactAssessor({ sender: 7 as never }), /sender/);
  });

  it('draws what a network map takes: the network once, then events in red or green', () => {
    const assessor = new FaultImpactAssessor(PAIR);
    const model = createMapModel({ maxNodes: 100, maxLines: 100 });
    const drawn = assessor.tick()!.map!;
    assert.equal(assessor.tick(), undefined);
    const fault = assessor.process([{ classification: POWER }])!.map!;
    const inrush = assessor.process([{ classification: { id: 'e', label: 'transient_magnetising_inrush' } }])!.map!;
    const elsewhere = { classification: POWER, sender: 'community-battery', receiver: 'ev-hub' };
    const flowing = assessor.process([elsewhere])!.map!;
    const unknown = assessor.process([{ classification: { id: 'e', label: 'unknown' } }])!.map!;
    for (const update of [drawn, fault, inrush, flowing, unknown].flat()) assert.deepEqual(model.accept(update), []);
    assert.equal(drawn[0]!.topology!.nodes.length, 11);
    assert.deepEqual(colored(fault[0]!, RED), ['microgrid-hub', 'prosumer-a']);
    assert.equal(colored(fault[0]!, null).length, 9);
    const [path] = fault[0]!.paths!;
    assert.deepEqual([path!.color, path!.label], [RED, 'Prosumer A → Consumer home: cut']);
    assert.deepEqual([colored(inrush[0]!, GREEN), inrush[0]!.paths![0]!.color], [['microgrid-hub'], GREEN]);
    assert.deepEqual(
      [flowing[0]!.paths![0]!.color, flowing[0]!.paths![0]!.nodes],
      [GREEN, ['community-battery', 'ev-hub']],
    );
    assert.equal(unknown[0]!.paths![0]!.color, '#f9a825');
    assert.equal(unknown[0]!.topology, undefined);
    assessor.process([{ network: smallNetwork() }]);
    assert.equal(assessor.tick(), undefined);
  });
});
