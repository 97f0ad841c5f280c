import type { TheftCase } from '../messages';
import type { TheftCaseList } from './case-list';
import { type CaseParts, zoneOf } from './case-parts';
import { type CaseRecord, stateOf } from './case-record';
import { moneyOf, viewOf, withPlots } from './case-view';
import { rounded } from './text';

/** Cases as they are sent: ranked among all, with their plots. */
export function casesOf(parts: CaseParts, records: readonly CaseRecord[]): TheftCase[] {
  const ranks = new Map(parts.store.ranked().map((record, index) => [record, index + 1]));
  // What is sent may be changed by whoever gets it.
  return records.map((record) => structuredClone(withPlots(view(parts, record, ranks.get(record)!), record)));
}

/** The list for a page. */
export function listOf(parts: CaseParts): TheftCaseList {
  const { store, cueRecord, settings, streamMs, forgotten } = parts;
  const ranked = store.ranked();
  const open = ranked.filter(({ decision }) => decision === null);
  const lostWh = sum(parts, open, 'lostWh');
  const confirmedWh = sum(
    parts,
    ranked.filter((record) => stateOf(record) === 'confirmed'),
    'lostWh',
  );
  const { confirmed, dismissed } = cueRecord.decided;
  return structuredClone({
    timeMs: streamMs < 0 ? null : streamMs,
    open: open.length,
    openKwh: rounded(lostWh / 1000, 3),
    openMoney: moneyOf(lostWh, settings),
    expectedKwh: rounded(sum(parts, open, 'priority'), 3),
    currency: settings.currency,
    confirmed,
    dismissed,
    precision: confirmed + dismissed === 0 ? null : rounded(confirmed / (confirmed + dismissed), 4),
    confirmedKwh: rounded(confirmedWh / 1000, 3),
    confirmedMoney: moneyOf(confirmedWh, settings),
    forgotten,
    cues: cueRecord
      .counted()
      .map((counts) => ({ ...counts, factor: rounded(10 ** cueRecord.logFactor(counts.kind), 3) })),
    cases: ranked.slice(0, settings.listLength).map((record, index) => view(parts, record, index + 1)),
  });
}

function view(parts: CaseParts, record: CaseRecord, rank: number): TheftCase {
  return viewOf(record, parts.store.appraisal(record), rank, parts.settings, zoneOf(parts, record));
}

function sum({ store }: CaseParts, records: readonly CaseRecord[], field: 'lostWh' | 'priority'): number {
  return records.reduce((total, record) => total + store.appraisal(record)[field], 0);
}
