import type { LiveNetwork } from '../../lib/network/live';
import type { NodeContext } from '../shell/grid-node';
import { sharedOf } from '../shell/shared';

/** The network that the setting `network` of a node names. @throws Error that says what to do when there is none */
export const networkOf = (context: NodeContext, id: string): LiveNetwork => sharedOf(context, 'grid-topology', id);
