import type { ReadPosition } from './csv-reader';
import { readChunks } from './read-chunks';
import type { RowCounts } from './row-counts';

/** A file that has been read, up to where. */
export interface ReadFile {
  size: number;
  modifiedMs: number;
  position: ReadPosition;
  rows: RowCounts;
  /** Where its last row begins and the rows before it, when that row has no line end: it may still grow. */
  lastLine?: Pick<ReadFile, 'position' | 'rows'> | undefined;
}

/** Where a file that has grown goes on: at its old end, or before its last line when that line has grown. */
export async function continued(path: string, known: ReadFile): Promise<ReadFile> {
  if (!known.lastLine) return known;
  for await (const [first, second] of readChunks(path, known.position.byteOffset, undefined, 2)) {
    return isLineEnd(first, second) ? known : { ...known, ...known.lastLine };
  }
  return known;
}

/** Whether two bytes next to each other are a line end, or the first one is; UTF-16 has a zero before or after it. */
export const isLineEnd = (first: number | undefined, second: number | undefined) =>
  isEnd(first) || (first === 0 && isEnd(second));
const isEnd = (byte: number | undefined) => byte === 10 || byte === 13;

/** The row that stands last in a file, of rows that come in any order. */
export class LastRow {
  private position: ReadPosition | undefined;
  private isAccepted = false;

  take({ byteOffset, line }: ReadPosition, isAccepted: boolean): void {
    if (this.position && byteOffset < this.position.byteOffset) return;
    this.position = { byteOffset, line };
    this.isAccepted = isAccepted;
  }

  /** Where it begins and the rows before it; undefined when there is none. */
  asLine({ read, accepted, quarantined }: RowCounts): ReadFile['lastLine'] {
    const { position, isAccepted } = this;
    if (!position) return undefined;
    const rows = {
      read: read - 1,
      accepted: accepted - Number(isAccepted),
      quarantined: quarantined - Number(!isAccepted),
    };
    return { position, rows };
  }
}
