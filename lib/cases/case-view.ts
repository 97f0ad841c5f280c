import type { TheftCase } from '../messages';
import type { TimeZone } from '../stream/local-time';
import type { Appraisal } from './appraisal';
import { becauseOf } from './because';
import { type CaseRecord, stateOf } from './case-record';
import type { CaseSettings } from './case-settings';
import { rounded } from './text';

/** Lost money at the tariff, to the cent. */
export const moneyOf = (lostWh: number, { pricePerKwh }: CaseSettings): number =>
  rounded((lostWh / 1000) * pricePerKwh, 2);

/** A case as it is sent, without its plots. */
export function viewOf(
  record: CaseRecord,
  appraisal: Appraisal,
  rank: number,
  settings: CaseSettings,
  zone: TimeZone,
): TheftCase {
  const { place, likelihood, lostWh, priority } = appraisal;
  return {
    caseId: record.caseId,
    meterId: record.meterId,
    ...place,
    state: stateOf(record),
    finding: appraisal.finding.finding,
    rank,
    priority: rounded(priority, 3),
    likelihood: rounded(likelihood, 4),
    score: appraisal.score,
    lostKwh: rounded(lostWh / 1000, 3),
    lostMoney: moneyOf(lostWh, settings),
    currency: settings.currency,
    firstMs: appraisal.firstMs,
    lastMs: appraisal.lastMs,
    events: [...record.events, ...record.held].map(({ id }) => id),
    evidence: appraisal.evidence,
    because: becauseOf(record, appraisal, settings, zone),
    history: [...record.history],
  };
}

/** The same with its plots: the day that says most, and the latest one when it is another. */
export function withPlots(view: TheftCase, { telling, latest }: CaseRecord): TheftCase {
  const plots = [telling?.plot, latest?.date === telling?.plot.date ? undefined : latest].filter((plot) => !!plot);
  return plots.length === 0 ? view : { ...view, plots };
}
