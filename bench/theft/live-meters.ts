import type { MeterReading } from '../../lib/messages';
import { type Autoencoder, TheftOperator } from '../../lib/theft';
import { Simulation } from '../../simulator';
import { completeSettings } from '../../simulator/settings';

const STEP_MS = 5_000;
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const START_MS = Date.UTC(2026, 2, 2);
/** Readings come in batches of so many, as from concentrators. */
const BATCH = 200;

/** The parts of a snapshot of the detector that are told apart by meter. */
interface DetectorSnapshot {
  stage: { meters: { id: string; arrivedMs: number; newestMs: number }[] };
  judge: { meters: [meterId: string, timeMs: number, state: unknown][] };
}

/** Some simulated meters, and many more that live the same under other names. */
export class LiveMeters {
  private readonly simulation: Simulation;
  private timeMs = START_MS;
  private recorded: Float32Array[] = [];
  private readonly ids: string[];

  constructor(
    private readonly simulated: number,
    private readonly count: number,
  ) {
    const settings = completeSettings({ seed: 3100, meters: simulated, feederMeters: false });
    this.simulation = new Simulation(settings, { startMs: START_MS });
    this.ids = Array.from({ length: count }, (_, i) => `meter-${String(i).padStart(5, '0')}`);
  }

  /** Plays the simulated meters through the warm-up of the detector. @returns its state */
  async warmUp(model: Autoencoder | undefined): Promise<unknown> {
    const { simulated, ids } = this;
    const operator = new TheftOperator({}, model);
    const { detector } = operator;
    const untilMs = START_MS + (detector.settings.warmUpDays + 1) * DAY_MS;
    const meters = ids.slice(0, simulated).map((id) => detector.meter(id));
    for (let dueMs = START_MS + DAY_MS; this.timeMs < untilMs; ) {
      this.timeMs += STEP_MS;
      this.simulation.system.step(this.timeMs);
      for (const [i, meter] of meters.entries()) {
        const { activePowerW, voltageV, currentA, powerFactor } = this.simulation.system.sample(i, this.timeMs);
        detector.addSample(meter, this.timeMs, Math.round(activePowerW), voltageV, currentA, powerFactor);
      }
      if (this.timeMs < dueMs) continue;
      dueMs += DAY_MS;
      await detector.drain();
    }
    return detector.snapshot();
  }

  /** The state of the simulated meters for all meters; changes the one that is given. Goes on where it ends. */
  multiplied(state: unknown): unknown {
    const { simulated, ids } = this;
    const { stage, judge } = state as DetectorSnapshot;
    const [stages, judges] = [stage.meters, judge.meters];
    this.timeMs = stages[0]!.newestMs;
    const twins = <T>(list: T[], named: (one: T, id: string) => T) =>
      ids.map((id, i) => named(list[i % simulated]!, id));
    // Columns come without a clock: without this all meters would be taken for silent.
    stage.meters = twins(stages, (one, id) => ({ ...one, id, arrivedMs: this.timeMs }));
    judge.meters = twins(judges, ([, timeMs, meter], id) => [id, timeMs, meter]);
    return state;
  }

  /** Simulates what is sent later, so that its cost is not measured. */
  record(minutes: number): void {
    const steps = (minutes * MINUTE_MS) / STEP_MS;
    for (let step = 0; step < steps; step++) {
      const values = new Float32Array(4 * this.simulated);
      const timeMs = this.timeMs + (step + 1) * STEP_MS;
      this.simulation.system.step(timeMs);
      for (let i = 0; i < this.simulated; i++) {
        const { activePowerW, voltageV, currentA, powerFactor } = this.simulation.system.sample(i, timeMs);
        values.set([Math.round(activePowerW), voltageV, currentA, powerFactor], 4 * i);
      }
      this.recorded.push(values);
    }
  }

  /** Readings of all meters, spread over each step as meters are. */
  *batches(minutes: number): Generator<{ batch: MeterReading[]; timeMs: number }> {
    const { ids, count, simulated, recorded } = this;
    const steps = (minutes * MINUTE_MS) / STEP_MS;
    for (let step = 0; step < steps; step++) {
      const values = recorded[step]!;
      for (let first = 0; first < count; first += BATCH) {
        const batch: MeterReading[] = [];
        const timeMs = this.timeMs + step * STEP_MS + Math.floor((first / count) * STEP_MS);
        for (let i = first; i < Math.min(count, first + BATCH); i++) {
          const at = 4 * (i % simulated);
          batch.push({
            meterId: ids[i]!,
            timeMs,
            activePowerW: values[at]!,
            voltageV: values[at + 1]!,
            currentA: values[at + 2]!,
            powerFactor: values[at + 3]!,
            quality: 'good',
            flags: [],
            dialect: 'gridloom',
          });
        }
        yield { batch, timeMs };
      }
    }
  }
}
