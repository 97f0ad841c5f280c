import assert from 'node:assert/strict';
import { Agent, request as httpRequest, type IncomingHttpHeaders, METHODS } from 'node:http';
import { createRequire } from 'node:module';
import { text } from 'node:stream/consumers';
import fc from 'fast-check';
import { useRuntime } from '../support/node-runtime';
import { loadExample, press, serveFlows } from '../support/operations-api-flow';

const OPENAPI_VALIDATOR = '@seriousme/openapi-schema-validator';
// The JSON Schema validator that the one of OpenAPI stands on.
const ofValidator = createRequire(require.resolve(OPENAPI_VALIDATOR));
const Ajv = ofValidator('ajv/dist/2020').default;
const addFormats = ofValidator('ajv-formats').default;

interface Asked {
  method: string;
  path: string;
  headers: Record<string, string>;
  body?: Buffer;
}
interface Answered {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}
interface Operation {
  responses: Record<string, { content: Record<string, unknown> }>;
}
interface Document {
  paths: Record<string, Record<string, Operation>>;
}

/** What answers are held against: the document as it was served. */
class Contract {
  readonly templates: string[];
  private readonly ajv = new Ajv({ strict: false, allErrors: false });

  constructor(readonly document: Document) {
    addFormats(this.ajv);
    this.ajv.addSchema(document, 'api', undefined, false);
    this.templates = Object.keys(document.paths);
  }

  /** The path of the document that a path is of. */
  templateOf(path: string): string | undefined {
    const known = (template: string) => new RegExp(`^${template.replace('{id}', '[^/]+')}$`).test(path);
    return this.templates.find(known);
  }

  methodsOf(template: string): string[] {
    const methods = Object.keys(this.document.paths[template]!).map((method) => method.toUpperCase());
    return [...methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])), 'OPTIONS'];
  }

  /** Fails unless the answer is one that the document promises. */
  check({ method, path }: Asked, answer: Answered): void {
    const { status, headers, body } = answer;
    assert.ok(status < 500, `${status} ${body}`);
    const template = this.templateOf(path);
    const asGet = method === 'HEAD' ? 'get' : method.toLowerCase();
    const operation = template === undefined ? undefined : this.document.paths[template]![asGet];
    if (operation) {
      const response = operation.responses[status];
      assert.ok(response, `status ${status} is not documented`);
      const [[type, content] = []] = Object.entries(response.content);
      assert.ok(headers['content-type']!.startsWith(type!), headers['content-type']);
      if (method === 'HEAD') assert.equal(body, '');
      else if (type === 'application/json') {
        const pointer = ['paths', template!, asGet, 'responses', String(status), 'content', type, 'schema'];
        this.fits(pointer, JSON.parse(body));
      } else assert.equal(typeof content, 'object');
    } else if (template !== undefined && method === 'OPTIONS') {
      assert.deepEqual([status, headers.allow], [204, this.methodsOf(template).join(', ')]);
    } else {
      assert.ok([401, template === undefined ? 404 : 405].includes(status), String(status));
      if (status === 405) assert.equal(headers.allow, this.methodsOf(template!).join(', '));
      if (body !== '') this.fits(['components', 'schemas', 'Problem'], JSON.parse(body));
    }
    if (status === 401) assert.match(headers['www-authenticate']!, /^Bearer /);
    if (body !== '') assert.equal(Number(headers['content-length']), Buffer.byteLength(body));
  }

  private fits(pointer: string[], value: unknown): void {
    const path = pointer.map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/');
    const validate = this.ajv.getSchema(`api#/${path}`)!;
    assert.ok(validate(value), `${path}: ${JSON.stringify(validate.errors)}`);
  }
}

const HOSTILE_IDS = [
  '__proto__',
  'constructor',
  '..',
  '%2e%2e',
  '%2F',
  '%00',
  '%',
  '%ZZ',
  '%ff',
  '%F0%9F%98%80',
  ';',
  "'",
  '*',
  'D1?x=1&x=2',
  'D1#',
];
const TYPES = [
  'application/json',
  'application/json; charset=utf-16',
  'text/plain',
  'application/x-www-form-urlencoded',
  '',
  'application/json-patch+json',
  ';',
];
/** Characters that may stand in a header. */
const headerText = fc.string({
  unit: fc
    .integer({ min: 0x20, max: 0xff })
    .map((code) => String.fromCharCode(code))
    .filter((c) => c !== '\x7f'),
});
const json = fc.oneof(
  fc.constantFrom(
    '{"wait_seconds":0}',
    '{}',
    '{"wait_seconds":1e-9}',
    '{"wait_seconds":-1}',
    '{"wait_seconds":[]}',
    'nul',
    '',
  ),
  fc.jsonValue().map((value) => JSON.stringify(value)),
  fc
    .dictionary(fc.constantFrom('wait_seconds', '__proto__', 'toString'), fc.jsonValue())
    .map((value) => JSON.stringify(value)),
);
const body = fc.oneof(
  { weight: 4, arbitrary: json.map((value) => Buffer.from(value)) },
  { weight: 2, arbitrary: fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)) },
  { weight: 1, arbitrary: fc.integer({ min: 16_383, max: 70_000 }).map((length) => Buffer.alloc(length, '[')) },
);
const id = fc.oneof(
  fc.constantFrom('D1', 'G2', ...HOSTILE_IDS),
  fc.string({ unit: 'binary' }).map((value) => encodeURIComponent(value.replace(/\p{Surrogate}/gu, ''))),
  fc.integer({ min: 1, max: 6000 }).map((length) => 'x'.repeat(length)),
);
const query = fc.constantFrom('', '', '?', '?a=1&a=2', '?__proto__[x]=1', '?%', '?wait_seconds=NaN');

