import { type AsyncOperator, type Emission, type MeterReading, PartedSnapshot, type TheftFeedback } from '../messages';
import { CityZones } from '../stream/booking-settings';
import type { Autoencoder } from './autoencoder';
import { TheftDetector, type TheftDetectorPorts } from './theft-detector';
import type { TheftOverview } from './theft-overview';
import type { TheftSettings } from './theft-settings';
import { TheftView } from './theft-view';

export interface TheftOperatorPorts extends TheftDetectorPorts {
  overview: TheftOverview;
}

interface Snapshot {
  operator: 'theft';
  detector: unknown;
  view: unknown;
}

/** The detector with the overview of a page, which goes out once a second when something of it has changed. */
export class TheftOperator implements AsyncOperator<MeterReading | TheftFeedback, TheftOperatorPorts> {
  readonly detector: TheftDetector;
  private readonly view: TheftView;

  /**
   * @param engine what runs the model now, in a word
   * @throws Error that names the setting that is wrong.
   */
  constructor(
    settings: Partial<TheftSettings> = {},
    autoencoder?: Autoencoder,
    private readonly engine: () => string = () => 'none',
  ) {
    this.detector = new TheftDetector(settings, autoencoder);
    const zones = new CityZones(this.detector.settings);
    this.view = new TheftView({ dateOf: (timeMs, city) => zones.of(city ?? '').localHour(timeMs).date });
  }

  async process(batch: readonly (MeterReading | TheftFeedback)[], nowMs: number) {
    return this.seen(await this.detector.process(batch, nowMs));
  }

  async tick(nowMs: number): Promise<Emission<TheftOperatorPorts> | undefined> {
    const emission = this.seen(await this.detector.tick(nowMs));
    const { meters, warmingUp } = this.detector.counts;
    const overview = this.view.next({ meters, metersWarmingUp: warmingUp, engine: this.engine() });
    return overview ? { ...emission, overview: [overview] } : emission;
  }

  async flush() {
    return this.seen(await this.detector.flush());
  }

  async reset(): Promise<void> {
    await this.detector.reset();
    this.view.reset();
  }

  async snapshot(): Promise<PartedSnapshot> {
    const { head, meters } = await this.detector.partedSnapshot();
    const own: Snapshot = { operator: 'theft', detector: head, view: this.view.snapshot() };
    return new PartedSnapshot(own, meters);
  }

  /** @throws Error when it is not a snapshot of a theft operator */
  restore(state: unknown): void {
    const snapshot = state instanceof PartedSnapshot ? (state.head as Snapshot | null) : undefined;
    if (snapshot?.operator !== 'theft') {
      throw new Error('not a snapshot of the theft operator: give what snapshot() returned, or reset');
    }
    this.detector.restoreParts(snapshot.detector, (state as PartedSnapshot).parts);
    this.view.restore(snapshot.view);
  }

  private seen(emission: Emission<TheftDetectorPorts> | undefined): Emission<TheftDetectorPorts> | undefined {
    if (emission?.days) this.view.addDays(emission.days);
    if (emission?.events) this.view.addEvents(emission.events);
    return emission;
  }
}
