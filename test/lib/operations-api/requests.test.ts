import assert from 'node:assert/strict';
import { RateLimit } from '../../../lib/operations-api/rate-limit';
import { madeApi, routeReport, T0 } from './made-api';

const JSON_TYPE = { 'content-type': 'application/json' };

describe('requests to the REST interface', () => {
  it('go to paths and methods there are; others are told what there is', async () => {
    const { ask, api } = madeApi();
    for (const path of [
      '/grid',
      '/grid/',
      '/grid/state/',
      '/grid/../health',
      '/grid/__proto__',
      '/grid/node/',
      '/grid/node/a/b',
    ])
      assert.equal((await ask('GET', path)).status, 404, path);
    for (const path of ['', '/', '/v1/faults/classify', '/gridx', '/health/', '/constructor'])
      assert.ok(!api.knows(path), path);
    for (const path of ['/health', '/metrics', '/openapi.json', '/grid', '/grid/x/y']) assert.ok(api.knows(path), path);
    const { status, headers, body } = await ask('DELETE', '/grid/state');
    assert.deepEqual(
      [status, headers.allow, JSON.parse(body).remedy],
      [405, 'GET, HEAD, OPTIONS', 'send one of GET, HEAD, OPTIONS'],
    );
    assert.equal((await ask('GET', '/grid/optimize')).headers.allow, 'POST, OPTIONS');
    const options = await ask('OPTIONS', '/grid/optimize');
    assert.deepEqual([options.status, options.headers.allow, options.body], [204, 'POST, OPTIONS', '']);
  });

  it('with HEAD are answered like GET, without the body', async () => {
    const { ask } = madeApi();
    const [head, get] = [await ask('HEAD', '/openapi.json'), await ask('GET', '/openapi.json')];
    assert.deepEqual([head.status, head.headers, head.body], [get.status, get.headers, '']);
    assert.equal(get.headers['content-length'], String(Buffer.byteLength(get.body)));
  });

  it('name nodes as a URL does', async () => {
    const { ask, api } = madeApi();
    api.take([{ nodeId: 'D1', timeMs: T0 }], T0);
    const status = async (id: string) => (await ask('GET', `/grid/node/${id}`)).status;
    assert.deepEqual(
      [await status('D1'), await status('%44%31'), await status('D9'), await status('__proto__')],
      [200, 200, 404, 404],
    );
    assert.deepEqual(
      [await status('%'), await status('%FF'), await status('%2F%00'), await status('x'.repeat(9000))],
      [400, 400, 404, 404],
    );
  });

  it('need the token where there is one, but for /health and a preflight', async () => {
    const { ask } = madeApi({ token: 'secret' });
    const bearer = (authorization?: string) => ask('GET', '/grid/state', { headers: { authorization } });
    for (const good of ['Bearer secret', 'bearer  secret']) assert.equal((await bearer(good)).status, 202, good);
    for (const bad of [
      undefined,
      '',
      'secret',
      'Basic secret',
      'Bearer',
      'Bearer Secret',
      'Bearer secret2',
      'Bearer a b',
    ]) {
      const { status, headers } = await bearer(bad);
      assert.equal(status, 401, bad);
      assert.match(headers['www-authenticate']!, /^Bearer realm="gridloom"/);
    }
    assert.equal((await ask('GET', '/health')).status, 200);
    assert.equal((await ask('OPTIONS', '/grid/state')).status, 204);
    assert.equal((await ask('GET', '/grid/nothing')).status, 401);
    assert.equal((await madeApi({ token: 'secret', isHealthOpen: false }).ask('GET', '/health')).status, 401);
  });

  it('of a client are limited, and told when to come again', async () => {
    const { ask } = madeApi({ requestsPerMinute: 3 });
    const get = (client: string, afterMs: number) => ask('GET', '/health', { client }, T0 + afterMs);
    for (let time = 0; time < 3; time++) assert.equal((await get('a', 0)).status, 200);
    const { status, headers } = await get('a', 1000);
    // A request comes back every 20 s, and 1 s of that has gone.
    assert.deepEqual([status, headers['retry-after']], [429, '19']);
    assert.equal((await get('b', 1000)).status, 200);
    assert.equal((await get('a', 20_000)).status, 200);
    assert.equal((await get('a', 20_001)).status, 429);
    // A clock that goes back takes nothing away.
    assert.equal((await get('b', -1000)).status, 200);
  });

  it('of many clients do not fill the memory', () => {
    const limit = new RateLimit(1);
    for (let client = 0; client < 20_000; client++) limit.waitSeconds(`c${client}`, T0);
    assert.equal((limit as unknown as { buckets: Map<string, unknown> }).buckets.size, 10_000);
    assert.ok(limit.waitSeconds('c19999', T0) > 0);
  });

  it('from pages of other origins are let in only where the setting says so', async () => {
    const from = (origins: string[], origin?: string, method = 'GET') =>
      madeApi({ allowedOrigins: origins, token: 't' }).ask(method, '/grid/state', { headers: { origin } });
    const allowed = 'access-control-allow-origin';
    assert.equal((await from([], 'https://a')).headers[allowed], undefined);
    assert.equal((await from(['https://a'], 'https://b')).headers[allowed], undefined);
    const { headers } = await from(['https://a', 'https://b'], 'https://b');
    assert.deepEqual([headers[allowed], headers.vary], ['https://b', 'Origin']);
    assert.equal((await from(['*'], 'https://c')).headers[allowed], '*');
    const preflight = await from(['https://a'], 'https://a', 'OPTIONS');
    assert.equal(preflight.headers['access-control-allow-headers'], 'Authorization, Content-Type');
    assert.equal((await from(['https://a'], undefined, 'OPTIONS')).headers['access-control-allow-headers'], undefined);
  });

  it('for an optimisation may have a body, which is JSON of the right form', async () => {
    const { ask, api } = madeApi();
    api.take([routeReport()], T0);
    const post = async (body: string | Uint8Array, headers: Record<string, string> = JSON_TYPE) =>
      (await ask('POST', '/grid/optimize', { body, headers })).status;
    assert.equal(await post('{"wait_seconds":0}'), 200);
    assert.equal(await post('{"wait_seconds":0}', { 'content-type': 'Application/JSON; charset=utf-8' }), 200);
    for (const body of ['{', 'x', Uint8Array.of(0x22, 0xff, 0x22)]) assert.equal(await post(body), 400);
    for (const body of [
      '[]',
      'null',
      '5',
      '{"a":1}',
      '{"wait_seconds":11}',
      '{"wait_seconds":"1"}',
      '{"__proto__":{}}',
      '{"wait_seconds":1e999}',
    ])
      assert.equal(await post(body), 422, body);
    assert.equal(await post('{}', {}), 415);
    assert.equal(await post('a=1', { 'content-type': 'application/x-www-form-urlencoded' }), 415);
    assert.equal(await post('['.repeat(16_385)), 413);
  });
});

