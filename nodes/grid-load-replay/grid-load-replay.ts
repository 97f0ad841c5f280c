import { statSync } from 'node:fs';
import type { StressMeasurement } from '../../lib/messages';
import { gridNode } from '../shell/grid-node';
import { pathBelow } from '../shell/path-below';
import { StateFile } from '../shell/state-file';
import { commandOf } from './command';
import { offerPreview } from './load-preview';
import { LoadFile, SimulatedLoad } from './load-source';
import { ReplayControl, type Saved } from './replay-control';
import { failure, progressOf, statusOf } from './replay-messages';
import { definition, readingSettings } from './schema';
import { startMsOf } from './start-time';

const SAVE_SECONDS = 300;

const loadReplay = gridNode(definition, (settings, { red, node, send, fail }) => {
  const { file, seed, speed, startAt, atEnd, batchSize, times, fields } = settings;
  const reading = readingSettings(settings);
  const isFolder = file !== '' && statSync(file, { throwIfNoEntry: false })?.isDirectory() === true;
  const counts = { sent: 0, refused: 0 };
  const { userDir, gridloom } = red.settings;
  const kept = userDir ? new StateFile(userDir, node.type, node.id) : undefined;
  const saveEveryMs = (gridloom?.snapshotSeconds ?? SAVE_SECONDS) * 1000;
  let savedMs = Date.now();
  let isTold = false;

  const control = new ReplayControl(
    {
      speed,
      atEnd,
      batchSize,
      startMs: startMsOf(startAt, settings.timeZone),
      key: JSON.stringify([file, seed, startAt, settings.autoStart]),
    },
    (filename) => {
      if (filename !== undefined) return new LoadFile(pathBelow(file, filename), reading);
      return file === '' ? new SimulatedLoad(seed) : new LoadFile(file, reading);
    },
    {
      loads(loads) {
        counts.sent += loads.length;
        const nowMs = Date.now();
        const stamped = times === 'now' ? loads.map((load) => ({ ...load, timeMs: nowMs })) : loads;
        send({ payload: fields === 'original' ? stamped.map(original) : stamped });
      },
      refused(refused) {
        counts.refused += refused.length;
        send([null, { payload: refused }]);
      },
      changed(error) {
        if (error) {
          this.refused([failure(control.source.name, error)]);
          fail(error);
        }
        tell();
      },
    },
  );
  function tell(): void {
    send([null, null, { payload: progressOf(control, counts), topic: 'progress' }]);
  }
  kept?.restore(
    node,
    (state) => control.restore(state as Saved),
    () => undefined,
    'the replay is at its beginning',
  );
  control.begin(settings.autoStart && !isFolder);

  return {
    input: (message) => control.obey(commandOf(message)),
    tick(nowMs) {
      // A page that shows it has to know also of one that waits.
      if (!isTold || control.state === 'playing') tell();
      isTold = true;
      if (control.state !== 'playing') return;
      if (nowMs - savedMs < saveEveryMs) return;
      savedMs = nowMs;
      kept?.write(control.snapshot()).catch(fail);
    },
    status: () => statusOf(control),
    async close() {
      await control.close();
      await kept?.write(control.snapshot());
    },
  };
});

/** As the topic `grid_measurements` of the original system has it. */
const original = ({ loadMw, timeMs }: StressMeasurement) => ({
  load: loadMw,
  timestamp: new Date(timeMs).toISOString(),
});

export = (red: Parameters<typeof loadReplay>[0]): void => {
  loadReplay(red);
  offerPreview(red);
};
