import type { PowerFlowReport, RouteReport } from '../../../lib/messages';
import { importNetwork } from '../../../lib/network/importers';
import { LiveNetwork } from '../../../lib/network/live';
import { operationsNetwork } from '../../../lib/network/operations-network';
import { type ApiAnswer, type ApiRequest, type ApiSettings, OperationsApi } from '../../../lib/operations-api';

export const T0 = Date.UTC(2026, 0, 1);

export const SETTINGS: ApiSettings = {
  server: '/api',
  token: '',
  isHealthOpen: true,
  requestsPerMinute: 0,
  allowedOrigins: [],
  waitSeconds: 10,
  historyLength: 3,
  staleSeconds: 60,
};

const MODEL = importNetwork([{ name: 'grid', bytes: Buffer.from(JSON.stringify(operationsNetwork())) }]).network;

export interface Made {
  api: OperationsApi;
  network: LiveNetwork;
  /** How often new routes were asked for. */
  commands(): number;
  /** One request; `more` is what is not usual about it. */
  ask(method: string, path: string, more?: Asked, nowMs?: number): Promise<ApiAnswer>;
  /** What a GET answers, as JSON. */
  // biome-ignore lint/suspicious/noExplicitAny: what a test looks into
  get(path: string, nowMs?: number): Promise<any>;
}

type Asked = { headers?: ApiRequest['headers']; client?: string; body?: string | Uint8Array };

/** The interface of the eight-node grid. */
export function madeApi(settings: Partial<ApiSettings> = {}): Made {
  const network = new LiveNetwork(MODEL);
  let commands = 0;
  const api = new OperationsApi(network, { ...SETTINGS, ...settings }, () => commands++, T0);
  const ask: Made['ask'] = (method, path, { headers = {}, client = 'me', body = '' } = {}, nowMs = T0) =>
    api.handle({ method, path, headers, client, body: async () => Buffer.from(body) }, nowMs);
  return {
    api,
    network,
    ask,
    commands: () => commands,
    get: async (path, nowMs) => JSON.parse((await ask('GET', path, {}, nowMs)).body),
  };
}

export const routeReport = (more: Partial<RouteReport> = {}): RouteReport => ({
  timeMs: T0,
  lossWeight: 1,
  riskWeight: 0,
  routes: [
    {
      loadId: 'D5',
      loadName: 'Shopping Complex',
      sourceId: 'G1',
      sourceName: 'North Power Plant',
      nodes: ['G1', 'D1', 'D5'],
      lines: ['L1', 'L3'],
      powerMw: 41,
      lossKw: 250,
      risk: 0.5,
      riskSum: 0.9,
    },
  ],
  demandMw: 299,
  unservedMw: 9,
  lossKw: 1160,
  lossPercent: 0.4,
  averageRisk: 0.45,
  cost: 0.4,
  unserved: [{ loadId: 'D3', powerMw: 9, because: 'no capacity is left' }],
  ...more,
});

export const powerFlowReport = (more: Partial<PowerFlowReport> = {}): PowerFlowReport => ({
  timeMs: T0,
  method: 'ac-radial',
  demandMw: 299,
  supplyMw: 300.2,
  lossKw: 1200,
  lossPercent: 0.4,
  minVoltagePu: 0.98,
  minVoltageNode: 'D5',
  residualPu: 1e-11,
  violations: [],
  feeders: [],
  kinds: [],
  nodes: [
    { id: 'G1', voltagePu: 1, angleDegrees: 0, loadMw: 0, generationMw: 139 },
    { id: 'D5', voltagePu: 0.98, angleDegrees: -1, loadMw: 41, generationMw: 0 },
  ],
  lines: [{ id: 'L3', inService: true, fromMw: 41.1, lossKw: 100, currentA: 109, loadingPercent: 41 }],
  ...more,
});
