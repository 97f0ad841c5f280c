import { FAULT_CLASSES } from '../../lib/waveform/fault-classes';
import { MODEL_CHANNELS, MODEL_FEATURES, MODEL_SAMPLES } from '../../lib/waveform/model-input';
import type { FaultEngineDifference } from './engine-differences';
import type { Condition, FaultMetrics, Figure, Fitted, Tasks } from './fault-metrics';
import { FULL_WINDOW } from './views';

/** Where the events came from, in words. */
export interface CardSource {
  data: string;
  split: string;
}

/** The card of the model, as Markdown: all figures are those of the training that made it. */
export function faultCard(
  metrics: FaultMetrics,
  engines: readonly FaultEngineDifference[],
  source: CardSource,
): string {
  const full = metrics.conditions[FULL_WINDOW]!;
  const [node, web] = engines as [FaultEngineDifference, FaultEngineDifference];
  const { original, latency } = metrics;
  return `# Fault classifier

Written by \`npm run train:faults\`; do not edit by hand.

From three differential currents around the inception of an event to one of 45 classes: 13 kinds of internal faults in each of
three units, and six transients. Beside it the architecture of the original work (three convolutions over the raw record with
fixed scaling, one large layer), trained on the records of the same events at 60 Hz. It takes records of 10 kHz and 60 Hz only.

| | this model | original architecture |
| --- | ---: | ---: |
| parameters | ${thousands(metrics.parameters)} | ${original ? thousands(original.parameters) : 'not trained'} |
| further constants of the unlikeness | ${thousands(metrics.constants)} | none |
| file, kB | ${Math.round(metrics.bytes / 1000)} | |
| fitting: times through the data, the best of them, s | ${fitting(metrics.fitted.numbers)} numbers; ${fitting(metrics.fitted.shapes)} shapes | ${original ? fitting(original.fitted) : ''} |
| test scenarios at 60 Hz | ${thousands(full.events)} | ${original ? thousands(original.events) : ''} |
${TASKS.map(([name, of]) => `| ${name} | ${interval(of(full))} | ${original ? interval(of(original)) : ''} |`).join('\n')}
| PyTorch, batch 1, ms | ${latency.pytorchMs.toFixed(2)} | ${original ? original.pytorchMs.toFixed(2) : ''} |
| ONNX Runtime (Python), batch 1, ms | ${latency.onnxruntimeMs.toFixed(2)} | |
| onnxruntime-node, batch 1, ms | ${node.oneMs.toFixed(2)} | |
| onnxruntime-web, batch 1, ms | ${web.oneMs.toFixed(2)} | |
| PyTorch − onnxruntime-node, probability, unlikeness | ${node.probability.toExponential(1)}, ${node.unlikeness.toExponential(1)} | |
| PyTorch − onnxruntime-web, probability, unlikeness | ${web.probability.toExponential(1)}, ${web.unlikeness.toExponential(1)} | |
| SHA-256, first 16 | \`${metrics.sha256.slice(0, 16)}\` | |

Accuracies are balanced: the mean over classes. In brackets the 95 % interval, test scenarios drawn again 1,000 times. An event
in which the detector finds no inception is counted as wrong; what is called unknown is counted by its most likely label, and
its share stands in the table below. One thread, on a machine that did other work too.

## Input and output

\`waves\` float32 [n, ${MODEL_CHANNELS}, ${MODEL_SAMPLES}] and \`features\` float32 [n, ${MODEL_FEATURES}] → \`probability\` float32 [n, 45] and \`unlikeness\` float32 [n].
\`lib/waveform/model-input.ts\` writes the input. Opset ${metrics.opset}. In the graph, the first two from the validation set:

- the logits of internal faults are lowered by ${metrics.caution.toFixed(2)}: a harmless event called an internal fault costs more than the reverse;
- temperature ${metrics.temperature.toFixed(3)};
- unlikeness: how far beyond its range in the training the farthest number lies, over ${metrics.beyond} of half that range;
  or the Mahalanobis distance in the last hidden layer to the class, under a covariance that all classes share, over ${metrics.lenience} times what ${percent(metrics.known)}
  of the training inputs of that class keep, in all views, as the mean over classes by their probability; the larger of the two. Above 1
  the event is called unknown. A nearer limit would reject more of what is foreign and call more noisy events unknown.

The answer is decided as the product does it: internal faults together against the most likely transient, then which one.

## Architecture

Numbers that have a name, made in the graph without weights, for convolutions alone learned the scenarios of the training and lost
accuracy on others:

- phasors: of six cycles after the inception the sequence components with their angles, six harmonics and the direct part of each
  phase (\`training/fault_phasors.py\`);
- changes: fundamentals of four windows, freed from what decays and less what flowed before the inception; as sequence components
  and phases in A, ratios, angles against each other and against what flowed before (\`training/fault_changes.py\`);
- distances of the ratio of negative to positive sequence from 64 places at which the training's lie closest together, on a logarithmic
  scale: a fault in the exciting unit and one near the middle of the series unit's delta, which it feeds, differ there only;
- the ${MODEL_FEATURES} features.

Changes are put on sines of learned frequencies (Gorishniy et al. 2022, arXiv 2203.05556); then two hidden layers of 204 and 45 logits: the numbers.
Beside them three small convolutions over the compressed waves make logits of the transients, and one for all internal faults
alike: the shapes, which tell an inrush from a saturated current transformer before a cycle is over. Each network is fitted by
itself, in batches of 512 and 128, and their logits are added. Numbers are scaled once for the whole training: by batches, as batch
normalisation does, they vary by more than what tells two units apart. AdamW with one cycle of the learning rate, classes weighted alike, seed ${metrics.seed}, PyTorch ${metrics.torch}, two threads; the epoch with the least validation
loss is kept.

## Data

${source.data} ${thousands(metrics.events.train)} training events in ${thousands(metrics.inputs.train)} inputs, ${thousands(metrics.events.validation)} validation events in ${thousands(metrics.inputs.validation)}; in ${metrics.missed.train} and ${metrics.missed.validation} views
more the detector found no inception. Each training event is seen as it is, and several times as another recorder would have
it: 1.2 to 20 kHz through an anti-aliasing filter, every other without noise, else at 20 to 60 dB, gain ±2 %, gains of the channels and offsets
±0.5 % or ±0.05 %, the inception ±0.3 ms off, decision windows of 0.9 to 3 cycles, currents negated. Phases are renamed for
transients only: those of a bank differ.

${source.split} Epoch, temperature and caution were chosen on the validation set alone.

## Conditions

One thing changed at a time on the same test scenarios (50 Hz: other ones). Balanced accuracy in %; false internal: inrush, sympathetic inrush and external
faults with saturated current transformers that are called an internal fault.

| | 45 classes | internal or not | fault or not | unit | transient type | ECE | no inception | unknown | false internal |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
${Object.entries(metrics.conditions)
  .map(([name, one]) => `| ${name} | ${conditionCells(one).join(' | ')} |`)
  .join('\n')}

ECE: expected calibration error, 15 bins.

## Hard pairs, ${FULL_WINDOW}

| one | other | one called the other | other called the one |
| --- | --- | ---: | ---: |
${full.hardPairs.map((pair) => `| ${pair.one} | ${pair.other} | ${pair.oneAsOther} of ${thousands(pair.oneEvents)} | ${pair.otherAsOne} of ${thousands(pair.otherEvents)} |`).join('\n')}

The most frequent mistakes: ${full.confusions.map(({ truth, guess, share }) => `${nameOf(truth)} as ${nameOf(guess)} ${percent(share)}`).join('; ') || 'none'}.

## Waveforms of no class

Share that the detector finds no inception in, that are called unknown, and that get a label with more than 90 % (of these, internal
faults). None of these kinds was used in the training, but the limits of the unlikeness were settled with their rejection in view, so these
figures are a little too good; \`npm run eval:faults\` has kinds of its own.

| | waveforms | no inception | unknown | sure of a label | sure of an internal fault |
| --- | ---: | ---: | ---: | ---: | ---: |
${Object.entries(metrics.unlike)
  .map(([name, one]) => {
    const cells = [one.nothing, one.unknown, one.sure, one.sureInternal].map(percent);
    return `| ${name} | ${one.waveforms} | ${cells.join(' | ')} |`;
  })
  .join('\n')}

Swapped phases, a single phase and a wrong unit can look like a real event of another place or size: what is not rejected
there gets the label of what it looks like.

## Limits

- Faults of different units can look alike: with place and resistance unknown, three-phase faults of the series unit are nearly those of
  the power transformer, phase-to-phase faults of the series unit those of the exciting unit. What tells them apart is small: the leakage of the phases of a unit
  differs by some per cent. Noise of 20 dB hides it. The unit is less certain than anything else.
- It has seen one system: five buses, one bank. Other transformers, other relays and real recorders differ in ways that the views above do not
  cover; train again with your own records before you rely on it.
- Differential currents of the secondary side in A are expected. Load currents, voltages or primary amperes are none.
- It is a second opinion, never a trip path.

## Train again

\`npm run train:faults\` for this one; \`npm run train:faults -- --data FOLDER --out FOLDER\` with the public set (IEEE DataPort,
DOI 10.21227/1d1w-q940) or records in a folder tree of the same form. See \`training/README.md\`.
`;
}

