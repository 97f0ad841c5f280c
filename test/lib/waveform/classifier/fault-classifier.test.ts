import assert from 'node:assert/strict';
import { Value } from '@sinclair/typebox/value';
import { FaultClassification, Refusal, type Waveform } from '../../../../lib/messages';
import { FaultClassifier, type FaultModel } from '../../../../lib/waveform/classifier';
import { MODEL_SAMPLES } from '../../../../lib/waveform/model-input';
import { event, judgement, ToldModel } from './events';

const AG = 'internal_power_transformer_internal_faults_Class1';
const AG_SERIES = 'internal_ispar_series_transformer_internal_faults_Class1';
const TT = 'internal_ispar_exciting_transformer_internal_faults_tt';
const INRUSH = 'transient_magnetising_inrush';
const EXTERNAL = 'transient_external_fault_with_CT_saturation';

const sure = (label: string, unlikeness?: number) => new ToldModel(() => judgement({ [label]: 0.9 }, unlikeness));

async function answerTo(waveform: Waveform, model: FaultModel = sure(AG), settings = {}): Promise<FaultClassification> {
  const { classified, refused } = await new FaultClassifier(model, settings).process([waveform]);
  assert.deepEqual(refused, []);
  const [answer] = classified!;
  assert.ok(Value.Check(FaultClassification, answer), [...Value.Errors(FaultClassification, answer)].join());
  return answer!;
}

