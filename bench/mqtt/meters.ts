const VOLTAGE_V = 230;
const FACTOR = 0.95;
const DISTRICTS = 20;
/** Meters that cross the threshold of 1.5 kW and back. */
export const TOGGLING = 100;
const TOGGLE_MS = 2_000;

/** A meter whose P = V·I·PF, whose register grows with its power, and whose values never stand still. */
export class BenchMeter {
  readonly id: string;
  readonly district: string;
  private importWh: number;
  private lastMs = 0;
  private step = 0;
  private isAbove = false;

  constructor(private readonly index: number) {
    this.id = `meter-${String(index).padStart(5, '0')}`;
    this.district = String(100 + (index % DISTRICTS));
    this.importWh = 1_000_000 + index * 100;
  }

  /** The next reading as JSON. `crossed` is told when it is the first above the threshold after one below. */
  reading(timeMs: number, crossed: () => void): string {
    const above = this.index < TOGGLING && Math.floor(timeMs / TOGGLE_MS + this.index / TOGGLING) % 2 === 1;
    // The first reading decides nothing: whoever begins above has crossed nothing that could be timed.
    if (above && !this.isAbove) crossed();
    this.isAbove = above;
    const current = (above ? 10 : 1) + ((this.index * 7 + this.step++) % 90) / 50;
    const currentA = Math.round(current * 100) / 100;
    const powerW = Math.round(VOLTAGE_V * currentA * FACTOR * 10) / 10;
    if (this.lastMs > 0) this.importWh += (powerW * (timeMs - this.lastMs)) / 3_600_000;
    this.lastMs = timeMs;
    return (
      `{"meterId":"${this.id}","timeMs":${timeMs},"activePowerW":${powerW},"voltageV":${VOLTAGE_V},` +
      `"currentA":${currentA},"powerFactor":${FACTOR},"importWh":${this.importWh.toFixed(2)},"city":"Northport",` +
      `"district":"${this.district}","household":"${this.id}"}`
    );
  }
}
