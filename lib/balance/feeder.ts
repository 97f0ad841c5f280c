import type { FeederBalance } from '../messages';
import type { TimeZone } from '../stream/local-time';
import { Watermark } from '../stream/watermark';
import type { LossModel } from './loss-model';
import type { WindowHistory } from './window-history';

/** A meter of a feeder: a home, or the one (or more) at its head. */
export interface Member {
  meterId: string;
  slot: number;
  feeder: Feeder;
  household: string | undefined;
  /** First and last event time of it on this feeder. */
  firstMs: number;
  lastMs: number;
  /** Mean power of complete windows by place in the feeder's history, W; NaN where it was no member. Empty until the first. */
  seriesW: Float32Array;
}

/** A meter that explains a part of the gap, as it was found at the last day. */
export interface NamedMeter {
  meterId: string;
  /** W missing for each W it counts; 0 when the gap goes with its silence. */
  ratio: number;
  /** W missing while it is quiet; 0 when the gap goes with its load. */
  quietW: number;
  /** Windows of the last day in which it was quiet. */
  quietWindows: number;
  /** Its mean power when it is not quiet, W; 0 when the gap goes with its load. */
  usualW: number;
  error: number;
  confidence: number;
}

/** What is counted of the local day that is not over. Sums are of complete windows only, in µWh. */
export interface DayTally {
  day: number;
  startMs: number;
  endMs: number;
  /** Number of its first window that closed. */
  firstWindow: number;
  complete: number;
  incomplete: number;
  inMicroWh: number;
  metersMicroWh: number;
  wentInMicroWh: number;
  /** Most meters that were counted in a complete window. */
  meters: number;
  /** Windows that a meter was missing in. */
  missing: Map<string, number>;
}

/** A day of the last ones: who dropped in it, and what was sent of it. */
export interface RecentDay {
  day: number;
  dropped: string[];
  balance: FeederBalance | undefined;
}

/** All that is remembered of one feeder. */
export class Feeder {
  city: string | undefined;
  district: string | undefined;
  readonly watermark: Watermark;
  /** Number of the open window that closes first; undefined before the first reading. */
  nextWindow: number | undefined;
  readonly members = new Map<string, Member>();
  tally: DayTally | undefined;
  /** Learned loss, and the days in it. */
  model: LossModel | undefined;
  modelDays = 0;
  /** Mean gap of honest days, each by the model of the days before it, W; oldest first. */
  honestW: number[] = [];
  /** Robust scale of the gap of windows on honest days, W; 0 when not known. */
  windowScaleW = 0;
  named: NamedMeter[] = [];
  recent: RecentDay[] = [];

  constructor(
    readonly name: string,
    readonly slot: number,
    readonly zone: TimeZone,
    latenessMs: number,
    readonly history: WindowHistory,
  ) {
    this.watermark = new Watermark(latenessMs);
  }

  /** Meters at its head: the one named like it, else those without a household. Homes: all others. By name. */
  split(members: readonly Member[]): { heads: Member[]; homes: Member[] } {
    const sorted = [...members].sort((a, b) => (a.meterId < b.meterId ? -1 : 1));
    const hasNamesake = this.members.has(this.name);
    const isHead = ({ meterId, household }: Member) => (hasNamesake ? meterId === this.name : household === undefined);
    return { heads: sorted.filter(isHead), homes: sorted.filter((member) => !isHead(member)) };
  }
}
