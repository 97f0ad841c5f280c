/** How much of a network hangs on each node, by its shape. */
export { betweenness } from './betweenness';
export { closenessCentrality } from './closeness';
export { degreeCentrality } from './degree';
export { eigenvectorCentrality } from './eigenvector';
export { reactanceBetweenness } from './reactance-betweenness';