describe('fault classifier', function () {
  this.timeout(20_000);

  it('tells all there is to tell of a fault', async () => {
    const model = new ToldModel(() => judgement({ [AG]: 0.9, [AG_SERIES]: 0.06, [INRUSH]: 0.02 }, 0.4));
    const answer = await answerTo({ ...event(), station: 'S1', startMs: 1000 }, model);
    const { description, causes, relay, inceptionMs, window, scale, top3, ...rest } = answer;
    assert.deepEqual(rest, {
      id: 'e1',
      station: 'S1',
      startMs: 1000,
      label: AG,
      kind: 'internal-fault',
      isFault: true,
      isInternalFault: true,
      phases: ['A', 'G'],
      unit: 'power',
      probability: 0.9,
      unknown: false,
      unknownReason: null,
      clearingMs: null,
      unlikeness: 0.4,
      agreement: 'agree',
      engine: 'told',
    });
    assert.equal(description, 'Phase A to ground, in the power transformer');
    assert.ok(causes.length > 0);
    assert.equal(relay!.verdict, 'operate');
    assert.ok(Math.abs(inceptionMs! - 17.8) < 0.6, `inception ${inceptionMs}`);
    // 3 cycles of 60 Hz after the inception and half a one before it.
    assert.ok(
      Math.abs(window!.toMs - inceptionMs! - 50) < 1e-6 && Math.abs(inceptionMs! - window!.fromMs - 8.333) < 1e-3,
    );
    assert.equal(window!.cycles, 3);
    assert.ok(scale!.unit === 'A' && Math.abs(scale!.peak - 10) < 3, `peak ${scale!.peak}`);
    assert.deepEqual(top3, [
      { label: AG, probability: 0.9 },
      { label: AG_SERIES, probability: 0.06 },
      { label: INRUSH, probability: 0.02 },
    ]);
  });

  it('tells what kind each class is of, and takes the phases of turn-to-turn faults from the currents', async () => {
    const turns = await answerTo(event({ after: [0, 8, 0] }), sure(TT));
    assert.deepEqual([turns.kind, turns.unit, turns.isInternalFault], ['internal-fault', 'ispar-exciting', true]);
    assert.ok(
      turns.phases.includes('B') && !turns.phases.includes('A') && !turns.phases.includes('C'),
      turns.phases.join(),
    );
    const external = await answerTo(event(), sure(EXTERNAL));
    assert.deepEqual([external.kind, external.isFault, external.isInternalFault], ['external-fault', true, false]);
    assert.deepEqual([external.phases, external.unit, external.agreement], [[], null, 'disagree']);
    const inrush = await answerTo(event(), sure(INRUSH));
    assert.deepEqual([inrush.kind, inrush.isFault, inrush.isInternalFault], ['transient', false, false]);
  });

  it('calls normal what does not change, without asking the model', async () => {
    const model = sure(AG);
    const answer = await answerTo(event({ inceptionMs: 1000, noise: 0.02 }), model);
    assert.deepEqual(
      [answer.label, answer.isFault, answer.inceptionMs, answer.engine],
      ['normal', false, null, 'none'],
    );
    assert.deepEqual([answer.unknown, answer.probability, model.asked.length], [false, 1, 0]);
  });

  const channels = (change: (one: Waveform['channels'][number]) => object): Waveform => {
    const plain = event();
    return { ...plain, channels: plain.channels.map((one) => ({ ...one, ...change(one) })) };
  };
  const scaled = (factor: number) =>
    channels(({ samples }) => ({ samples: Float32Array.from(samples, (x) => x * factor) }));
  const UNKNOWN: [what: string, waveform: Waveform, reason: RegExp, asked: boolean][] = [
    ['volts', channels(() => ({ quantity: 'voltage', unit: 'kV' })), /no current among the channels IA \(kV\)/, false],
    ['per unit', channels(() => ({ unit: 'pu' })), /^the unit is pu and not ampere: give secondary amperes$/, true],
    ['no unit', channels(() => ({ unit: '' })), /the unit is not named and not ampere/, true],
    ['primary amperes', scaled(400), /^the peak of \d,\d+ A is no current of a secondary winding/, true],
    ['nearly nothing', scaled(0.0002), /^the peak of 0\.00\d+ A is below what current transformers measure/, true],
    ['a slow rate', event({ rateHz: 1000 }), /^it was sampled at 1,000 Hz.*at least 1,200 Hz/, false],
    ['railway current', event({ frequencyHz: 16.7 }), /^its nominal frequency is 16.7 Hz/, false],
    [
      'an early end',
      event({ lengthMs: 28 }),
      /^only 0\.[56]\d* cycles after the inception are known: at least 1/,
      true,
    ],
    [
      'a load',
      event({ before: [4, 4, 4], after: [20, 4, 4] }),
      /^(2\.\d*|3) A flow before the inception and 1\d(\.\d)? A after it: a differential current is near zero before$/,
      true,
    ],
    [
      'a steady load',
      event({ before: [4, 4, 4], inceptionMs: 1000 }),
      /^(2\.\d*|3) A flow all the time without a change/,
      false,
    ],
    ['next to nothing recorded', event({ lengthMs: 10 }), /^less than a cycle was recorded/, false],
  ];
  for (const [what, waveform, reason, asked] of UNKNOWN) {
    it(`does not judge ${what}`, async () => {
      const model = sure(AG);
      const answer = await answerTo(waveform, model);
      assert.match(answer.unknownReason!, reason);
      assert.deepEqual([answer.label, answer.kind, answer.unknown], ['unknown', 'unknown', true]);
      assert.deepEqual([answer.isFault, answer.isInternalFault, answer.probability], [null, null, 0]);
      assert.equal(answer.agreement, 'open');
      assert.equal(model.asked.length, asked ? 1 : 0);
      assert.equal(answer.top3[0]?.label, asked ? AG : undefined);
    });
  }

  it('takes noise before the inception for no current, even where it is above the pick-up', async () => {
    const answer = await answerTo(event({ noise: 1, after: [20, 0, 0] }), sure(AG));
    assert.equal(answer.label, AG);
  });

  it('does not judge what is unlike the training data, or of no class in particular', async () => {
    const unlike = await answerTo(event(), sure(AG, 1.234));
    assert.equal(unlike.unknownReason, 'it is unlike the training data: 1.23 times the largest distance allowed');
    assert.equal(unlike.unlikeness, 1.234);
    // 0.25 + 0.05 and 37 of the other 42 classes, which share 0.25, are of internal faults.
    const spread = new ToldModel(() => judgement({ [AG]: 0.25, [AG_SERIES]: 0.05, [INRUSH]: 0.45 }));
    const unsure = await answerTo(event(), spread, { minimumProbability: 0.6 });
    assert.match(
      unsure.unknownReason!,
      new RegExp(`^internal faults have a probability of 52 % together, ${INRUSH} of 45 %: neither has 60 %$`),
    );
    assert.deepEqual(
      unsure.top3.map(({ label }) => label),
      [INRUSH, AG, AG_SERIES],
    );
    // An internal fault is likelier than the inrush, though no single one is.
    const surer = await answerTo(event(), spread);
    assert.deepEqual([surer.label, surer.isInternalFault, surer.probability], [AG, true, 0.25]);
  });

  it('calls nothing an internal fault that flows long after the inception or that a relay restrains', async () => {
    // A spike at the inception, a saturated current transformer 8 ms later.
    const late = channels(({ samples }) => ({
      samples: Float32Array.from(samples, (_, i) =>
        i < 178
          ? 0
          : i < 258
            ? 0.4 * Math.exp((178 - i) / 10) * Math.cos(0.75 * (i - 178))
            : 6 * Math.max(0, Math.sin((i - 258) * 0.0377)),
      ),
    }));
    const { unknownReason } = await answerTo(late, sure(AG));
    assert.match(
      unknownReason!,
      /^in the first 0\.375 cycles .* an internal fault drives its current at once; internal faults have .* a relay restrains: /,
    );
    const other = await answerTo(late, sure(EXTERNAL));
    assert.deepEqual([other.label, other.unknownReason], [EXTERNAL, null]);
  });

  it('tells all reasons at once', async () => {
    const { unknownReason } = await answerTo({ ...scaled(400), id: 'x' }, sure(AG, 3));
    assert.match(unknownReason!, /secondary amperes; it is unlike the training data: 3\.00 times/);
  });

  it('uses a record with gaps up to the gap, and says so', async () => {
    const gaps = [{ fromMs: 45, toMs: 55, reason: 'frames 3 to 5 never came' }];
    const answer = await answerTo({ ...event(), gaps });
    assert.equal(answer.label, AG);
    assert.match(
      answer.description,
      /; judged on 1\.6 cycles, for then samples are missing: frames 3 to 5 never came$/,
    );
    assert.ok(answer.window!.toMs <= 45 && answer.window!.toMs > 44.8, `to ${answer.window!.toMs}`);
    const early = await answerTo({ ...event(), gaps: [{ ...gaps[0]!, fromMs: 25 }] });
    assert.match(
      early.unknownReason!,
      /^only 0\.4\d* cycles after the inception are known: at least 1 is needed; judged on 0\.4 cycles.*frames 3 to 5/,
    );
  });

  it('sees an event behind a gap, and calls nothing normal that has one', async () => {
    const reason = 'missing in IA';
    const behind = await answerTo({
      ...event({ lengthMs: 120, inceptionMs: 60 }),
      gaps: [{ fromMs: 5, toMs: 30, reason }],
    });
    assert.equal(behind.label, AG);
    assert.ok(Math.abs(behind.inceptionMs! - 60) < 0.6, `inception ${behind.inceptionMs}`);
    assert.ok(behind.window!.fromMs > 50 && behind.window!.toMs > 109, JSON.stringify(behind.window));
    const quiet = await answerTo({ ...event({ inceptionMs: 1000 }), gaps: [{ fromMs: 30, toMs: 40, reason }] });
    assert.equal(quiet.unknownReason, `nothing changes in what is known, but samples are missing: ${reason}`);
  });

  it('looks at no more than the decision window', async () => {
    for (const [decisionWindow, cycles] of [
      ['1', 1],
      ['1.5', 1.5],
      ['full', 3],
    ] as const) {
      const model = sure(AG);
      const { window } = await answerTo(event(), model, { decisionWindow });
      assert.ok(Math.abs(window!.cycles - cycles) < 1e-9);
      const known = model.asked[0]![0]!.waves.subarray(3 * MODEL_SAMPLES).reduce((a, b) => a + b);
      assert.ok(Math.abs(known - 64 * (cycles + 0.5)) <= 1, `${known} points are known of ${cycles} cycles`);
    }
  });

  it('refuses what is no waveform, with reason and remedy, and goes on', async () => {
    const bad = (samples: unknown) => ({ ...event(), channels: event().channels.map((one) => ({ ...one, samples })) });
    const [first, ...others] = event().channels;
    const uneven = { ...event(), channels: [first, ...others.map((one) => ({ ...one, samples: [1, 2] }))] };
    const odd = Float32Array.from(event().channels[0]!.samples);
    odd[37] = Number.NaN;
    const batch = [
      null,
      7,
      {},
      { ...event(), sampleRateHz: 0 },
      { ...event(), channels: [] },
      bad('1,2'),
      bad({ 0: 1, length: 1 }),
      bad([]),
      bad(['1', '2']),
      bad([1, Number.POSITIVE_INFINITY]),
      uneven,
      { ...event(), channels: [{ ...first, samples: odd }, ...others] },
      event(),
    ] as Waveform[];
    const { classified, refused } = await new FaultClassifier(sure(AG)).process(batch);
    assert.equal(classified!.length, 1);
    assert.deepEqual(
      refused!.map(({ reason }) => reason),
      [
        ...new Array(5).fill('no-waveform'),
        ...new Array(3).fill('no-samples'),
        'not-finite',
        'not-finite',
        'uneven-channels',
        'not-finite',
      ],
    );
    for (const [i, refusal] of refused!.entries()) {
      assert.ok(Value.Check(Refusal, refusal) && refusal.remedy.length > 10 && refusal.original === batch[i]);
    }
    assert.equal(refused!.at(-1)!.place, 'channels[0].samples[37]');
  });

  it('refuses events while there is no model, but not what needs none', async () => {
    const model: FaultModel = { engine: 'none', judge: () => Promise.reject(new Error('model x is empty')) };
    const quiet = event({ inceptionMs: 1000 });
    const { classified, refused } = await new FaultClassifier(model).process([event(), quiet, event()]);
    assert.deepEqual(
      classified!.map(({ label }) => label),
      ['normal'],
    );
    assert.deepEqual(
      refused!.map(({ reason, message }) => [reason, message]),
      [
        ['no-model', "the model can't be asked: model x is empty"],
        ['no-model', "the model can't be asked: model x is empty"],
      ],
    );
  });

  it('keeps the order of waveforms and of calls, and gives the same in batches of any size', async () => {
    const batch = Array.from({ length: 70 }, (_, i) => ({
      ...event({ after: [1 + i / 10, 0, 0], inceptionMs: i % 5 === 0 ? 1000 : 17.8 }),
      id: `e${i}`,
    }));
    const ofPeak = () => new ToldModel(({ peak }) => judgement({ [peak > 5 ? AG : INRUSH]: 0.9 }));
    const model = ofPeak();
    const together = new FaultClassifier(model);
    const calls = await Promise.all([
      together.process(batch),
      together.process(batch.slice(0, 1)),
      together.process([]),
    ]);
    const answers = calls[0].classified!;
    assert.deepEqual(
      answers.map(({ id }) => id),
      batch.map(({ id }) => id),
    );
    assert.ok(new Set(answers.map(({ label }) => label)).size === 3);
    assert.deepEqual(calls[1].classified, answers.slice(0, 1));
    assert.ok(
      model.asked.every((inputs) => inputs.length <= 32),
      'more than a batch was asked at once',
    );
    assert.equal(
      model.asked.reduce((sum, { length }) => sum + length, 0),
      56,
    );
    const one = await new FaultClassifier(ofPeak(), { batchSize: 1 }).process(batch);
    assert.deepEqual(one.classified, answers);
  });

  it('takes arrays of numbers as well as typed ones, and keeps them as they are', async () => {
    const typed = event();
    const plain = { ...typed, channels: typed.channels.map((one) => ({ ...one, samples: Array.from(one.samples) })) };
    const copy = structuredClone(plain);
    assert.deepEqual(await answerTo(plain), await answerTo(typed));
    assert.deepEqual(plain, copy);
  });

  it('names the setting that is wrong', () => {
    assert.throws(
      () => new FaultClassifier(sure(AG), { decisionWindow: '2' as '1' }),
      /decisionWindow: "2" is none of full, 1.5, 1/,
    );
    assert.throws(() => new FaultClassifier(sure(AG), { batchSize: 33 }), /batchSize/);
  });
});
