import assert from 'node:assert/strict';
import type { GridAlarm } from '../../../lib/messages';
import { madeApi, powerFlowReport, routeReport, T0 } from './made-api';

const line = (lineId: string, more: object = {}) => ({ lineId, timeMs: T0, ...more });
const node = (nodeId: string, more: object = {}) => ({ nodeId, timeMs: T0, ...more });

describe('what the REST interface tells of the grid', () => {
  it('is 202 with what is waited for until it has come', async () => {
    const { ask, api } = madeApi();
    for (const path of [
      'state',
      'paths',
      'risk',
      'loss',
      'node/D1',
      'statistics',
      'alarms',
      'maintenance',
      'forecast',
    ]) {
      const { status, headers, body } = await ask('GET', `/grid/${path}`);
      assert.deepEqual([status, headers['retry-after'], JSON.parse(body).status], [202, '2', 'initialising'], path);
    }
    api.take([node('D1', { voltagePu: 1 })], T0);
    assert.equal((await ask('GET', '/grid/state')).status, 200);
    assert.equal((await ask('GET', '/grid/paths')).status, 202);
  });

  it('has nodes and lines in the units of the original: measured, else of the power flow, else null', async () => {
    const { api, get, network } = madeApi();
    const measured = { currentA: 120, temperatureC: 60, risk: 0.42, vibration: 0.3, ageYears: 12, corrosion: 0.1 };
    api.take(
      [line('L1', { ...measured, flowMw: 86, harmonicPercent: 2.5 }), node('D1', { voltagePu: 0.99, loadMw: 50 })],
      T0,
    );
    api.take([powerFlowReport()], T0);
    network.apply({ lineId: 'L7', inService: true });
    const { nodes, edges, metrics } = await get('/grid/state');
    const [g1, , d1] = nodes;
    assert.deepEqual(g1, {
      id: 'G1',
      name: 'North Power Plant',
      type: 'generator',
      demand: 0,
      generation: 139,
      voltage: 220,
      degree: 2,
    });
    // 0.99 p.u. of 220 kV; L1, L3 and the tie L7, which was closed.
    assert.deepEqual([d1.demand, d1.voltage, d1.degree], [50, 0.99 * 220, 3]);
    assert.deepEqual([nodes[6].voltage, nodes[3].voltage], [0.98 * 220, null]);
    const { resistance, ...first } = edges[0];
    // 0.0032 p.u. on 100 MVA at 220 kV: 0.0032 · 220² / 100 Ω.
    assert.ok(Math.abs(resistance - 1.5488) < 1e-12);
    assert.deepEqual(first, {
      id: 'L1',
      source: 'G1',
      source_name: 'North Power Plant',
      target: 'D1',
      target_name: 'Downtown',
      in_service: true,
      current: 120,
      temperature: 60,
      power_flow: 86,
      risk: 0.42,
      vibration: 0.3,
      age: 12,
      corrosion: 0.1,
      harmonic: 2.5,
    });
    assert.deepEqual([edges[2].current, edges[2].power_flow, edges[2].risk], [109, 41.1, null]);
    network.apply({ lineId: 'L1', inService: false });
    const { edges: now } = await get('/grid/state');
    assert.deepEqual(
      [now[0].current, now[0].power_flow, now[0].temperature],
      [0, 0, 60],
      'an open line carries nothing',
    );
    // 299 MW at peak, of which Downtown has 50 instead of 45.
    assert.deepEqual(metrics, {
      total_demand: 304,
      total_nodes: 8,
      total_edges: 13,
      average_risk: 0.42,
      generators: 2,
    });
  });

  it('ranks nodes by the risk of their lines in service', async () => {
    const { api, get } = madeApi();
    api.take(
      [line('L1', { risk: 0.5 }), line('L3', { risk: 0.25 }), line('L4', { risk: 0.75 }), line('L9', { risk: 1 })],
      T0,
    );
    const { nodes, edges } = await get('/grid/risk');
    assert.deepEqual(
      edges.map(({ id, risk }: { id: string; risk: number }) => [id, risk]).slice(0, 4),
      [
        ['L4', 0.75],
        ['L1', 0.5],
        ['L3', 0.25],
        ['L2', null],
      ],
      'L9 is an open tie',
    );
    const of = (id: string) => nodes.find((each: { id: string }) => each.id === id);
    assert.deepEqual([of('D1').average_neighbor_risk, of('D1').max_neighbor_risk], [0.375, 0.5]);
    assert.deepEqual([nodes[0].average_neighbor_risk, nodes.at(-1).max_neighbor_risk], [0.75, null]);
    const detail = await get('/grid/node/D1');
    assert.deepEqual([detail.name, detail.average_neighbor_risk, detail.edges.length], ['Downtown', 0.375, 4]);
  });

  it('has statistics of what is known: mean, spread of the population, limits', async () => {
    const { api, get } = madeApi();
    api.take(
      [line('L1', { risk: 0.2, flowMw: -2 }), line('L2', { risk: 0.4, flowMw: 4 }), line('L3', { risk: 0.9 })],
      T0,
    );
    const { risk, power_flow, voltage, demand } = await get('/grid/statistics');
    assert.ok(Math.abs(risk.mean - 0.5) < 1e-12);
    // By hand: sqrt((0.09 + 0.01 + 0.16) / 3).
    assert.ok(Math.abs(risk.std - Math.sqrt(0.26 / 3)) < 1e-12);
    assert.deepEqual([risk.count, risk.min, risk.max, risk.high_risk_edges], [3, 0.2, 0.9, 1]);
    assert.deepEqual(power_flow, { count: 2, mean: 3, std: 1, min: 2, max: 4 });
    assert.deepEqual(voltage, { count: 0, mean: null, std: null, min: null, max: null });
    assert.deepEqual([demand.count, demand.min, demand.max], [6, 38, 75]);
  });

  it('keeps the last losses: of paths until there is a power flow', async () => {
    const { api, get } = madeApi();
    api.take([line('L1', { risk: 0.5 }), routeReport({ lossPercent: 0.7 })], T0);
    assert.deepEqual((await get('/grid/loss')).history, [0.7]);
    const losses = [0.5, 0.3, 0.6, 0.4].map((lossPercent, at) => powerFlowReport({ lossPercent, timeMs: T0 + at }));
    api.take(losses, T0);
    api.take([routeReport({ lossPercent: 0.1 })], T0);
    assert.deepEqual(await get('/grid/loss'), {
      history: [0.3, 0.6, 0.4],
      risk_history: [0.5, 0.5, 0.5],
      time_history: [T0 + 1, T0 + 2, T0 + 3],
      current_loss_percent: 0.4,
      current_avg_risk: 0.5,
      best_loss: 0.3,
      worst_loss: 0.6,
    });
  });

  it('has the paths, alarms that stand, maintenance and forecasts', async () => {
    const { api, get } = madeApi();
    api.take([routeReport()], T0 + 1000);
    const { paths, unserved, timestamp } = await get('/grid/paths');
    assert.deepEqual(paths[0], {
      load_node: 'D5',
      load_name: 'Shopping Complex',
      generator_node: 'G1',
      generator_name: 'North Power Plant',
      path: ['G1', 'D1', 'D5'],
      demand: 41,
      loss: 0.25,
    });
    assert.deepEqual(unserved, [{ load_node: 'D3', demand: 9, because: 'no capacity is left' }]);
    assert.equal(timestamp, '2026-01-01T00:00:01.000Z');
    const alarm = (alarmId: string, state: GridAlarm['state']): GridAlarm => {
      const change = state;
      return {
        alarmId,
        change,
        state,
        severity: 'high',
        subject: 'L1',
        quantity: 'risk',
        value: 0.8,
        threshold: 0.7,
        timeMs: T0,
        raisedMs: T0,
        because: '0.8 > 0.7',
      };
    };
    api.take([alarm('a', 'raised'), alarm('b', 'raised'), alarm('a', 'cleared')], T0);
    assert.deepEqual((await get('/grid/alarms')).alarms, [alarm('b', 'raised')]);
    api.take([{ timeMs: T0, assets: 3, entries: [] }], T0);
    assert.deepEqual(await get('/grid/maintenance'), { timeMs: T0, assets: 3, entries: [] });
    const forecast = (date: string) => ({
      date,
      timeZone: 'Europe/Berlin',
      issuedMs: T0,
      method: 'regression',
      trainingDays: 9,
      hours: [],
    });
    api.take([forecast('2026-01-03'), forecast('2026-01-02')], T0);
    const { forecasts } = await get('/grid/forecast');
    assert.deepEqual(forecasts, [forecast('2026-01-02'), forecast('2026-01-03')]);
  });

  it('says in /health what has come and how old it is', async () => {
    const { api, get } = madeApi();
    assert.equal((await get('/health')).status, 'initialising');
    assert.equal(api.take([line('L1'), line('L99'), 7], T0 + 1000).length, 2);
    const { status, uptime_seconds, age_seconds, counts } = await get('/health', T0 + 11_000);
    assert.deepEqual([status, uptime_seconds, age_seconds.lines, age_seconds.nodes], ['healthy', 11, 10, null]);
    assert.deepEqual([counts.messages, counts.refused, counts.edges_measured, counts.requests], [1, 2, 1, 1]);
    assert.equal((await get('/health', T0 + 62_000)).status, 'stale');
    api.record.reset();
    assert.equal((await get('/health')).status, 'initialising');
  });

  it('refuses what it does not serve, with place and remedy', () => {
    const { api } = madeApi();
    const refused = api.take([line('__proto__'), node('L1'), line('L1', { risk: 2 }), { hello: 1 }, [], null], T0);
    assert.deepEqual(
      refused.map(({ reason, place }) => [reason, place]),
      [
        ['unknown-line', 'lineId'],
        ['unknown-node', 'nodeId'],
        ['bad-value', 'risk'],
        ['unknown-message', 'payload'],
        ['unknown-message', 'payload'],
        ['unknown-message', 'payload'],
      ],
    );
    assert.ok(refused.every(({ remedy }) => remedy.length > 0));
  });

  it('has metrics in the text format of Prometheus, labels escaped, nothing that is not known', async () => {
    const { api, ask } = madeApi();
    api.take([line('L1', { temperatureC: 60 }), powerFlowReport()], T0);
    await ask('GET', '/grid/nothing');
    const { headers, body } = await ask('GET', '/metrics', {}, T0 + 2500);
    assert.equal(headers['content-type'], 'text/plain; version=0.0.4; charset=utf-8');
    const sample =
      /^[a-z_]+(\{[a-z]+="([^"\\\n]|\\[\\"n])*"(,[a-z]+="([^"\\\n]|\\[\\"n])*")*\})? -?[0-9.]+(e[+-]?[0-9]+)?$/;
    const lines = body.trimEnd().split('\n');
    for (const text of lines.filter((text) => !text.startsWith('#'))) assert.match(text, sample);
    for (const expected of [
      'gridloom_line_temperature_celsius{line="L1",source="G1",target="D1"} 60',
      'gridloom_node_demand_watts{node="D1",name="Downtown"} 45000000',
      'gridloom_loss_ratio 0.004',
      'gridloom_data_age_seconds{kind="lines"} 2.5',
      'gridloom_http_requests_total{path="other",method="GET",status="404"} 1',
      '# TYPE gridloom_http_requests_total counter',
    ])
      assert.ok(lines.includes(expected), expected);
    assert.equal(lines.filter((text) => text.startsWith('gridloom_line_temperature_celsius')).length, 1);
  });
});
