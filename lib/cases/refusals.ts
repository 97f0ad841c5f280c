import type { Refusal } from '../messages';
import { COMMAND_WORDS } from './case-commands';

/** What is none of the messages that the node takes. */
export function notKnown(original: unknown): Refusal {
  return {
    reason: 'not-known',
    message: `${kindOf(original)} is no theft event, day, window, feeder balance or command`,
    remedy: 'wire the grid theft detector and grid feeder balance to this node, or send a command',
    original,
  };
}

/** A message of a known kind with a field that can't be used. */
export function badField(what: string, place: string, message: string, original: unknown): Refusal {
  return {
    reason: `bad-${what.replace(' ', '-')}`,
    message: `the ${what} is not usable: ${place || 'it'}: ${message}`,
    place,
    remedy: what === 'command' ? commandRemedy(original) : `send it as the node that makes it does`,
    original,
  };
}

/** A time that is after the clock, or an end before its start. */
export function badTime(what: string, place: string, original: unknown): Refusal {
  return {
    reason: 'bad-time',
    message: `the ${what} has no usable time in ${place}: it lies before its start, below 0 or ahead of the clock`,
    place,
    remedy: 'send epoch milliseconds UTC, or raise the setting maximumAheadMinutes for data from a simulation',
    original,
  };
}

/** An event of a case that is no longer kept, or of a part of it that has been summed up. */
export function done(original: unknown, meterId: string): Refusal {
  return {
    reason: 'already-counted',
    message: `meter ${meterId}: the event began in a time that decided and forgotten cases, or sums of older events, cover`,
    place: 'startMs',
    remedy: 'nothing to do when it was sent again; raise closedDays if events may come so late',
    meterId,
    original,
  };
}

/** A command that names no case that is kept. */
export function unknownCase(caseId: string): Omit<Refusal, 'original'> {
  const remedy = 'name a case of the list; decided ones are kept for closedDays';
  return { reason: 'unknown-case', message: `there is no case ${caseId}`, place: 'caseId', remedy };
}

export function forgotten(caseId: string, meterId: string, maximumCases: number): Refusal {
  return {
    reason: 'case-forgotten',
    message: `${caseId} was given up, because there are more than ${maximumCases} cases and least is at stake in it`,
    remedy: 'decide cases of the list, or raise the setting maximumCases',
    meterId,
    original: null,
  };
}

function commandRemedy(original: unknown): string {
  const { command } = original as { command?: unknown };
  const isKnown = typeof command === 'string' && COMMAND_WORDS.includes(command);
  return isKnown
    ? `send {command: "${command}", caseId, by?, note?, timeMs?}; by has up to 200 characters, note up to 2000`
    : `command is one of ${COMMAND_WORDS.join(', ')}`;
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
