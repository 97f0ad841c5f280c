import type { Refusal } from '../messages';

export interface PageText {
  text: string;
  timeMs: number;
}

/** What is not told again so soon. */
const QUIET_MS = 10_000;
const MOST = 5;
const LONGEST = 500;

/** What was refused and what failed, for people: the newest few, each once until it has not come for a while. */
export class LastMessages {
  list: PageText[] = [];

  /** @returns whether there is something new */
  refused({ message, remedy }: Pick<Refusal, 'message' | 'remedy'>, nowMs: number): boolean {
    return this.add(`${message}: ${remedy}`, nowMs);
  }

  add(told: string, nowMs: number): boolean {
    const text = told.slice(0, LONGEST);
    if (this.list.some((one) => one.text === text && nowMs - one.timeMs < QUIET_MS)) return false;
    this.list = [{ text, timeMs: nowMs }, ...this.list].slice(0, MOST);
    return true;
  }
}
