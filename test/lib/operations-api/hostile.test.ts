import assert from 'node:assert/strict';
import { FormatRegistry } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import fc from 'fast-check';
import { routesOf } from '../../../lib/operations-api/routes';
import { madeApi, powerFlowReport, routeReport, T0 } from './made-api';

FormatRegistry.Set('date-time', (text) => new Date(text).toISOString() === text);

const ROUTES = routesOf(10);
const FIELDS = [
  'nodeId',
  'lineId',
  'timeMs',
  'voltagePu',
  'currentA',
  'risk',
  'alarmId',
  'feeders',
  'routes',
  'entries',
  'hours',
];
const value = fc.oneof(
  fc.anything(),
  fc.constantFrom('D1', 'L1', '__proto__', '', 0, 0.5, T0, Number.NaN, Number.POSITIVE_INFINITY, 1e308, -0),
);
const dictionary = fc.dictionary(fc.constantFrom(...FIELDS), value);
const near = fc.tuple(
  fc.constantFrom(powerFlowReport(), routeReport()),
  fc.dictionary(fc.constantFrom('lossPercent', 'timeMs', 'nodes', 'unserved', 'more'), value),
);
const message = fc.oneof(
  fc.anything(),
  dictionary,
  near.map(([report, bent]) => ({ ...report, ...bent })),
);

describe('the REST interface with hostile messages', function () {
  this.timeout(20_000);

  it('refuses them, never throws, and answers what its schemas say', async () => {
    const property = fc.asyncProperty(fc.array(message, { maxLength: 6 }), async (batch) => {
      const { api, ask } = madeApi();
      for (const { reason, remedy } of api.take(batch, T0)) assert.ok(reason && remedy);
      for (const { method, path, answers } of ROUTES) {
        if (method !== 'GET') continue;
        const { status, body } = await ask('GET', path.replace('{id}', 'D1'));
        const { schema, type } = answers[status]!;
        const value = type ? body : JSON.parse(body);
        if (!Value.Check(schema, value)) assert.fail(`${path} ${status}: ${Value.Errors(schema, value).First()?.path}`);
      }
    });
    await fc.assert(property, { seed: 8, numRuns: 80 });
  });

  it('serves what a message declares, and nothing that is no JSON', async () => {
    const { api, get } = madeApi();
    const loop: { me?: object } = {};
    loop.me = loop;
    const hostile = { toJSON: () => 'gotcha', big: 1n, loop, fn: () => 1 };
    assert.deepEqual(api.take([{ timeMs: T0, assets: 1, entries: [], ...hostile }], T0), []);
    assert.deepEqual(await get('/grid/maintenance'), { timeMs: T0, assets: 1, entries: [] });
  });
});
