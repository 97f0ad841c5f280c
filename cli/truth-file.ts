import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';

/** The file of `--truth`, ready for lines of JSON. @throws Error that names the file and why it can't be written */
export async function openTruth(path: string): Promise<WriteStream> {
  const file = createWriteStream(path);
  try {
    await once(file, 'open');
  } catch (error) {
    throw new Error(`--truth ${path} can't be written: ${(error as Error).message}`);
  }
  return file;
}

export async function closeTruth(file: WriteStream): Promise<void> {
  await new Promise<void>((resolve) => file.end(resolve));
}
