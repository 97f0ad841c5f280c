import assert from 'node:assert/strict';
import { Value } from '@sinclair/typebox/value';
import fc from 'fast-check';
import type { AlarmValue, LineTelemetry } from '../../../lib/messages';
import { importNetwork } from '../../../lib/network/importers';
import type { NetworkModel } from '../../../lib/network/network-model';
import { operationsNetwork } from '../../../lib/network/operations-network';
import { AssetTelemetry, GridTelemetry, TelemetryIntake } from '../../../lib/telemetry';

const NOW = Date.UTC(2026, 10, 22, 12);
const SETTINGS = { maximumAheadMinutes: 5, riskyAbove: 0.5, idleBelowMw: 1 };
const bytes = Buffer.from(JSON.stringify(operationsNetwork()));
const network: NetworkModel = importNetwork([{ name: 'operations', bytes }]).network;

const intake = () => new TelemetryIntake(network, SETTINGS);
/** As `quantity of subject: value`. */
const told = (values: AlarmValue[] = []) =>
  values.map(({ quantity, subject, value }) => `${quantity} of ${subject}: ${value}`);

describe('telemetry intake', () => {
  it('fills in risk by rated current and temperature, and makes values and changes', () => {
    // L3: 100 MVA at 220 kV are 262.43 A; half of it and 50 °C make 0.25 + 0.25.
    const currentA = 100_000 / (Math.sqrt(3) * 220) / 2;
    const out = intake().process(
      [
        { nodeId: 'G1', timeMs: NOW, generationMw: 0.4 },
        { nodeId: 'D1', timeMs: NOW, voltagePu: 0.98, loadMw: 44 },
        { nodeId: 'D2', timeMs: NOW, loadMw: 50.5, generationMw: 3, extra: 'x' },
        { lineId: 'L3', timeMs: NOW, inService: true, currentA, temperatureC: 50 },
        { lineId: 'L4', timeMs: NOW, risk: 0.7 },
      ],
      NOW,
    );
    assert.deepEqual(out.refused, []);
    assert.ok(Math.abs((out.telemetry![3] as LineTelemetry).risk! - 0.5) < 1e-12);
    assert.deepEqual(Object.keys(out.telemetry![2]!), ['nodeId', 'timeMs', 'loadMw', 'generationMw']);
    assert.deepEqual(out.changes, [
      { nodeId: 'D1', loadMw: 44 },
      { nodeId: 'D2', loadMw: 50.5, generationMw: 3 },
      { lineId: 'L3', inService: true },
    ]);
    const values = told(out.values);
    for (const one of ['voltagePu of D1: 0.98', 'temperatureC of L3: 50', 'risk of L4: 0.7'])
      assert.ok(values.includes(one));
    assert.deepEqual(values.slice(-3), [
      'demandMw of grid: 94.5',
      'riskyLines of grid: 1',
      'idleGenerators of grid: 1',
    ]);
  });

  it('takes the newest values of a line for what is left out; 500 A without a rating; an open line carries nothing', () => {
    const bare = { ...network, branches: network.branches.map((branch) => ({ ...branch, ratingMva: null })) };
    const one = new TelemetryIntake(bare, SETTINGS);
    const risk = (message: object) =>
      (one.process([{ lineId: 'L1', ...message }], NOW).telemetry![0] as LineTelemetry).risk;
    assert.equal(risk({ timeMs: NOW, currentA: 250 }), undefined);
    assert.equal(risk({ timeMs: NOW + 1, temperatureC: 40 }), 0.25 + 0.2);
    assert.equal(risk({ timeMs: NOW + 2, inService: false }), 0.2);
    assert.equal(risk({ timeMs: NOW + 3, inService: true, temperatureC: 400 }), 1);
  });

  it('keeps the load of a dead node in the network, and takes it out of the demand', () => {
    const out = intake().process([{ nodeId: 'D1', timeMs: NOW, voltagePu: 0, loadMw: 0 }], NOW);
    assert.deepEqual(out.changes, []);
    assert.deepEqual(told(out.values), ['voltagePu of D1: 0', 'demandMw of grid: 0']);
  });

  it('refuses with place and remedy what is late, doubled, ahead, unknown or misshapen, and takes the rest', () => {
    const one = intake();
    const line = (timeMs: unknown, rest: object = {}) => ({ lineId: 'L1', timeMs, currentA: 1, ...rest });
    const { refused, telemetry } = one.process(
      [
        line(NOW),
        line(NOW),
        line(NOW - 1),
        line(NOW + 6 * 60_000),
        line(NOW + 1, { lineId: 'L99' }),
        { nodeId: 'X', timeMs: NOW },
        line(NOW + 1, { currentA: 'many' }),
        line('now'),
        'garbage',
        null,
        { transformerId: 'T', timeMs: NOW + 6 * 60_000, loadFactor: 1, ambientC: 20 },
        line(NOW + 2),
      ],
      NOW,
    );
    assert.deepEqual(
      refused!.map(({ reason, place }) => `${reason} at ${place}`),
      [
        'duplicate at payload[1].timeMs',
        'out-of-order at payload[2].timeMs',
        'ahead-of-clock at payload[3].timeMs',
        'unknown-line at payload[4].lineId',
        'unknown-node at payload[5].nodeId',
        'bad-value at payload[6].currentA',
        'bad-value at payload[7].timeMs',
        'unknown-form at payload[8]',
        'unknown-form at payload[9]',
        'ahead-of-clock at payload[10].timeMs',
      ],
    );
    assert.ok(refused!.every(({ remedy, message }) => remedy.length > 10 && message.length > 10));
    assert.equal(telemetry!.length, 2);
  });

  it('tells assets apart', () => {
    const batch = [
      { transformerId: 'T', timeMs: NOW, loadFactor: 0.5, ambientC: 20 },
      { transformerId: 'T', timeMs: NOW, methanePpm: 1, acetylenePpm: 2, ethylenePpm: 3 },
      { assetId: 'A', timeMs: NOW, ageYears: 12 },
    ];
    assert.deepEqual(intake().process(batch, NOW).assets, batch);
  });

  it('reads the state of the original: kV, ids or names, edges by their ends', () => {
    const out = intake().process(
      [
        {
          nodes: [
            { id: 0, name: 'North Power Plant', type: 'generator', demand: 150, voltage: 220, degree: 2 },
            { id: 1, name: 'Downtown', type: 'load', demand: 45.5, voltage: 209 },
            { id: 2, name: 'Nowhere', type: 'load', demand: 1, voltage: 220 },
            7,
          ],
          edges: [
            {
              source: 1,
              target: 0,
              current: 200,
              temperature: 45,
              power_flow: 80,
              risk: 0.4,
              age: 3,
              resistance: 0.002,
            },
            { source: 'D2', target: 'G1', current: 'x' },
            { source: 0, target: 9, current: 1 },
          ],
        },
      ],
      NOW,
    );
    assert.deepEqual(out.telemetry, [
      { nodeId: 'G1', timeMs: NOW, voltagePu: 1 },
      { nodeId: 'D1', timeMs: NOW, voltagePu: 0.95, loadMw: 45.5 },
      { lineId: 'L1', timeMs: NOW, currentA: 200, flowMw: -80, temperatureC: 45, ageYears: 3, risk: 0.4 },
    ]);
    assert.deepEqual(
      out.refused!.map(({ reason, place }) => `${reason} at ${place}`),
      [
        'unknown-node at payload.nodes[2]',
        'unknown-form at payload.nodes[3]',
        'bad-value at payload.edges[1].currentA',
        'unknown-line at payload.edges[2]',
      ],
    );
    const stamped = intake().process(
      [{ nodes: [{ id: 'D1', demand: 1 }], edges: [], timestamp: '2026-11-22T11:00:00Z' }],
      NOW,
    );
    assert.equal(stamped.telemetry![0]!.timeMs, NOW - 3_600_000);
  });

  it('goes on after a restart as if there had been none', () => {
    const element = fc.oneof(
      fc.record({
        nodeId: fc.constantFrom('D1', 'D2', 'G1'),
        timeMs: fc.integer({ min: NOW - 50, max: NOW }),
        loadMw: fc.nat(90),
      }),
      fc.record(
        {
          lineId: fc.constantFrom('L1', 'L2'),
          timeMs: fc.integer({ min: NOW - 50, max: NOW }),
          currentA: fc.nat(400),
          temperatureC: fc.nat(90),
          inService: fc.boolean(),
        },
        { requiredKeys: ['lineId', 'timeMs'] },
      ),
    );
    fc.assert(
      fc.property(fc.array(element), fc.array(element), (before, after) => {
        const [whole, first, second] = [intake(), intake(), intake()];
        whole.process(before, NOW);
        first.process(before, NOW);
        second.restore(JSON.parse(JSON.stringify(first.snapshot())));
        assert.deepEqual(second.process(after, NOW), whole.process(after, NOW));
        assert.deepEqual(second.snapshot(), whole.snapshot());
      }),
      { seed: 8, numRuns: 100 },
    );
    assert.throws(() => intake().restore({ nodes: 3 }), /not a snapshot of telemetry/);
  });

  it('takes whatever comes without a throw: each element goes out once, and what is accepted fits', () => {
    const odd = fc.oneof(
      fc.anything(),
      fc.double(),
      fc.constantFrom('L1', 'D1', NOW, -0, 1e308, '__proto__', [], {}, Object.create(null)),
    );
    const element = fc.oneof(
      fc.anything(),
      fc.dictionary(
        fc.constantFrom(
          'nodeId',
          'lineId',
          'transformerId',
          'assetId',
          'timeMs',
          'loadMw',
          'loadFactor',
          'currentA',
          '__proto__',
        ),
        odd,
      ),
      fc.record({ nodes: fc.array(odd), edges: fc.array(odd), timestamp: odd }),
      fc.record({
        nodes: fc.array(fc.dictionary(fc.constantFrom('id', 'name', 'demand', 'voltage'), odd)),
        edges: fc.constant([]),
      }),
      fc.record({
        nodes: fc.constant([]),
        edges: fc.array(fc.dictionary(fc.constantFrom('source', 'target', 'current'), odd)),
      }),
    );
    const one = intake();
    fc.assert(
      fc.property(fc.array(element, { maxLength: 5 }), (batch) => {
        const out = one.process(batch, NOW);
        for (const message of out.telemetry!) assert.ok(Value.Check(GridTelemetry, message));
        for (const message of out.assets!) assert.ok(Value.Check(AssetTelemetry, message));
        for (const { value } of out.values!) assert.ok(Number.isFinite(value));
        const elements = batch.filter((value) => !isState(value));
        if (elements.length === batch.length) {
          assert.equal(out.telemetry!.length + out.assets!.length + out.refused!.length, batch.length);
        }
      }),
      { seed: 8, numRuns: 250 },
    );
  });
});

const isState = (value: unknown) =>
  typeof value === 'object' && value !== null && Array.isArray((value as { nodes: unknown }).nodes);
