/** Samples of a window as the model takes them. */
export const MODEL_STEPS = 120;
/** Power, voltage, current, power factor. */
export const MODEL_CHANNELS = 4;

/** A model that tries to draw a window again; what it fails to draw is unusual. */
export interface Autoencoder {
  /**
   * @param input windows one after the other, each MODEL_STEPS × MODEL_CHANNELS, the channels of one instant together
   * @param count number of windows
   * @returns mean squared error of each window
   */
  errors(input: Float32Array, count: number): Promise<Float32Array>;
}

/** What is usual for one meter; makes windows of small and large homes look alike to the model. */
export interface MeterScale {
  /** Mean of |P| in the warm-up, W; at least 20. */
  powerW: number;
  /** Median voltage, V. */
  voltageV: number;
  /** Mean current, A; at least 0.1. */
  currentA: number;
}
