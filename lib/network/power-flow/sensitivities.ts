import type { DcNetwork } from './dc-network';

/** What is left of a branch's own flow when it goes; a smaller share than this is rounding. */
const LEAST_SHARE = 1e-9;

/**
 * How much the flow of each branch changes (MW a MW) when a node injects more and its island's reference takes it up
 * (power transfer distribution factors).
 */
export function ptdfColumn(network: DcNetwork, node: number): Float64Array {
  const injection = new Float64Array(network.model.nodes.length);
  injection[place('node', node, injection.length)] = 1;
  return network.flows(network.angles(injection, false), false);
}

/**
 * How much the flow of each branch changes when one is lost, as a share of what flowed in that one (line outage
 * distribution factors; −1 for itself, 0 in other islands): exact in DC power flow, with phase shifters too. Undefined
 * for a bridge: its loss leaves an island, and power must be balanced anew.
 * Source: Wood, Wollenberg and Sheblé, "Power Generation, Operation, and Control", 3rd edition, 2014, section 7.4.
 * @throws Error when the branch isn't in service
 */
export function lodfColumn(network: DcNetwork, lost: number): Float64Array | undefined {
  const { model, from, to } = network;
  const branch = model.branches[place('branch', lost, model.branches.length)]!;
  if (!branch.inService || branch.from === branch.to)
    throw new Error(`branch ${branch.id} carries nothing: give one in service between two nodes`);
  if (network.bridges[lost] === 1) return undefined;
  const transfer = new Float64Array(model.nodes.length);
  transfer[from[lost]!] = 1;
  transfer[to[lost]!] = -1;
  const column = network.flows(network.angles(transfer, false), false);
  const others = 1 - column[lost]!;
  if (Math.abs(others) < LEAST_SHARE)
    throw new Error(`without branch ${branch.id} reactances cancel out: check the negative ones`);
  for (let at = 0; at < column.length; at++) column[at]! /= others;
  column[lost] = -1;
  return column;
}

function place(what: string, index: number, count: number): number {
  if (!Number.isInteger(index) || index < 0 || index >= count)
    throw new Error(`${what} ${index}: give an index from 0 to ${count - 1}`);
  return index;
}
