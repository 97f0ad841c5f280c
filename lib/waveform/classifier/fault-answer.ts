import type { FaultClassification, FaultPhase, RelayOpinion, Waveform } from '../../messages';
import { FAULT_CLASSES, type FaultClass, isFaultLabel } from '../fault-classes';
import type { ModelInput } from '../model-input';
import type { FaultClassifierSettings } from './classifier-settings';
import type { FaultJudgement } from './fault-model';
import { doubtOfLateCurrent, doubtOfRestraint } from './internal-doubts';

/** What is known of an event besides its class. */
export type EventFacts = Pick<FaultClassification, 'inceptionMs' | 'clearingMs' | 'window' | 'scale' | 'relay'>;

/** An event that was found in a waveform, in the form of the model. */
export interface PreparedEvent {
  waveform: Waveform;
  input: ModelInput;
  facts: EventFacts;
  /** What speaks against any answer, in words. */
  doubts: string[];
  /** What else is to be told of the answer; null: nothing. */
  note: string | null;
}

/** Facts of an event of which no more was looked at. */
export const NO_FACTS: EventFacts = { inceptionMs: null, clearingMs: null, window: null, scale: null, relay: null };

const LISTED = 3;
/** Places in the table. */
const ALL = FAULT_CLASSES.map(({ index }) => index);
const INTERNAL = ALL.filter((i) => FAULT_CLASSES[i]!.isInternal);
const OTHERS = ALL.filter((i) => !FAULT_CLASSES[i]!.isInternal);
/** More digits are noise of float32. */
const shareOf = (probability: number) => Math.min(1, Math.round(probability * 1e6) / 1e6);
const percent = (share: number) => `${(100 * share).toFixed(share > 0.999 || share < 0.1 ? 1 : 0)} %`;

/** An event that is not judged, or only with reasons against it. */
export function unknownAnswer(
  waveform: Waveform,
  facts: EventFacts,
  reasons: readonly string[],
  judged: Pick<FaultClassification, 'top3' | 'unlikeness' | 'engine'> = { top3: [], unlikeness: null, engine: 'none' },
): FaultClassification {
  return {
    ...identity(waveform),
    label: 'unknown',
    kind: 'unknown',
    isFault: null,
    isInternalFault: null,
    phases: [],
    unit: null,
    probability: 0,
    unknown: true,
    unknownReason: reasons.join('; '),
    ...facts,
    ...judged,
    description: 'Can’t be told',
    causes: [],
    agreement: 'open',
  };
}

/** A record in which the change detector finds no inception; decided by that rule, not by the model. */
export function normalAnswer(waveform: Waveform): FaultClassification {
  return {
    ...identity(waveform),
    label: 'normal',
    kind: 'normal',
    isFault: false,
    isInternalFault: false,
    phases: [],
    unit: null,
    probability: 1,
    top3: [],
    unknown: false,
    unknownReason: null,
    ...NO_FACTS,
    unlikeness: null,
    description: 'No event: nothing changes beyond the noise',
    causes: [],
    agreement: 'open',
    engine: 'none',
  };
}

/** The answer of the model, or `unknown` where it or something else speaks against it. */
export function modelAnswer(
  { waveform, input, facts, doubts, note }: PreparedEvent,
  { probability, unlikeness }: FaultJudgement,
  engine: string,
  { minimumProbability, secondHarmonicPercent }: FaultClassifierSettings,
): FaultClassification {
  const shares = Array.from(probability, shareOf);
  const top3 = largestOf(shares, ALL, LISTED).map((i) => ({ label: FAULT_CLASSES[i]!.label, probability: shares[i]! }));
  const judged = { top3, unlikeness: Number(unlikeness.toPrecision(6)), engine };
  // Whether it is an internal fault is asked before which one it is.
  const internal = INTERNAL.reduce((sum, i) => sum + shares[i]!, 0);
  const [transient] = largestOf(shares, OTHERS, 1) as [number];
  const other = { one: FAULT_CLASSES[transient]!, share: shares[transient]! };
  const isInternal = internal >= other.share;
  const [found] = isInternal ? (largestOf(shares, INTERNAL, 1) as [number]) : [transient];
  const [likeliest, share] = [FAULT_CLASSES[found]!, shares[found]!];
  const reasons = [...doubts];
  if (isInternal) {
    const against = [doubtOfLateCurrent(input), doubtOfRestraint(internal, facts.relay, secondHarmonicPercent / 100)];
    reasons.push(...against.filter((one) => one !== null));
  }
  if (unlikeness > 1) {
    reasons.push(`it is unlike the training data: ${unlikeness.toFixed(2)} times the largest distance allowed`);
  }
  if (Math.max(internal, other.share) < minimumProbability) {
    reasons.push(
      `internal faults have a probability of ${percent(internal)} together, ${other.one.label} of ${percent(other.share)}: ` +
        `neither has ${percent(minimumProbability)}`,
    );
  }
  if (reasons.length > 0) return unknownAnswer(waveform, facts, note === null ? reasons : [...reasons, note], judged);
  const isFault = isFaultLabel(likeliest.label);
  return {
    ...identity(waveform),
    label: likeliest.label,
    kind: likeliest.isInternal ? 'internal-fault' : isFault ? 'external-fault' : 'transient',
    isFault,
    isInternalFault: likeliest.isInternal,
    phases: phasesOf(likeliest, facts.relay),
    unit: likeliest.unit,
    probability: share,
    unknown: false,
    unknownReason: null,
    ...facts,
    ...judged,
    description: note === null ? likeliest.description : `${likeliest.description}; ${note}`,
    causes: [...likeliest.causes],
    agreement: agreementOf(likeliest.isInternal, facts.relay),
  };
}

/** Places of the largest of some shares, the largest first; of equal ones the first. */
function largestOf(shares: readonly number[], places: readonly number[], count: number): number[] {
  const found: number[] = [];
  for (const place of places) {
    let rank = found.length;
    while (rank > 0 && shares[place]! > shares[found[rank - 1]!]!) rank--;
    if (rank < count) found.splice(rank, 0, place);
    if (found.length > count) found.pop();
  }
  return found;
}

/** Faults between turns or windings are of any phase: the currents say of which. */
function phasesOf({ isInternal, phases }: FaultClass, relay: RelayOpinion | null): FaultPhase[] {
  return phases.length > 0 || !isInternal ? [...phases] : [...(relay?.phases ?? [])];
}

/** A relay that does not pick up would not trip, as one that restrains. */
function agreementOf(isInternal: boolean, relay: RelayOpinion | null): FaultClassification['agreement'] {
  if (relay === null) return 'open';
  return isInternal === (relay.verdict === 'operate') ? 'agree' : 'disagree';
}

const identity = ({ id, station, startMs }: Waveform) => ({
  id,
  ...(station === undefined ? {} : { station }),
  ...(startMs === undefined ? {} : { startMs }),
});
