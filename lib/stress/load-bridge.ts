import type { StressMeasurement } from '../messages/stress-measurement';
import type { JudgedLoad } from './load-glitches';
import type { LoadReplaySettings } from './load-replay-settings';

/** Loads that are sent, and rows for which none are. */
export interface BridgedLoads {
  measurements: StressMeasurement[];
  /** Rows that should have been bridged, but no load is near enough. */
  lost: JudgedLoad[];
}

type Flags = NonNullable<StressMeasurement['flags']>;

/** Interpolates what is missing or wrong between the good loads on both sides, as the settings say. */
export class LoadBridge {
  private last: JudgedLoad | undefined;
  private run: JudgedLoad[] = [];

  constructor(private readonly settings: LoadReplaySettings) {}

  push(load: JudgedLoad): BridgedLoads {
    const { gaps, glitches } = this.settings;
    if (load.state === 'good') return this.bridgeTo(load);
    const isGlitch = load.state !== 'missing';
    if (isGlitch ? glitches === 'bridge' : gaps === 'bridge') this.run.push(load);
    // In the midst of a run it would come before what is interpolated; the run ends at it, unbridged.
    else if (isGlitch && glitches === 'flag') return { lost: this.giveUp(), measurements: [measured(load)] };
    if (this.run.length <= this.settings.maximumBridgeSteps) return { measurements: [], lost: [] };
    return this.end();
  }

  /** What can't be bridged any more; then it begins anew. */
  end(): BridgedLoads {
    this.last = undefined;
    return { measurements: [], lost: this.giveUp() };
  }

  private bridgeTo(load: JudgedLoad): BridgedLoads {
    const { last } = this;
    const run = this.giveUp();
    this.last = load;
    if (run.length === 0) return { measurements: [measured(load)], lost: [] };
    if (!last) return { measurements: [measured(load)], lost: run };
    const bridged = run.map((missing) => {
      const share = (missing.timeMs - last.timeMs) / (load.timeMs - last.timeMs);
      return measured({ ...missing, loadMw: last.loadMw + share * (load.loadMw - last.loadMw) }, ['bridged']);
    });
    return { measurements: [...bridged, measured(load)], lost: [] };
  }

  private giveUp(): JudgedLoad[] {
    const { run } = this;
    this.run = [];
    return run;
  }
}

function measured({ timeMs, loadMw, state, isRepeatedHour }: JudgedLoad, flags: Flags = []): StressMeasurement {
  if (state === 'zero' || state === 'spike') flags.push(state);
  if (isRepeatedHour) flags.push('repeated-hour');
  return flags.length === 0 ? { timeMs, loadMw } : { timeMs, loadMw, flags };
}
