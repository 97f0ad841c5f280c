/** Loss and risk at one time. */
export interface LossPoint {
  timeMs: number;
  lossPercent: number;
  /** Null: no risk was known. */
  averageRisk: number | null;
}

/** The last losses of the grid. Those of power flows count; of routes only as long as there is no power flow. */
export class LossHistory {
  private points: LossPoint[] = [];
  private isOfPowerFlow = false;

  constructor(private readonly most: number) {}

  get all(): readonly LossPoint[] {
    return this.points;
  }

  add(point: LossPoint, isOfPowerFlow: boolean): void {
    if (this.isOfPowerFlow && !isOfPowerFlow) return;
    if (isOfPowerFlow && !this.isOfPowerFlow) this.points = [];
    this.isOfPowerFlow = isOfPowerFlow;
    this.points.push(point);
    if (this.points.length > this.most) this.points.shift();
  }

  reset(): void {
    this.points = [];
    this.isOfPowerFlow = false;
  }
}
