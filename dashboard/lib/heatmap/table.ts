/** A change of a heatmap, as pages get it: short arrays, because there are thousands of cells. */
export interface HeatmapChange {
  /** True: forget what was there. */
  whole?: true;
  /** All rows from the top, when they have changed; a row that is left out is gone. */
  rows?: string[];
  /** All columns from the left, when they have changed. */
  columns?: string[];
  /** Row, column, value (null: known to be missing) and a note. */
  cells: [row: string, column: string, value: number | null, note?: string][];
}

export interface Cell {
  value: number | null;
  note?: string;
}

/** Rows × columns of cells; the server and the page keep the same. A cell that was never given is missing. */
export class HeatmapTable {
  rows: string[] = [];
  columns: string[] = [];
  private cells = new Map<string, Map<string, Cell>>();

  apply(change: HeatmapChange): void {
    if (change.whole) this.clear();
    if (change.rows) this.setRows(change.rows);
    if (change.columns) this.setColumns(change.columns);
    for (const [row, column, value, note] of change.cells) {
      this.set(row, column, note === undefined ? { value } : { value, note });
    }
  }

  get(row: string, column: string): Cell | undefined {
    return this.cells.get(row)?.get(column);
  }

  /** The row and the column must be known. */
  set(row: string, column: string, cell: Cell): void {
    this.cells.get(row)?.set(column, cell);
  }

  setRows(rows: string[]): void {
    const kept = new Map<string, Map<string, Cell>>();
    for (const row of rows) kept.set(row, this.cells.get(row) ?? new Map());
    this.rows = rows;
    this.cells = kept;
  }

  setColumns(columns: string[]): void {
    const kept = new Set(columns);
    const gone = this.columns.filter((column) => !kept.has(column));
    if (gone.length > 0) for (const cells of this.cells.values()) for (const column of gone) cells.delete(column);
    this.columns = columns;
  }

  clear(): void {
    this.rows = [];
    this.columns = [];
    this.cells.clear();
  }

  whole(): HeatmapChange {
    const cells: HeatmapChange['cells'] = [];
    for (const [row, columns] of this.cells) {
      for (const [column, { value, note }] of columns) {
        cells.push(note === undefined ? [row, column, value] : [row, column, value, note]);
      }
    }
    return { whole: true, rows: this.rows, columns: this.columns, cells };
  }
}
