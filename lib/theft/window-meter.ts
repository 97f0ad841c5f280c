import { type MeterPlace, OpenWindow, type RegisterLevel, type WindowGrid } from './open-window';

/** The open windows of one meter, at most two, and how far its time has come. */
export class WindowMeter {
  /** Its place among the meters that are known, −1 when it was forgotten. */
  slot = -1;
  /** Newest event time, −Infinity before the first. */
  newestMs = Number.NEGATIVE_INFINITY;
  /** Windows that end here or before are closed whatever the newest time says. */
  floorMs = Number.NEGATIVE_INFINITY;
  /** When something last arrived, by the clock of the caller. */
  arrivedMs = 0;
  /** End of the open window that closes first, Infinity when none is open. */
  nextEndMs = Number.POSITIVE_INFINITY;
  /** The windows with an even and with an odd number; undefined when not open. */
  readonly open: [OpenWindow | undefined, OpenWindow | undefined] = [undefined, undefined];
  /** The last register of a closed window. */
  readonly level: RegisterLevel = { timeMs: Number.NEGATIVE_INFINITY, wh: Number.NaN };

  constructor(
    readonly meterId: string,
    public place: MeterPlace,
  ) {}

  /** End of the open window that closes last, −Infinity when none is open. */
  get lastEndMs(): number {
    return Math.max(this.open[0]?.endMs ?? Number.NEGATIVE_INFINITY, this.open[1]?.endMs ?? Number.NEGATIVE_INFINITY);
  }

  /** Opens the window of a number (counted from the epoch), in an object that was used before where there is one. */
  begin(number: number, grid: WindowGrid, pool: OpenWindow[], spare?: Float32Array): OpenWindow {
    const window = pool.pop() ?? new OpenWindow(grid);
    window.begin(number * grid.lengthMs, this.place, spare);
    this.open[number & 1] = window;
    if (window.endMs < this.nextEndMs) this.nextEndMs = window.endMs;
    return window;
  }

  /** Takes out the open window that ends first, when it ends at or before a time. */
  takeDue(untilMs: number): OpenWindow | undefined {
    const [even, odd] = this.open;
    const isEven = even !== undefined && (odd === undefined || even.endMs < odd.endMs);
    const window = isEven ? even : odd;
    if (window === undefined || window.endMs > untilMs) return undefined;
    this.open[isEven ? 0 : 1] = undefined;
    this.nextEndMs = (isEven ? odd : even)?.endMs ?? Number.POSITIVE_INFINITY;
    return window;
  }

  /** A window lies where its latest reading says; one object stands for all readings that say the same. */
  notePlace(window: OpenWindow, timeMs: number, { city, district, household, feeder }: Partial<MeterPlace>): void {
    window.placeMs = timeMs;
    const { place } = window;
    const isSame =
      place.city === city && place.district === district && place.household === household && place.feeder === feeder;
    if (isSame) return;
    window.place = { city, district, household, feeder };
    this.place = window.place;
  }
}
