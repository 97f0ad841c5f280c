import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { mkdir, open, rename } from 'node:fs/promises';
import { join } from 'node:path';

const KEPT_MS = 30 * 24 * 3_600_000;

/** A node's snapshot on disk: written whole or not at all, so that a power cut leaves the last good one. */
export class StateFile {
  private readonly folder: string;
  private readonly path: string;
  private writing: Promise<void> = Promise.resolve();

  constructor(
    userDir: string,
    private readonly type: string,
    nodeId: string,
  ) {
    this.folder = join(userDir, 'gridloom', 'state');
    // Ids come from flow files, which anybody may have written.
    this.path = join(this.folder, `${nodeId.replace(/[^\w-]/g, '_')}.json`);
  }

  /** The state last written, or undefined when there is none. @throws Error when the file can't be used; it is set aside. */
  read(): unknown {
    let text: string;
    try {
      text = readFileSync(this.path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
    const saved = JSON.parse(text) as { type?: string; state?: unknown };
    if (saved.type !== this.type) throw new Error(`${this.path} belongs to a ${saved.type} node`);
    return saved.state;
  }

  /** Moves a file that can't be used out of the way, so that it can be looked at and is not tried again. */
  setAside(): void {
    mkdirSync(this.folder, { recursive: true });
    renameSync(this.path, `${this.path}.bad`);
  }

  /** Writes one after the other; an error goes to the caller. */
  write(state: unknown): Promise<void> {
    const text = JSON.stringify({ type: this.type, state });
    const next = this.writing.then(() => this.replace(text));
    this.writing = next.catch(() => undefined);
    return next;
  }

  /** Deletes what no node has written for a month: the nodes are gone. */
  static prune(userDir: string, nowMs: number): void {
    const folder = join(userDir, 'gridloom', 'state');
    if (!existsSync(folder)) return;
    for (const name of readdirSync(folder)) {
      const path = join(folder, name);
      if (nowMs - statSync(path).mtimeMs > KEPT_MS) rmSync(path, { force: true });
    }
  }

  private async replace(text: string): Promise<void> {
    await mkdir(this.folder, { recursive: true });
    const file = await open(`${this.path}.new`, 'w');
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(`${this.path}.new`, this.path);
  }
}
