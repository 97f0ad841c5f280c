import assert from 'node:assert/strict';
import type { FaultImpact } from '../../../lib/messages';
import { assessImpact, DEFAULT_NETWORK, InputFault } from '../../../lib/peers';
import { FAULT_CLASSES, isFaultLabel } from '../../../lib/waveform/fault-classes';
import { smallNetwork } from './networks';

const POWER = 'internal_power_transformer_internal_faults_Class1';
const SERIES = 'internal_ispar_series_transformer_internal_faults_tt';
const EXTERNAL = 'transient_external_fault_with_CT_saturation';
const INRUSH = 'transient_magnetising_inrush';
const NON_LINEAR = 'transient_non-linear_load_switching';
const LABELS = FAULT_CLASSES.map(({ label }) => label);
const NOBODY = { sender: null, receiver: null };

const assessed = (label: string, pair: object = NOBODY, network = smallNetwork()) =>
  assessImpact(network, { id: 'event', label }, { ...NOBODY, ...pair });
const states = ({ transfers }: FaultImpact) => Object.fromEntries(transfers.map(({ id, state }) => [id, state]));

describe('impact on peers', () => {
  describe('rules', () => {
    const pair = { sender: 'prosumer-a', receiver: 'consumer-home' };
    const onDefault = (label: string, given: object = pair) => assessed(label, given, DEFAULT_NETWORK);

    it('tell faults from what is none as the labels do, for all 45 classes', () => {
      for (const { label } of FAULT_CLASSES)
        assert.equal(onDefault(label).isFaultCondition, isFaultLabel(label), label);
      assert.equal(LABELS.length, 45);
      for (const label of LABELS) {
        assert.equal(onDefault(label).isFaultCondition, isFaultLabel(label), label);
        assert.equal(onDefault(label.toUpperCase()).isFaultCondition, isFaultLabel(label), label);
      }
    });

    const HUB_AND_LINES = ['microgrid-hub', 'lines-p2p'];
    const RULES: [label: RegExp, eventType: string, severity: string, marked: string[]][] = [
      [/^internal_power/, 'Internal Grid Equipment Fault', 'severe', ['prosumer-a', 'microgrid-hub']],
      [/^internal_ispar/, 'Internal Grid Equipment Fault', 'moderate', ['prosumer-a', 'microgrid-hub']],
      [/external_fault/, 'External Fault', 'moderate', ['prosumer-a', ...HUB_AND_LINES]],
      [/capacitor/, 'Capacitor Switching Transient', 'minor', HUB_AND_LINES],
      [/ferroresonance/, 'Ferroresonance', 'moderate', HUB_AND_LINES],
      [/inrush/, 'Transformer Inrush (Non-Fault)', 'minor', ['microgrid-hub']],
      [/non-linear/, 'Non-Linear Load Switching', 'minor', ['prosumer-a']],
    ];
    for (const [words, eventType, severity, marked] of RULES) {
      it(`give ${words.source} its event type, severity and marks`, () => {
        for (const label of LABELS.filter((one) => words.test(one))) {
          const impact = onDefault(label);
          assert.deepEqual([impact.eventType, impact.severity, impact.highlightNodes], [eventType, severity, marked]);
          assert.deepEqual(impact.highlightLines, []);
        }
      });
    }

    it('are one for each class', () => {
      for (const label of LABELS) assert.equal(RULES.filter(([words]) => words.test(label)).length, 1, label);
    });

    it('mark the loads of the network when a non-linear load switches and no sender is named', () => {
      assert.deepEqual(onDefault(NON_LINEAR, {}).highlightNodes, ['consumer-load', 'ev-hub']);
      assert.deepEqual(assessed(NON_LINEAR).highlightNodes, []);
    });

    it('say on a fault that the transfer from the sender is likely disrupted', () => {
      assert.match(
        onDefault(POWER).message,
        /^The transfer from Prosumer A to Consumer home is likely disrupted and is cut/,
      );
      assert.match(onDefault(POWER).message, /severe: transfers are likely disrupted or islanded\.$/);
      assert.match(onDefault(SERIES).message, /local regulation equipment: transfers are likely disrupted\.$/);
      assert.match(onDefault(EXTERNAL).message, /likely disrupted and is at risk.* may be compromised\.$/);
      assert.match(
        onDefault(POWER, { sender: 'prosumer-a' }).message,
        /^Transfers from Prosumer A are likely disrupted\./,
      );
      assert.doesNotMatch(onDefault(INRUSH).message, /disrupted/);
    });
  });

  describe('ways', () => {
    it('are cut when the only one leads through the hub, at risk when another is left', () => {
      const impact = assessed(POWER, { sender: 'a', receiver: 'd' });
      assert.deepEqual(states(impact), { T1: 'cut', T2: 'flowing', T3: 'at-risk' });
      assert.deepEqual([impact.path, impact.pathState], [['a', 'hub', 'lines', 'd'], 'cut']);
      const [cut, direct, around] = impact.transfers;
      assert.deepEqual(
        [cut!.path, direct!.path, around!.path],
        [[], ['b', 'joint', 'd'], ['b', 'joint', 'd', 'lines', 'c']],
      );
      assert.match(cut!.because, /only way is interrupted at hub/);
      assert.match(around!.because, /interrupted at hub, another leads through joint, Dora and lines/);
    });

    it('are at risk where an event disturbs them, also on a line that stands for the lines', () => {
      assert.deepEqual(states(assessed(INRUSH)), { T1: 'at-risk', T2: 'flowing', T3: 'at-risk' });
      const network = smallNetwork({ lines: 'lines-c' });
      network.transfers.push({ id: 'T4', from: 'c', to: 'd', energyKwh: 1, pricePerKwh: 0.2 });
      const impact = assessed(EXTERNAL, { sender: 'c', receiver: 'd' }, network);
      assert.deepEqual([impact.highlightNodes, impact.highlightLines], [['c', 'hub'], ['lines-c']]);
      assert.equal(states(impact).T4, 'at-risk');
      assert.match(impact.message, /disturbed at lines-c/);
    });

    it('respect lines that are out of service', () => {
      const network = smallNetwork();
      network.topology.lines.at(-1)!.inService = false;
      assert.deepEqual(states(assessed(POWER, {}, network)), { T1: 'cut', T2: 'cut', T3: 'cut' });
      network.topology.lines.find(({ id }) => id === 'lines-d')!.inService = false;
      const impact = assessed('normal', { sender: 'a', receiver: 'd' }, network);
      assert.deepEqual(states(impact), { T1: 'cut', T2: 'cut', T3: 'flowing' });
      assert.deepEqual([impact.path, impact.pathState, impact.advice.action], [[], 'cut', 'inspect']);
      assert.match(impact.advice.text, /No line in service/);
    });

    it('say that the pair keeps flowing when the fault is elsewhere', () => {
      const impact = assessed(POWER, { sender: 'b', receiver: 'd' });
      assert.equal(impact.pathState, 'flowing');
      assert.match(
        impact.message,
        /^Transfers from Ben through hub are likely disrupted; the one to Dora keeps flowing/,
      );
      assert.deepEqual(impact.alternatives, []);
    });
  });

  describe('sums, worked out by hand', () => {
    // T1 (4 kWh at 0.10) is cut. Ben has 5 - 2 - 1 = 2 left at 0.20, Carla 2 at 0.25: Dora gets all 4 kWh.
    const impact = assessed(POWER, { sender: 'a', receiver: 'd' });

    it('name alternatives with what they have left, cheapest first', () => {
      assert.deepEqual(impact.alternatives, [
        { from: 'b', energyKwh: 2, pricePerKwh: 0.2, path: ['b', 'joint', 'd'] },
        { from: 'c', energyKwh: 2, pricePerKwh: 0.25, path: ['c', 'lines', 'd'] },
      ]);
    });

    it('replace what is cut', () => {
      assert.deepEqual(impact.replacements, [
        { transferId: 'T1', from: 'b', to: 'd', energyKwh: 2, pricePerKwh: 0.2 },
        { transferId: 'T1', from: 'c', to: 'd', energyKwh: 2, pricePerKwh: 0.25 },
      ]);
      const totals = {
        agreedKwh: 7,
        flowingKwh: 2,
        atRiskKwh: 1,
        cutKwh: 4,
        replacedKwh: 4,
        retailerKwh: 0,
        unservedKwh: 0,
      };
      assert.deepEqual(impact.totals, { ...totals, extraCost: 0.5 });
      const byId = Object.fromEntries(impact.peers.map(({ id, ...sums }) => [id, sums]));
      const nothing = {
        soldKwh: 0,
        boughtKwh: 0,
        lostSalesKwh: 0,
        shortKwh: 0,
        retailerKwh: 0,
        income: 0,
        cost: 0,
        retailerCost: 0,
        balance: 0,
      };
      assert.deepEqual(byId.a, { ...nothing, lostSalesKwh: 4 });
      assert.deepEqual(byId.b, { ...nothing, soldKwh: 5, income: 1, balance: 1 });
      assert.deepEqual(byId.c, { ...nothing, soldKwh: 2, boughtKwh: 1, income: 0.5, cost: 0.2, balance: 0.3 });
      assert.deepEqual(byId.d, { ...nothing, boughtKwh: 6, cost: 1.3, balance: -1.3 });
    });

    it('leave to the retailer what is dearer elsewhere, where it reaches the buyer', () => {
      const network = smallNetwork({ grid: 'lines', gridPricePerKwh: 0.22 });
      const { totals, peers } = assessed(POWER, { sender: 'a', receiver: 'd' }, network);
      assert.deepEqual([totals.replacedKwh, totals.retailerKwh, totals.extraCost], [2, 2, 0.44]);
      const dora = peers.find(({ id }) => id === 'd')!;
      assert.deepEqual([dora.shortKwh, dora.retailerKwh, dora.retailerCost, dora.balance], [2, 2, 0.44, -1.24]);
    });

    it('say what nobody can deliver', () => {
      const network = smallNetwork();
      network.peers[1]!.offeredKwh = 3;
      const { totals, peers } = assessed(POWER, { sender: 'a', receiver: 'd' }, network);
      assert.deepEqual([totals.replacedKwh, totals.retailerKwh, totals.unservedKwh, totals.extraCost], [2, 0, 2, 0.3]);
      const dora = peers.find(({ id }) => id === 'd')!;
      assert.deepEqual([dora.shortKwh, dora.retailerKwh, dora.balance], [2, 0, -0.9]);
    });

    it('count on what is only disturbed, for what was cut before the event', () => {
      const network = smallNetwork({ gridPricePerKwh: 0.22 });
      network.topology.lines.find(({ id }) => id === 'hub-a')!.inService = false;
      const { totals } = assessed(INRUSH, { sender: 'a', receiver: 'd' }, network);
      assert.deepEqual([totals.cutKwh, totals.replacedKwh, totals.retailerKwh], [4, 2, 2]);
    });

    it('sell what is left only once', () => {
      const network = smallNetwork();
      network.peers[0]!.offeredKwh = 6;
      network.transfers.push({ id: 'T4', from: 'a', to: 'c', energyKwh: 2, pricePerKwh: 0.1 });
      const { replacements, totals } = assessed(POWER, { sender: 'a', receiver: 'c' }, network);
      const taken = replacements.map(({ transferId, from, energyKwh }) => `${transferId} ${from} ${energyKwh}`);
      assert.deepEqual(taken, ['T4 b 2', 'T1 c 2']);
      assert.deepEqual([totals.cutKwh, totals.replacedKwh, totals.unservedKwh], [6, 4, 2]);
    });

    it('serve the receiver first', () => {
      const network = smallNetwork();
      network.transfers.unshift({ id: 'T0', from: 'a', to: 'c', energyKwh: 1, pricePerKwh: 0.1 });
      const first = (receiver: string) => assessed(POWER, { sender: 'a', receiver }, network).replacements[0];
      assert.deepEqual([first('c')!.transferId, first('d')!.transferId], ['T0', 'T1']);
    });
  });

  describe('advice', () => {
    const advice = (label: string, pair = { sender: 'a', receiver: 'd' }, network = smallNetwork()) =>
      assessed(label, pair, network).advice;

    it('is to run an island when one is left without the power transformer, else to isolate', () => {
      const island = advice(POWER);
      assert.equal(island.action, 'island');
      assert.match(island.text, /Ben, Carla and Dora stay connected .*: 7 kWh offered, 10 kWh wanted\./);
      assert.match(island.text, /Dora can be supplied by Ben \(2 kWh at 0\.2 EUR\/kWh\), then Carla/);
      assert.equal(advice(POWER, undefined, smallNetwork({ grid: 'lines' })).action, 'isolate');
      assert.equal(advice(SERIES).action, 'isolate');
    });

    it('is to reroute around an external fault where another peer can, else to wait', () => {
      assert.equal(advice(EXTERNAL).action, 'reroute');
      assert.equal(advice(EXTERNAL, { sender: 'a', receiver: 'c' }).action, 'wait');
    });

    it('is to wait for what passes, to inspect what does not, and nothing when all is normal', () => {
      for (const label of [INRUSH, 'transient_sympathetic_inrush', 'transient_capacitor_switching']) {
        assert.equal(advice(label).action, 'wait', label);
      }
      for (const label of [NON_LINEAR, 'transient_ferroresonance', 'unknown'])
        assert.equal(advice(label).action, 'inspect', label);
      assert.deepEqual(advice('normal'), { action: 'none', text: 'There is nothing to do.' });
    });
  });

  it('says of an unknown event that nothing can be said, and why', () => {
    const event = { id: 'event', label: 'unknown', unknownReason: 'unlikeness 1.7' };
    const impact = assessImpact(smallNetwork(), event, { sender: 'a', receiver: 'd' });
    assert.deepEqual([impact.isFaultCondition, impact.severity, impact.pathState], [null, 'unknown', 'at-risk']);
    assert.deepEqual(states(impact), { T1: 'at-risk', T2: 'at-risk', T3: 'at-risk' });
    assert.deepEqual([impact.highlightNodes, impact.alternatives], [[], []]);
    assert.match(impact.message, /nothing can be said .* \(unlikeness 1\.7\)\.$/);
  });

  it('names alternatives also for an unknown event when no line was left before it', () => {
    const network = smallNetwork();
    network.topology.lines.find(({ id }) => id === 'hub-a')!.inService = false;
    const { pathState, alternatives } = assessed('unknown', { sender: 'a', receiver: 'd' }, network);
    assert.deepEqual([pathState, alternatives.map(({ from }) => from)], ['cut', ['b', 'c']]);
  });

  it('refuses labels and peers that are not known, with place and remedy', () => {
    const refused = (label: string, pair: object, place: string) =>
      assert.throws(
        () => assessed(label, pair),
        (error) => error instanceof InputFault && error.place === place && error.remedy !== '',
      );
    refused('meteor strike', {}, 'label');
    refused(POWER, { sender: 'hub' }, 'sender');
    refused(POWER, { receiver: '__proto__' }, 'receiver');
    refused(POWER, { sender: 'a', receiver: 'a' }, 'receiver');
  });
});
