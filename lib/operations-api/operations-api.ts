import type { Refusal } from '../messages';
import type { NetworkModel } from '../network/network-model';
import { checkToken, corsHeaders, optionsHeaders } from './access';
import { gridMetrics } from './grid-metrics';
import { GridRecord, KINDS } from './grid-record';
import { averageRisk, GridView } from './grid-view';
import { type ApiAnswer, ApiFault, type ApiRequest, jsonAnswer } from './http';
import { openApiDocument } from './openapi';
import { OptimizeDesk } from './optimize-desk';
import type { Metric } from './prometheus';
import { RateLimit } from './rate-limit';
import { RequestCounts } from './request-counts';
import { type Route, routesOf } from './routes';
import type { Health } from './schemas';

export interface ApiSettings {
  /** Address of the base path without the host, as the OpenAPI document names it. */
  server: string;
  /** Empty: none is asked for. */
  token: string;
  /** /health answers without the token. */
  isHealthOpen: boolean;
  /** Of a client; 0: no limit. */
  requestsPerMinute: number;
  /** Whose pages may read answers (CORS); `*`: all. */
  allowedOrigins: readonly string[];
  /** That a request may wait for an optimisation. */
  waitSeconds: number;
  /** Losses that are kept. */
  historyLength: number;
  /** After which the grid counts as not heard of. */
  staleSeconds: number;
}

/** Every path below it is answered here, also those there are not. */
const GRID = /^\/grid(\/|$)/;
const HEADERS = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

/**
 * The REST interface of the original operations system: takes the messages of a flow, keeps the latest, and answers requests
 * with it. It knows no server, no clock and no Node-RED; times are handed in.
 */
export class OperationsApi {
  readonly record: GridRecord;
  readonly desk: OptimizeDesk;
  readonly document: object;
  private readonly routes: readonly { route: Route; pattern: RegExp }[];
  private readonly openPaths: ReadonlySet<string>;
  private readonly limit: RateLimit;
  private readonly requests = new RequestCounts();
  private seen: { network: NetworkModel; revision: number; view: GridView } | undefined;

  /**
   * @param network the grid; its model is another object after each change
   * @param optimise asks for new routes
   */
  constructor(
    private readonly network: { readonly model: NetworkModel },
    private readonly settings: ApiSettings,
    optimise: () => void,
    private readonly startedMs: number,
  ) {
    this.record = new GridRecord(network.model, settings.historyLength);
    this.desk = new OptimizeDesk(optimise);
    this.limit = new RateLimit(settings.requestsPerMinute);
    this.openPaths = new Set(settings.isHealthOpen ? ['/health'] : []);
    const routes = routesOf(settings.waitSeconds);
    this.routes = routes.map((route) => ({ route, pattern: new RegExp(`^${route.path.replace('{id}', '([^/]+)')}$`) }));
    this.document = openApiDocument(routes, {
      server: settings.server,
      hasToken: settings.token !== '',
      openPaths: this.openPaths,
      hasRateLimit: settings.requestsPerMinute > 0,
    });
  }

  /** Takes messages of any kind. @returns what is refused */
  take(values: readonly unknown[], nowMs: number): Refusal[] {
    const refused: Refusal[] = [];
    for (const value of values) {
      const kind = this.record.take(value, nowMs);
      if (typeof kind !== 'string') refused.push(kind);
      else if (kind === 'routes' || kind === 'power_flow') {
        const { timeMs, lossPercent } = value as { timeMs: number; lossPercent: number };
        const risk = averageRisk(this.network.model, this.record);
        this.record.losses.add({ timeMs, lossPercent, averageRisk: risk }, kind === 'power_flow');
        if (kind === 'routes') this.desk.arrived(nowMs);
      }
    }
    return refused;
  }

  /** The grid as it is now. */
  get view(): GridView {
    const { model } = this.network;
    const { revision } = this.record;
    if (this.seen?.network !== model || this.seen.revision !== revision)
      this.seen = { network: model, revision, view: new GridView(model, this.record) };
    return this.seen.view;
  }

