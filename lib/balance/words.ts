import type { FeederBalance } from '../messages';
import type { LossModel } from './loss-model';

export const kwh = (energyWh: number) => `${(energyWh / 1000).toFixed(1)} kWh`;
const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

/** What a balance comes to, for its `because`. `days`: those in the model. `trouble`: why it is incomplete, if it is. */
export function balanceText(
  balance: FeederBalance,
  loss: LossModel | undefined,
  days: number,
  trouble: string,
): string {
  const { state, inWh, metersWh, lossWh, gapWh, gapShare, gapScore, explainedBy } = balance;
  const parts: string[] = [];
  if (state === 'incomplete') parts.push(trouble);
  const model = loss
    ? `${loss.constantW.toFixed(0)} W + ${loss.perKw2.toFixed(3)} W/kW²${days > 0 ? ` of ${days} days` : ''}`
    : 'not learned yet, all up to the largest';
  if (inWh !== 0) {
    parts.push(
      `in ${kwh(inWh)}, meters ${kwh(metersWh)}, loss ${kwh(lossWh)} (${model}): ${kwh(gapWh)} missing, ${percent(gapShare)}`,
    );
  }
  if (gapScore >= 1) parts.push(`an honest ${balance.period} shows as much once in ${oneIn(gapScore)}`);
  if (explainedBy.length > 0) {
    parts.push(explainedBy.map(({ meterId, lostWh }) => `${meterId} explains ${kwh(lostWh)}`).join(', '));
  }
  return parts.join('; ');
}

function oneIn(score: number): string {
  const times = 10 ** score;
  return times < 1000 ? times.toFixed(0) : `10^${score.toFixed(1)}`;
}

/** Why a day or a window is incomplete. */
export function troubleText(missing: readonly string[], complete: number, windows: number): string {
  const names =
    missing.length > 3 ? `${missing.slice(0, 3).join(', ')} and ${missing.length - 3} more` : missing.join(', ');
  const who = missing.length > 0 ? `without enough readings: ${names}` : 'no feeder meter or no meters of homes';
  return windows > 1 ? `${complete} of ${windows} windows are complete; ${who}` : who;
}
