import { thousands } from '../theft-eval/report';
import { expectedCalibrationError, type Said } from './calibration';
import type { Collected } from './collect';
import type { Outcome } from './outcome';
import { percent, percentWithin, verdict } from './report';
import { calledInternal, type Row } from './tables';
import { TASKS } from './tasks';

/** What has to be reached, and what is. */
export interface Bar {
  name: string;
  required: string;
  figure: string;
  isMet: boolean;
}

const LARGEST_ECE = 0.02;
const FEWEST_HARMLESS = 5000;

/** Probabilities of the likeliest class, whatever else speaks against it, wherever the model was asked. */
export function said(outcomes: readonly Outcome[]): Said[] {
  return outcomes.flatMap(({ truth, top }) =>
    top === null ? [] : [{ probability: top.probability, isRight: top.label === truth }],
  );
}

/** @param full the row of the whole window */
export function barsOf(full: Row, fullOutcomes: readonly Outcome[], { harmless, recordings }: Collected): Bar[] {
  const [whole] = [...harmless.values()] as [readonly Outcome[]];
  const called = calledInternal(whole);
  const ece = expectedCalibrationError(said(fullOutcomes));
  const defensible = recordings.filter(({ isDefensible }) => isDefensible !== null);
  return [
    ...TASKS.flatMap(({ name, bar }) => {
      const figure = full.accuracy[name]!;
      return bar === null
        ? []
        : [
            {
              name: `${name}, balanced, full window`,
              required: `≥ ${percent(bar, 1)}`,
              figure: percentWithin(figure),
              isMet: figure.value >= bar,
            },
          ];
    }),
    {
      name: 'inrush or saturated current transformer called an internal fault',
      required: `0 of at least ${thousands(FEWEST_HARMLESS)}`,
      figure: `${called} of ${thousands(whole.length)}`,
      isMet: called === 0 && whole.length >= FEWEST_HARMLESS,
    },
    {
      name: 'expected calibration error, full window',
      required: `≤ ${percent(LARGEST_ECE, 1)}`,
      figure: `${(100 * ece).toFixed(2)} %`,
      isMet: ece <= LARGEST_ECE,
    },
    ...(defensible.length > 0
      ? [
          {
            name: 'no internal fault claimed in recordings of others',
            required: 'unknown or defensible',
            figure: `${defensible.filter(({ isDefensible }) => isDefensible).length} of ${defensible.length}`,
            isMet: defensible.every(({ isDefensible }) => isDefensible),
          },
        ]
      : []),
  ];
}

export const barLine = ({ name, required, figure, isMet }: Bar) => [name, required, figure, verdict(isMet)];
