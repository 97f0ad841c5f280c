import assert from 'node:assert/strict';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import helper from 'node-red-node-test-helper';
import type { HttpHandler } from '../../nodes/shell/node-red';
import { until } from '../support/inbox';
import { useRuntime } from '../support/node-runtime';
import { jsonOf, listen, loadExample, NODE, press, serveFlows } from '../support/operations-api-flow';

/** Waits until an answer is so. */
async function soon(isSo: () => Promise<boolean>, what: string): Promise<void> {
  for (let time = 0; !(await isSo()); time++) {
    if (time > 400) throw new Error(`waited for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('grid operations api', function () {
  this.timeout(30_000);
  useRuntime();
  let server: Awaited<ReturnType<typeof serveFlows>>;
  before(async () => (server = await serveFlows('/red')));
  after(() => server.close());
  const ask = (path: string, init: RequestInit = {}) => fetch(`${server.url}${path}`, init);
  /** All nodes have the same spies. */
  const told = (id: string, spied: 'status' | 'error') => {
    const calls: { thisValue: { id: string }; args: [{ text: string }] }[] = helper.getNode(NODE.id)[spied].getCalls();
    return calls.filter(({ thisValue }) => thisValue.id === id).at(-1)!.args[0];
  };
  const statusOf = (id: string) => told(id, 'status').text;

  it('does with its example what the comment there and the help say', async () => {
    await loadExample();
    const [commands, refused] = [listen('commands'), listen('refused')];
    assert.deepEqual([(await ask('/api/grid/state')).status, statusOf(NODE.id)], [202, 'waiting for data']);
    press('telemetry');
    await soon(async () => (await ask('/api/grid/state')).status === 200, 'the telemetry');
    const downtown = await jsonOf(await ask('/api/grid/node/D1'));
    assert.deepEqual([downtown.name, downtown.demand, downtown.edges.length], ['Downtown', 45, 4]);
    assert.equal((await jsonOf(await ask('/api/openapi.json'))).servers[0].url, '/api');
    const { success, episode_result } = await jsonOf(await ask('/api/grid/optimize', { method: 'POST' }));
    assert.deepEqual([success, episode_result.paths[0].path], [true, ['G1', 'D1']]);
    await until(() => commands.length === 1, 'the command');
    assert.deepEqual(commands, [{ optimize: true }]);
    press('a line that is not there');
    await until(() => refused.length === 1, 'the refusal');
    assert.deepEqual((refused[0] as { reason: string }[])[0]!.reason, 'unknown-line');
    await until(() => /requests$/.test(statusOf(NODE.id)), 'the status');
    helper.getNode(NODE.id).receive({ reset: true });
    await soon(async () => (await ask('/api/grid/state')).status === 202, 'the reset');
  });

  it('leaves other paths below its base path to http in nodes, but none below /grid', async () => {
    const httpIn = (id: string, method: string, url: string) => [
      { id, z: NODE.z, x: 1, y: 1, type: 'http in', url, method, wires: [[`${id}-out`]] },
      { id: `${id}-out`, z: NODE.z, x: 1, y: 1, type: 'http response', statusCode: '299', wires: [] },
    ];
    const more = [
      ...httpIn('a', 'post', '/api/v1/faults/classify'),
      ...httpIn('b', 'post', '/predict'),
      ...httpIn('c', 'get', '/api/grid/mine'),
    ];
    await loadExample({}, { more });
    for (const path of ['/api/v1/faults/classify', '/predict'])
      assert.equal((await ask(path, { method: 'POST' })).status, 299, path);
    const none = await ask('/api/grid/mine');
    assert.deepEqual([none.status, (await jsonOf(none)).error], [404, 'there is nothing at this path']);
    for (const path of ['/api', '/api/', '/apis/health', '/API/health', '/api/v2', '/health'])
      assert.match(await (await ask(path)).text(), /Cannot GET/, path);
  });

  it('leaves a base path that another node has, takes it when that has gone, and nothing answers after the last', async () => {
    const second = { ...NODE, id: 'second', wires: [[], []] };
    const other = { ...NODE, id: 'other', basePath: '/api/grid/b', wires: [[], []] };
    await loadExample({}, { more: [second, other] });
    assert.deepEqual(
      [statusOf(NODE.id), statusOf('second'), statusOf('other')],
      ['waiting for data', 'path is taken', 'waiting for data'],
    );
    assert.match(String(told('second', 'error')), /another node answers below \/api already/);
    assert.equal((await jsonOf(await ask('/api/grid/b/openapi.json'))).servers[0].url, '/api/grid/b');
    helper.getNode('second').receive({ payload: [{ nodeId: 'D1', timeMs: 1, voltagePu: 1 }] });
    assert.equal((await ask('/api/grid/state')).status, 202);
    await helper.getNode(NODE.id).close(true);
    await soon(async () => (await ask('/api/grid/state')).status === 200, 'the second node');
    await helper.getNode('second').close(true);
    assert.match(await (await ask('/api/grid/state')).text(), /Cannot GET/);
    await helper.unload();
    await loadExample({ basePath: '/grid-2/api' });
    assert.match(await (await ask('/api/grid/state')).text(), /Cannot GET/);
    assert.equal((await ask('/grid-2/api/grid/state')).status, 202);
  });

  it('answers those who wait for an optimisation when it is closed', async () => {
    await loadExample({ wires: [[], []] });
    press('telemetry');
    const waiting = ask('/api/grid/optimize', { method: 'POST' });
    await soon(async () => (await jsonOf(await ask('/api/health'))).counts.waiting === 1, 'the wait');
    await helper.getNode(NODE.id).close(true);
    assert.equal((await waiting).status, 202);
  });

  it('asks for its token, which is a credential', async () => {
    await loadExample({ allowedOrigins: 'https://ops.example.com' }, { token: 'secret' });
    assert.deepEqual([(await ask('/api/health')).status, (await ask('/api/grid/state')).status], [200, 401]);
    const headers = { authorization: 'Bearer secret', origin: 'https://ops.example.com' };
    const answer = await ask('/api/grid/state', { headers });
    assert.deepEqual([answer.status, answer.headers.get('access-control-allow-origin')], [202, headers.origin]);
    const { security, components } = await jsonOf(await ask('/api/openapi.json', { headers }));
    assert.deepEqual([security, components.securitySchemes.token.scheme], [[{ token: [] }], 'bearer']);
  });

  it('says what is wrong when it can never answer', async () => {
    const fault = () => String(told(NODE.id, 'error'));
    await loadExample({}, { nodeRed: { httpNodeRoot: false } });
    assert.match(fault(), /no HTTP for flows: set httpNodeRoot/);
    await helper.unload();
    await loadExample({}, { token: 'secret', nodeRed: { httpNodeAuth: { user: 'u', pass: 'p' } } });
    assert.match(fault(), /leave "token" empty/);
    await helper.unload();
    await loadExample({ basePath: '/api/../x' });
    assert.match(fault(), /setting "basePath" must be/);
    await helper.unload();
    await loadExample({ network: '' });
    assert.match(fault(), /no grid topology is chosen/);
    assert.match(await (await ask('/api/health')).text(), /Cannot GET/);
  });

  it('is guarded like http in nodes, takes bodies that were read before, and allows no origin that the editor does', async () => {
    let passed = 0;
    const guard: HttpHandler = (request, response, next) => {
      passed++;
      response.setHeader('Access-Control-Allow-Origin', '*');
      if (request.headers['x-stop']) return next('route');
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        if (chunks.length > 0) Object.assign(request, { body: JSON.parse(Buffer.concat(chunks).toString()) });
        next();
      });
    };
    await loadExample({}, { nodeRed: { httpNodeMiddleware: guard } });
    const post = async (body: unknown) => {
      const headers = { 'content-type': 'application/json' };
      return (await ask('/api/grid/optimize', { method: 'POST', headers, body: JSON.stringify(body) })).status;
    };
    assert.deepEqual([await post({ wait_seconds: 3 }), await post({ no: 1 }), await post([])], [200, 422, 422]);
    const answer = await ask('/api/health');
    assert.deepEqual([passed, answer.headers.get('access-control-allow-origin')], [4, null]);
    assert.equal((await ask('/api/health', { headers: { 'x-stop': '1' } })).status, 404);
    // Others have guards of their own.
    for (const path of ['/elsewhere', '/api/elsewhere']) await ask(path);
    assert.equal(passed, 5);
  });

  it('answers a body that is too large before it has come, and stands one that breaks off', async () => {
    await loadExample();
    const headers = { 'content-type': 'application/json', 'transfer-encoding': 'chunked' };
    const start = () => httpRequest(`${server.url}/api/grid/optimize`, { method: 'POST', headers, agent: false });
    const large = start();
    const answered = new Promise<IncomingMessage>((done) => large.on('response', done));
    large.on('error', () => undefined);
    large.write('['.repeat(20_000));
    const { statusCode, headers: told } = await answered;
    assert.deepEqual([statusCode, told.connection], [413, 'close']);
    large.destroy();
    const caught = listen('caught');
    const broken = start();
    broken.on('error', () => undefined);
    broken.write('{');
    await ask('/api/health');
    broken.destroy();
    assert.equal((await ask('/api/health')).status, 200);
    assert.deepEqual(caught, []);
  });
});
