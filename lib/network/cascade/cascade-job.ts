import { Value } from '@sinclair/typebox/value';
import { type CascadeMethod, CascadeRequest } from '../../messages';
import { NetworkFault } from '../importers/network-fault';
import type { NetworkModel } from '../network-model';
import type { Removal } from './flow-cascade';
import { NetworkNames } from './names';

/** A request with the names resolved and what it leaves open filled in. */
export type CascadeJob =
  | { kind: 'flow'; removal: Removal; loadFactor: number }
  | { kind: 'motter-lai'; attacked: number | undefined; tolerance: number }
  | { kind: 'screen'; loadFactor: number };

export interface JobDefaults {
  method: CascadeMethod;
  loadFactor: number;
  tolerance: number;
}

const REMEDY = 'send {"remove": {"lines": ["L7"], "nodes": []}}, or {"screen": "lines"}';

/**
 * Reads requests from outside.
 * @param given anything
 * @throws NetworkFault that names the field
 */
export function cascadeJob(given: unknown, model: NetworkModel, defaults: JobDefaults): CascadeJob {
  const { remove, screen, method, loadFactor, tolerance } = { ...defaults, ...checked(given) };
  if (screen) {
    if (remove) throw new NetworkFault('screen', 'is given with remove', REMEDY);
    if (method !== 'flow') throw new NetworkFault('screen', `is not done by ${method}`, 'set the method to flow');
    return { kind: 'screen', loadFactor };
  }
  const names = new NetworkNames(model);
  const branches = (remove?.lines ?? []).map((name, at) => names.branch(name, `remove.lines[${at}]`));
  const nodes = (remove?.nodes ?? []).map((name, at) => names.node(name, `remove.nodes[${at}]`));
  if (method === 'motter-lai') {
    if (branches.length > 0 || nodes.length > 1)
      throw new NetworkFault(
        'remove',
        'is more than one node',
        'Motter-Lai takes one node, or none for the most loaded',
      );
    return { kind: 'motter-lai', attacked: nodes[0], tolerance };
  }
  if (branches.length + nodes.length === 0) throw new NetworkFault('remove', 'names nothing', REMEDY);
  return { kind: 'flow', removal: { branches: [...new Set(branches)], nodes: [...new Set(nodes)] }, loadFactor };
}

function checked(given: unknown): CascadeRequest {
  if (Value.Check(CascadeRequest, given)) return given;
  if (typeof given !== 'object' || given === null) throw new NetworkFault('payload', 'is no request', REMEDY);
  const fault = Value.Errors(CascadeRequest, given).First();
  const place = fault?.path.slice(1).replaceAll('/', '.') || 'payload';
  throw new NetworkFault(place, `is not what it has to be (${fault?.message})`, REMEDY);
}
