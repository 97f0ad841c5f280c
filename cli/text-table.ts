/** Names from outside must not move the cursor of a terminal or write a line of their own. */
export const onOneLine = (text: string) => text.replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, '\ufffd');

/** Rows, the head among them, as columns of equal width; the last one runs free. */
export function aligned(rows: readonly string[][]): string[] {
  const widths = rows[0]!.map((_, k) => rows.reduce((most, row) => Math.max(most, row[k]!.length), 0));
  return rows.map(
    (row) => `  ${row.map((cell, k) => (k + 1 < row.length ? cell.padEnd(widths[k]!) : cell)).join('  ')}`,
  );
}
