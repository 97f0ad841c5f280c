import type { IncomingMessage } from 'node:http';
import type { OperationsApi } from '../../lib/operations-api';
import type { Service } from './base-paths';

/** A body that has not come by then never will. */
const BODY_TIMEOUT_MS = 10_000;

/** Answers requests with the API; `fail` is told of faults in it. */
export function serviceOf(api: OperationsApi, fail: (error: unknown) => void): Service {
  return {
    knows: (path) => api.knows(path),
    answer(path, request, response) {
      const { method = '', headers, socket } = request;
      const body = (mostBytes: number) => bodyOf(request, mostBytes);
      const asked = { method, path, headers, client: socket.remoteAddress ?? '', body };
      api.handle(asked, Date.now()).then(
        (answer) => {
          if (response.headersSent || response.destroyed) return;
          // Where the editor has the same root, it has allowed all origins.
          for (const name of response.getHeaderNames()) if (/^access-control-/i.test(name)) response.removeHeader(name);
          response.writeHead(answer.status, answer.headers);
          response.end(answer.body);
        },
        (error) => {
          // The sender has gone while it sent its body.
          if (request.destroyed && !request.complete) return;
          fail(error);
          if (!response.headersSent) response.writeHead(500);
          response.end();
        },
      );
    },
  };
}

/**
 * The body, of a larger one the beginning. Where the editor has the same root as the flows, as by default, its own
 * parsers have read it before.
 */
async function bodyOf(request: IncomingMessage & { body?: unknown }, mostBytes: number): Promise<Uint8Array> {
  const { headers, body } = request;
  const length = Number(headers['content-length'] ?? 0);
  if (length > mostBytes) return new Uint8Array(mostBytes + 1);
  if (length === 0 && headers['transfer-encoding'] === undefined) return new Uint8Array();
  if (request.readableEnded) return Buffer.from(JSON.stringify(body ?? {}));
  const timer = setTimeout(() => request.destroy(), BODY_TIMEOUT_MS);
  try {
    const chunks: Buffer[] = [];
    let bytes = 0;
    // What is too large is answered, so its connection must stay.
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes > mostBytes) break;
    }
    return Buffer.concat(chunks);
  } finally {
    clearTimeout(timer);
  }
}
