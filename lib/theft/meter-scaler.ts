import type { MeterScale } from './autoencoder';
import { FACT } from './window-facts';

const LEAST_POWER_W = 20;
const LEAST_CURRENT_A = 0.1;
const USUAL_VOLTAGE_V = 230;
/** Windows after which the scale stays as it is: three days of ten minutes. */
const ENOUGH_WINDOWS = 432;

/** Learns what one meter's windows are divided by before the model sees them. It settles, so that errors stay comparable. */
export class MeterScaler {
  private windows = 0;
  private powerW = 0;
  private voltageV = 0;
  private voltages = 0;

  add(facts: Float64Array): void {
    if (this.windows >= ENOUGH_WINDOWS || facts[FACT.SAMPLES] === 0) return;
    this.windows++;
    this.powerW += Math.abs(facts[FACT.SUM_W]! / facts[FACT.SAMPLES]!);
    if (facts[FACT.VOLTAGES]! > 0) {
      this.voltages++;
      this.voltageV += facts[FACT.SUM_V]! / facts[FACT.VOLTAGES]!;
    }
  }

  get scale(): MeterScale | undefined {
    if (this.windows === 0) return undefined;
    const powerW = Math.max(LEAST_POWER_W, this.powerW / this.windows);
    const voltageV = this.voltages > 0 ? this.voltageV / this.voltages : USUAL_VOLTAGE_V;
    return { powerW, voltageV, currentA: Math.max(LEAST_CURRENT_A, powerW / voltageV) };
  }

  snapshot(): unknown {
    return [this.windows, this.powerW, this.voltageV, this.voltages];
  }

  restore(saved: unknown): void {
    [this.windows, this.powerW, this.voltageV, this.voltages] = saved as [number, number, number, number];
  }
}
