import { existsSync } from 'node:fs';
import { CITY_FILE, CsvImport, FileNames, findDataFiles, type ImportState, wildcards } from '../../lib/ingest';
import { CityZones } from '../../lib/stream';
import { gridNode } from '../shell/grid-node';
import { StateFile } from '../shell/state-file';
import { offerPreview } from './csv-preview';
import { ImportMessages } from './import-messages';
import { type Job, jobOf } from './job';
import { definition } from './schema';

const SAVE_MS = 5000;

/** The node: jobs from messages and from watching a folder, one import at a time. */
const ingest = gridNode(definition, (settings, { red, node, send, fail }) => {
  if (60 % settings.intervalMinutes !== 0)
    throw new Error('grid-csv-ingest: setting "intervalMinutes" must divide an hour');
  new CityZones(settings);
  const csvNames = new FileNames(settings.fileNames);
  const cityNames = new FileNames(CITY_FILE);
  const isWanted = wildcards(settings.pattern);
  const messages = new ImportMessages(node.id, settings, send, saveNowAndThen);
  const file = red.settings.userDir ? new StateFile(red.settings.userDir, node.type, node.id) : undefined;
  let state: ImportState = {};
  file?.restore(
    node,
    (read) => {
      state = read as ImportState;
    },
    () => undefined,
    'files are read again',
  );
  let abort = new AbortController();
  let current: CsvImport | undefined;
  let queue: Promise<void> = Promise.resolve();
  let savedMs = 0;
  let isClosing = false;
  let watchedMs = 0;
  /** Sizes and times of the files at the last look: what still grows is left for the next one. */
  let seen = new Map<string, string>();

  /** Jobs run one after the other. */
  function enqueue(run: () => Promise<void>): Promise<void> {
    const done = queue.then(run);
    queue = done.catch(() => undefined);
    return done;
  }

  async function run(job: Exclude<Job, { kind: 'stop' }>, onlySettled: boolean): Promise<void> {
    if (job.kind === 'metadata') {
      messages.metadata(job.text, '');
      return;
    }
    const { signal } = abort;
    if (signal.aborted) return;
    const found = job.kind === 'path' ? await look(job.path, onlySettled) : undefined;
    const importer = new CsvImport(settings, settings, messages, state, Date.now(), signal);
    if (found && onlySettled && !importer.hasDue(found)) return;
    current = importer;
    savedMs = Date.now();
    try {
      await messages.begin(importer.progress);
      if (found) await importer.run(found);
      else if (job.kind === 'text') await importer.runText(job.bytes, job.name, csvNames.read(job.name));
      await messages.end('done');
      await messages.settled();
    } catch (error) {
      await messages.end(signal.aborted ? 'stopped' : 'failed', signal.aborted ? undefined : (error as Error).message);
      if (!signal.aborted) throw error;
    } finally {
      current = undefined;
      // What was under way when the node closes is sent again after its next start.
      if (!messages.isUnderWay || !isClosing) await save();
    }
  }

  async function look(path: string, onlySettled: boolean) {
    const found = await findDataFiles(path, csvNames, cityNames, settings.quarantineFolder || undefined);
    if (!onlySettled) return { ...found, csv: found.csv.filter((f) => isWanted(f.name)) };
    const now = new Map([...found.csv, ...found.json].map((f) => [f.path, `${f.size} ${f.modifiedMs}`]));
    const before = seen;
    seen = now;
    const isSettled = ({ path }: { path: string }) => before.get(path) === now.get(path);
    return {
      csv: found.csv.filter((f) => isWanted(f.name) && isSettled(f)),
      json: found.json.filter(isSettled),
      notices: found.notices,
    };
  }

  /** Saves when all that the state counts as read has arrived: after a power cut no row is missing. */
  async function saveNowAndThen(): Promise<void> {
    if (Date.now() - savedMs < SAVE_MS) return;
    await messages.settled();
    if (!isClosing) await save();
  }

  async function save(): Promise<void> {
    savedMs = Date.now();
    await file?.write(state);
  }

  return {
    async input(message, _send) {
      if (messages.acknowledge(message)) return;
      if (message.reset) {
        state = {};
        seen.clear();
        await save();
        return;
      }
      const job = jobOf(message, settings.path);
      if (job.kind === 'stop') {
        abort.abort();
        messages.release('stopping');
        await queue;
        abort = new AbortController();
      } else await enqueue(() => run(job, false));
    },
    tick(nowMs) {
      messages.tick(nowMs);
      const isDue = settings.watchSeconds > 0 && nowMs - watchedMs >= settings.watchSeconds * 1000;
      if (!isDue || current || settings.path === '' || !existsSync(settings.path)) return;
      watchedMs = nowMs;
      enqueue(() => run({ kind: 'path', path: settings.path }, true)).catch(fail);
    },
    status: () => messages.status(),
    async close() {
      isClosing = true;
      abort.abort();
      messages.release('closing');
      await queue;
    },
  };
});

export = (red: Parameters<typeof ingest>[0]): void => {
  ingest(red);
  offerPreview(red);
};
