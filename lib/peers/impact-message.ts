import type { EventRule } from './event-rules';
import type { Strike } from './strike';
import type { Way } from './ways';
import { type Names, named, sentence } from './words';

const STATE_WORDS = { flowing: 'keeps flowing', 'at-risk': 'is at risk', cut: 'is cut' } as const;
const MOST_REASON = 500;

/** What a message is made of. */
export interface Found {
  rule: EventRule;
  /** `unknownReason`: why a waveform is unknown. */
  event: { unknownReason?: string | null };
  sender: string | null;
  receiver: string | null;
  /** Between the two; undefined when they were not both named. */
  way: Way | undefined;
  strike: Strike;
  names: Names;
}

/** What happens to the transfer, then what the event means. */
export function impactMessage(found: Found): string {
  const { words, strikes } = found.rule;
  const reason = strikes === 'anything' ? found.event.unknownReason : undefined;
  const texts = [transferText(found), reason ? `${words} (${reason.slice(0, MOST_REASON)})` : words];
  return texts.flatMap((text) => (text ? [sentence(text)] : [])).join(' ');
}

function transferText({ rule, sender, receiver, way, strike, names }: Found): string | undefined {
  if (sender === null) return undefined;
  const isFault = rule.isFaultCondition === true;
  if (!way || receiver === null) {
    return isFault ? `transfers from ${names(sender)} are likely disrupted` : undefined;
  }
  const transfer = `the transfer from ${names(sender)} to ${names(receiver)}`;
  if (!isFault) return `${transfer} ${STATE_WORDS[way.state]}: ${way.because}`;
  if (way.state !== 'flowing') return `${transfer} is likely disrupted and ${STATE_WORDS[way.state]}: ${way.because}`;
  const struck = named([...strike.nodes, ...strike.lines], names);
  const disrupted = `transfers from ${names(sender)} through ${struck} are likely disrupted`;
  return `${disrupted}; the one to ${names(receiver)} keeps flowing: ${way.because}`;
}
