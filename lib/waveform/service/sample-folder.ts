import { constants } from 'node:fs';
import { lstat, open, readdir, realpath } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { RequestFault } from './request-fault';
import { sampleLabel } from './sample-label';
import { isEventFile, isSegment, noSuchSample, sampleSegments } from './sample-name';

/** An event file that can be asked for by its name. */
export interface Sample {
  /** Path below the folder, with `/`. */
  name: string;
  /** Label that the name tells; null when it tells none. */
  trueLabel: string | null;
  sizeBytes: number;
}

export interface NamedFile {
  name: string;
  bytes: Uint8Array;
}

const MAX_DEPTH = 5;

/** The folder of event files: what is asked for by name, and nothing outside of it. */
export class SampleFolder {
  /** @param maxSamples most that are listed; @param maxBytes most of one file */
  constructor(
    readonly path: string,
    private readonly limits: { maxSamples: number; maxBytes: number },
  ) {}

  /** The samples in the order of their names; an absent folder has none. Links are not followed: they lead out. */
  async list(): Promise<Sample[]> {
    const found: Sample[] = [];
    const walk = async (folder: string, prefix: string, depth: number): Promise<void> => {
      const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
      for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
        if (found.length >= this.limits.maxSamples) return;
        if (!isSegment(entry.name)) continue;
        const path = join(folder, entry.name);
        const name = `${prefix}${entry.name}`;
        if (entry.isDirectory() && depth < MAX_DEPTH) await walk(path, `${name}/`, depth + 1);
        else if (entry.isFile() && isEventFile(entry.name)) {
          const stats = await lstat(path).catch(() => undefined);
          if (stats) found.push({ name, trueLabel: sampleLabel(name), sizeBytes: stats.size });
        }
      }
    };
    await walk(this.path, '', 0);
    return found;
  }

  /**
   * The file of a sample; of a `.cfg` its `.dat` too.
   * @throws RequestFault 404 when there is none of that name, 422 when it is too large
   */
  async read(name: string): Promise<NamedFile[]> {
    const segments = sampleSegments(name);
    const root = await realpath(this.path).catch(() => {
      throw noSuchSample(name);
    });
    let folder = root;
    for (const segment of segments.slice(0, -1)) {
      folder = join(folder, segment);
      const stats = await lstat(folder).catch(() => undefined);
      if (!stats?.isDirectory()) throw noSuchSample(name);
    }
    const files = [await this.readFile(root, folder, segments.at(-1)!, name)];
    const companion = await dataFileOf(folder, segments.at(-1)!);
    if (companion) files.push(await this.readFile(root, folder, companion, name));
    return files;
  }

  private async readFile(root: string, folder: string, file: string, name: string): Promise<NamedFile> {
    const path = join(folder, file);
    // A link or a pipe in the place of a file is neither followed nor waited for.
    const handle = await open(
      path,
      constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0),
    ).catch(() => {
      throw noSuchSample(name);
    });
    try {
      const stats = await handle.stat();
      const real = await realpath(path).catch(() => '');
      if (!stats.isFile() || !real.startsWith(root + sep)) throw noSuchSample(name);
      if (stats.size > this.limits.maxBytes) {
        const message = `${file} has ${stats.size} bytes, more than the ${this.limits.maxBytes} that are read`;
        throw new RequestFault(
          422,
          message,
          'cut the record down to the event, or raise the limit of the node',
          'sample',
        );
      }
      return { name: file, bytes: await handle.readFile() };
    } finally {
      await handle.close();
    }
  }
}

/** The `.dat` beside a `.cfg`, in whatever capitals. */
async function dataFileOf(folder: string, file: string): Promise<string | undefined> {
  if (extname(file).toLowerCase() !== '.cfg') return undefined;
  const wanted = `${file.slice(0, -4)}.dat`.toLowerCase();
  const names = await readdir(folder).catch((): string[] => []);
  return names.find((name) => name.toLowerCase() === wanted);
}
