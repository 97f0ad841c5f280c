import type { ReconfigurationCommand, ReconfigurationReport, Refusal } from '../../lib/messages';

export interface Situation {
  /** The last report, if it is about the network as it is. */
  advice: ReconfigurationReport | undefined;
  /** Searches that are under way or wait. */
  searches: number;
  isSwitching: boolean;
}

/** So many searches may wait until those before them have heard that they are cancelled. */
const MOST_SEARCHES = 20;

/** Why a command is not obeyed now, or undefined. */
export function whyNot(
  command: ReconfigurationCommand,
  { advice, searches, isSwitching }: Situation,
): Refusal | undefined {
  const refusal = (reason: string, message: string, remedy: string): Refusal => {
    return { reason, message, remedy, place: 'payload', original: command };
  };
  if (isSwitching && (command.search || command.apply))
    return refusal('switching', 'pairs are being switched', 'wait until they are, or send { cancel: true }');
  if (command.search && searches >= MOST_SEARCHES)
    return refusal('too-many', `${searches} searches wait already`, 'send searches more slowly');
  if (!command.apply) return undefined;
  if (searches > 0) return refusal('searching', 'a search is under way', 'wait for its report, or cancel it');
  const search = 'send { search: true } and look at the report first';
  if (!advice) return refusal('no-advice', 'there is no report about the network as it is', search);
  if (!advice.switching) return refusal('no-way', `there is no way from today: ${advice.problem}`, search);
  if (advice.switching.length === 0)
    return refusal('nothing-to-switch', 'nothing better is known than the network as it is', search);
  if (!advice.switchingWithinLimits && !command.overLimits)
    return refusal(
      'exceeds-limits',
      'limits are exceeded on the way',
      'send { apply: true, overLimits: true } if that may be for so long, or relax the limits',
    );
  return undefined;
}
