import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import helper from 'node-red-node-test-helper';
import type { WaveformFrame } from '../../lib/messages';
import type { NodeMessage } from '../../nodes/shell/node-red';
import { simulateEvent } from '../../simulator/waveform';
import type { SimulatedWaveform } from '../../simulator/waveform/publish';
import { until } from '../support/inbox';
import { NodeExample } from '../support/node-example';
import { useRuntime } from '../support/node-runtime';
import { tempFolder } from '../support/temp-folder';

const example = new NodeExample('grid-waveform-simulator');
const simulatorNode = require('../../nodes/grid-waveform-simulator/grid-waveform-simulator');
const catchNode = require('@node-red/nodes/core/common/25-catch.js');

const AG = 'internal_power_transformer_internal_faults_Class1';

describe('grid waveform simulator', function () {
  this.timeout(60_000);
  let frames: NodeMessage[] = [];
  let truth: NodeMessage[] = [];
  let samples: NodeMessage[] = [];
  let caught: NodeMessage[] = [];

  useRuntime();

  async function load(settings: object = {}): Promise<void> {
    const at = { z: 'tab', x: 1, y: 1 };
    await helper.load(
      [simulatorNode, catchNode],
      [
        { id: 'tab', type: 'tab' },
        {
          ...at,
          ...{ id: 'simulator', type: 'grid-waveform-simulator', version: 1, ...settings },
          wires: [['frames'], ['truth'], ['samples']],
        },
        { ...at, id: 'catch', type: 'catch', scope: null, wires: [['caught']] },
        ...['frames', 'truth', 'samples', 'caught'].map((id) => ({ ...at, id, type: 'helper' })),
      ],
    );
    [frames, truth, samples, caught] = [[], [], [], []];
    helper.getNode('frames').on('input', (message: NodeMessage) => frames.push(message));
    helper.getNode('truth').on('input', (message: NodeMessage) => truth.push(message));
    helper.getNode('samples').on('input', (message: NodeMessage) => samples.push(message));
    helper.getNode('caught').on('input', (message: NodeMessage) => caught.push(message));
  }
  const give = (payload: unknown) => helper.getNode('simulator').receive({ payload });
  const truthOf = (message: NodeMessage) => message.payload as SimulatedWaveform;
  const faultOf = (message: NodeMessage) => (message.error as { message: string }).message;

  it('sends the event that a button of its example asks for, as the simulation has it', async () => {
    await example.load({ faults: '{}' });
    const received: NodeMessage[] = [];
    helper.getNode(example.idOf('debug', 'frames')).on('input', (message: NodeMessage) => received.push(message));
    const told = example.next<SimulatedWaveform>('truth');
    example.press('phase A to ground, 20 % of the winding');
    const { scenario, label, id } = await told;
    await until(() => received.length === 12, 'twelve frames');
    assert.deepEqual([label, scenario.windingShare, scenario.faultResistanceOhm], [AG, 0.2, 10]);
    assert.ok(received.every(({ topic }) => topic === 'waveform/substation-1/relay-1'));
    const event = simulateEvent(scenario);
    const phaseB = received.flatMap(({ payload }) => (payload as WaveformFrame).channels[1]!.samples);
    assert.deepEqual(Float32Array.from(phaseB), event.operate[1]);
    assert.ok(received.every(({ payload }) => (payload as WaveformFrame).id === id));
  });

  it('makes an event of a class, or the next of its seed, and loses the share of frames that it is told', async () => {
    await load({ classes: 'transient\nnormal', faults: '{"lost": 0.5}', seed: '3', frames: '100' });
    give('TRANSIENT_ferroresonance');
    give(Date.now());
    await until(() => truth.length === 2, 'two events', 30_000);
    assert.equal(truthOf(truth[0]!).label, 'transient_ferroresonance');
    assert.match(truthOf(truth[1]!).label, /^transient_|^normal$/);
    const lost = truth.flatMap((message) => truthOf(message).frameFaults.filter(({ kind }) => kind === 'lost'));
    // 726 samples in frames of 8.
    const sent = 2 * 91;
    await until(() => frames.length === sent - lost.length, 'the frames that are not lost');
    // Binomial with n 182 and p 0.5: five standard deviations are 34.
    assert.ok(Math.abs(lost.length - 91) < 34, `${lost.length}`);
  });

  it('goes by itself every so many seconds, until it is stopped', async () => {
    await load({ everySeconds: '1', classes: 'normal', frames: '1' });
    await until(() => truth.length >= 2, 'two events', 30_000);
    give('stop');
    await until(() => helper.getNode('simulator').status.lastCall?.args[0].fill === 'grey', 'rest');
    const before = truth.length;
    await new Promise((resolve) => setTimeout(resolve, 2500));
    assert.equal(truth.length, before);
    assert.notEqual(truthOf(truth[0]!).id, truthOf(truth[1]!).id);
    give('start');
    await until(() => truth.length > before, 'another event', 30_000);
  });

  it('writes samples into its own folder alone, and once', async () => {
    const folder = join(tempFolder(), 'waveforms');
    await load({ folder });
    give('samples');
    await until(() => samples.length === 1, 'the samples', 55_000);
    assert.deepEqual(samples[0]!.payload, { folder, files: 46 });
    assert.equal(
      readdirSync(folder).filter((name) => /^(internal|transient|normal)[\w-]*-01\.npy$/.test(name)).length,
      46,
    );
    give('samples');
    await until(() => samples.length === 2, 'an answer');
    assert.deepEqual(samples[1]!.payload, { folder, files: 0 });
  });

  it('refuses what it can not use, and says what it can', async () => {
    await load();
    for (const [payload, message] of [
      ['transient', /stands for 6 classes: give the label of one/],
      ['inrush', /class "inrush" is not known: give all/],
      [{ label: '../../etc' }, /is not known/],
      [{ windingShare: 0 }, /not usable: windingShare: .*send \{"label"/],
      [{ folder: '/etc' }, /not usable: folder/],
      [['normal'], /not usable/],
      ['samples', /setting "folder" is empty/],
      ['start', /setting "everySeconds" is 0/],
    ] as const) {
      caught = [];
      give(payload);
      await until(() => caught.length === 1, `a refusal of ${JSON.stringify(payload)}`);
      assert.match(faultOf(caught[0]!), message);
    }
    for (let i = 0; i < 25; i++) give('normal');
    await until(() => caught.some((one) => /20 events wait to be simulated/.test(faultOf(one))), 'too many');
    await until(() => truth.length === 20, 'those that were taken', 40_000);
  });

  it('says which setting is wrong', async () => {
    for (const [settings, message] of [
      [{ classes: 'inrush' }, /class "inrush" is not known/],
      [{ faults: '{"lost": 0.6, "duplicate": 0.6}' }, /1\.2 in sum; give 1 or less/],
      [{ station: 'a/b' }, /setting "station" must be/],
      [{ faults: '{"late": 1}' }, /setting "faults" must be/],
    ] as const) {
      await load(settings);
      const { error } = helper.getNode('simulator');
      assert.match(String(error.lastCall.args[0]), message);
      await helper.unload();
    }
  });
});
