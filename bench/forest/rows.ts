/** Correlated columns, and one row in a hundred that breaks the correlation: rows that a forest should find. */
export function benchRows(rows: number, columns: number): { data: Float32Array; labels: Uint8Array } {
  const data = new Float32Array(rows * columns);
  const labels = new Uint8Array(rows);
  let state = 1;
  // The bench needs the same data every time, not good chance.
  const unit = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return (state >>> 0) / 4_294_967_296;
  };
  const bell = () => unit() + unit() + unit() + unit() - 2;
  for (let row = 0; row < rows; row++) {
    const isOdd = unit() < 0.01;
    labels[row] = +isOdd;
    const common = bell();
    for (let column = 0; column < columns; column++) {
      data[row * columns + column] = isOdd ? 1.6 * bell() : 0.7 * common + 0.7 * bell();
    }
  }
  return { data, labels };
}
