import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
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

  /** Ends a file: writes its rows. `name` is the path of the file below the folder of the data. */
  async endFile(name: string, header: Uint8Array): Promise<void> {
    await this.list!.ready();
    if (this.rows.length === 0) return;
    const path = join(this.folder, 'rows', name);
    await mkdir(dirname(path), { recursive: true });
    const file = await open(`${path}.new`, 'w');
    try {
      await file.writeFile(Buffer.concat([header, ...this.rows]));
    } finally {
      await file.close();
    }
    await rename(`${path}.new`, path);
    this.rows = [];
  }

  /** Completes the list. */
  async end(): Promise<void> {
    await this.list!.close();
  }
}
