import { once } from 'node:events';
import type { TheftWindow } from '../../lib/messages';
import { AtomicTextFile } from '../../lib/storage';

/** Takes all windows as they are judged, so that none has to be kept. */
export interface WindowsOut {
  write(windows: readonly TheftWindow[]): Promise<void>;
  /** After the last window. */
  close(): Promise<void>;
  /** Instead of `close`, when something failed. */
  abandon(): Promise<void>;
}

/** A file, one window a line. @throws Error when it can't be made */
export async function windowsFile(path: string): Promise<WindowsOut> {
  const file = await AtomicTextFile.create(path);
  return {
    async write(windows) {
      for (const window of windows) file.write(`${JSON.stringify(window)}\n`);
      await file.ready();
    },
    close: () => file.close(),
    abandon: () => file.abandon(),
  };
}

/** The beginning of a JSON object on a stream, `{"windows":[…],` up to its further members, which the caller writes. */
export function windowsMember(stream: NodeJS.WritableStream, signal: AbortSignal): WindowsOut {
  let before = '{"windows":[';
  return {
    async write(windows) {
      const text = windows.map((window) => JSON.stringify(window)).join(',');
      const wait = !stream.write(before + text);
      before = ',';
      if (wait) await once(stream, 'drain', { signal });
    },
    async close() {
      stream.write(before === ',' ? '],' : `${before}],`);
    },
    abandon: async () => undefined,
  };
}
