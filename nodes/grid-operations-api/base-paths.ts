import type { IncomingMessage } from 'node:http';
import type { HttpHandler, NodeRed } from '../shell/node-red';

/** Answers a request whose path is below the base path, or calls `next`. */
export type Answer = (path: string, ...request: Parameters<HttpHandler>) => void;

const answers = new Map<string, Answer>();
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
    if (base === undefined) return next();
    const pass = (at: number): void => {
      const guard = guards[at];
      if (guard) guard(request, response, (error) => (error === undefined ? pass(at + 1) : next(error)));
      // The node may have gone while a guard made up its mind.
      else (answers.get(base) ?? passOn)(path.slice(base.length), request, response, next);
    };
    pass(0);
  });
}

/** @returns gives the path back; undefined when another node has it */
export function claim(basePath: string, answer: Answer): (() => void) | undefined {
  if (answers.has(basePath)) return undefined;
  answers.set(basePath, answer);
  return () => void answers.delete(basePath);
}

function longestBase(path: string): string | undefined {
  let longest: string | undefined;
  for (const base of answers.keys()) {
    const isBelow = path === base || path.startsWith(`${base}/`);
    if (isBelow && base.length > (longest?.length ?? 0)) longest = base;
  }
  return longest;
}

const passOn: Answer = (_path, _request, _response, next) => next();