describe('POST /grid/optimize', () => {
  it('asks for new routes, and all who wait get the next ones', async () => {
    const { ask, api, commands } = madeApi();
    const both = Promise.all([ask('POST', '/grid/optimize'), ask('POST', '/grid/optimize', {}, T0 + 4000)]);
    await new Promise(setImmediate);
    api.take([routeReport({ lossPercent: 0.4 })], T0 + 5000);
    for (const { status, body } of await both) {
      const { success, episode_result, timestamp, age_seconds } = JSON.parse(body);
      assert.deepEqual([status, success, timestamp, age_seconds], [200, true, '2026-01-01T00:00:05.000Z', 0]);
      const { paths, unserved, ...figures } = episode_result;
      assert.deepEqual(figures, { loss_percent: 0.4, reward: -0.4, avg_risk: 0.45, total_demand: 299 });
      assert.deepEqual([paths.length, unserved.length], [1, 1]);
    }
    assert.equal(commands(), 1);
    const again = ask('POST', '/grid/optimize', {}, T0 + 6000);
    await new Promise(setImmediate);
    assert.equal(commands(), 2);
    api.desk.close(T0 + 6000);
    await again;
  });

  it('ends when its time is over, with the latest routes and their age, or with 202', async () => {
    const { ask, api, commands } = madeApi();
    const first = ask('POST', '/grid/optimize');
    await new Promise(setImmediate);
    api.desk.tick(T0 + 9999);
    assert.equal(api.desk.size, 1);
    api.desk.tick(T0 + 10_000);
    assert.equal((await first).status, 202);
    api.take([routeReport()], T0 + 10_000);
    const body = '{"wait_seconds":2}';
    const second = ask('POST', '/grid/optimize', { headers: JSON_TYPE, body }, T0 + 20_000);
    await new Promise(setImmediate);
    api.desk.tick(T0 + 22_000);
    const { success, age_seconds } = JSON.parse((await second).body);
    assert.deepEqual([success, age_seconds, commands()], [false, 12, 2]);
  });

  it('is turned away when very many wait', async () => {
    const { ask, api } = madeApi();
    const all = Array.from({ length: 205 }, () => ask('POST', '/grid/optimize'));
    await new Promise(setImmediate);
    assert.equal(api.desk.size, 200);
    api.desk.close(T0);
    const statuses = (await Promise.all(all)).map(({ status }) => status);
    assert.equal(statuses.filter((status) => status === 429).length, 5);
  });
});
