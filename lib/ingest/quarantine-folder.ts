import { randomUUID } from 'node:crypto';
import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { AtomicTextFile } from '../storage/atomic-file';
import { csvText } from '../storage/csv-text';
import { type Reject, rejectedRow } from './rejected-row';

const LIST_COLUMNS = ['file', 'line', 'byte_offset', 'column', 'reason', 'message', 'remedy', 'original'];

/**
 * A folder of what was not accepted: `rejected_rows.csv` lists every row with its place and reason, for people and
 * spreadsheets; `rows/<file>` has the rows of a file byte for byte below its header: repaired, it can be fed in again.
 */
export class QuarantineFolder {
  private list: AtomicTextFile | undefined;
  private rows: Buffer[] = [];
  /** The rows of the file that is being read. */
  private file: { path: string; handle: FileHandle } | undefined;

  constructor(private readonly folder: string) {}

  /** Empties the folder of what an earlier run left and begins the list. */
  async begin(): Promise<void> {
    await rm(join(this.folder, 'rows'), { recursive: true, force: true });
    this.list = await AtomicTextFile.create(join(this.folder, 'rejected_rows.csv'));
    this.list.write(`${LIST_COLUMNS.join(',')}\n`);
  }

  /** Takes a rejected row of the file that is being read. */
  add(file: string, reject: Reject, lineEnd: Uint8Array): void {
    const { line, byteOffset, column, reason, message, remedy, original } = rejectedRow(file, reject);
    const texts = [column, reason, message, remedy, original].map(csvText).join(',');
    this.list!.write(`${csvText(file)},${line},${byteOffset},${texts}\n`);
    this.rows.push(reject.bytes, lineEnd as Buffer);
  }

  /** Writes what has come of a file. `name` is its path below the folder of the data; `header` its first bytes. */
  async ready(name: string, header: Uint8Array): Promise<void> {
    await this.list!.ready();
    if (this.rows.length === 0) return;
    const rows = Buffer.concat(this.rows);
    this.rows = [];
    if (!this.file) {
      const folder = dirname(this.pathOf(name));
      await mkdir(folder, { recursive: true });
      const path = join(folder, `.${randomUUID()}.new`);
      this.file = { path, handle: await open(path, 'w') };
      await this.file.handle.writeFile(header);
    }
    await this.file.handle.writeFile(rows);
  }

  /** Ends a file: its rows take its name. */
  async endFile(name: string, header: Uint8Array): Promise<void> {
    await this.ready(name, header);
    if (!this.file) return;
    const { path, handle } = this.file;
    await handle.close();
    await rename(path, this.pathOf(name));
    this.file = undefined;
  }

  /** A name may come from outside: it must not lead out of the folder. */
  private pathOf(name: string): string {
    const parts = name.replaceAll('\0', '').split(sep === '/' ? '/' : /[/\\:]/);
    return join(this.folder, 'rows', ...parts.filter((part) => part !== '' && part !== '.' && part !== '..'));
  }

  /** Completes the list. */
  async end(): Promise<void> {
    await this.list!.close();
  }

  /** Leaves no file behind that is not complete. */
  async abandon(): Promise<void> {
    await this.list?.abandon();
    if (!this.file) return;
    await this.file.handle.close().catch(() => undefined);
    await rm(this.file.path, { force: true });
  }
}
