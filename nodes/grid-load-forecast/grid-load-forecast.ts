import { LiveForecast } from '../../lib/forecast/live-forecast';
import type { LiveSettings } from '../../lib/forecast/live-snapshot';
import { dayText } from '../../lib/stream/local-time';
import type { NodeContext } from '../shell/grid-node';
import type { NodeStatus } from '../shell/node-red';
import { operatorNode } from '../shell/operator-node';
import { readHistory } from './read-history';
import { definition } from './schema';

export = operatorNode(definition, ({ country, timeZone, issueHour, file, loadColumn }, context) => {
  const settings = { ...calendar(country.trim(), timeZone.trim()), issueHour };
  const path = file.trim();
  const operator = new LiveForecast(settings, path !== '');
  if (path !== '') prime(operator, path, { timeZone: settings.timeZone, loadColumn }, context);
  return { operator, status: () => statusOf(operator), close: () => operator.close() };
});

/** @throws Error when the country or the time zone is not known */
function calendar(country: string, timeZone: string): Pick<LiveSettings, 'country' | 'timeZone'> {
  if (country === '') return { country, timeZone: timeZone || 'UTC' };
  // A megabyte of rules that only this needs, when somebody uses it.
  const { countryCalendar } = require('../../lib/forecast/holidays') as typeof import('../../lib/forecast/holidays');
  const known = countryCalendar(country);
  return { country: known.country, timeZone: timeZone || known.timeZone };
}

function prime(
  operator: LiveForecast,
  path: string,
  settings: { timeZone: string; loadColumn: string },
  { node }: NodeContext,
): void {
  const take = ({ loads, refused }: Awaited<ReturnType<typeof readHistory>>) => {
    operator.prime(loads, Date.now());
    const [first] = refused;
    if (first) node.warn(`${path}: ${refused.length} of it not taken, first: ${first}`);
  };
  readHistory(path, settings)
    .then(take)
    .catch((error: Error) => {
      // With a message, so that a Catch node gets it; forecasts go on from what comes in.
      node.error(error, {});
      operator.prime([], Date.now());
    });
}

function statusOf({ state }: LiveForecast): NodeStatus {
  switch (state.kind) {
    case 'empty':
      return { fill: 'grey', shape: 'ring', text: 'no load yet' };
    case 'reading':
      return { fill: 'blue', shape: 'ring', text: 'reading history' };
    case 'short':
      return { fill: 'yellow', shape: 'ring', text: 'too few loads known' };
    case 'training':
      return { fill: 'blue', shape: 'dot', text: `trains ${dayText(state.day)}` };
    case 'testing':
      return { fill: 'blue', shape: 'dot', text: `tested ${state.done} of ${state.of}` };
    case 'issued': {
      const { date, method, reason } = state.forecast;
      if (reason === undefined) return { fill: 'green', shape: 'dot', text: date };
      return { fill: 'yellow', shape: 'dot', text: method === 'regression' ? `${date} late` : method };
    }
  }
}
