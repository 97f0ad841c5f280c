import { type EventThreads, type WaveformFilesPlan, writeWaveforms } from '../../simulator/waveform/publish';
import type { CommandIo } from '../command';
import { closeTruth, openTruth } from '../truth-file';

interface FilesWanted {
  folder: string;
  plan: WaveformFilesPlan;
  /** File of what each record holds. */
  truth: string | undefined;
  isJson: boolean;
}

/** Writes the records of a plan. Gives the exit code. @throws Error of the disk, or that it was stopped */
export async function writeFiles(
  { folder, plan, truth, isJson }: FilesWanted,
  threads: EventThreads,
  io: CommandIo,
): Promise<number> {
  const record = truth === undefined ? undefined : await openTruth(truth);
  const isTerminal = (io.stderr as NodeJS.WriteStream).isTTY === true && !isJson;
  const total = plan.labels.length * plan.perClass;
  let done = 0;
  try {
    const written = await writeWaveforms(folder, plan, threads, io.signal, (one) => {
      record?.write(`${JSON.stringify(one)}\n`);
      done += 1;
      if (isTerminal) io.stderr.write(`\r${done} of ${total} records${done === total ? '\n' : ''}`);
    });
    const summary = { folder, classes: plan.labels.length, ...written };
    io.stdout.write(
      isJson
        ? `${JSON.stringify(summary)}\n`
        : `${written.events} records of ${summary.classes} classes, ${written.files} files below ${folder}\n`,
    );
    return 0;
  } finally {
    if (record) await closeTruth(record);
  }
}
