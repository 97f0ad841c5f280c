import type { NetworkModel } from '../network-model';

/** Names places of a network in words. */
export interface Places {
  /** Of the network as a whole. */
  file: string;
  node(index: number): string;
  branch(index: number): string;
}

/** By ids, for a network that comes from no file. */
export const placesById = ({ nodes, branches }: NetworkModel): Places => ({
  file: 'network',
  node: (index) => `node "${nodes[index]!.id}"`,
  branch: (index) => `line "${branches[index]!.id}"`,
});
