import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';

/** In the same folder, so that it can take the name; short, because that may be as long as is allowed. */
const temporaryOf = (path: string) => join(dirname(path), `.${randomUUID()}.new`);

/** Writes a file whole or not at all: readers and power cuts see the old one or the new one. @throws Error of the disk. */
export async function writeAtomic(path: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const temporary = temporaryOf(path);
  try {
    const file = await open(temporary, 'w');
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** Whoever writes goes on until so much waits for the disk. */
const BUFFERED_BYTES = 1_048_576;

/** So many files are written at a time: a disk that is waited for one by one takes several times as long. */
const AT_A_TIME = 8;

/** Writes files below a folder as they are made, each whole or not at all. Gives their paths. @throws Error of the disk. */
export async function writeAllAtomic(
  folder: string,
  files: Iterable<{ path: string; content: string }>,
): Promise<string[]> {
  const paths: string[] = [];
  const writing = new Set<Promise<void>>();
  const failures: Error[] = [];
  for (const { path, content } of files) {
    const one = writeAtomic(join(folder, path), content)
      .catch((error: Error) => void failures.push(error))
      .finally(() => writing.delete(one));
    writing.add(one);
    paths.push(path);
    // Making a file may take a while: others get their turn.
    await (writing.size >= AT_A_TIME ? Promise.race(writing) : setImmediate());
    if (failures.length > 0) break;
  }
  await Promise.all(writing);
  if (failures[0]) throw failures[0];
  return paths;
}

/** A text file that is written piece by piece and takes its name when it is complete. */
export class AtomicTextFile {
  private readonly temporary: string;
  private readonly stream: WriteStream;
  private readonly pending: string[] = [];
  private pendingLength = 0;
  private failure: Error | undefined;

  private constructor(private readonly path: string) {
    this.temporary = temporaryOf(path);
    this.stream = createWriteStream(this.temporary, { highWaterMark: BUFFERED_BYTES });
    this.stream.on('error', (error) => {
      this.failure = error;
    });
  }

  static async create(path: string): Promise<AtomicTextFile> {
    await mkdir(dirname(path), { recursive: true });
    return new AtomicTextFile(path);
  }

  write(text: string): void {
    this.pending.push(text);
    this.pendingLength += text.length;
    if (this.pendingLength > 65_536) this.pass();
  }

  /** Waits until the disk has kept up. @throws Error of the disk. */
  async ready(): Promise<void> {
    this.pass();
    if (this.failure) throw this.failure;
    if (this.stream.writableNeedDrain) await once(this.stream, 'drain');
  }

  /** Completes the file. @throws Error of the disk; there is no file then. */
  async close(): Promise<void> {
    try {
      this.pass();
      if (this.failure) throw this.failure;
      await new Promise<void>((resolve, reject) => {
        // Told here first, and only then as an event.
        this.stream.end((error?: Error | null) => (error ? reject(error) : resolve()));
      });
      const file = await open(this.temporary, 'r+');
      try {
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(this.temporary, this.path);
    } catch (error) {
      await this.abandon();
      throw error;
    }
  }

  /** Leaves no file behind; does nothing to one that is complete. */
  async abandon(): Promise<void> {
    this.stream.destroy();
    if (!this.stream.closed) await new Promise<void>((resolve) => this.stream.once('close', () => resolve()));
    await rm(this.temporary, { force: true });
  }

  private pass(): void {
    if (this.pending.length === 0) return;
    this.stream.write(this.pending.join(''));
    this.pending.length = 0;
    this.pendingLength = 0;
  }
}
