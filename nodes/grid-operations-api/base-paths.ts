import type { IncomingMessage, ServerResponse } from 'node:http';
import type { NodeRed } from '../shell/node-red';

/** Who answers below a base path; `path` is the rest of the path. */
export interface Service {
  /** What it does not know is left to others. */
  knows(path: string): boolean;
  answer(path: string, request: IncomingMessage, response: ServerResponse): void;
}

const services = new Map<string, Service>();
const mounted = new WeakSet<object>();

/**
 * Adds one handler to the HTTP of the flows, below httpNodeRoot and behind httpNodeAuth, for as long as the process runs: it
 * asks which node has claimed the path, so nothing of a node that has gone is left, and no route of others comes before it.
 */
export function mount({ httpNode, settings }: NodeRed): void {
  if (!httpNode || mounted.has(httpNode)) return;
  mounted.add(httpNode);
  // What guards the routes of `http in` guards these too.
  const guards = [settings.httpNodeMiddleware ?? []].flat();
  httpNode.use((request, response, next) => {
    const { path = '/' } = request as IncomingMessage & { path?: string };
    const base = longestBase(path);
    const service = base === undefined ? undefined : services.get(base);
    const below = path.slice(base?.length);
    if (!service?.knows(below)) return next();
    const pass = (at: number): void => {
      const guard = guards[at];
      if (guard) guard(request, response, (error) => (error == null ? pass(at + 1) : next(error)));
      else service.answer(below, request, response);
    };
    pass(0);
  });
}

/** @returns gives the path back; undefined when another node has it */
export function claim(basePath: string, service: Service): (() => void) | undefined {
  if (services.has(basePath)) return undefined;
  services.set(basePath, service);
  return () => void services.delete(basePath);
}

function longestBase(path: string): string | undefined {
  let longest: string | undefined;
  for (const base of services.keys()) {
    const isBelow = path === base || path.startsWith(`${base}/`);
    if (isBelow && base.length > (longest?.length ?? 0)) longest = base;
  }
  return longest;
}
