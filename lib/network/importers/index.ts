/** Networks from files: one entry, which tells the format by itself. */

export { SMALLEST_REACTANCE_PU } from './impedances';
export { importNetwork } from './import-network';
export type { ImportedNetwork } from './network-draft';
export { NetworkFault } from './network-fault';
export { readNetworkFiles } from './network-files';
export type { SourceFile } from './source-file';
