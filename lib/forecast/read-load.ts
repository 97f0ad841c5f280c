import type { Refusal } from '../messages';
import type { TimedLoad } from './load-days';
import type { LoadFault } from './load-history';

const LATEST_MS = 8.64e15;
const MOST_MW = 1e9;
const MOST_DAYS = 10_000;
const REMEDY = 'send {timeMs, loadMw} of the whole system, or {backtest: true}';

/** Days to test when a request does not say: as the command. */
export const BACKTEST_DAYS = 92;

const FAULTS: Record<LoadFault, readonly [problem: string, remedy: string]> = {
  repeated: [
    'is of a time of which this hour has a load, or a newer one, already',
    'send loads once, and within an hour in the order of their times',
  ],
  'too-old': ['is more than three years older than the newest load', 'leave out what is so old'],
  'far-ahead': [
    'is 40 days and more ahead of the newest load and of the clock',
    'correct the clock of the sender; msg.reset starts with another history',
  ],
};

/** What an element of the input is. */
export type Incoming = { load: TimedLoad } | { backtestDays: number } | { refused: Refusal };

export function readIncoming(element: unknown): Incoming {
  if (typeof element !== 'object' || element === null || Array.isArray(element))
    return { refused: refusal('not-a-load', 'this is no load', element, REMEDY) };
  if ('backtest' in element) return readRequest(element);
  const { timeMs, loadMw } = element as Partial<Record<keyof TimedLoad, unknown>>;
  if (typeof timeMs !== 'number' || !Number.isInteger(timeMs) || timeMs < 0 || timeMs > LATEST_MS)
    return { refused: refusal('no-time', 'timeMs is no epoch time in milliseconds', element, REMEDY, 'timeMs') };
  if (loadMw === undefined || loadMw === null)
    return { refused: refusal('no-load', 'there is no loadMw', element, REMEDY, 'loadMw') };
  if (typeof loadMw !== 'number' || !(loadMw > 0 && loadMw <= MOST_MW)) {
    const remedy = 'forecasts are of loads above 0: check the sender, and the unit';
    return { refused: refusal('not-above-zero', 'loadMw is no number of MW above 0', element, remedy, 'loadMw') };
  }
  return { load: { timeMs, loadMw } };
}

export function loadRefusal(reason: LoadFault, element: unknown): Refusal {
  const [problem, remedy] = FAULTS[reason];
  return refusal(reason, `this load ${problem}`, element, remedy, 'timeMs');
}

function readRequest(element: object): Incoming {
  const { backtest, days = BACKTEST_DAYS } = element as { backtest: unknown; days?: unknown };
  const isRight = typeof days === 'number' && Number.isInteger(days) && days >= 1 && days <= MOST_DAYS;
  if (backtest === true && isRight) return { backtestDays: days };
  const remedy = `send {backtest: true}, with days from 1 to ${MOST_DAYS} if need be`;
  return { refused: refusal('bad-request', 'this is no request for a backtest', element, remedy) };
}

export function refusal(reason: string, message: string, original: unknown, remedy: string, place?: string): Refusal {
  return { reason, message, ...(place ? { place } : {}), remedy, original };
}
