import { Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import { writeAllAtomic } from '../../lib/storage';
import { CityFilesSettings, cityFiles } from '../../simulator/city-files';
import { gridNode } from '../shell/grid-node';
import { definition } from './schema';

const Wishes = Type.Partial(Type.Pick(CityFilesSettings, ['seed', 'days']), { additionalProperties: false });

/** Writes the sample when a message comes; an object as its payload may ask for another seed or number of days. */
export = gridNode(definition, ({ folder, ...settings }) => {
  if (folder === '')
    throw new Error('grid-city-sample: setting "folder" is empty: give the folder that the files are written to');
  const abort = new AbortController();
  let queue: Promise<unknown> = Promise.resolve();
  let writing = false;
  let files = 0;

  /** The files, counted, as long as the node is there. */
  function* made(wanted: CityFilesSettings) {
    for (const file of cityFiles(wanted)) {
      abort.signal.throwIfAborted();
      files++;
      yield file;
    }
  }

  async function write(wanted: CityFilesSettings) {
    writing = true;
    files = 0;
    try {
      await writeAllAtomic(folder, made(wanted));
    } finally {
      writing = false;
    }
    const { cities, districts, households, days } = wanted;
    return { folder, files, rows: cities * districts * households * days * 24 };
  }

  return {
    async input(message, send) {
      const wanted = { ...settings, ...wishesOf(message.payload) };
      const written = queue.then(() => write(wanted));
      queue = written.catch(() => undefined);
      message.payload = await written;
      send(message);
    },
    status: () => ({
      fill: writing ? 'blue' : files > 0 ? 'green' : 'grey',
      shape: files > 0 ? 'dot' : 'ring',
      text: `${files} files`,
    }),
    async close() {
      abort.abort();
      await queue;
    },
  };
});

/** @throws Error that says what can be asked for */
function wishesOf(payload: unknown): Partial<CityFilesSettings> {
  if (typeof payload !== 'object' || payload === null) return {};
  if (Value.Check(Wishes, payload)) return payload;
  const [fault] = [...Value.Errors(Wishes, payload)];
  throw new Error(
    `the payload is not usable: ${fault?.path.slice(1) || 'it'}: ${fault?.message}: ` +
      'send {"seed": 0 to 4294967295, "days": 1 to 3660}, each of them optional, or no object',
  );
}
