import type { PeerNetwork } from '../messages';
import type { EventRule } from './event-rules';
import type { Blocked, Route } from './network-graph';

/** What an event strikes, and what is to be marked for it, the most affected first. */
export interface Strike extends Blocked {
  highlightNodes: string[];
  highlightLines: string[];
}

/**
 * Where an event of a rule strikes a network. On a fault the sender is marked first, although it is not struck.
 * @param sender id of a peer; null when none was named
 */
export function strikeOf(rule: EventRule, network: PeerNetwork, sender: string | null): Strike {
  const struckNodes: string[] = [];
  const struckLines: string[] = [];
  if (rule.strikes === 'hub' || rule.strikes === 'hub-and-lines') struckNodes.push(network.hub);
  if (rule.strikes === 'hub-and-lines') {
    const isNode = network.topology.nodes.some(({ id }) => id === network.lines);
    (isNode ? struckNodes : struckLines).push(network.lines);
  }
  if (rule.strikes === 'loads') struckNodes.push(...(sender === null ? (network.nonLinearLoads ?? []) : [sender]));
  const first = rule.isFaultCondition && sender !== null ? [sender] : [];
  return {
    nodes: new Set(struckNodes),
    lines: new Set(struckLines),
    highlightNodes: [...new Set([...first, ...struckNodes])],
    highlightLines: struckLines,
  };
}

/** The nodes, then the lines of a way that are struck, in its order. */
export function struckOn({ nodes, lines }: Route, strike: Strike): string[] {
  return [...nodes.filter((id) => strike.nodes.has(id)), ...lines.filter((id) => strike.lines.has(id))];
}
