import type { Refusal } from '../../lib/messages';

/**
 * What a widget shows, kept on the server: bounded, and the same for every page that opens. It reads no clock and draws
 * no random number. A `Change` is what pages must know; pages apply changes in order, so one that is repeated or that
 * covers several messages must lead to the same picture.
 */
export interface WidgetModel<Change> {
  /** Takes a message's payload. What can't be used comes back as refusals; the rest takes effect. Never throws. */
  accept(payload: unknown): Refusal[];
  /** Does a slice of longer work; true when more is left. Called between messages until it is done. */
  work?(): boolean;
  /** All that has changed since the last call as one change; undefined when nothing has. */
  changes(): Change | undefined;
  /** Everything, as a change that a page without any state can apply. */
  snapshot(): Change;
  /** Takes a snapshot over from the widget before a deploy. */
  restore(snapshot: Change): void;
  /** Forgets everything; the next `changes()` tells pages so. */
  reset(): void;
}