  /** Whether the path is one of this interface; others below the base path are for somebody else. */
  knows(path: string): boolean {
    return GRID.test(path) || this.routes.some(({ route }) => route.path === path);
  }

  /** The answer, whatever the request: none of it leads to an error, unless there is a fault in here. */
  async handle(request: ApiRequest, nowMs: number): Promise<ApiAnswer> {
    const cors = corsHeaders(request, this.settings.allowedOrigins);
    const matches = this.routes.filter(({ pattern }) => pattern.test(request.path));
    let answer: ApiAnswer;
    try {
      answer = await this.answer(request, nowMs, cors, matches);
    } catch (error) {
      if (!(error instanceof ApiFault)) throw error;
      answer = jsonAnswer(error.status, { error: error.message, remedy: error.remedy }, error.headers);
    }
    const { status, headers, body } = answer;
    const isKnown = ['GET', 'HEAD', 'POST', 'OPTIONS'].includes(request.method);
    this.requests.add(matches[0]?.route.path ?? 'other', isKnown ? request.method : 'other', status);
    return { status, headers: { ...HEADERS, ...cors, ...headers }, body: request.method === 'HEAD' ? '' : body };
  }

  health(nowMs: number): Health {
    const { record } = this;
    const since = (ms: number | undefined) => (ms === undefined ? null : Math.max(0, nowMs - ms) / 1000);
    const ages = Object.fromEntries(KINDS.map((kind) => [kind, since(record.arrivedMs.get(kind))]));
    const heardMs = Math.max(
      ...(['nodes', 'lines', 'power_flow'] as const).map((kind) => record.arrivedMs.get(kind) ?? 0),
    );
    const isStale = nowMs - heardMs > this.settings.staleSeconds * 1000;
    return {
      status: record.isInitialised ? (isStale ? 'stale' : 'healthy') : 'initialising',
      uptime_seconds: since(this.startedMs)!,
      age_seconds: ages as Health['age_seconds'],
      counts: {
        nodes: this.network.model.nodes.length,
        edges: this.network.model.branches.length,
        nodes_measured: record.nodes.size,
        edges_measured: record.lines.size,
        alarms: record.alarms.size,
        messages: [...record.counts.values()].reduce((sum, count) => sum + count, 0),
        refused: record.refused,
        requests: this.requests.total,
        waiting: this.desk.size,
      },
    };
  }

  metrics(nowMs: number): Metric[] {
    return gridMetrics(this.view, this.record, this.requests, this.health(nowMs));
  }

  private async answer(
    request: ApiRequest,
    nowMs: number,
    cors: Record<string, string>,
    matches: readonly { route: Route; pattern: RegExp }[],
  ): Promise<ApiAnswer> {
    const waitSeconds = this.limit.waitSeconds(request.client, nowMs);
    if (waitSeconds > 0) {
      const { requestsPerMinute } = this.settings;
      const again = { 'retry-after': String(waitSeconds) };
      throw new ApiFault(
        429,
        `more than ${requestsPerMinute} requests a minute`,
        `ask again in ${waitSeconds} s`,
        again,
      );
    }
    const methods = matches.flatMap(({ route }) => (route.method === 'GET' ? ['GET', 'HEAD'] : [route.method]));
    const allow = [...methods, 'OPTIONS'].join(', ');
    // A browser asks without a token whether it may send one.
    if (request.method === 'OPTIONS' && matches.length > 0)
      return { status: 204, headers: optionsHeaders(cors, allow), body: '' };
    if (this.settings.token !== '' && !matches.some(({ route }) => this.openPaths.has(route.path)))
      checkToken(request, this.settings.token);
    if (matches.length === 0)
      throw new ApiFault(404, 'there is nothing at this path', 'openapi.json names the paths there are');
    const method = request.method === 'HEAD' ? 'GET' : request.method;
    const found = matches.find(({ route }) => route.method === method);
    if (!found) throw new ApiFault(405, 'the path does not take this method', `send one of ${allow}`, { allow });
    const [, id = ''] = found.pattern.exec(request.path) ?? [];
    return found.route.handle({ api: this, request, nowMs, id });
  }
}