function requests(templates: string[]): fc.Arbitrary<Asked> {
  const path = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.tuple(fc.constantFrom(...templates), id).map(([template, id]) => template.replace('{id}', id)),
    },
    // Where most can be wrong.
    { weight: 2, arbitrary: fc.constant('/grid/optimize') },
    { weight: 2, arbitrary: id.map((id) => `/grid/node/${id}`) },
    { weight: 1, arbitrary: id.map((id) => `/grid/${id}`) },
  );
  const headers = fc.record(
    {
      authorization: fc.oneof(fc.constantFrom('Bearer', 'Bearer wrong', 'Basic c2VjcmV0'), headerText),
      'content-type': fc.oneof(fc.constant('application/json'), fc.constantFrom(...TYPES), headerText),
      origin: headerText,
      accept: headerText,
      'access-control-request-method': headerText,
      'x-http-method-override': fc.constantFrom(...METHODS),
    },
    { requiredKeys: [] },
  );
  // Node.js handles these two itself.
  const methods = METHODS.filter((method) => !['CONNECT', 'HEAD'].includes(method));
  const method = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom('GET', 'POST', 'HEAD', 'OPTIONS') },
    { weight: 1, arbitrary: fc.constantFrom(...methods) },
  );
  return fc
    .record({ method, path, query, headers, body: fc.option(body, { nil: undefined }) })
    .map(({ query, ...asked }) => {
      return { ...asked, path: asked.path.includes('?') ? asked.path : asked.path + query };
    });
}

describe('grid operations api, by its own OpenAPI document', function () {
  this.timeout(60_000);
  useRuntime();
  const agent = new Agent({ keepAlive: true, maxSockets: 8 });
  let server: Awaited<ReturnType<typeof serveFlows>>;
  before(async () => (server = await serveFlows()));
  after(async () => {
    agent.destroy();
    await server.close();
  });

  function send({ method, path, headers, body }: Asked): Promise<Answered> {
    return new Promise((resolve, reject) => {
      const length = body ? { 'content-length': body.length } : {};
      const options = {
        port: server.port,
        host: '127.0.0.1',
        agent,
        method,
        path: `/api${path}`,
        headers: { ...headers, ...length },
      };
      const request = httpRequest(options, (response) => {
        text(response).then(
          (body) => resolve({ status: response.statusCode!, headers: response.headers, body }),
          reject,
        );
      });
      request.on('error', reject).end(body);
    });
  }

  async function contract(headers: Record<string, string> = {}): Promise<Contract> {
    const { body } = await send({ method: 'GET', path: '/openapi.json', headers });
    return new Contract(JSON.parse(body));
  }

  it('which is OpenAPI 3.1', async () => {
    await loadExample({}, { token: 'secret' });
    const { document } = await contract({ authorization: 'Bearer secret' });
    const { Validator } = await import('@seriousme/openapi-schema-validator');
    const validator = new Validator();
    assert.deepEqual(await validator.validate(document as never), { valid: true });
    assert.equal(validator.version, '3.1');
  });

  for (const token of ['', 'secret']) {
    it(`answers whatever comes as the document says, ${token ? 'with' : 'without'} a token`, async () => {
      await loadExample({ requestsPerMinute: 1_000_000, waitSeconds: 1 }, { token });
      const authorization: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {};
      const held = await contract(authorization);
      const seen = new Set<number>();
      const property = fc.asyncProperty(
        requests(held.templates),
        fc.integer({ max: 9, min: 0 }),
        async (asked, chance) => {
          if (token && chance < 8) Object.assign(asked.headers, authorization);
          const answer = await send(asked);
          seen.add(answer.status);
          held.check({ ...asked, path: asked.path.replace(/[?#].*/, '') }, answer);
        },
      );
      await fc.assert(property, { seed: 31, numRuns: 100 });
      press('telemetry');
      await fc.assert(property, { seed: 32, numRuns: 250 });
      const expected = [200, 202, 204, 400, ...(token ? [401] : []), 404, 405, 413, 415, 422];
      assert.deepEqual([...seen].sort(), expected, 'every documented status but 429 was seen');
    });
  }

  it('answers too many as it says', async () => {
    await loadExample({ requestsPerMinute: 5 });
    const held = await contract();
    const statuses: number[] = [];
    for (let time = 0; time < 8; time++) {
      const asked = { method: 'GET', path: '/metrics', headers: {} };
      const answer = await send(asked);
      statuses.push(answer.status);
      held.check(asked, answer);
    }
    assert.deepEqual(statuses, [200, 200, 200, 200, 429, 429, 429, 429]);
  });
});
