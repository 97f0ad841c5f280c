/** A cell holds so many places on average before cells are halved. */
const MOST_A_CELL = 8;

/** Places in a square that comes to hold more and more of them, in cells, to find those near another one. */
export class NearPlaces {
  readonly xKm: number[] = [];
  readonly yKm: number[] = [];
  private columns = 1;
  private cells: number[][] = [[]];

  constructor(private readonly sideKm: number) {}

  add(xKm: number, yKm: number): number {
    const place = this.xKm.push(xKm) - 1;
    this.yKm.push(yKm);
    this.put(place);
    if (this.xKm.length > MOST_A_CELL * this.cells.length) {
      this.columns *= 2;
      this.cells = Array.from({ length: this.columns ** 2 }, () => []);
      for (let each = 0; each <= place; each++) this.put(each);
    }
    return place;
  }

  distanceKm(one: number, other: number): number {
    return Math.hypot(this.xKm[one]! - this.xKm[other]!, this.yKm[one]! - this.yKm[other]!);
  }

  /** Up to `count` places near a point, nearest first, of equals the older one first. */
  near(xKm: number, yKm: number, count: number): number[] {
    const found: { place: number; far: number }[] = [];
    const cellKm = this.sideKm / this.columns;
    const [column, row] = [this.cellOf(xKm), this.cellOf(yKm)];
    // After a ring everything is known that lies within as many cells.
    for (let ring = 0, within = 0; ring < this.columns && within < count; ring++) {
      for (const cell of this.ring(column, row, ring))
        for (const place of cell)
          found.push({ place, far: Math.hypot(this.xKm[place]! - xKm, this.yKm[place]! - yKm) });
      within = found.reduce((sum, { far }) => (far <= ring * cellKm ? sum + 1 : sum), 0);
    }
    found.sort((a, b) => a.far - b.far || a.place - b.place);
    return found.slice(0, count).map(({ place }) => place);
  }

  private put(place: number): void {
    this.cells[this.cellOf(this.yKm[place]!) * this.columns + this.cellOf(this.xKm[place]!)]!.push(place);
  }

  private ring(column: number, row: number, ring: number): number[][] {
    const cells: number[][] = [];
    for (let r = Math.max(0, row - ring); r <= Math.min(this.columns - 1, row + ring); r++) {
      // Whole rows at the top and bottom, between them the two ends.
      const step = Math.abs(r - row) === ring ? 1 : 2 * ring;
      for (let c = column - ring; c <= column + ring; c += step)
        if (c >= 0 && c < this.columns) cells.push(this.cells[r * this.columns + c]!);
    }
    return cells;
  }

  private cellOf(km: number): number {
    return Math.min(this.columns - 1, Math.max(0, Math.floor((km / this.sideKm) * this.columns)));
  }
}
