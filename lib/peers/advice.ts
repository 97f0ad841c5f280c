import type { FaultImpact, PeerAlternative, TransferState } from '../messages';
import type { EventRule } from './event-rules';
import type { Island } from './islands';
import { kwhText, type Names, named } from './words';

/** More would not be read. */
const MOST_OFFERS = 3;

/** What an assessment has found, as far as the advice goes by it. */
export interface Findings {
  rule: EventRule;
  receiver: string | null;
  pathState: TransferState | null;
  alternatives: readonly PeerAlternative[];
  islands: readonly Island[];
  currency: string;
  names: Names;
}

/** What a person might do, in words. */
export function adviceOf(findings: Findings): FaultImpact['advice'] {
  const { rule, pathState, alternatives, islands } = findings;
  const action = actionOf(findings);
  const sentences = rule.hint === '' ? [] : [rule.hint];
  if (action === 'island') sentences.push(...islands.map((island) => islandText(island, findings.names)));
  if (rule.action === 'none' && pathState === 'cut') {
    sentences.push(
      'No line in service connects sender and receiver, whatever the waveform shows: check switches and lines.',
    );
  }
  if (needsHelp(findings) && alternatives.length > 0) sentences.push(offersText(findings));
  else if (pathState === 'cut')
    sentences.push('No other peer with energy left reaches the receiver past what is struck.');
  return { action, text: sentences.join(' ') || 'There is nothing to do.' };
}

function actionOf(findings: Findings): FaultImpact['advice']['action'] {
  const { rule, pathState, alternatives, islands } = findings;
  if (rule.action === 'island') return islands.length > 0 ? 'island' : 'isolate';
  const canReroute = alternatives.length > 0;
  if (rule.action === 'none') return pathState !== 'cut' ? 'none' : canReroute ? 'reroute' : 'inspect';
  return rule.action === 'wait' && needsHelp(findings) && canReroute ? 'reroute' : rule.action;
}

/** What is only disturbed, and by no fault, is better waited for. */
function needsHelp({ rule, pathState }: Findings): boolean {
  return pathState === 'cut' || (rule.isFaultCondition === true && pathState === 'at-risk');
}

function islandText({ peers, offeredKwh, wantedKwh }: Island, names: Names): string {
  const energy = `${kwhText(offeredKwh)} offered, ${kwhText(wantedKwh)} wanted`;
  return `${named(peers, names)} stay connected and might run as an island: ${energy}.`;
}

function offersText({ alternatives, receiver, currency, names }: Findings): string {
  const offers = alternatives.slice(0, MOST_OFFERS).map(({ from, energyKwh, pricePerKwh }) => {
    return `${names(from)} (${kwhText(energyKwh)} at ${pricePerKwh} ${currency}/kWh)`;
  });
  return `Meanwhile ${names(receiver!)} can be supplied by ${offers.join(', then ')}.`;
}
