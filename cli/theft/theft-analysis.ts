import { type CaseSettings, createTheftCaseOperator, type TheftCaseOperator } from '../../lib/cases';
import type { Emission, Refusal, TheftCase, TheftCue, TheftDay, TheftEvent, TheftWindow } from '../../lib/messages';
import { TheftDetector, type TheftDetectorPorts, type TheftSettings } from '../../lib/theft';
import type { Autoencoder } from '../../lib/theft/autoencoder';
import type { WindowMeter } from '../../lib/theft/window-meter';
import type { ReadingBatch } from './reading-batch';
import type { ReadingsCsv } from './readings-csv';
import { sampleGrid } from './sample-step';

/** How many windows there are, by what became of them. */
export interface WindowCounts {
  total: number;
  scored: number;
  warmingUp: number;
  incomplete: number;
  glitch: number;
  anomalous: number;
  withCues: number;
}

/** What the detector found in files of readings. */
export interface TheftResult {
  meters: number;
  /** Of them, those of feeders, which are not judged. */
  feederMeters: number;
  /** Steps and windows that the readings were laid on. */
  sampleSeconds: number;
  windowMinutes: number;
  rows: number;
  readings: number;
  withoutPower: number;
  late: number;
  refused: { total: number; byReason: Record<string, number>; rows: ReadingsCsv['refused']['examples'] };
  windowCounts: WindowCounts;
  /** Windows with each kind of cue. */
  cueCounts: Record<string, number>;
  /** What was noticed in windows, by time. */
  cues: WindowCue[];
  /** Each as it was last, by time. */
  events: TheftEvent[];
  /** By meter and date. */
  days: TheftDay[];
  /** By rank. */
  cases: TheftCase[];
  /** What else there is to say, e.g. that meters were forgotten because there were too many. */
  notices: Notice[];
}
/** A cue and the window it is of. */
export type WindowCue = Pick<TheftWindow, 'meterId' | 'startMs' | 'lengthMs'> & TheftCue;
type Notice = Pick<Refusal, 'reason' | 'message' | 'remedy'>;

const USUAL_WINDOW_MINUTES = 10;
const STATES = { scored: 'scored', 'warming-up': 'warmingUp', incomplete: 'incomplete', glitch: 'glitch' } as const;

/** Runs readings of files through the detector and the cases; keeps events and days, and only counts windows. */
export class TheftAnalysis {
  /** Made from the first batch, which tells how often the meters measure. */
  private detector: TheftDetector | undefined;
  private readonly cases: TheftCaseOperator;
  /** By their number in the file; undefined for meters of feeders. */
  private readonly meters: (WindowMeter | undefined)[] = [];
  private readonly events = new Map<string, TheftEvent>();
  private readonly days: TheftDay[] = [];
  private readonly notices: Notice[] = [];
  private readonly cueCounts = new Map<string, number>();
  private readonly cues: WindowCue[] = [];
  private readings = 0;
  private readonly windows: WindowCounts = {
    total: 0,
    scored: 0,
    warmingUp: 0,
    incomplete: 0,
    glitch: 0,
    anomalous: 0,
    withCues: 0,
  };

  /**
   * @param onWindows takes all windows as they are judged
   * @throws Error that names the setting that is wrong
   */
  constructor(
    private readonly csv: ReadingsCsv,
    private readonly settings: { theft: Partial<TheftSettings>; cases: Partial<CaseSettings> },
    private readonly onWindows: ((windows: readonly TheftWindow[]) => Promise<void>) | undefined,
    private readonly autoencoder?: Autoencoder,
    private readonly nowMs = Date.now(),
  ) {
    if (settings.theft.sampleSeconds !== undefined) this.detector = new TheftDetector(settings.theft, autoencoder);
    this.cases = createTheftCaseOperator(settings.cases);
  }

  /** Why the model did not judge; undefined when it did, or there is none. */
  get modelFault(): Error | undefined {
    return this.detector?.modelFault;
  }

