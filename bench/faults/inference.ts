import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Engine, type Model, openModel, type Tensor } from '../../lib/inference';
import { MODEL_CHANNELS, MODEL_FEATURES, MODEL_SAMPLES, type ModelInput } from '../../lib/waveform/model-input';
import type { Peer } from '../forest/peer';
import { costOfPeer, type PeerCost } from './peer-cost';
import { type Cost, costOf } from './timing';

/** Batch → cost of a call, one a round. */
export type Rounds = Map<number, Cost[]>;

export const PYTORCH = 'PyTorch eager';
export const BATCHES = [1, 32] as const;
const CALLS: Readonly<Record<(typeof BATCHES)[number], number>> = { 1: 200, 32: 40 };
/** Probabilities and unlikenesses of PyTorch and of an engine may differ by rounding. */
const TOLERANCE = 1e-3;

export interface Compared {
  /** By the name of the arm. */
  times: Map<string, Rounds>;
  /** Largest difference of the answers from those of PyTorch, by engine; empty without Python. */
  differences: string[];
  pythonMb: number | null;
}

/**
 * The model alone, beside the same in PyTorch, one thread each, in turns.
 * @param peer null: without Python
 * @throws Error when PyTorch answers otherwise
 */
export async function compareInference(
  path: string,
  inputs: readonly ModelInput[],
  peer: Peer | null,
  folder: string,
  rounds: number,
): Promise<Compared> {
  const models = new Map<Engine, Model>();
  for (const engine of ['onnxruntime-node', 'onnxruntime-web'] as const) {
    models.set(engine, await openModel(path, { engine, thread: false }));
  }
  const times = new Map<string, Rounds>(
    [...models.keys(), ...(peer ? [PYTORCH] : [])].map((name) => [name, new Map(BATCHES.map((b) => [b, []]))]),
  );
  const differences = peer ? await agreement(path, inputs, models, peer, folder) : [];
  let pythonMb: number | null = null;
  // One round before those that count: code is compiled, memory is allocated.
  for (let round = -1; round < rounds; round++) {
    for (const batch of BATCHES) {
      const given = tensors(inputs.slice(0, batch));
      const took = new Map<string, Cost>();
      for (const [name, model] of models) {
        took.set(name, await costOf(CALLS[batch], () => model.run(given)));
      }
      if (peer) {
        const reply = await peer.reply<PeerCost & { peakMb: number }>({ do: 'infer', batch, times: CALLS[batch] });
        took.set(PYTORCH, costOfPeer(reply));
        pythonMb = reply.peakMb;
      }
      if (round >= 0) for (const [name, cost] of took) times.get(name)!.get(batch)!.push(cost);
    }
  }
  await Promise.all([...models.values()].map((model) => model.close()));
  return { times, differences, pythonMb };
}

async function agreement(
  model: string,
  inputs: readonly ModelInput[],
  models: ReadonlyMap<Engine, Model>,
  peer: Peer,
  folder: string,
): Promise<string[]> {
  const [file, out] = [join(folder, 'inputs'), join(folder, 'answers')];
  const given = tensors(inputs);
  writeFileSync(file, Buffer.concat(Object.values(given).map(({ data }) => new Uint8Array(data.buffer))));
  await peer.reply({ do: 'load', model, inputs: file, events: inputs.length, out });
  const theirs = new Float32Array(new Uint8Array(readFileSync(out)).buffer);
  const lines: string[] = [];
  for (const [engine, opened] of models) {
    const { probability, unlikeness } = await opened.run(given);
    const ours = [...probability!.data, ...unlikeness!.data];
    const difference = Math.max(...ours.map((value, i) => Math.abs(value - theirs[i]!)));
    if (!(difference <= TOLERANCE))
      throw new Error(`${engine} and PyTorch differ by ${difference}: not the same model`);
    lines.push(`${engine} ${difference.toPrecision(1)}`);
  }
  return lines;
}

function tensors(inputs: readonly ModelInput[]): { waves: Tensor; features: Tensor } {
  const count = inputs.length;
  const joined = (of: (input: ModelInput) => Float32Array) => Float32Array.from(inputs.flatMap((one) => [...of(one)]));
  return {
    waves: { data: joined(({ waves }) => waves), dims: [count, MODEL_CHANNELS, MODEL_SAMPLES] },
    features: { data: joined(({ features }) => features), dims: [count, MODEL_FEATURES] },
  };
}
