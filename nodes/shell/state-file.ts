import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { PartedSnapshot } from '../../lib/messages';
import { AtomicTextFile, writeAtomic } from '../../lib/storage/atomic-file';
import { linesOf } from '../../lib/storage/lines';
import type { RuntimeNode } from './node-red';

const KEPT_MS = 30 * 24 * 3_600_000;

/** A node's snapshot on disk: written whole or not at all, so that a power cut leaves the last good one. */
export class StateFile {
  private readonly folder: string;
  private readonly path: string;
  private writing: Promise<unknown> = Promise.resolve();

  constructor(
    userDir: string,
    private readonly type: string,
    nodeId: string,
  ) {
    this.folder = join(userDir, 'gridloom', 'state');
    // Ids come from flow files, which anybody may have written.
    this.path = join(this.folder, `${nodeId.replace(/[^\w-]/g, '_')}.json`);
  }

  /** The state last written, or undefined when there is none. @throws Error when the file can't be used. */
  private read(): unknown {
    let lines: Generator<string>;
    let first: string | undefined;
    try {
      lines = linesOf(this.path);
      first = lines.next().value;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
    const saved = JSON.parse(first ?? '') as { type?: string; state?: unknown; parts?: number };
    if (saved.type !== this.type) throw new Error(`${this.path} belongs to a ${saved.type} node`);
    return saved.parts ? new PartedSnapshot(saved.state, parsed(lines)) : saved.state;
  }

  /**
   * Takes the state back, if there is any. One that can't be used is set aside, so that it can be looked at and is not
   * tried again; `reset` then undoes what was half taken, and the user is told what follows.
   */
  restore(node: Pick<RuntimeNode, 'warn'>, take: (state: unknown) => void, reset: () => void, follows: string): void {
    try {
      const state = this.read();
      if (state !== undefined) take(state);
    } catch (error) {
      node.warn(`the saved state can't be used and is set aside; ${follows}: ${(error as Error).message}`);
      reset();
      this.setAside();
    }
  }

  private setAside(): void {
    mkdirSync(this.folder, { recursive: true });
    renameSync(this.path, `${this.path}.bad`);
  }

  /** Writes one after the other; an error goes to the caller. @returns bytes that were written */
  write(state: unknown): Promise<number> {
    const next = this.writing.then(() => this.writeNow(state));
    this.writing = next.catch(() => undefined);
    return next;
  }

  private async writeNow(state: unknown): Promise<number> {
    if (!(state instanceof PartedSnapshot)) {
      const text = JSON.stringify({ type: this.type, state });
      await writeAtomic(this.path, text);
      return text.length;
    }
    const file = await AtomicTextFile.create(this.path);
    let bytes = 0;
    const line = async (value: unknown) => {
      const text = `${JSON.stringify(value)}\n`;
      bytes += text.length;
      file.write(text);
      // Others get their turn, and the disk is waited for.
      await setImmediate();
      await file.ready();
    };
    try {
      await line({ type: this.type, state: state.head, parts: 1 });
      for (const part of state.parts) await line(part);
      await file.close();
    } catch (error) {
      await file.abandon();
      throw error;
    }
    return bytes;
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
}

function* parsed(lines: Iterable<string>): Generator<unknown> {
  for (const line of lines) yield JSON.parse(line);
}
