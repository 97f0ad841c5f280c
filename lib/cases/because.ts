import type { TimeZone } from '../stream/local-time';
import type { Appraisal } from './appraisal';
import type { CaseRecord } from './case-record';
import type { CaseSettings } from './case-settings';
import { decimals, listed, times } from './text';
import { CUE_WORDS, FINDING_WORDS } from './words';

const MAX_CUES_NAMED = 3;
const DAY_MS = 86_400_000;

/** The file of a case in a few sentences: what, when, how much, what the feeder says, why this likely. */
export function becauseOf(record: CaseRecord, appraisal: Appraisal, settings: CaseSettings, zone: TimeZone): string {
  return [
    shown(record, appraisal, zone),
    lost(appraisal, settings),
    balances(appraisal),
    cluster(appraisal),
    `${FINDING_WORDS[appraisal.finding.finding]}: ${withoutStop(appraisal.finding.because)}.`,
    odds(appraisal, settings),
    heldBack(record),
  ]
    .filter((sentence) => sentence !== '')
    .join(' ');
}

function shown(
  { meterId, events }: CaseRecord,
  { place, evidence, firstMs, lastMs }: Appraisal,
  zone: TimeZone,
): string {
  const { household, feeder } = place;
  const where = [
    household !== undefined && household !== meterId && `household ${household}`,
    feeder && `feeder ${feeder}`,
  ];
  const inBrackets = where.filter(Boolean).join(', ');
  const cues = listed(evidence.slice(0, MAX_CUES_NAMED).map(({ kind }) => CUE_WORDS[kind]));
  const count = events.length === 1 ? 'one event' : `${events.length} events`;
  const strongest = evidence[0] ? `, most of all: ${withoutStop(evidence[0].because)}` : '';
  return (
    `Meter ${meterId}${inBrackets && ` (${inBrackets})`} showed ${cues || 'unusual windows'} between ` +
    `${clock(firstMs, zone)} and ${clock(lastMs, zone)} (${count})${strongest}.`
  );
}

function lost({ lostWh, firstMs, lastMs }: Appraisal, { pricePerKwh, currency }: CaseSettings): string {
  if (lostWh <= 0) return 'How much energy was not counted cannot be told.';
  const kwh = lostWh / 1000;
  const span = lastMs - firstMs >= 2 * DAY_MS ? `, ${decimals((kwh * DAY_MS) / (lastMs - firstMs), 1)} kWh a day` : '';
  return `About ${decimals(kwh, 1)} kWh (${(kwh * pricePerKwh).toFixed(2)} ${currency}) were not counted${span}.`;
}

function balances({ balance: { judged, supporting, logFactor } }: Appraisal): string {
  if (judged === 0) return '';
  const days = judged === 1 ? 'the one day' : `the ${judged} days`;
  if (supporting > 0)
    return `On ${supporting} of ${days} with a balance that tells, the feeder's gap goes with this meter.`;
  if (logFactor < 0) return `On ${days} with a balance that tells, the feeder lacks nothing of that size.`;
  return `On ${days} with a balance that tells, the gap of the feeder hardly goes with this meter.`;
}

function cluster({ balance }: Appraisal): string {
  if (!balance.cluster) return '';
  const { cluster: meters } = balance.cluster;
  return `${meters.length} meters of the feeder dropped on the same day: look for one cause before sending a crew to each.`;
}

function odds({ parts, likelihood, score }: Appraisal, { theftSharePercent }: CaseSettings): string {
  const factors = [`${times(parts.events)} for a score of ${decimals(score, 1)}`];
  if (parts.balance !== 0) factors.push(`${times(parts.balance)} for the balance of the feeder`);
  if (parts.cues !== 0) factors.push(`${times(parts.cues)} for how decided cases with these cues turned out`);
  if (parts.meter !== 0) factors.push(`${times(parts.meter)} for what was decided on this meter before`);
  return (
    `Likelihood of theft ${decimals(likelihood * 100, likelihood < 0.1 || likelihood > 0.9 ? 1 : 0)} %: ` +
    `odds of 1 : ${decimals((100 - theftSharePercent) / theftSharePercent, 1)} without evidence, ${listed(factors)}.`
  );
}

function heldBack({ held }: CaseRecord): string {
  if (held.length === 0) return '';
  const count = held.length === 1 ? 'one more event' : `${held.length} more events`;
  return `Since it was dismissed, ${count} came that did not say much more.`;
}

const clock = (timeMs: number, zone: TimeZone) =>
  new Date(timeMs + zone.offsetMs(timeMs)).toISOString().slice(0, 16).replace('T', ' ');

const withoutStop = (text: string) => text.replace(/[.\s]+$/, '');
