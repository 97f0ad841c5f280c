import type { InferenceSession } from 'onnxruntime-web';
import type { Expected, Shape } from './model';

type Metadata = InferenceSession.ValueMetadata;

/** @throws Error that names the file and what differs, when a model has other inputs or lacks an output */
export function checkModel(
  name: string,
  { inputMetadata, outputMetadata }: Pick<InferenceSession, 'inputMetadata' | 'outputMetadata'>,
  expected: Expected,
): void {
  const problem =
    differing('input', inputMetadata, expected.inputs) ??
    surplus(inputMetadata, expected.inputs) ??
    differing('output', outputMetadata, expected.outputs);
  if (problem)
    throw new Error(`model ${name} is another one than expected: ${problem}; give a model made for this use`);
}

function differing(kind: string, has: readonly Metadata[], wants: Readonly<Record<string, Shape>>): string | undefined {
  for (const [name, shape] of Object.entries(wants)) {
    const wanted = `${kind} ${name} float32[${shape.map((size) => size ?? 'any')}]`;
    const found = has.find((one) => one.name === name);
    if (!found) return `${wanted} is missing, there are ${has.map((one) => one.name).join(', ')}`;
    if (!found.isTensor || found.type !== 'float32' || !fits(found.shape, shape)) {
      const real = found.isTensor ? `${found.type}[${found.shape}]` : 'no tensor';
      return `${wanted} is ${real} in it`;
    }
  }
  return undefined;
}

function surplus(has: readonly Metadata[], wants: Readonly<Record<string, Shape>>): string | undefined {
  const other = has.find(({ name }) => !Object.hasOwn(wants, name));
  return other && `it has one more input, ${other.name}`;
}

/** Where the caller fixes a size the model may leave it open, but where the caller varies it the model must. */
const fits = (real: readonly (number | string)[], wanted: Shape) =>
  real.length === wanted.length &&
  real.every((size, i) =>
    wanted[i] === null ? typeof size === 'string' : typeof size === 'string' || size === wanted[i],
  );
