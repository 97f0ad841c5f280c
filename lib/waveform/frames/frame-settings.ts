/** How long frames are waited for, and what may be kept meanwhile. */
export interface FrameSettings {
  /** After the newest frame of an event; then it goes out with gaps. */
  waitMs: number;
  /** Open at once; beyond it the oldest one goes out as it is. */
  maxEvents: number;
  /** Samples × channels of one event. */
  maxValues: number;
  /** Samples × channels of all open events. */
  maxOpenValues: number;
}

export const FRAME_SETTINGS: Readonly<FrameSettings> = {
  waitMs: 5000,
  maxEvents: 100,
  maxValues: 4_000_000,
  maxOpenValues: 16_000_000,
};
