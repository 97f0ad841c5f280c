import { createServer } from 'node:net';

const TRIES = 50;

/** The first port from `wanted` on that is free on `host`. @throws Error when fifty in a row are taken. */
export async function freePort(wanted: number, host: string, taken: readonly number[] = []): Promise<number> {
  for (let port = wanted; port < wanted + TRIES; port++) {
    if (!taken.includes(port) && (await isFree(port, host))) return port;
  }
  throw new Error(`no free port from ${wanted} to ${wanted + TRIES - 1} on ${host}: stop what holds them`);
}

function isFree(port: number, host: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(false);
      else
        reject(
          new Error(`can't listen on ${host}: ${error.message}; GRIDLOOM_HOST must be an address of this machine`),
        );
    });
    probe.listen(port, host, () => probe.close(() => resolve(true)));
  });
}
