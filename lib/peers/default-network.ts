import type { PeerNetwork } from '../messages';

/**
 * A neighbourhood of eleven places in one trading hour. Four peers generate or store, five want energy. Those at the hub
 * lose their ways when the hub goes out; those on the peer-to-peer lines stay connected to each other.
 */
export const DEFAULT_NETWORK: PeerNetwork = {
  schema: 'gridloom-peers/1',
  topology: {
    schema: 'gridloom-topology/1',
    name: 'Neighbourhood',
    nodes: [
      { id: 'main-grid', label: 'Main grid', kind: 'substation', x: 0, y: 3 },
      { id: 'microgrid-hub', label: 'Microgrid hub', kind: 'transformer', x: 3, y: 3 },
      { id: 'lines-p2p', label: 'Peer-to-peer lines', kind: 'busbar', x: 6, y: 3 },
      { id: 'prosumer-a', label: 'Prosumer A (solar, battery)', kind: 'generator', x: 1.5, y: 5 },
      { id: 'micro-industry', label: 'Micro-industry (co-generation)', kind: 'generator', x: 3, y: 0.5 },
      { id: 'consumer-load', label: 'Consumer load', kind: 'load', x: 0.5, y: 1 },
      { id: 'prosumer-b', label: 'Prosumer B (wind)', kind: 'generator', x: 6, y: 5.5 },
      { id: 'community-battery', label: 'Community battery', kind: 'storage', x: 6, y: 0.5 },
      { id: 'consumer-home', label: 'Consumer home', kind: 'load', x: 9, y: 5 },
      { id: 'ev-hub', label: 'EV hub', kind: 'load', x: 9, y: 0.5 },
      { id: 'local-business', label: 'Local business', kind: 'load', x: 9, y: 3 },
    ],
    lines: [
      { id: 'grid-hub', from: 'main-grid', to: 'microgrid-hub', kind: 'transformer', label: 'Main transformer' },
      { id: 'hub-lines', from: 'microgrid-hub', to: 'lines-p2p', kind: 'line' },
      { id: 'hub-prosumer-a', from: 'microgrid-hub', to: 'prosumer-a', kind: 'cable' },
      { id: 'hub-industry', from: 'microgrid-hub', to: 'micro-industry', kind: 'cable' },
      { id: 'hub-load', from: 'microgrid-hub', to: 'consumer-load', kind: 'cable' },
      { id: 'lines-prosumer-b', from: 'lines-p2p', to: 'prosumer-b', kind: 'cable' },
      { id: 'lines-battery', from: 'lines-p2p', to: 'community-battery', kind: 'cable' },
      { id: 'lines-home', from: 'lines-p2p', to: 'consumer-home', kind: 'cable' },
      { id: 'lines-ev', from: 'lines-p2p', to: 'ev-hub', kind: 'cable' },
      { id: 'lines-business', from: 'lines-p2p', to: 'local-business', kind: 'cable' },
      { id: 'battery-ev', from: 'community-battery', to: 'ev-hub', kind: 'cable', label: 'Battery to EV hub' },
      {
        id: 'tie-industry-battery',
        from: 'micro-industry',
        to: 'community-battery',
        kind: 'switch',
        label: 'Open tie',
        inService: false,
      },
    ],
  },
  peers: [
    { id: 'prosumer-a', label: 'Prosumer A', offeredKwh: 6.5, wantedKwh: 0, pricePerKwh: 0.17 },
    { id: 'prosumer-b', label: 'Prosumer B', offeredKwh: 9, wantedKwh: 0, pricePerKwh: 0.15 },
    { id: 'community-battery', label: 'Community battery', offeredKwh: 10, wantedKwh: 3, pricePerKwh: 0.21 },
    { id: 'micro-industry', label: 'Micro-industry', offeredKwh: 18, wantedKwh: 0, pricePerKwh: 0.19 },
    { id: 'consumer-home', label: 'Consumer home', offeredKwh: 0, wantedKwh: 3.5, pricePerKwh: 0 },
    { id: 'ev-hub', label: 'EV hub', offeredKwh: 0, wantedKwh: 14, pricePerKwh: 0 },
    { id: 'local-business', label: 'Local business', offeredKwh: 0, wantedKwh: 7, pricePerKwh: 0 },
    { id: 'consumer-load', label: 'Consumer load', offeredKwh: 0, wantedKwh: 5, pricePerKwh: 0 },
  ],
  transfers: [
    { id: 'a-home', from: 'prosumer-a', to: 'consumer-home', energyKwh: 3, pricePerKwh: 0.17 },
    { id: 'a-battery', from: 'prosumer-a', to: 'community-battery', energyKwh: 2.5, pricePerKwh: 0.16 },
    { id: 'b-ev', from: 'prosumer-b', to: 'ev-hub', energyKwh: 5, pricePerKwh: 0.15 },
    { id: 'b-business', from: 'prosumer-b', to: 'local-business', energyKwh: 2, pricePerKwh: 0.15 },
    { id: 'battery-ev', from: 'community-battery', to: 'ev-hub', energyKwh: 4, pricePerKwh: 0.21 },
    { id: 'industry-ev', from: 'micro-industry', to: 'ev-hub', energyKwh: 5, pricePerKwh: 0.19 },
    { id: 'industry-business', from: 'micro-industry', to: 'local-business', energyKwh: 5, pricePerKwh: 0.18 },
    { id: 'industry-load', from: 'micro-industry', to: 'consumer-load', energyKwh: 5, pricePerKwh: 0.19 },
  ],
  currency: 'EUR',
  gridPricePerKwh: 0.32,
  grid: 'main-grid',
  hub: 'microgrid-hub',
  lines: 'lines-p2p',
  nonLinearLoads: ['consumer-load', 'ev-hub'],
};
