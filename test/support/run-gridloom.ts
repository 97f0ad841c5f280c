import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { main } from '../../cli/gridloom';

/** Runs `gridloom` with these arguments, in this process. `stdin`: what it can read there. */
export async function runGridloom(
  args: string[],
  { stdin = '', signal = new AbortController().signal } = {},
): Promise<{ code: number; out: string; err: string }> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const [out, err] = [text(stdout), text(stderr)];
  const code = await main(args, { stdin: Readable.from([stdin]), stdout, stderr, signal });
  stdout.end();
  stderr.end();
  return { code, out: await out, err: await err };
}

export const gridloom = (...args: string[]) => runGridloom(args);
