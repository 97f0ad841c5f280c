import fc from 'fast-check';
import type { PeerNetwork } from '../../../lib/messages';

/** A network of four peers around a hub; `a` and `b` at the hub, `c` and `d` on the lines, `b` and `d` also with a joint of their own. */
export function smallNetwork(changes: Partial<PeerNetwork> = {}): PeerNetwork {
  const line = (from: string, to: string) => ({ id: `${from}-${to}`, from, to });
  return {
    topology: {
      nodes: ['grid', 'hub', 'lines', 'joint', 'a', 'b', 'c', 'd'].map((id) => ({ id })),
      lines: [
        line('grid', 'hub'),
        line('hub', 'lines'),
        line('hub', 'a'),
        line('hub', 'b'),
        line('lines', 'c'),
        line('lines', 'd'),
        line('b', 'joint'),
        line('joint', 'd'),
      ],
    },
    peers: [
      { id: 'a', label: 'Anna', offeredKwh: 5, wantedKwh: 0, pricePerKwh: 0.1 },
      { id: 'b', label: 'Ben', offeredKwh: 5, wantedKwh: 0, pricePerKwh: 0.2 },
      { id: 'c', label: 'Carla', offeredKwh: 2, wantedKwh: 4, pricePerKwh: 0.25 },
      { id: 'd', label: 'Dora', offeredKwh: 0, wantedKwh: 6, pricePerKwh: 0 },
    ],
    transfers: [
      { id: 'T1', from: 'a', to: 'd', energyKwh: 4, pricePerKwh: 0.1 },
      { id: 'T2', from: 'b', to: 'd', energyKwh: 2, pricePerKwh: 0.2 },
      { id: 'T3', from: 'b', to: 'c', energyKwh: 1, pricePerKwh: 0.2 },
    ],
    currency: 'EUR',
    gridPricePerKwh: 0.3,
    grid: 'grid',
    hub: 'hub',
    lines: 'lines',
    ...changes,
  };
}

const ids = ['k', 'b', 'x', 'a', 'm', 'hub', 'c', 'lines', 'g'];
const energy = fc.integer({ min: 0, max: 9_999_999 }).map((milli) => milli / 1e6);
const price = fc.integer({ min: -50, max: 5000 }).map((part) => part / 10_000);

/** Any network of nine nodes that is in order: some lines open, some parallel, peers anywhere, offers never oversold. */
export const anyNetwork: fc.Arbitrary<PeerNetwork> = fc
  .record({
    ends: fc.array(fc.tuple(fc.constantFrom(...ids), fc.constantFrom(...ids), fc.boolean(), fc.boolean()), {
      minLength: 4,
      maxLength: 16,
    }),
    peers: fc.uniqueArray(
      fc.record({ id: fc.constantFrom(...ids), offeredKwh: energy, wantedKwh: energy, pricePerKwh: price }),
      { minLength: 2, maxLength: 7, selector: ({ id }) => id },
    ),
    deals: fc.array(
      fc.record({
        from: fc.nat(),
        to: fc.nat(),
        share: fc.double({ min: 0, max: 0.5, noNaN: true }),
        pricePerKwh: price,
      }),
      {
        maxLength: 12,
      },
    ),
    grid: fc.option(fc.constantFrom(...ids), { nil: undefined }),
    hub: fc.constantFrom(...ids),
    linesAt: fc.nat(),
    gridPricePerKwh: price,
  })
  .map(({ ends, peers, deals, grid, hub, linesAt, gridPricePerKwh }) => {
    const lines = ends.map(([from, to, open, alsoOpen], i) => ({
      id: `L${i}`,
      from,
      to,
      inService: !(open && alsoOpen),
    }));
    const left = peers.map(({ offeredKwh }) => Math.round(offeredKwh * 1e6));
    const transfers = deals.flatMap(({ from, to, share, pricePerKwh }, i) => {
      const [seller, buyer] = [from % peers.length, to % peers.length];
      if (seller === buyer) return [];
      const milli = Math.floor(left[seller]! * share);
      left[seller]! -= milli;
      return [{ id: `T${i}`, from: peers[seller]!.id, to: peers[buyer]!.id, energyKwh: milli / 1e6, pricePerKwh }];
    });
    const places = [...ids, ...lines.map(({ id }) => id)];
    return {
      topology: { nodes: ids.map((id) => ({ id })), lines },
      peers,
      transfers,
      currency: 'EUR',
      gridPricePerKwh,
      ...(grid === undefined ? {} : { grid }),
      hub,
      lines: places[linesAt % places.length]!,
      nonLinearLoads: ['x', 'm'],
    };
  });
