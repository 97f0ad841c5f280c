import type { ClassifiedEvent } from './assess-impact';
import { InputFault } from './input-fault';

const MOST_ID = 1000;

/** What of a classification the impact goes by. @throws InputFault that names the field */
export function readEvent(given: unknown): ClassifiedEvent {
  const remedy = 'send what grid fault classifier sends: at least id and label';
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw new InputFault('not-a-classification', 'payload', 'is no classification', remedy);
  }
  const { id, label, unknownReason } = given as Record<string, unknown>;
  for (const [place, text] of Object.entries({ id, label })) {
    if (typeof text === 'string' && text !== '' && text.length <= MOST_ID) continue;
    throw new InputFault('not-a-classification', place, 'is no text, empty or too long', remedy);
  }
  const event = { id: id as string, label: label as string };
  return typeof unknownReason === 'string' ? { ...event, unknownReason } : event;
}

/** A peer as a message names it; nothing or an empty text leaves it to the setting, where empty is none. */
export function readPeer(given: unknown, place: 'sender' | 'receiver', setting: string): string | null {
  const id = given === undefined || given === null || given === '' ? setting : given;
  if (typeof id === 'string') return id === '' ? null : id;
  throw new InputFault('unknown-peer', place, `is of type ${typeof id}`, 'send the id of a peer as text');
}
