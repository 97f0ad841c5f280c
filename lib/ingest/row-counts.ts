import type { CsvReader } from './csv-reader';

export interface RowCounts {
  read: number;
  accepted: number;
  quarantined: number;
}

export const NO_ROWS: Readonly<RowCounts> = { read: 0, accepted: 0, quarantined: 0 };

export const rowsOf = ({ rowsRead, rowsAccepted, rowsQuarantined }: CsvReader): RowCounts => ({
  read: rowsRead,
  accepted: rowsAccepted,
  quarantined: rowsQuarantined,
});

/** The rows of earlier files and those of this one that an earlier import has not counted. */
export function sumOf(earlier: RowCounts, rows: RowCounts, counted: RowCounts): RowCounts {
  const isCounted = rows.read < counted.read;
  return {
    read: earlier.read + (isCounted ? 0 : rows.read - counted.read),
    accepted: earlier.accepted + (isCounted ? 0 : rows.accepted - counted.accepted),
    quarantined: earlier.quarantined + (isCounted ? 0 : rows.quarantined - counted.quarantined),
  };
}
