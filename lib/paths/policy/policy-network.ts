import type { SeededRandom } from '../../anomaly/random';

/** Nodes of each layer but the last, which has one a choice. */
const LAYERS = [7, 64, 128, 64] as const;
const RATE = 0.01;
const [BETA1, BETA2, EPSILON] = [0.9, 0.999, 1e-8];

interface Layer {
  inputs: number;
  outputs: number;
  /** Weights by output, then the biases. */
  values: Float64Array;
  gradient: Float64Array;
  mean: Float64Array;
  square: Float64Array;
  /** Of the latest forward pass. */
  given: Float64Array;
  result: Float64Array;
}

/**
 * A multilayer perceptron 7-64-128-64-n with ReLU and softmax, trained with Adam at 0.01 (Kingma and Ba, ICLR 2015): the
 * policy of the original system.
 */
export class PolicyNetwork {
  private readonly layers: Layer[];
  private steps = 0;

  constructor(
    readonly choices: number,
    random: SeededRandom,
  ) {
    this.layers = LAYERS.map((inputs, at) => layerOf(inputs, LAYERS[at + 1] ?? choices, random));
  }

  /** Probability of each choice that is allowed (not 0); the array holds until the next call. */
  probabilities(state: Float64Array, allowed: Uint8Array): Float64Array {
    let values: Float64Array = state;
    for (const [at, layer] of this.layers.entries()) values = forward(layer, values, at < this.layers.length - 1);
    return softmax(values, allowed);
  }

  /** Adds the gradient of −advantage · log probability(choice) for the state that was asked last. */
  learn(probabilities: Float64Array, choice: number, advantage: number): void {
    let back: Float64Array = probabilities.map(
      (probability, at) => (probability - (at === choice ? 1 : 0)) * advantage,
    );
    for (let at = this.layers.length - 1; at >= 0; at--) {
      const layer = this.layers[at]!;
      // Behind ReLU, but for the last layer.
      if (at < this.layers.length - 1) back = back.map((value, output) => (layer.result[output]! > 0 ? value : 0));
      back = backward(layer, back);
    }
  }

  /** One step of Adam with the gradients that were added since the last. */
  step(): void {
    this.steps++;
    const rate = (RATE * Math.sqrt(1 - BETA2 ** this.steps)) / (1 - BETA1 ** this.steps);
    for (const { values, gradient, mean, square } of this.layers) {
      for (let at = 0; at < values.length; at++) {
        const slope = gradient[at]!;
        mean[at] = BETA1 * mean[at]! + (1 - BETA1) * slope;
        square[at] = BETA2 * square[at]! + (1 - BETA2) * slope * slope;
        values[at]! -= (rate * mean[at]!) / (Math.sqrt(square[at]!) + EPSILON);
      }
      gradient.fill(0);
    }
  }
}

/** Uniform within ±1/√inputs, as PyTorch's linear layers begin. */
function layerOf(inputs: number, outputs: number, random: SeededRandom): Layer {
  const count = inputs * outputs + outputs;
  const bound = 1 / Math.sqrt(inputs);
  const empty = () => new Float64Array(count);
  return {
    inputs,
    outputs,
    values: empty().map(() => (2 * random.unit() - 1) * bound),
    gradient: empty(),
    mean: empty(),
    square: empty(),
    given: new Float64Array(inputs),
    result: new Float64Array(outputs),
  };
}

function forward(
  { inputs, outputs, values, given, result }: Layer,
  state: Float64Array,
  isHidden: boolean,
): Float64Array {
  given.set(state);
  for (let output = 0; output < outputs; output++) {
    let sum = values[inputs * outputs + output]!;
    for (let input = 0; input < inputs; input++) sum += values[output * inputs + input]! * given[input]!;
    result[output] = isHidden && sum < 0 ? 0 : sum;
  }
  return result;
}

function backward({ inputs, outputs, values, gradient, given }: Layer, slopes: Float64Array): Float64Array {
  const back = new Float64Array(inputs);
  for (let output = 0; output < outputs; output++) {
    const slope = slopes[output]!;
    if (slope === 0) continue;
    gradient[inputs * outputs + output]! += slope;
    for (let input = 0; input < inputs; input++) {
      gradient[output * inputs + input]! += slope * given[input]!;
      back[input]! += slope * values[output * inputs + input]!;
    }
  }
  return back;
}

function softmax(values: Float64Array, allowed: Uint8Array): Float64Array {
  let most = Number.NEGATIVE_INFINITY;
  for (const [at, value] of values.entries()) if (allowed[at] !== 0) most = Math.max(most, value);
  const powers = values.map((value, at) => (allowed[at] === 0 ? 0 : Math.exp(value - most)));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}
