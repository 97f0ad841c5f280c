import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { simulateEvent } from '../../../../simulator/waveform';
import {
  drawScenario,
  EventThreads,
  FaultScenarioSchema,
  type FileTruth,
  type WaveformFilesPlan,
  writeSamples,
  writeWaveforms,
} from '../../../../simulator/waveform/publish';
import { tempFolder } from '../../../support/temp-folder';

const PLAN: WaveformFilesPlan = {
  labels: ['internal_power_transformer_internal_faults_Class10', 'transient_magnetising_inrush', 'normal'],
  perClass: 2,
  seed: 5,
  nominalFrequencyHz: 60,
  format: 'text',
  layout: 'tree',
};
const NO_SIGNAL = new AbortController().signal;

describe('threads of the waveform simulator', function () {
  this.timeout(60_000);
  let threads: EventThreads;
  beforeEach(() => {
    threads = new EventThreads(2);
  });
  afterEach(() => threads.close());

  const filesOf = (folder: string) =>
    (readdirSync(folder, { recursive: true }) as string[]).filter((name) => /\.\w+$/.test(name)).sort();

  it('give what the simulation gives, each to whom it belongs', async () => {
    const scenarios = [1, 2, 3, 4, 5].map((number) => drawScenario(['normal'], 60, 1, number));
    const events = await Promise.all(scenarios.map((scenario) => threads.simulate(scenario)));
    assert.deepEqual(
      events.map(({ scenario }) => scenario),
      scenarios,
    );
    assert.deepEqual(events[3], simulateEvent(scenarios[3]!));
  });

  it('take a scenario at the limits of its schema', async () => {
    const { windingShare, turnsShare, faultResistanceOhm, tap } = FaultScenarioSchema.properties;
    const labels = ['ispar_exciting', 'ispar_series', 'power'].flatMap((unit) =>
      ['Class1', 'Class7', 'tt', 'ww'].map((kind) => `internal_${unit}_transformer_internal_faults_${kind}`),
    );
    const scenarios = (['minimum', 'maximum'] as const).flatMap((limit) =>
      labels.map((label) => ({
        ...drawScenario([label], 60, 1, 1),
        windingShare: windingShare[limit]!,
        turnsShare: turnsShare[limit]!,
        faultResistanceOhm: faultResistanceOhm[limit]!,
        tap: tap[limit]!,
      })),
    );
    for (const event of await Promise.all(scenarios.map((scenario) => threads.simulate(scenario)))) {
      for (const samples of [...event.operate, ...event.restraint]) assert.ok(samples.every(Number.isFinite));
    }
  });

  it('pass on what the simulation refuses, and go on', async () => {
    const scenario = drawScenario(['normal'], 60, 1, 1);
    await assert.rejects(threads.simulate({ ...scenario, label: 'no such class' }), /no such class/);
    assert.equal((await threads.simulate(scenario)).scenario.seed, scenario.seed);
  });

  it('reject what is under way when they are closed, and what comes after', async () => {
    const scenario = drawScenario(['normal'], 60, 1, 1);
    const all = Promise.allSettled([1, 2, 3, 4].map(() => threads.simulate(scenario)));
    await threads.close();
    assert.deepEqual(
      (await all).map(({ status }) => status),
      new Array(4).fill('rejected'),
    );
    await assert.rejects(threads.simulate(scenario), /was stopped/);
  });

  it('write the same files for the same plan, in the tree of the public set, with their truth in order', async () => {
    const [one, two] = [tempFolder(), tempFolder()];
    const truth: FileTruth[] = [];
    assert.deepEqual(await writeWaveforms(one, PLAN, threads, NO_SIGNAL, (record) => truth.push(record)), {
      events: 6,
      files: 6,
    });
    await writeWaveforms(two, PLAN, threads, NO_SIGNAL);
    const names = filesOf(one);
    assert.deepEqual(filesOf(two), names);
    for (const name of names) assert.deepEqual(readFileSync(join(one, name)), readFileSync(join(two, name)));
    assert.equal(
      truth[0]!.path,
      'internal faults/power transformer internal faults/class10/internal_power_transformer_internal_faults_Class10-01.txt',
    );
    assert.deepEqual(truth.map(({ path }) => join(...path.split('/'))).sort(), names);
    assert.deepEqual([...new Set(truth.map(({ label }) => label))], PLAN.labels);
    // More of a class leaves those that were there as they are.
    const three = tempFolder();
    await writeWaveforms(three, { ...PLAN, perClass: 3, seed: 5 }, threads, NO_SIGNAL);
    for (const name of names) assert.deepEqual(readFileSync(join(one, name)), readFileSync(join(three, name)));
  });

  it('stop writing when they are told to', async () => {
    const abort = new AbortController();
    const folder = tempFolder();
    const writing = writeWaveforms(folder, PLAN, threads, abort.signal, () => abort.abort());
    await assert.rejects(writing, { name: 'AbortError' });
    assert.equal(filesOf(folder).length, 1);
  });

  it('leave nothing behind when samples are interrupted', async () => {
    const folder = join(tempFolder(), 'new');
    const writing = writeSamples(folder, { seed: 1, perClass: 1 }, threads, NO_SIGNAL);
    const rejected = assert.rejects(writing, /was stopped/);
    await threads.simulate(drawScenario(['normal'], 60, 1, 1));
    await threads.close();
    await rejected;
    assert.equal(existsSync(folder), false);
  });

  it('fill an empty folder with a sample of every class, and leave any other as it is', async () => {
    const folder = join(tempFolder(), 'new');
    assert.equal(await writeSamples(folder, { seed: 1, perClass: 1 }, threads, NO_SIGNAL), 46);
    const names = readdirSync(folder);
    assert.equal(names.length, 46);
    assert.ok(names.includes('normal-01.npy') && names.includes('transient_sympathetic_inrush-01.npy'));
    const other = tempFolder();
    writeFileSync(join(other, 'mine.txt'), '');
    assert.equal(await writeSamples(other, { seed: 1, perClass: 1 }, threads, NO_SIGNAL), 0);
    assert.deepEqual(readdirSync(other), ['mine.txt']);
  });
});
