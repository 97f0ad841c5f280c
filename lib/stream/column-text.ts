type Column = Float32Array | Float64Array | Uint16Array;

const bytesOf = ({ buffer, byteOffset, byteLength }: Column) => Buffer.from(buffer, byteOffset, byteLength);

/** The bytes of a column in base64, little endian, for snapshots; `readColumn` takes them back to the last bit. */
export const columnText = (column: Column): string => bytesOf(column).toString('base64');

/** Straight into the column: thousands of them come back at once. @throws Error when the text is of another length */
export function readColumn(column: Column, text: string): void {
  const bytes = Buffer.byteLength(text, 'base64');
  if (bytes !== column.byteLength) {
    throw new Error(`a saved column has ${bytes} bytes, not ${column.byteLength}: it is of other settings, or cut off`);
  }
  bytesOf(column).write(text, 'base64');
}
