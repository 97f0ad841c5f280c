import { findingOf, type TheftCue, type TheftFinding } from '../messages';
import { type BalanceEvidence, balanceEvidence } from './balance-evidence';
import { type CaseRecord, firstMs, lastMs, lostWhOf, scoreOf } from './case-record';
import type { CaseSettings } from './case-settings';
import type { CueRecord } from './cue-record';
import { mergeCues, type WeightedCue, weigh } from './evidence';
import { eventEvidence, type LikelihoodParts, likelihoodOf, priorEvidence } from './likelihood';
import type { MeterVerdicts } from './meter-verdicts';
import { type Place, placeOf } from './place';

/** What a case comes to, by its own evidence and by what was learned from others. */
export interface Appraisal {
  place: Place;
  firstMs: number;
  lastMs: number;
  score: number;
  evidence: TheftCue[];
  weights: WeightedCue[];
  balance: BalanceEvidence;
  parts: LikelihoodParts;
  likelihood: number;
  lostWh: number;
  /** Likelihood × lost energy, kWh. */
  priority: number;
  finding: TheftFinding;
}

/** What the evidence of a case is weighed with. */
export interface Knowledge {
  settings: CaseSettings;
  cueRecord: CueRecord;
  verdicts: MeterVerdicts;
}

/** Weighs a case. The parts of the likelihood of one that is decided are those of the day of the decision. */
export function appraise(record: CaseRecord, { settings, cueRecord, verdicts }: Knowledge): Appraisal {
  const { meterId, events, balances, decision } = record;
  const [startMs, endMs] = [firstMs(record), lastMs(record)];
  const place = placeOf(events);
  const suspicion = {
    meterId,
    feeder: place.feeder,
    startMs,
    endMs,
    cues: mergeCues(events),
    lostWh: lostWhOf(events),
  };
  const balance = balanceEvidence(suspicion, balances);
  const evidence = mergeCues(events, balance.cue ? [balance.cue] : []);
  const weights = weigh(evidence);
  const score = scoreOf(events);
  const parts = decision?.parts ?? {
    prior: priorEvidence(settings.theftSharePercent),
    events: eventEvidence(score),
    // A gap that the detector has counted in the score does not speak twice.
    balance: hasGap(suspicion.cues) ? Math.min(0, balance.logFactor) : balance.logFactor,
    cues: cueRecord.evidence(weights),
    meter: verdicts.evidence(meterId, endMs, weights),
  };
  const likelihood = likelihoodOf(parts);
  const lostWh = Math.max(suspicion.lostWh, balance.lostWh);
  return {
    place,
    firstMs: startMs,
    lastMs: endMs,
    score,
    evidence,
    weights,
    balance,
    parts,
    likelihood,
    lostWh,
    priority: (likelihood * lostWh) / 1000,
    finding: findingOf(suspicion, balances),
  };
}

/** Evidence of a case by itself, as log10 of a factor: what a dismissed one is compared with. */
export const strengthOf = ({ events, balance }: LikelihoodParts): number => events + balance;

const hasGap = (cues: readonly TheftCue[]) => cues.some(({ kind }) => kind === 'feeder-gap');
