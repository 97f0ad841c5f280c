import type { Refusal } from '../messages';
import type { StressMeasurement } from '../messages/stress-measurement';
import { InputFault } from './input-fault';
import { type BridgedLoads, LoadBridge } from './load-bridge';
import { type JudgedLoad, LoadGlitches } from './load-glitches';
import { guessLayout, type LoadLayout } from './load-layout';
import { completeReplaySettings, type LoadReplaySettings } from './load-replay-settings';
import { type LoadRow, LoadRows } from './load-rows';

/** A load with its event time, or something of the file that was not sent. */
export type ReplayItem = { measurement: StressMeasurement } | { refused: Refusal };

const HEAD_LINES = 200;

/** Parts that begin to work when the head of the file is known. */
interface Reading {
  layout: LoadLayout;
  rows: LoadRows;
}

/**
 * Reads a load file line by line as timed measurements, in the order of their times. Gaps, spikes and loads that are not
 * above 0 are bridged, flagged or left out by setting; duplicates, rows out of order and what is no row are handed out as
 * refused. Nothing of it depends on a clock: who plays it at a speed waits between two measurements.
 */
export class LoadReplay {
  private readonly settings: LoadReplaySettings;
  private readonly glitches: LoadGlitches;
  private readonly bridge: LoadBridge;
  private reading: Reading | undefined;
  private head: string[] = [];
  private line = 0;
  private lastMs = Number.NEGATIVE_INFINITY;

  /** @throws Error that names the setting that is wrong. */
  constructor(settings: Partial<LoadReplaySettings> = {}) {
    this.settings = completeReplaySettings(settings);
    this.glitches = new LoadGlitches(this.settings.spikePercent / 100);
    this.bridge = new LoadBridge(this.settings);
  }

  /** How the file is read, and what of it was guessed; undefined until enough lines have come. */
  get layout(): LoadLayout | undefined {
    return this.reading?.layout;
  }

  /** @param line without its end. @throws Error when the file is none of loads; it says what to set */
  push(line: string): ReplayItem[] {
    if (this.reading) return this.take(this.reading, line);
    this.head.push(line);
    return this.head.length < HEAD_LINES ? [] : this.begin();
  }

  /** What is left when the file has ended. @throws Error like `push` */
  end(): ReplayItem[] {
    const items = this.reading ? [] : this.begin();
    return [...items, ...this.finish()];
  }

  private begin(): ReplayItem[] {
    const head = this.head.map((line, i) => (i === 0 ? line.replace(/^\uFEFF/, '') : line));
    const layout = guessLayout(head, this.settings);
    const reading = { layout, rows: new LoadRows(layout, this.settings.timeZone) };
    this.reading = reading;
    this.head = [];
    return head.flatMap((line) => this.take(reading, line));
  }

  private take({ layout, rows }: Reading, line: string): ReplayItem[] {
    this.line++;
    if (line.trim() === '' || (this.line === 1 && layout.hasHeader)) return [];
    try {
      return this.place(rows.read(line, this.where()), layout.stepMs);
    } catch (error) {
      return [{ refused: InputFault.refusal(error, line) }];
    }
  }

  /** Puts a row where it belongs in time. */
  private place(row: LoadRow, stepMs: number): ReplayItem[] {
    if (row.timeMs <= this.lastMs) return this.repeated(row);
    const missing = Number.isFinite(this.lastMs) ? Math.round((row.timeMs - this.lastMs) / stepMs) - 1 : 0;
    const items: ReplayItem[] = [];
    if (missing > this.settings.maximumBridgeSteps) {
      items.push(...this.finish(), this.longGap(row.timeMs, missing));
    } else {
      for (let k = 1; k <= missing; k++) {
        items.push(...this.judge({ timeMs: this.lastMs + k * stepMs, loadMw: Number.NaN, isRepeatedHour: false }));
      }
    }
    this.lastMs = row.timeMs;
    items.push(...this.judge(row));
    return items;
  }

  private repeated(row: LoadRow): ReplayItem[] {
    const { newest } = this.glitches;
    if (row.timeMs < this.lastMs) {
      const problem = `is of ${iso(row.timeMs)}, after ${iso(this.lastMs)}`;
      throw new InputFault('out-of-order', this.where(), problem, 'sort the file by time');
    }
    if (newest?.timeMs === row.timeMs && Number.isNaN(newest.loadMw)) {
      newest.loadMw = row.loadMw;
      return [];
    }
    const isSame = newest?.timeMs === row.timeMs && newest.loadMw === row.loadMw;
    const problem = `is of ${iso(row.timeMs)} again, with ${isSame ? 'the same' : 'another'} load; the first stands`;
    const reason = isSame ? 'duplicate' : 'conflicting-duplicate';
    throw new InputFault(reason, this.where(), problem, 'leave one row a time, and set timeZone to that of the file');
  }

  private judge(row: LoadRow): ReplayItem[] {
    return this.glitches.push(row).flatMap((load) => itemsOf(this.bridge.push(load)));
  }

  private finish(): ReplayItem[] {
    const rest = this.glitches.end().flatMap((load) => itemsOf(this.bridge.push(load)));
    return [...rest, ...itemsOf(this.bridge.end())];
  }

  private longGap(nextMs: number, missing: number): ReplayItem {
    const message = `no rows between ${iso(this.lastMs)} and ${iso(nextMs)}: ${missing} are missing`;
    const remedy = 'complete the file, or raise maximumBridgeSteps';
    return { refused: { reason: 'gap', message, place: this.where(), remedy, original: null } };
  }

  private where(): string {
    return `line ${this.line}`;
  }
}

/** The measurements of a file, one by one. @throws Error like `LoadReplay.push` */
export function* replayLoad(
  lines: Iterable<string>,
  settings: Partial<LoadReplaySettings> = {},
): Generator<ReplayItem> {
  const replay = new LoadReplay(settings);
  for (const line of lines) yield* replay.push(line);
  yield* replay.end();
}

function itemsOf({ measurements, lost }: BridgedLoads): ReplayItem[] {
  const items: ReplayItem[] = lost.length > 0 ? [{ refused: lostRefusal(lost) }] : [];
  for (const measurement of measurements) items.push({ measurement });
  return items;
}

function lostRefusal(lost: readonly JudgedLoad[]): Refusal {
  const states = [...new Set(lost.map(({ state }) => state))].join(', ');
  const between = `from ${iso(lost[0]!.timeMs)} to ${iso(lost.at(-1)!.timeMs)}`;
  return {
    reason: 'not-bridged',
    message: `${lost.length} loads ${between} have no good load near enough on both sides (${states})`,
    remedy: 'correct the file, or raise maximumBridgeSteps',
    original: lost
      .slice(0, 100)
      .map(({ timeMs, loadMw }) => ({ timeMs, loadMw: Number.isNaN(loadMw) ? null : loadMw })),
  };
}

const iso = (timeMs: number) => new Date(timeMs).toISOString();
