import type { RelayOpinion } from '../../messages';
import type { Look } from './look';
import { characteristic, type RelaySettings } from './settings';

export interface Decision {
  verdict: RelayOpinion['verdict'];
  /** The look at which it operates, or the one with the largest operating current. */
  look: Look;
  isHighSet: boolean;
}

/** Why a relay says what it says, with the figures. */
export function because(
  { verdict, look, isHighSet }: Decision,
  settings: RelaySettings,
  ratedA: number,
  highSetA: number,
): string {
  const level = settings.pickUp * ratedA;
  const named = look.phases.map((phase, i) => ({ ...phase, name: 'ABC'[i]! }));
  const most = named.reduce((a, b) => (b.operateA > a.operateA ? b : a));
  const current = `differential current of phase ${most.name} ${amperes(most.operateA)}`;
  if (isHighSet) return `${current}, above the high set of ${amperes(highSetA)}`;
  if (verdict === 'no-pickup') return `${current}, below the pick-up of ${amperes(level)}`;

  const wanted = (restraintA: number | null) => characteristic((restraintA ?? 0) / ratedA, settings) * ratedA;
  const picked = named.filter(({ operateA, restraintA }) => operateA > wanted(restraintA));
  if (picked.length === 0)
    return `${current}, below the ${amperes(wanted(most.restraintA))} that a restraining current of ${amperes(most.restraintA ?? 0)} asks for`;
  const largest = picked.reduce((a, b) => (b.operateA > a.operateA ? b : a));
  const above = `differential current of phase ${largest.name} ${amperes(largest.operateA)}, above ${
    largest.restraintA === null
      ? `the pick-up of ${amperes(level)}`
      : `the ${amperes(wanted(largest.restraintA))} that a restraining current of ${amperes(largest.restraintA)} asks for`
  }`;
  const second = picked.reduce((a, b) => (b.secondShare > a.secondShare ? b : a));
  const fifth = picked.reduce((a, b) => (b.fifthShare > a.fifthShare ? b : a));
  const limits: string[] = [];
  const isSecond = second.secondShare > settings.secondHarmonic;
  const isFifth = fifth.fifthShare > settings.fifthHarmonic;
  if (verdict === 'operate' || isSecond || !isFifth)
    limits.push(share('2nd', second.name, second.secondShare, settings.secondHarmonic));
  if (verdict === 'operate' || isFifth) limits.push(share('5th', fifth.name, fifth.fifthShare, settings.fifthHarmonic));
  const tooShort =
    verdict === 'restrain' && !isSecond && !isFifth ? '; not for a quarter of a cycle without a block' : '';
  return `${above}; ${limits.join(', ')}${tooShort}`;
}

const share = (order: string, phase: string, value: number, limit: number) =>
  `${order} harmonic of phase ${phase} ${percent(value)}, ${value > limit ? 'above' : 'within'} ${percent(limit)}`;
const percent = (value: number) => `${Number((100 * value).toPrecision(3))} %`;
const amperes = (value: number) => `${Number(value.toPrecision(3))} A`;
