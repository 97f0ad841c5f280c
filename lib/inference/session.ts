import type { InferenceSession } from 'onnxruntime-web';
import { checkModel } from './check-model';
import { ENGINES, type Engine, type Model, type SessionRequest, type Tensor } from './model';
import { REMEDIES, RUNTIMES, type Runtime } from './runtimes';

/** One thread: a second one makes small models slower and less even. */
const OPTIONS: InferenceSession.SessionOptions = { intraOpNumThreads: 1, interOpNumThreads: 1 };

/**
 * Opens a model in this thread with the first engine that works.
 * @throws Error when no engine can be loaded, none reads the model, or it is not the expected one
 */
export async function openSession(request: SessionRequest): Promise<Model> {
  const { source, expected } = request;
  const why: string[] = [];
  let unread = false;
  for (const engine of request.engine ? [request.engine] : ENGINES) {
    const runtime = await load(engine, why);
    if (!runtime) continue;
    const session = await runtime.InferenceSession.create(source.bytes, {
      ...OPTIONS,
      executionProviders: [runtime.provider],
    }).catch((error: Error) => void why.push(`${engine} does not read ${source.name}: ${error.message}`));
    if (session) {
      if (expected) checkModel(source.name, session, expected);
      return opened(engine, runtime, session, why);
    }
    unread = true;
  }
  const remedy = unread ? `; export it again, as ONNX with an opset that they know` : '';
  throw new Error(`model ${source.name} can't be opened: ${why.join('; ')}${remedy}`);
}

async function load(engine: Engine, why: string[]): Promise<Runtime | undefined> {
  try {
    return await RUNTIMES[engine]();
  } catch (error) {
    // The first line says it; what follows is the stack of requires.
    const [message] = (error as Error).message.split('\n');
    why.push(`${engine} can't be loaded: ${message}; remedy: ${REMEDIES[engine]}`);
    return undefined;
  }
}

function opened(engine: Engine, runtime: Runtime, session: InferenceSession, why: readonly string[]): Model {
  return {
    engine,
    why,
    async run(inputs) {
      const entries = Object.entries(inputs).map(([name, { data, dims }]) => [
        name,
        new runtime.Tensor('float32', data, dims),
      ]);
      const outputs = await session.run(Object.fromEntries(entries));
      return Object.fromEntries(
        Object.entries(outputs).map(([name, { data, dims }]): [string, Tensor] => {
          if (!(data instanceof Float32Array)) throw new Error(`output ${name} is not float32: export it as such`);
          return [name, { data, dims }];
        }),
      );
    },
    close: () => session.release(),
  };
}
