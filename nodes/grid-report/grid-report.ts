import { join } from 'node:path';
import type { DistrictRisk } from '../../lib/messages';
import { ReportCollector, type ReportFile } from '../../lib/report';
import { writeAllAtomic } from '../../lib/storage';
import { gridNode } from '../shell/grid-node';
import { StateFile } from '../shell/state-file';
import { definition } from './schema';

export = gridNode(definition, (settings, { red, node }) => {
  const { folder } = settings;
  if (folder === '')
    throw new Error('grid-report: setting "folder" is empty: give the folder that the report is written to');
  const collector = new ReportCollector(settings);
  const file = red.settings.userDir ? new StateFile(red.settings.userDir, node.type, node.id) : undefined;
  file?.restore(
    node,
    (state) => collector.restore(state),
    () => collector.reset(),
    'the report starts empty',
  );
  let queue: Promise<unknown> = Promise.resolve();
  let isWriting = false;

  async function write(contents: Iterable<ReportFile>, risks: readonly DistrictRisk[]) {
    isWriting = true;
    try {
      const files = await writeAllAtomic(folder, contents);
      await file?.write(collector.snapshot());
      const count = (level: string) => risks.filter((risk) => risk.level === level).length;
      const levels = { high: count('HIGH'), medium: count('MEDIUM'), low: count('LOW'), noRisk: count('NO RISK') };
      return { folder, files, page: join(folder, 'report.html'), districtDays: risks.length, levels };
    } finally {
      isWriting = false;
    }
  }

  return {
    async input(message, send) {
      const { payload, complete, reset } = message;
      if (reset) {
        // At once: what comes next belongs to the new report. One that is being written keeps what it had.
        collector.reset();
        return;
      }
      const before = collector.districtDays;
      if (payload !== 'write') {
        const refused = collector.take(Array.isArray(payload) ? payload : [payload]);
        if (refused.length > 0) send([null, { ...message, payload: refused }]);
        // The end of the readings comes before the scores that they lead to.
        if (complete !== true || collector.districtDays === before) return;
      }
      const [contents, risks] = [collector.files(), collector.risks()];
      const written = queue.then(() => write(contents, risks));
      queue = written.catch(() => undefined);
      message.payload = await written;
      send(message);
    },
    status() {
      if (isWriting) return { fill: 'blue', shape: 'dot', text: 'writing' };
      return { fill: 'grey', shape: 'dot', text: `${collector.districtDays} district-days` };
    },
    async close() {
      await queue;
      await file?.write(collector.snapshot());
    },
  };
});
