import type { Incoming } from './incoming';
import type { Sink } from './sink';
import { shown } from './values';

/** What devices say about themselves: last wills, relay states, availability. */
const STATES = new Set(['online', 'offline', 'on', 'off', 'true', 'false', 'connected', 'disconnected', 'ok', 'ready']);
/** Last levels of topics that carry state, discovery or commands, and never a measurement. */
const CONTROL_LEVELS = new Set(
  'LWT SENSOR STATUS STATUS8 STATUS10 STATE STATE1 INFO1 INFO2 INFO3 RESULT POWER POWER1 POWER2 UPTIME LOGGING availability config online announce info command set get'.split(
    ' ',
  ),
);

/** Refuses a message that no dialect recognised, with the most telling reason. */
export function refuseUnknown(message: Incoming, sink: Sink): void {
  const { payload, body, text } = message;
  if (payload === undefined || payload === null || text?.trim() === '') {
    sink.refuse('empty-payload', 'the payload is empty', '', payload);
    return;
  }
  const start = text?.trimStart()[0];
  if (body === undefined && (start === '{' || start === '[')) {
    sink.refuse('not-json', 'the payload begins like JSON and is not, or not in UTF-8', '', payload);
    return;
  }
  const last = message.levels[message.levels.length - 1] ?? '';
  const isState = text !== undefined && text.length <= 16 && STATES.has(text.trim().toLowerCase());
  if (isState || typeof payload === 'boolean' || CONTROL_LEVELS.has(last) || message.topic.includes('/bridge/')) {
    sink.refuse('no-measurement', `${shown(text ?? payload)} on this topic is no measurement`, '', payload);
    return;
  }
  sink.refuse('unknown-dialect', `no dialect recognises the payload ${shown(text ?? payload)}`, '', payload);
}