  /** @throws Error that names the file that cannot be read */
  async run(paths: readonly string[], signal: AbortSignal): Promise<TheftResult> {
    let last: Promise<void> = Promise.resolve();
    for await (const batch of this.csv.batches(paths, signal)) {
      this.detector ??= this.detectorFor(batch);
      this.feed(batch, this.detector);
      // While the model computes in its thread, the next rows are read.
      const emission = this.detector.drain();
      const before = last;
      last = (async () => {
        await before;
        await this.take(await emission);
      })();
      last.catch(() => undefined);
      await before;
    }
    await last;
    this.detector ??= new TheftDetector(this.settings.theft, this.autoencoder);
    await this.take(await this.detector.flush());
    return this.result(this.detector);
  }

  private detectorFor(batch: ReadingBatch): TheftDetector {
    const { theft } = this.settings;
    const grid = sampleGrid(batch, theft.windowMinutes ?? USUAL_WINDOW_MINUTES);
    return new TheftDetector({ ...theft, ...grid }, this.autoencoder);
  }

  private feed(batch: ReadingBatch, detector: TheftDetector): void {
    const { meters } = this;
    const { meter, timeMs, powerW, voltageV, currentA, powerFactor } = batch;
    this.readings += batch.count;
    for (let i = 0; i < batch.count; i++) {
      const own = meter[i]! < meters.length ? meters[meter[i]!] : this.meterOf(meter[i]!, detector);
      if (own === undefined) continue;
      detector.addSample(own, timeMs[i]!, powerW[i]!, voltageV[i]!, currentA[i]!, powerFactor[i]!);
    }
  }

  private meterOf(index: number, detector: TheftDetector): WindowMeter | undefined {
    for (let next = this.meters.length; next <= index; next++) {
      const { meterId, isFeeder, ...place } = this.csv.meters[next]!;
      this.meters.push(isFeeder ? undefined : detector.stage.meter(meterId, place));
    }
    return this.meters[index];
  }

  private async take(emission: Emission<TheftDetectorPorts> | undefined): Promise<void> {
    if (emission === undefined) return;
    const { events = [], days = [], windows = [], refused = [] } = emission;
    for (const { reason, message, remedy } of refused) this.notices.push({ reason, message, remedy });
    for (const window of windows) this.count(window);
    for (const event of events) this.events.set(event.id, event);
    this.days.push(...days);
    if (events.length + days.length > 0) this.cases.process([...days, ...events], this.nowMs);
    if (windows.length > 0) await this.onWindows?.(windows);
  }

  private count({ meterId, startMs, lengthMs, state, isAnomalous, cues }: TheftWindow): void {
    const { windows } = this;
    windows.total++;
    windows[STATES[state]]++;
    if (isAnomalous) windows.anomalous++;
    if (cues.length > 0) windows.withCues++;
    for (const cue of cues) {
      this.cueCounts.set(cue.kind, (this.cueCounts.get(cue.kind) ?? 0) + 1);
      this.cues.push({ meterId, startMs, lengthMs, ...cue });
    }
  }

  private result(detector: TheftDetector): TheftResult {
    const { csv, readings, windows } = this;
    const { sampleSeconds, windowMinutes } = detector.settings;
    const { total, byReason, examples } = csv.refused;
    const late = detector.stage.totals.late;
    if (late * 100 > readings) this.notices.push(outOfOrder(late));
    const list = this.cases.process([{ command: 'list' }], this.nowMs)?.list?.[0];
    return {
      meters: csv.meters.length,
      feederMeters: csv.meters.filter(({ isFeeder }) => isFeeder).length,
      sampleSeconds,
      windowMinutes,
      rows: csv.rows,
      readings,
      withoutPower: csv.withoutPower,
      late,
      refused: { total, byReason, rows: examples },
      windowCounts: windows,
      cueCounts: Object.fromEntries([...this.cueCounts].sort(([a], [b]) => (a < b ? -1 : 1))),
      cues: this.cues.sort((a, b) => a.startMs - b.startMs || compare(a.meterId, b.meterId)),
      events: [...this.events.values()].sort((a, b) => a.startMs - b.startMs || (a.id < b.id ? -1 : 1)),
      days: this.days.sort((a, b) => compare(a.meterId, b.meterId) || a.startMs - b.startMs),
      cases: list?.cases ?? [],
      notices: this.notices,
    };
  }
}

const outOfOrder = (late: number): Notice => ({
  reason: 'out-of-order',
  message: `${late} readings came after their window was judged`,
  remedy: 'sort the rows of each meter by time, and give its files in this order',
});

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
