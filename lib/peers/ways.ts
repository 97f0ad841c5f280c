import type { PeerNetwork, TransferState } from '../messages';
import type { EventRule } from './event-rules';
import { NetworkGraph, type Route, type RoutesFrom } from './network-graph';
import { type Strike, struckOn } from './strike';
import { type Names, named } from './words';

/** What becomes of the way between two peers. */
export interface Way {
  state: TransferState;
  /** Nodes before the event; empty without a way. */
  before: string[];
  /** Nodes after it; empty without a way. */
  after: string[];
  because: string;
}

/** The ways through a network before an event, and past what it strikes. */
export class Ways {
  private readonly routes: (from: string) => RoutesFrom;
  private readonly pastRoutes: (from: string) => RoutesFrom;
  /** Parts of the network that is still in service. */
  private readonly parts: Map<string, number>;

  constructor(
    private readonly network: PeerNetwork,
    private readonly rule: EventRule,
    private readonly strike: Strike,
    private readonly names: Names,
  ) {
    const graph = new NetworkGraph(network.topology);
    this.routes = remembered((from) => graph.routesFrom(from));
    this.pastRoutes = remembered((from) => graph.routesFrom(from, strike));
    this.parts = graph.parts(rule.effect === 'cuts' ? strike : undefined);
  }

  /** The part of what is still in service that a node belongs to; undefined when it is out of service. */
  partOf(node: string): number | undefined {
    return this.parts.get(node);
  }

  connected(a: string, b: string): boolean {
    const part = this.parts.get(a);
    return part !== undefined && part === this.parts.get(b);
  }

  retailerReaches(node: string): boolean {
    return this.network.grid === undefined || this.connected(node, this.network.grid);
  }

  /** The shortest way that takes nothing that is struck. */
  pastStrike(from: string, to: string): Route | undefined {
    return this.pastRoutes(from)(to);
  }

  between(from: string, to: string): Way {
    const route = this.routes(from)(to);
    if (!route) return { state: 'cut', before: [], after: [], because: 'no line in service connects the two' };
    const before = route.nodes;
    const asBefore = (state: TransferState, because: string): Way => ({ state, before, after: before, because });
    if (this.rule.strikes === 'anything') return asBefore('at-risk', 'what the waveform shows is not known');
    if (this.rule.strikes === 'nothing') return asBefore('flowing', 'nothing is struck');
    const struck = struckOn(route, this.strike);
    if (struck.length === 0) return asBefore('flowing', 'its way avoids what is struck');
    const at = named(struck, this.names);
    if (this.rule.effect === 'disturbs') return asBefore('at-risk', `its way is disturbed at ${at}`);
    const past = this.pastStrike(from, to);
    if (!past) return { state: 'cut', before, after: [], because: `its only way is interrupted at ${at}` };
    const between = named(past.nodes.slice(1, -1), this.names);
    const other = between ? `through ${between}` : 'directly';
    return {
      state: 'at-risk',
      before,
      after: past.nodes,
      because: `its way is interrupted at ${at}, another leads ${other}`,
    };
  }
}

function remembered<T>(make: (key: string) => T): (key: string) => T {
  const known = new Map<string, T>();
  return (key) => {
    let value = known.get(key);
    if (value === undefined) known.set(key, (value = make(key)));
    return value;
  };
}
