import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { MOST_BYTES } from './limits';
import { NetworkFault } from './network-fault';
import type { SourceFile } from './source-file';

/** What of a PyPSA folder says something about the network; the rest may be gigabytes of time series. */
const OF_PYPSA =
  /^(network|buses|line_types|lines|transformers|links|shunt_impedances|loads-q_set|((loads|generators|storage_units)(-p_set)?))\.csv$/;

/**
 * The network file at a path, or the files of the PyPSA folder there, for `importNetwork`.
 * @throws NetworkFault when there is nothing that can be read, or more than an import takes
 */
export function readNetworkFiles(path: string): SourceFile[] {
  try {
    const paths = statSync(path).isDirectory() ? filesOf(path) : [path];
    const byteCount = paths.reduce((sum, one) => sum + statSync(one).size, 0);
    if (byteCount > MOST_BYTES) {
      const remedy = `give at most ${MOST_BYTES / 1e6} MB, e.g. without time series`;
      throw new NetworkFault(basename(path), `has ${byteCount} bytes`, remedy);
    }
    return paths.map((one) => ({ name: basename(one), bytes: readFileSync(one) }));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (error instanceof NetworkFault || code === undefined) throw error;
    throw new NetworkFault(path, `cannot be read (${code})`, 'give the path of a file or folder that is there');
  }
}

function filesOf(folder: string): string[] {
  const names = readdirSync(folder).filter((name) => OF_PYPSA.test(name));
  if (names.length > 0) return names.sort().map((name) => join(folder, name));
  throw new NetworkFault(
    folder,
    'holds no CSV file of a PyPSA network',
    'give its folder, with buses.csv, or one file',
  );
}
