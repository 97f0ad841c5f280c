import { columnText, readColumn } from '../stream/column-text';
import type { WatermarkState } from '../stream/watermark';
import type { BalanceBook } from './balance-book';
import type { DayTally, Feeder, Member, NamedMeter, RecentDay } from './feeder';
import type { LossModel } from './loss-model';

type SavedMember = [
  meterId: string,
  feeder: string,
  household: string | null,
  firstMs: number,
  lastMs: number,
  /** Float32, base64. */
  seriesW: string,
  energy: [kind: number, imports: number[], exports: number[]],
  open: number[][],
];

interface SavedFeeder {
  name: string;
  /** The city that the feeder was made with, for its time zone. */
  zone: string;
  city: string | null;
  district: string | null;
  watermark: WatermarkState;
  nextWindow: number | null;
  tally: (Omit<DayTally, 'missing'> & { missing: [string, number][] }) | null;
  model: LossModel | null;
  modelDays: number;
  honestW: number[];
  windowScaleW: number;
  named: NamedMeter[];
  recent: (Omit<RecentDay, 'balance'> & { balance: RecentDay['balance'] | null })[];
  /** Windows ever added, their numbers (Float64) and columns (Float32), base64. */
  history: [count: number, windows: string, loadW: string, missingW: string, wentInW: string];
}

/** The whole state of the feeder-balance operator as plain JSON data. */
export interface FeederBalanceSnapshot {
  operator: 'feeder-balance';
  windowMinutes: number;
  latenessMinutes: number;
  historyDays: number;
  evicted: [meters: number, feeders: number];
  /** Least recently used first. */
  feeders: SavedFeeder[];
  /** Least recently used first. */
  meters: SavedMember[];
}

export function snapshotBook(book: BalanceBook): FeederBalanceSnapshot {
  const { windowMinutes, latenessMinutes, historyDays } = book.settings;
  const snapshot: FeederBalanceSnapshot = {
    operator: 'feeder-balance',
    windowMinutes,
    latenessMinutes,
    historyDays,
    evicted: [book.evictedMeters, book.evictedFeeders],
    feeders: [...book.feeders.oldestFirst()].map((slot) => savedFeeder(book.feederAt[slot]!)),
    meters: [...book.meters.oldestFirst()].map((slot) => savedMember(book, book.members[slot]!)),
  };
  // A copy, because the feeders go on changing what they gave.
  return structuredClone(snapshot);
}

/** @throws Error when it is not a snapshot of this operator, or of other windows or time zones than are set now. */
export function checkBalanceSnapshot(given: unknown, book: BalanceBook): asserts given is FeederBalanceSnapshot {
  const snapshot = given as FeederBalanceSnapshot | null;
  if (snapshot?.operator !== 'feeder-balance' || !Array.isArray(snapshot.feeders) || !Array.isArray(snapshot.meters)) {
    throw new Error('not a snapshot of the feeder-balance operator: give what snapshot() returned, or reset');
  }
  for (const name of ['windowMinutes', 'latenessMinutes', 'historyDays'] as const) {
    if (snapshot[name] === book.settings[name]) continue;
    throw new Error(`the snapshot is of ${name} ${snapshot[name]}, not ${book.settings[name]}: set it back, or reset`);
  }
  const gone = snapshot.feeders.find(({ zone }) => book.zones.named(zone) === undefined);
  if (gone) throw new Error(`the snapshot has days of the time zone ${gone.zone}: set it again, or reset`);
}

/** Puts a snapshot into an empty book. */
export function restoreBook(book: BalanceBook, snapshot: FeederBalanceSnapshot): void {
  // A smaller maximum than before keeps what was used last.
  for (const saved of snapshot.feeders.slice(-book.feeders.maximum)) restoreFeeder(book, saved);
  for (const saved of snapshot.meters.slice(-book.meters.maximum)) restoreMember(book, saved);
  [book.evictedMeters, book.evictedFeeders] = snapshot.evicted;
}

function savedFeeder(feeder: Feeder): SavedFeeder {
  const { name, zone, watermark, model, modelDays, honestW, windowScaleW, named, tally, history } = feeder;
  return {
    name,
    zone: zone.name,
    city: feeder.city ?? null,
    district: feeder.district ?? null,
    watermark: watermark.snapshot(),
    nextWindow: feeder.nextWindow ?? null,
    tally: tally ? { ...tally, missing: [...tally.missing] } : null,
    model: model ?? null,
    modelDays,
    honestW,
    windowScaleW,
    named,
    recent: feeder.recent.map((day) => ({ ...day, balance: day.balance ?? null })),
    history: [
      history.count,
      columnText(history.windows),
      columnText(history.loadW),
      columnText(history.missingW),
      columnText(history.wentInW),
    ],
  };
}

function restoreFeeder(book: BalanceBook, saved: SavedFeeder): void {
  const feeder = book.newFeeder(saved.name, book.zones.named(saved.zone)!);
  const { modelDays, windowScaleW } = saved;
  const [count, windows, loadW, missingW, wentInW] = saved.history;
  feeder.watermark.restore(saved.watermark);
  Object.assign(feeder, { modelDays, windowScaleW });
  feeder.city = saved.city ?? undefined;
  feeder.district = saved.district ?? undefined;
  feeder.nextWindow = saved.nextWindow ?? undefined;
  feeder.model = saved.model ?? undefined;
  feeder.tally = saved.tally ? { ...saved.tally, missing: new Map(saved.tally.missing) } : undefined;
  feeder.honestW = [...saved.honestW];
  feeder.named = structuredClone(saved.named);
  feeder.recent = structuredClone(saved.recent).map((day) => ({ ...day, balance: day.balance ?? undefined }));
  feeder.history.count = count;
  readColumn(feeder.history.windows, windows);
  readColumn(feeder.history.loadW, loadW);
  readColumn(feeder.history.missingW, missingW);
  readColumn(feeder.history.wentInW, wentInW);
}

function savedMember({ energy, open }: BalanceBook, member: Member): SavedMember {
  const { meterId, feeder, household, firstMs, lastMs, seriesW, slot } = member;
  return [
    meterId,
    feeder.name,
    household ?? null,
    firstMs,
    lastMs,
    columnText(seriesW),
    energy.snapshot(slot),
    open.snapshot(slot),
  ];
}

function restoreMember(book: BalanceBook, saved: SavedMember): void {
  const [meterId, feederName, household, firstMs, lastMs, seriesW, energy, open] = saved;
  const slot = book.feeders.find(feederName);
  if (slot < 0) return;
  const member = book.newMember(meterId, book.feederAt[slot]!, firstMs);
  member.household = household ?? undefined;
  member.lastMs = lastMs;
  if (seriesW !== '') readColumn((member.seriesW = new Float32Array(member.feeder.history.capacity)), seriesW);
  book.energy.restore(member.slot, energy);
  book.open.restore(member.slot, open);
}
