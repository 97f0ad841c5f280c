import { type Static, Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import { LoadForecast, PartedSnapshot } from '../messages';
import type { IssuedDays } from './issued-days';
import type { HistoryPart, LoadHistory } from './load-history';

export interface LiveSettings {
  timeZone: string;
  /** Whose public holidays count, as `countryCalendar` takes it; empty: none. */
  country: string;
  /** Local hour at which the forecast of the next day is issued; 0: at midnight, of the day that begins. */
  issueHour: number;
}

const Head = Type.Object({
  loadForecast: Type.Literal(1),
  settings: Type.Object({ timeZone: Type.String(), country: Type.String(), issueHour: Type.Integer() }),
  stepMs: Type.Number({ exclusiveMinimum: 0 }),
  issued: Type.Array(Type.Tuple([Type.Integer(), LoadForecast])),
});
const numbers = Type.Array(Type.Number());
const Part = Type.Tuple([Type.Integer(), numbers, numbers, numbers]);

export function snapshotHead(settings: LiveSettings, history: LoadHistory, issued: IssuedDays): Static<typeof Head> {
  const { timeZone, country, issueHour } = settings;
  return {
    loadForecast: 1,
    settings: { timeZone, country, issueHour },
    stepMs: history.step,
    issued: issued.entries(),
  };
}

/** The parts of a snapshot; forecasts of other settings are left out. @throws Error when it is none */
export function readSnapshot(state: unknown, settings: LiveSettings) {
  if (!(state instanceof PartedSnapshot) || !Value.Check(Head, state.head))
    throw new Error('it is no state of a load forecast');
  const { head } = state;
  const { timeZone, country, issueHour } = head.settings;
  const isSame = timeZone === settings.timeZone && country === settings.country && issueHour === settings.issueHour;
  return { step: head.stepMs, issued: isSame ? head.issued : [], parts: checked(state.parts) };
}

function* checked(parts: Iterable<unknown>): Generator<HistoryPart> {
  for (const part of parts) {
    if (!Value.Check(Part, part)) throw new Error('a part of the history is none');
    yield part;
  }
}