const TASKS: readonly (readonly [string, (tasks: Tasks) => Figure])[] = [
  ['45 classes, %', ({ classes }) => classes],
  ['internal fault or not, %', ({ internalOrNot }) => internalOrNot],
  ['fault or not (external ones too), %', ({ faultOrNot }) => faultOrNot],
  ['unit of 3, %', ({ unit }) => unit],
  ['transient type of 6, %', ({ transientType }) => transientType],
];

function conditionCells(one: Condition): string[] {
  const { calibrationError, missed, unknown, falseInternals } = one;
  return [
    ...TASKS.map(([, of]) => hundredths(of(one).value)),
    percent(calibrationError),
    `${missed}`,
    percent(unknown),
    `${falseInternals.calledInternal} of ${thousands(falseInternals.events)}`,
  ];
}

const hundredths = (value: number | null) => (value === null ? '–' : (100 * value).toFixed(2));
const interval = ({ value, low, high }: Figure) => `${hundredths(value)} (${hundredths(low)}–${hundredths(high)})`;
const fitting = ({ epochs, bestEpoch, trainingSeconds }: Fitted) => `${epochs}, ${bestEpoch}, ${trainingSeconds}`;
const percent = (share: number) => `${Number((100 * share).toPrecision(share > 0.995 ? 4 : 3))} %`;
const thousands = (count: number) => count.toLocaleString('en');
/** Without what all internal faults share in their names. */
const nameOf = (index: number) =>
  FAULT_CLASSES[index]?.label.replace('internal_', '').replace('transformer_internal_faults_', '') ?? 'no inception';
