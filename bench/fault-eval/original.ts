import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { FaultMetrics, Figure, Tasks } from '../../training/faults/fault-metrics';
import { FULL_WINDOW } from '../../training/faults/views';
import { table, thousands } from '../theft-eval/report';
import { percentWithin, section } from './report';

/** Figures that the training wrote beside the model. */
const METRICS = resolve(__dirname, '../../models/fault-classifier-metrics.json');

const ROWS: readonly [string, (tasks: Tasks) => Figure][] = [
  ['internal fault or not', ({ internalOrNot }) => internalOrNot],
  ['fault or not', ({ faultOrNot }) => faultOrNot],
  ['unit', ({ unit }) => unit],
  ['transient type', ({ transientType }) => transientType],
  ['45 classes', ({ classes }) => classes],
];

/** The architecture of the original work beside ours, as the training measured both; empty where it did not. */
export function originalSection(): string[] {
  if (!existsSync(METRICS)) return [];
  const { original, conditions, parameters } = JSON.parse(readFileSync(METRICS, 'utf8')) as FaultMetrics;
  const ours = conditions[FULL_WINDOW];
  if (!original || !ours) return [];
  const cell = ({ value, low, high }: Figure) =>
    percentWithin({ value: value ?? Number.NaN, low: low ?? Number.NaN, high: high ?? Number.NaN });
  return section('Beside the architecture of the original work', [
    `Both trained on the same events and measured by the training on its own test scenarios (${thousands(ours.events)}), full ` +
      'window, `unknown` not counted as wrong:',
    '',
    ...table(
      [
        'balanced',
        `ours, ${thousands(parameters)} parameters`,
        `original, ${thousands(original.parameters)} parameters`,
      ],
      ROWS.map(([name, of]) => [name, cell(of(ours)), cell(of(original))]),
    ),
  ]);
}
