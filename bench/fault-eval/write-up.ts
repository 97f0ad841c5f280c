import { table, thousands } from '../theft-eval/report';
import { barLine, barsOf, said } from './bars';
import { byShare } from './by-share';
import { expectedCalibrationError, reliability } from './calibration';
import type { Collected } from './collect';
import { commonMistakes, hardPairs } from './confusion';
import { originalSection } from './original';
import type { Outcome } from './outcome';
import { type Size, WINDOWS } from './plan';
import type { Recording } from './recordings';
import { percent, section } from './report';
import { accuracyTable, foreignTable, harmlessTable, healthyTable, inceptionTable, relayTable, rowOf } from './tables';

const MISTAKES = 12;
const FOREIGN = [
  'The last four kinds are known records spoilt: with phases A and B swapped or one phase alone they look like a real event of',
  'another place, and a label is then what can be expected.',
];

/** Markdown and all figures. */
export function writeUp(collected: Collected, size: Size, seed: number) {
  const { test, at50, harmless, healthy, foreign, recordings } = collected;
  const rows = [...test].map(([name, outcomes]) => rowOf(name, outcomes, seed, size.rounds));
  const row50 = rowOf('50 Hz', at50, seed, size.rounds);
  const full = test.get(WINDOWS[0]!.name)!;
  const bars = barsOf(rows[0]!, full, collected);
  const text = [
    '# How well faults are told from waveforms',
    '',
    ...introduction(size, seed, full),
    section('Bars', table(['', 'required', 'reached', ''], bars.map(barLine))),
    section('Accuracy, balanced', accuracyTable([...rows, row50])),
    section('Internal faults by winding share', byShare(collected, seed, size.rounds)),
    section('Beside the relay', relayTable([...rows, row50])),
    section('Inrush and saturated current transformers', harmlessTable(harmless)),
    section('Records in which nothing happens', healthyTable(healthy)),
    section('Calibration', calibration(full)),
    section('Signals that are none of the classes', [...FOREIGN, '', ...foreignTable(foreign)]),
    section('Hard pairs, full window', pairs(full)),
    section('Most frequent mistakes, full window', mistakes(full)),
    section('Inception', inceptionTable(test)),
    ...originalSection(),
    section('Recordings of others', recordings.flatMap(recordingLines)),
    '',
  ];
  const ece = expectedCalibrationError(said(full));
  return {
    text: text.flat().join('\n'),
    figures: { seed, size, bars, rows: [...rows, row50], ece, recordings },
  };
}

function introduction(size: Size, seed: number, full: readonly Outcome[]): string[] {
  return [
    `Seed ${seed}: ${thousands(full.length)} scenarios of the simulator, ${size.internal} of each internal fault and ` +
      `${size.transient} of each transient, all of the test part of the split: whole inceptions, winding shares and ` +
      'resistances that training never draws. Each goes through the operator of **grid fault classifier** with the shipped ' +
      'model: the change detector finds the inception by itself.',
    'Balanced: mean over the classes of the share answered right; `unknown` is wrong in every task, and `normal` is the ' +
      'answer that nothing happens. Brackets: 95 %, bootstrap over scenarios within each class, and where all are right ' +
      'the exact bound of the smallest class. *Unit* is of internal faults alone, *transient type* of transients alone.',
    'Noise is white, below the power of the record itself; other rates come through a filter against aliasing of half the ' +
      'rate; 20 kHz has no more band than the 10 kHz of the simulator. These are figures of simulated waveforms: how well ' +
      'the simulator stands for real transformers they do not say.',
  ];
}

function calibration(full: readonly Outcome[]): string[] {
  const all = said(full);
  const answered = said(full.filter(({ label }) => label !== 'unknown'));
  const ece = (of: typeof all) => (of.length === 0 ? '–' : `${(100 * expectedCalibrationError(of)).toFixed(2)} %`);
  return [
    `Expected calibration error of the likeliest class: ${ece(all)} of all ${thousands(all.length)} records that the ` +
      `model was asked about, ${ece(answered)} of the ${thousands(answered.length)} that are not answered unknown.`,
    '',
    ...table(
      ['probability', 'records', 'mean probability', 'share right'],
      reliability(all).map(({ from, to, count, meanProbability, shareRight }) => [
        `${from.toFixed(2)}–${to.toFixed(2)}`,
        thousands(count),
        meanProbability.toFixed(3),
        shareRight.toFixed(3),
      ]),
    ),
  ];
}

function pairs(full: readonly Outcome[]): string[] {
  const share = ({ records, takenForTheOther }: { records: number; takenForTheOther: number }) =>
    `${takenForTheOther} of ${thousands(records)} (${percent(takenForTheOther / records)})`;
  return table(
    ['', 'first taken for second', 'second taken for first'],
    hardPairs(full).map(({ name, forth, back }) => [name, share(forth), share(back)]),
  );
}

function mistakes(full: readonly Outcome[]): string[] {
  const all = commonMistakes(full, MISTAKES);
  if (all.length === 0) return ['None.'];
  return table(
    ['is', 'answered', 'records'],
    all.map(({ truth, label, times, records }) => [truth, label, `${times} of ${records}`]),
  );
}

function recordingLines({ name, truth, answer, judgement }: Recording): string[] {
  if (answer === null) return [`- ${name}: ${judgement}.`];
  const { label, probability, unknownReason, top3, relay, inceptionMs } = answer;
  const likeliest = top3.map(({ label: one, probability: share }) => `${one} ${percent(share, 0)}`).join(', ');
  const said = [
    `${label}${label === 'unknown' ? `, because ${unknownReason}` : ` (${percent(probability, 1)})`}`,
    ...(inceptionMs === null ? [] : [`inception at ${inceptionMs.toFixed(2)} ms`]),
    ...(likeliest ? [`likeliest for the model: ${likeliest}`] : []),
    ...(relay ? [`relay: ${relay.verdict}, ${relay.because}`] : []),
  ];
  return [`- ${name}: ${truth}. Answer: ${said.join('; ')}. It is ${judgement}.`];
}
