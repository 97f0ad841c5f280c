import { SEVERITY } from './attacked-windows';
import type { EngineDifference } from './engine-differences';
import { WARM_UP_DAYS } from './training-set';

interface AttackFigures {
  windows: number;
  auc: number;
  worseThanItsTwin: number;
}

interface ModelFigures {
  parameters: number;
  bytes: number;
  sha256: string;
  trainingSeconds: number;
  trainingError: number;
  validationError: number;
  validationQuantiles: Record<string, number>;
  onnxDifference: number;
  attacks: Record<string, AttackFigures>;
}

/** What train_autoencoder.py writes. */
export interface Metrics {
  training: number;
  validation: number;
  epochs: number;
  seed: number;
  torch: string;
  opset: number;
  models: Record<'lstm' | 'dense', ModelFigures>;
}

/** The card of the two models, as Markdown: all figures are those of the training that made them. */
export function modelCard(metrics: Metrics, differences: EngineDifference[], source: string): string {
  const { lstm, dense } = metrics.models;
  const row = (what: string, of: (model: ModelFigures) => string | number) =>
    `| ${what} | ${of(lstm)} | ${of(dense)} |`;
  const differenceOf = (engine: string, model: string) =>
    differences.find((one) => one.engine === engine && one.model === model)!.difference.toExponential(1);
  const attacks = Object.keys(lstm.attacks).map((kind) => {
    const [one, other] = [lstm.attacks[kind]!, dense.attacks[kind]!];
    const cells = [one.windows, one.auc.toFixed(3), other.auc.toFixed(3), percent(one), percent(other)];
    return `| ${kind} | ${cells.join(' | ')} |`;
  });
  return `# Theft autoencoders

Written by \`npm run train:theft\`; do not edit by hand.

Two autoencoders that draw a window of one meter again. What they draw badly is unlike what they were trained on. The
error is one part of a window's score and is held against the meter's own usual errors; alone it proves nothing.

| | LSTM | dense |
| --- | ---: | ---: |
${row('parameters', (model) => model.parameters)}
${row('file, kB', (model) => Math.round(model.bytes / 1000))}
${row('training, s', (model) => model.trainingSeconds)}
${row('mean error, training', (model) => model.trainingError.toFixed(5))}
${row('mean error, honest validation', (model) => model.validationError.toFixed(5))}
${row('median / 90 % / 99 % of the validation', (model) => quantiles(model))}
${row('PyTorch − ONNX Runtime (Python), largest, all of the validation', (model) => model.onnxDifference.toExponential(1))}
| PyTorch − onnxruntime-node, largest of 64 windows | ${differenceOf('onnxruntime-node', 'lstm')} | ${differenceOf('onnxruntime-node', 'dense')} |
| PyTorch − onnxruntime-web, largest of 64 windows | ${differenceOf('onnxruntime-web', 'lstm')} | ${differenceOf('onnxruntime-web', 'dense')} |
| SHA-256, first 16 | \`${lstm.sha256.slice(0, 16)}\` | \`${dense.sha256.slice(0, 16)}\` |

## Input and output

\`windows\` float32 [batch, 120, 4] → \`error\` float32 [batch], the mean squared error of each window, computed in the graph.
A window is 10 minutes at 5 s: asinh(P / usual power), (V − usual voltage) / 5 V within ±4, asinh(I / usual current), power
factor; \`lib/theft/model-input.ts\` writes it. Opset ${metrics.opset}.

## Architecture

- LSTM: reads 24 patches of 5 samples, not 120 single steps, to be fast; encoder LSTM of 24 cells, 8 numbers in the
  middle, decoder LSTM of 24 cells that gets them at each patch with a learned vector of 8 that says which patch it is.
- Dense: 480 → 64 → 8 → 64 → 480 with ReLU, as the usual comparison.

## Data

${metrics.training} windows for training, ${metrics.validation} for validation. Source: ${source}. The first ${WARM_UP_DAYS} days of a meter only give its usual
power and voltage. No window of the training is attacked. Training: Adam, ${metrics.epochs} times through the data, seed ${metrics.seed},
PyTorch ${metrics.torch}, one thread.

## Attacked windows

Windows of every eighth validation meter as the simulator's attacks leave them (severity ${SEVERITY}, zero and freeze all day), beside the same windows as they
were. AUC: how well the error alone tells the two groups apart without knowing the meter; 0.5 is chance, below 0.5 the attacked
windows are easier to draw than honest ones. *Worse*: share of attacked windows with a larger error than their own honest twin.

| attack | windows | AUC LSTM | AUC dense | worse LSTM | worse dense |
| --- | ---: | ---: | ---: | ---: | ---: |
${attacks.join('\n')}

## Limits

- What is calm is drawn well: a constant factor, a mean, a freeze make windows simpler and are not noticed by the error. The
  cues, the balance and the meter's own habits are there for these.
- Honest rare appliances have large errors too. Never use the error without the meter's own usual errors.
- Windows of other cadence than 5 s are interpolated; a meter that gives no current or power factor has zeros there. Both are
  unlike the training and have larger errors throughout, which the calibration by meter takes out, with less left to see.
- Simulated homes are simpler than real ones. Train again on your own readings when you have some weeks of them.

## Train again

\`npm run train:theft\` for these; \`npm run train:theft -- --data READINGS.csv --out FOLDER\` for your own readings. See
\`training/README.md\`.
`;
}

const percent = ({ worseThanItsTwin }: AttackFigures) => `${Math.round(100 * worseThanItsTwin)} %`;
const quantiles = ({ validationQuantiles }: ModelFigures) =>
  Object.values(validationQuantiles)
    .map((value) => value.toFixed(4))
    .join(' / ');
