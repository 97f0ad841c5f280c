import { type TSchema, Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import { type ApiAnswer, ApiFault, type ApiRequest, header, jsonAnswer, textAnswer } from './http';
import type { OperationsApi } from './operations-api';
import { episodeOf, lossReportOf, pathsReportOf } from './paths-view';
import { PROMETHEUS_TYPE, prometheusText } from './prometheus';
import * as schemas from './schemas';
import { gridStatistics } from './statistics';

/** A request has hardly anything to say. */
export const MOST_BODY_BYTES = 16_384;
/** What waits for data may ask again after so long. */
const AGAIN_SECONDS = 2;
/** Longer ones no network has. */
const MOST_ID_LENGTH = 1000;

export interface Call {
  api: OperationsApi;
  request: ApiRequest;
  nowMs: number;
  /** The part of the path that stands for `{id}`, still encoded. */
  id: string;
}

export interface Route {
  method: 'GET' | 'POST';
  /** Below the base path; `{id}` stands for any id. */
  path: string;
  operationId: string;
  summary: string;
  /** Schema of a body, which may be left out. */
  body?: TSchema;
  /** What it answers, by status; text where there is no JSON. */
  answers: Record<number, { description: string; schema: TSchema; type?: string }>;
  /** @throws ApiFault */
  handle(call: Call): ApiAnswer | Promise<ApiAnswer>;
}

const problem = (description: string) => ({ description, schema: schemas.Problem });
const initialising = { description: 'The data has not come yet: ask again', schema: schemas.Initialising };

/** A GET of what `read` makes of the data, and 202 as long as that is a text, which says what is waited for. */
function view(
  path: string,
  operationId: string,
  summary: string,
  schema: TSchema,
  read: (call: Call) => object | string,
  more: Route['answers'] = {},
): Route {
  const answers = { 200: { description: summary, schema }, 202: initialising, ...more };
  const handle = (call: Call) => {
    const value = read(call);
    return typeof value === 'string' ? notYet(value) : jsonAnswer(200, value);
  };
  return { method: 'GET', path, operationId, summary, answers, handle };
}

const TELEMETRY = 'telemetry, or a power flow';
const ROUTES = 'paths of grid path optimizer';

/** @param mostWaitSeconds that a request may wait for an optimisation */
export function routesOf(mostWaitSeconds: number): Route[] {
  return [
    {
      method: 'GET',
      path: '/health',
      operationId: 'getHealth',
      summary: 'Whether there is data, and how old it is',
      answers: { 200: { description: 'The state of the service', schema: schemas.Health } },
      handle: ({ api, nowMs }) => jsonAnswer(200, api.health(nowMs)),
    },
    {
      method: 'GET',
      path: '/metrics',
      operationId: 'getMetrics',
      summary: 'Metrics for Prometheus, text format 0.0.4',
      answers: { 200: { description: 'The metrics', schema: Type.String(), type: 'text/plain' } },
      handle: ({ api, nowMs }) =>
        textAnswer(200, prometheusText(api.metrics(nowMs)), { 'content-type': PROMETHEUS_TYPE }),
    },
    {
      method: 'GET',
      path: '/openapi.json',
      operationId: 'getOpenApi',
      summary: 'This document',
      answers: { 200: { description: 'OpenAPI 3.1', schema: OpenApiDocument } },
      handle: ({ api }) => jsonAnswer(200, api.document),
    },
    view('/grid/state', 'getState', 'The grid as it is', schemas.GridState, ({ api }) => {
      return api.record.isInitialised ? api.view.state() : TELEMETRY;
    }),
    view('/grid/paths', 'getPaths', 'The latest paths', schemas.PathsReport, ({ api: { record } }) => {
      return record.routes ? pathsReportOf(record.routes, record.arrivedMs.get('routes')!) : ROUTES;
    }),
    view('/grid/risk', 'getRisk', 'Risk of nodes and lines, greatest first', schemas.RiskReport, ({ api }) => {
      return api.record.isInitialised ? api.view.risk() : TELEMETRY;
    }),
    view('/grid/loss', 'getLoss', 'Losses, now and before', schemas.LossReport, ({ api }) => {
      const points = api.record.losses.all;
      return points.length > 0 ? lossReportOf(points, api.view.averageRisk) : 'a power flow or paths';
    }),
    view('/grid/node/{id}', 'getNode', 'A node with its lines', schemas.NodeDetail, nodeOf, {
      400: problem('The id is not encoded as in a URL'),
      404: problem('There is no such node'),
    }),
    view('/grid/statistics', 'getStatistics', 'Mean, spread and limits', schemas.GridStatistics, ({ api }) => {
      return api.record.isInitialised ? gridStatistics(api.view.nodes, api.view.edges) : TELEMETRY;
    }),
    view('/grid/alarms', 'getAlarms', 'Alarms that stand', schemas.AlarmList, ({ api: { record } }) => {
      // Where nothing is wrong, no alarm ever comes.
      const isKnown = record.isInitialised || record.alarms.size > 0;
      return isKnown ? { alarms: [...record.alarms.values()] } : TELEMETRY;
    }),
    view(
      '/grid/maintenance',
      'getMaintenance',
      'Assets that need maintenance',
      schemas.MaintenanceReport,
      ({ api }) => {
        return api.record.maintenance ?? 'the maintenance list of grid asset health';
      },
    ),
    view('/grid/forecast', 'getForecast', 'Load of the next days', schemas.ForecastList, ({ api: { record } }) => {
      const forecasts = [...record.forecasts.values()].sort((a, b) => (a.date < b.date ? -1 : 1));
      return forecasts.length > 0 ? { forecasts } : 'a forecast of grid load forecast';
    }),
    {
      method: 'POST',
      path: '/grid/optimize',
      operationId: 'optimize',
      summary: 'Looks for the best paths now, and answers with them',
      body: schemas.optimizeRequest(mostWaitSeconds),
      answers: {
        200: {
          description: 'The result, or the latest one when no new one came in time',
          schema: schemas.OptimizeAnswer,
        },
        202: initialising,
        400: problem('The body is no JSON in UTF-8'),
        413: problem(`The body has more than ${MOST_BODY_BYTES} bytes`),
        415: problem('The body is not application/json'),
        422: problem('The body says what it should not'),
        429: problem('Too many wait for an optimisation'),
      },
      handle: (call) => optimise(call, mostWaitSeconds),
    },
  ];
}

const OpenApiDocument = Type.Object(
  {
    openapi: Type.String({ pattern: '^3\\.1\\.' }),
    info: Type.Object({ title: Type.String(), version: Type.String() }),
    paths: Type.Object({}, { additionalProperties: true }),
  },
  { title: 'OpenApiDocument', description: 'OpenAPI 3.1', additionalProperties: true },
);

function nodeOf({ api, id }: Call): object | string {
  const name = id.length <= MOST_ID_LENGTH ? decoded(id) : undefined;
  const node = name === undefined ? undefined : api.view.node(name);
  if (!node) {
    const what = name === undefined ? 'that long' : `"${name.slice(0, 80)}"`;
    throw new ApiFault(404, `there is no node ${what}`, 'take an id of /grid/state');
  }
  return api.record.isInitialised ? node : TELEMETRY;
}

function decoded(id: string): string {
  try {
    return decodeURIComponent(id);
  } catch {
    throw new ApiFault(400, 'the id is not encoded as in a URL', 'write % as %25, and bytes of UTF-8 as %XX');
  }
}

async function optimise({ api, request, nowMs }: Call, mostSeconds: number): Promise<ApiAnswer> {
  const { wait_seconds = mostSeconds } = await bodyOf(request, schemas.optimizeRequest(mostSeconds));
  const coming = api.desk.ask(nowMs, wait_seconds * 1000);
  if (!coming) {
    const again = { 'retry-after': String(AGAIN_SECONDS) };
    throw new ApiFault(429, 'too many requests wait for an optimisation', 'ask again later', again);
  }
  const { isFresh, atMs } = await coming;
  const { routes, arrivedMs } = api.record;
  if (!routes) return notYet(ROUTES);
  const cameMs = arrivedMs.get('routes')!;
  return jsonAnswer(200, {
    success: isFresh,
    episode_result: episodeOf(routes),
    timestamp: new Date(cameMs).toISOString(),
    age_seconds: Math.max(0, atMs - cameMs) / 1000,
  } satisfies schemas.OptimizeAnswer);
}

/** The body, or {} where there is none. @throws ApiFault */
async function bodyOf(request: ApiRequest, schema: ReturnType<typeof schemas.optimizeRequest>) {
  const bytes = await request.body(MOST_BODY_BYTES);
  if (bytes.length > MOST_BODY_BYTES) {
    // What is still to come is not read.
    const close = { connection: 'close' };
    throw new ApiFault(413, `the body has more than ${MOST_BODY_BYTES} bytes`, 'send less', close);
  }
  if (bytes.length === 0) return {};
  if (!/^application\/json *(;|$)/i.test(header(request, 'content-type') ?? ''))
    throw new ApiFault(415, 'the body is not application/json', 'send content-type: application/json, or no body');
  const value = parsed(bytes);
  if (Value.Check(schema, value)) return value;
  const { path, message } = Value.Errors(schema, value).First()!;
  throw new ApiFault(422, `${path.slice(1, 80) || 'the body'}: ${message}`, 'see OptimizeRequest in openapi.json');
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new ApiFault(400, 'the body is no JSON in UTF-8', 'send JSON, e.g. {"wait_seconds": 5}, or no body');
  }
}

function notYet(waiting_for: string): ApiAnswer {
  const value: schemas.Initialising = { status: 'initialising', waiting_for };
  return jsonAnswer(202, value, { 'retry-after': String(AGAIN_SECONDS) });
}
