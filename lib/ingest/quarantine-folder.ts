import { appendFileSync, mkdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
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
  /** Whether rows of the file that is being read have been written. */
  private hasRows = false;

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

  /**
   * Writes the rows of a file so far, so that they are neither kept in memory nor lost when the process ends. Without
   * waiting: they are few, and an asynchronous write takes many times as long. `name` is the path of the file below the
   * folder of the data. @throws Error of the disk
   */
  async pass(name: string, header: Uint8Array): Promise<void> {
    await this.list!.ready();
    if (this.rows.length === 0) return;
    const path = this.pathOf(name);
    if (!this.hasRows) mkdirSync(dirname(path), { recursive: true });
    appendFileSync(path, Buffer.concat(this.hasRows ? this.rows : [header, ...this.rows]));
    this.hasRows = true;
    this.rows = [];
  }

  /** A name may come from outside: it must not lead out of the folder. */
  private pathOf(name: string): string {
    const parts = name.replaceAll('\0', '').split(sep === '/' ? '/' : /[/\\:]/);
    return join(this.folder, 'rows', ...parts.filter((part) => part !== '' && part !== '.' && part !== '..'));
  }

  /** Ends a file: writes what is left of its rows. */
  async endFile(name: string, header: Uint8Array): Promise<void> {
    await this.pass(name, header);
    this.hasRows = false;
  }

  /** Completes the list. */
  async end(): Promise<void> {
    await this.list!.close();
  }

  /** Leaves nothing of an analysis behind that was not completed. */
  async abandon(): Promise<void> {
    await this.list?.abandon();
    await rm(join(this.folder, 'rows'), { recursive: true, force: true });
  }
}
