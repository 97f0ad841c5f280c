import type { IncomingMessage, ServerResponse } from 'node:http';
import { FaultClassification, FaultImpact } from '../../lib/messages';
import { predictAnswer } from '../../lib/peers';
import {
  type Asked,
  asFault,
  ClassifyRequest,
  classifyAnswer,
  parseJson,
  RequestFault,
  readBody,
  readClassifyRequest,
  readPredictRequest,
  type Sample,
} from '../../lib/waveform/service';
import type { NodeRed } from '../shell/node-red';

/** What comes back of a request when it has gone through the flow. */
export interface Classified {
  asked: Asked;
  classification: FaultClassification;
  impact: FaultImpact;
}

/** The node that answers. */
export interface Answering {
  maxBytes: number;
  /** Most requests at a time, from the first byte of their body to their answer. */
  maxOpen: number;
  /** For a body to come. */
  timeoutMs: number;
  samples(): Promise<Sample[]>;
  classify(request: ClassifyRequest): Promise<Classified>;
}

type Handle = (node: Answering, request: IncomingMessage) => Promise<object>;

const ROUTES: readonly [method: 'get' | 'post', path: string, handle: Handle][] = [
  [
    'post',
    '/predict',
    async (node, request) => {
      const { asked, classification, impact } = await node.classify(readPredictRequest(await bodyOf(request, node)));
      return predicted(asked, classification, impact);
    },
  ],
  [
    'post',
    '/api/v1/faults/classify',
    async (node, request) => {
      const { asked, classification, impact } = await node.classify(readClassifyRequest(await bodyOf(request, node)));
      return classifyAnswer(asked, classification, impact);
    },
  ],
  [
    'get',
    '/api/v1/faults/classify',
    async () => ({ request: ClassifyRequest, answer: { classification: FaultClassification, impact: FaultImpact } }),
  ],
  ['get', '/api/v1/faults/samples', async (node) => ({ samples: await node.samples() })],
];

/**
 * Adds the routes, once a process, below httpNodeRoot and so behind httpNodeAuth; `answering` gives the node that answers, if
 * there is one. Core's `http in` is not used because it answers a body that is no JSON or is too large with 500 and a
 * text, and takes other bodies at any length.
 */
export function addRoutes(red: NodeRed, answering: () => Answering | undefined): void {
  // What guards the routes of `http in` guards these too.
  const guards = [red.settings.httpNodeMiddleware ?? []].flat();
  let open = 0;
  for (const [method, path, handle] of ROUTES) {
    red.httpNode?.[method](path, ...guards, (request, response, next) => {
      const node = answering();
      if (!node) return next();
      const work = open < node.maxOpen ? () => handle(node, request) : tooMany;
      open++;
      void answer(response, work).finally(() => open--);
    });
  }
}

async function tooMany(): Promise<never> {
  throw new RequestFault(503, 'too many requests are under way', 'ask again in some seconds');
}

async function answer(response: ServerResponse, handle: () => Promise<object>): Promise<void> {
  let status = 200;
  let body: object;
  try {
    body = await handle();
  } catch (error) {
    const fault = asFault(error);
    status = fault.status;
    body = fault.body;
  }
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  });
  response.end(JSON.stringify(body));
}

/** `unknown` where the name of the sample does not tell its label. */
function predicted({ sample, trueLabel, waveform }: Asked, classification: FaultClassification, impact: FaultImpact) {
  try {
    return predictAnswer(sample!, trueLabel ?? 'unknown', classification, impact, waveform);
  } catch (error) {
    throw new RequestFault(422, (error as Error).message, 'take a sample whose channels name their phases');
  }
}

/**
 * The body as JSON. Where the editor has the same root as the flows, as by default, its own parsers have read the stream before: JSON
 * is then an object, and what names no type (curl -d) is taken for a form with the text as its only name.
 */
async function bodyOf(request: IncomingMessage & { body?: unknown }, answering: Answering): Promise<unknown> {
  const { body } = request;
  if (!request.readableEnded || typeof body !== 'object' || body === null) return streamed(request, answering);
  const [[name, value] = [], ...more] = Object.entries(body);
  const isForm = /^application\/x-www-form-urlencoded/i.test(request.headers['content-type'] ?? '');
  if (!isForm) return body;
  if (name === undefined || value !== '' || more.length > 0)
    throw new RequestFault(400, 'the body came as a form', 'send JSON, with content-type: application/json');
  return parseJson(Buffer.from(name));
}

async function streamed(request: IncomingMessage, { maxBytes, timeoutMs }: Answering): Promise<unknown> {
  // A body that never ends would hold a place for ever.
  const timer = setTimeout(() => request.destroy(), timeoutMs);
  try {
    // What is too large is answered, so its connection must stay.
    const chunks = request.iterator({ destroyOnReturn: false });
    return parseJson(await readBody(chunks, Number(request.headers['content-length'] ?? 0), maxBytes));
  } finally {
    clearTimeout(timer);
  }
}
