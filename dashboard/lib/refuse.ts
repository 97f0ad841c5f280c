import type { Refusal } from '../../lib/messages';

export function refuse(reason: string, message: string, place: string, remedy: string, original: unknown): Refusal {
  return { reason, message, place, remedy, original };
}
