/** Readings of accepted rows in columns, as many as were read before the buffer moved on. */
export class RowBatch {
  /** Readings. */
  count = 0;
  /** Rows: where each is in the buffer, its line, and where it begins in the file. */
  rows = 0;
  readonly rowStart: Int32Array;
  readonly rowEnd: Int32Array;
  readonly rowLine: Int32Array;
  readonly rowOffset: Float64Array;
  /** Ids of the names of households, districts and cities; −1 where the file has no such column. */
  readonly household: Int32Array;
  readonly district: Int32Array;
  readonly city: Int32Array;
  /** Start of the interval: an instant, or the wall clock read as if it were UTC (`CsvReader.timeKind`). */
  readonly timeMs: Float64Array;
  /** Energy of the interval in kWh; NaN when the reading is missing. */
  readonly kwh: Float64Array;
  /** Row of the batch that the reading is in: the readings of a wide row share one. */
  readonly row: Int32Array;
  /** Set by who takes the batch: 0, or the code (`codeOf`) of why this reading was not accepted. */
  readonly fault: Uint8Array;

  constructor(readonly capacity: number) {
    this.rowStart = new Int32Array(capacity);
    this.rowEnd = new Int32Array(capacity);
    this.rowLine = new Int32Array(capacity);
    this.rowOffset = new Float64Array(capacity);
    this.household = new Int32Array(capacity);
    this.district = new Int32Array(capacity).fill(-1);
    this.city = new Int32Array(capacity).fill(-1);
    this.timeMs = new Float64Array(capacity);
    this.kwh = new Float64Array(capacity);
    this.row = new Int32Array(capacity);
    this.fault = new Uint8Array(capacity);
  }
}
