import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { PeerNetwork } from '../../../lib/messages';
import { checkNetwork, DEFAULT_NETWORK, InputFault } from '../../../lib/peers';
import { smallNetwork } from './networks';

function faultOf(given: unknown): InputFault {
  try {
    checkNetwork(given);
  } catch (error) {
    if (error instanceof InputFault) return error;
    throw error;
  }
  throw new Error('nothing was found wrong');
}

// biome-ignore lint/suspicious/noExplicitAny: what comes from outside may be anything.
type Edit = (network: any) => unknown;

describe('check of a network of peers', function () {
  this.timeout(20_000);
  it('takes the default network as it is', () => {
    assert.deepEqual(checkNetwork(DEFAULT_NETWORK), DEFAULT_NETWORK);
    assert.equal(DEFAULT_NETWORK.topology.nodes.length, 11);
  });

  it('gives back a copy with only what it knows, and EUR where no currency is named', () => {
    const given = smallNetwork() as PeerNetwork & { extra?: unknown };
    given.extra = { cyclic: given };
    Object.assign(given.topology.nodes[0]!, { extra: given, label: 'Grid' });
    const { currency: _, ...without } = given;
    const checked = checkNetwork(without);
    const expected = smallNetwork();
    expected.topology.nodes[0]!.label = 'Grid';
    assert.deepEqual(checked, expected);
    given.peers[0]!.offeredKwh = 0;
    assert.equal(checked.peers[0]!.offeredKwh, 5);
  });

  const FAULTS: [place: string, told: RegExp, edit: Edit][] = [
    ['payload', /no object/, () => null],
    ['payload', /no object/, () => []],
    ['topology', /not what it has there/, (n) => ({ ...n, topology: undefined })],
    ['peers', /not what it has there/, (n) => ({ ...n, peers: 'all' })],
    ['topology.nodes', /has 2001 entries/, (n) => n.topology.nodes.push(...Array(1993).fill({ id: 'x' })) && n],
    ['transfers', /has 100000 entries/, (n) => ({ ...n, transfers: Array(100_000) })],
    ['topology.nodes[1].id', /twice/, (n) => (n.topology.nodes[1].id = 'grid') && n],
    ['topology.nodes[0].label', /201 characters/, (n) => (n.topology.nodes[0].label = 'x'.repeat(201)) && n],
    ['topology.lines[1].kind', /201 characters/, (n) => (n.topology.lines[1].kind = 'x'.repeat(201)) && n],
    ['nonLinearLoads', /has 3000 entries/, (n) => ({ ...n, nonLinearLoads: Array(3000).fill('a') })],
    ['topology.lines[0].to', /no such node/, (n) => (n.topology.lines[0].to = '__proto__') && n],
    ['topology.lines[2].id', /twice/, (n) => (n.topology.lines[2].id = 'grid-hub') && n],
    ['hub', /no such node/, (n) => ({ ...n, hub: 'nowhere' })],
    ['grid', /no such node/, (n) => ({ ...n, grid: 'constructor' })],
    ['lines', /no such node or line/, (n) => ({ ...n, lines: '' })],
    ['nonLinearLoads', /no such node/, (n) => ({ ...n, nonLinearLoads: ['a', 'z'] })],
    ['currency', /characters/, (n) => ({ ...n, currency: 'E'.repeat(300) })],
    ['peers[0].id', /no such node/, (n) => (n.peers[0].id = 'z') && n],
    ['peers[1].id', /twice/, (n) => (n.peers[1].id = 'a') && n],
    ['peers[0].offeredKwh', /not what it has there/, (n) => (n.peers[0].offeredKwh = Number.NaN) || n],
    ['peers[0].offeredKwh', /not what it has there/, (n) => (n.peers[0].offeredKwh = -1) && n],
    ['peers[0].wantedKwh', /is 2000000 kWh/, (n) => (n.peers[0].wantedKwh = 2e6) && n],
    ['peers[0].pricePerKwh', /is -1000000/, (n) => (n.peers[0].pricePerKwh = -1e6) && n],
    ['gridPricePerKwh', /not what it has there/, (n) => ({ ...n, gridPricePerKwh: Number.POSITIVE_INFINITY })],
    ['transfers[0].to', /no such peer/, (n) => (n.transfers[0].to = 'hub') && n],
    ['transfers[0]', /to itself/, (n) => (n.transfers[0].to = 'a') && n],
    ['transfers[2].energyKwh', /sells more than peer "b" offers/, (n) => (n.transfers[2].energyKwh = 3.1) && n],
    ['transfers[1].id', /twice/, (n) => (n.transfers[1].id = 'T1') && n],
  ];
  for (const [place, told, edit] of FAULTS) {
    it(`names ${place}: ${told.source}`, () => {
      const fault = faultOf(edit(smallNetwork()));
      assert.equal(fault.place, place);
      assert.match(fault.problem, told);
      assert.notEqual(fault.remedy, '');
    });
  }

  it('throws nothing else, whatever comes', () => {
    const keys = ['topology', 'nodes', 'lines', 'peers', 'transfers', 'id', 'from', 'hub', 'currency'];
    const anything = fc.oneof(
      fc.anything({ key: fc.constantFrom(...keys), maxDepth: 5 }),
      fc
        .tuple(fc.constantFrom(...Object.keys(smallNetwork())), fc.anything())
        .map(([key, value]) => ({ ...smallNetwork(), [key]: value })),
    );
    fc.assert(
      fc.property(anything, (given) => {
        try {
          checkNetwork(given);
        } catch (error) {
          assert.ok(error instanceof InputFault, String(error));
        }
      }),
      { seed: 20260104, numRuns: 1000 },
    );
  });
});
