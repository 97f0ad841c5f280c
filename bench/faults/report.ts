import { verdict } from '../fault-eval/report';
import { table } from '../theft-eval/report';
import type { Reading } from './comtrade';
import type { Journey } from './end-to-end';
import { BATCHES, PYTORCH, type Rounds } from './inference';
import { costCells, digits, medianCpuMs, medianWallMs } from './timing';

/** Wall-clock time that a waveform may take from file to answer. */
const MOST_MS = 1;

export const journeyTable = (journeys: readonly Journey[]) =>
  table(
    ['from the bytes of the file to the answer', 'CPU a waveform', 'wall clock', `at most ${MOST_MS} ms`],
    journeys.map(({ name, costs }) => [name, ...costCells(costs), verdict(medianWallMs(costs) <= MOST_MS)]),
  );

export function inferenceTable(times: ReadonlyMap<string, Rounds>): string[] {
  const eager = times.get(PYTORCH);
  const rows = [...times].flatMap(([name, own]) =>
    BATCHES.map((batch) => {
      const costs = own.get(batch)!;
      const ratio = eager && name !== PYTORCH ? medianCpuMs(eager.get(batch)!) / medianCpuMs(costs) : null;
      const isBar = ratio !== null && name === 'onnxruntime-node' && batch === 1;
      const cells = [ratio === null ? '' : digits(ratio), isBar ? verdict(ratio >= 1) : ''];
      return [name, String(batch), ...costCells(costs), ...cells];
    }),
  );
  return table(['the model alone', 'batch', 'CPU a call', 'wall clock', 'PyTorch / it', 'at least 1'], rows);
}

export const readingTable = (readings: readonly Reading[]) =>
  table(
    ['COMTRADE from disk', 'MB', 'ours, CPU', 'wall clock', 'comtrade of Python, CPU', 'wall clock', 'ratio of CPU'],
    readings.map(({ name, megabytes, ours, theirs, failed }) => {
      const ratio = theirs.length > 0 ? digits(medianCpuMs(theirs) / medianCpuMs(ours)) : '';
      const other = theirs.length > 0 ? costCells(theirs) : [failed ?? '', ''];
      return [name, digits(megabytes), ...costCells(ours), ...other, ratio];
    }),
  );
