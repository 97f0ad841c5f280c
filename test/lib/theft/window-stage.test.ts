import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import type { MeterReading, Refusal } from '../../../lib/messages';
import type { MeterWindow } from '../../../lib/theft/meter-window';
import { WindowStage } from '../../../lib/theft/window-stage';
import { reading } from './readings';

const NOW = Date.UTC(2026, 6, 1);
const START = Date.UTC(2026, 2, 3, 10);
const STEP = 5_000;
const WINDOW = 600_000;

/** Everything a stage gives for readings in batches of given sizes, windows by meter and start. */
function run(readings: readonly MeterReading[], batches: readonly number[] = [1], stage = new WindowStage()) {
  const windows: MeterWindow[] = [];
  const refused: Refusal[] = [];
  const keep = (given: ReturnType<WindowStage['process']>) => {
    windows.push(...(given?.windows ?? []));
    refused.push(...(given?.refused ?? []));
  };
  for (let at = 0, i = 0; at < readings.length; i++) {
    const size = batches[i % batches.length]!;
    keep(stage.process(readings.slice(at, at + size), NOW));
    at += size;
  }
  keep(stage.flush());
  windows.sort((a, b) => (a.meterId < b.meterId ? -1 : a.meterId > b.meterId ? 1 : a.startMs - b.startMs));
  return { windows, refused, stage };
}

const steady = (fromMs: number, count: number, more: Partial<MeterReading> = {}) =>
  Array.from({ length: count }, (_, i) => reading('m', fromMs + i * STEP, { activePowerW: 100 + i, ...more }));

describe('window stage', () => {
  it('lays readings on windows aligned to the epoch, by event time', () => {
    const { windows, refused } = run(steady(START + 60_000, 240, { voltageV: 231.5, currentA: 0.5, powerFactor: 0.9 }));
    assert.deepEqual(refused, []);
    assert.deepEqual(
      windows.map(({ startMs, samples }) => [startMs - START, samples]),
      [
        [0, 108],
        [WINDOW, 120],
        [2 * WINDOW, 12],
      ],
    );
    const [first] = windows as [MeterWindow];
    assert.equal(first.lengthMs, WINDOW);
    assert.equal(first.powerW.length, 120);
    assert.ok(Number.isNaN(first.powerW[11]!), 'time without samples stays empty');
    assert.equal(first.powerW[12], 100);
    assert.equal(first.voltageV[12], 231.5);
    assert.equal(first.currentA[12], 0.5);
    assert.equal(first.powerFactor[12], Math.fround(0.9));
    assert.deepEqual(first.glitches, []);
  });

  it('gives a window when the newest reading of its meter is past the end by the lateness', () => {
    const stage = new WindowStage();
    stage.process(steady(START, 120), NOW);
    assert.equal(stage.process([reading('other', START + 5 * WINDOW)], NOW), undefined, 'meters do not wait');
    assert.equal(stage.process([reading('m', START + WINDOW + 119_999)], NOW), undefined);
    const given = stage.process([reading('m', START + WINDOW + 120_000)], NOW);
    assert.equal(given?.windows?.length, 1);
    const late = stage.process([reading('m', START + WINDOW - 1)], NOW);
    assert.equal(late?.refused?.[0]?.reason, 'late');
    assert.equal(stage.totals.late, 1);
  });

  it('leaves out duplicates, feeder meters and what was not measured; keeps what is evidence', () => {
    const odd = [
      reading('m', START, {
        activePowerW: 10,
        flags: ['implausible-power', 'voltage-out-of-band'],
        quality: 'suspect',
      }),
      reading('m', START + STEP, { activePowerW: 20, flags: ['duplicate'] }),
      reading('m', START + 2 * STEP, { activePowerW: 30, quality: 'estimated' }),
      reading('f', START, { activePowerW: 40_000, feeder: 'F1' }),
      reading('h', START, { activePowerW: 50, feeder: 'F1', household: 'H1' }),
    ];
    const { windows, refused, stage } = run(odd);
    assert.deepEqual(refused, []);
    assert.deepEqual(
      windows.map(({ meterId, samples, feeder, household }) => [meterId, samples, feeder, household]),
      [
        ['h', 1, 'F1', 'H1'],
        ['m', 1, undefined, undefined],
      ],
    );
    assert.deepEqual([stage.totals.duplicates, stage.totals.skipped], [1, 2]);
  });

  it('notes resets, rollovers, clock jumps and stand-stills; zeros of a restart are no samples', () => {
    const flags = ['counter-reset', 'rollover', 'clock-jump', 'frozen'] as const;
    const odd = flags.map((flag, i) => reading('m', START + i * WINDOW, { flags: [flag] }));
    odd.push(reading('m', START + 4 * WINDOW, { activePowerW: 0, flags: ['zero-after-restart'] }));
    const { windows } = run(odd);
    assert.deepEqual(
      windows.map(({ glitches, samples }) => [glitches, samples]),
      [
        [['counter-reset'], 1],
        [['rollover'], 1],
        [['clock-jump'], 1],
        [['frozen'], 1],
        [['zero-after-restart'], 0],
      ],
    );
  });

  it('takes zeros of all quantities between a gap and samples for a restart, and never for a load of zero', () => {
    const dead = { activePowerW: 0, voltageV: 0, currentA: 0, powerFactor: 0 };
    const live = { activePowerW: 300, voltageV: 230, currentA: 1.4, powerFactor: 0.95 };
    const of = (states: string) =>
      run(
        [...states].flatMap((state, i) =>
          state === '.' ? [] : [reading('m', START + i * STEP, state === '0' ? dead : live)],
        ),
      ).windows[0]!;
    const restart = of('lll....000lll');
    assert.deepEqual([restart.glitches, restart.samples], [['zero-after-restart'], 6]);
    assert.ok(Number.isNaN(restart.powerW[7]!));
    const cut = of('lll000000lll');
    assert.deepEqual([cut.glitches, cut.samples], [[], 6], 'without a gap the supply was gone');
    const cutOff = run([reading('m', START, { ...dead, currentA: 3 })]).windows[0]!;
    assert.equal(cutOff.samples, 1, 'current without voltage is a voltage lead that was taken off');
    const idle = run([reading('m', START, { ...dead, voltageV: 230 })]).windows[0]!;
    assert.equal(idle.powerW[0], 0);
  });

  it('makes power from intervals, and from registers when there is nothing else', () => {
    const byRegister = [1000, 1000.5, 1000.5, 900, 901].map((importWh, i) => {
      return reading('m', START + i * 60_000, { importWh, activePowerW: undefined });
    });
    const stage = () => new WindowStage({ sampleSeconds: 60 });
    const window = run([...byRegister].reverse(), [5], stage()).windows[0]!;
    assert.deepEqual([...window.powerW.subarray(0, 6)], [Number.NaN, 30, 0, Number.NaN, 60, Number.NaN]);
    assert.equal(window.samples, 3);
    const interval = { startMs: START, lengthMs: 60_000, energyWh: 5 };
    const byInterval = reading('m', START + 60_000, { interval, activePowerW: undefined });
    assert.equal(run([byInterval], [1], stage()).windows[0]!.powerW[0], 300);
    const next = [reading('m', START, { importWh: 0, activePowerW: undefined })];
    next.push(reading('m', START + WINDOW, { importWh: 100, activePowerW: undefined }));
    assert.equal(run(next, [1], stage()).windows[1]!.powerW[0], 600, 'also over the border of two windows');
  });

  it('refuses what is no reading, with reason and remedy, and takes the rest', () => {
    const bad = [null, 'x', { meterId: 'm' }, { meterId: '', timeMs: START }, { meterId: 'm', timeMs: '5' }];
    const ahead = reading('m', NOW + 7_200_000);
    const empty = reading('m', START, { activePowerW: undefined, voltageV: 230 });
    const { windows, refused } = run([...(bad as MeterReading[]), ahead, empty, reading('m', START)], [8]);
    assert.deepEqual(
      refused.map(({ reason }) => reason),
      ['not-a-reading', 'not-a-reading', 'no-time', 'not-a-reading', 'not-a-reading', 'ahead-of-clock', 'no-power'],
    );
    assert.ok(refused.every(({ message, remedy }) => message !== '' && remedy !== ''));
    assert.equal(windows.length, 1);
  });

  it('closes the windows of a silent meter, and those of one that is pushed out', () => {
    const stage = new WindowStage({ maximumMeters: 2, idleMinutes: 3 });
    stage.process([reading('a', START), reading('b', START)], NOW);
    stage.process([reading('b', START + STEP)], NOW + 120_000);
    assert.equal(stage.tick(NOW + 179_999), undefined);
    assert.deepEqual(
      stage.tick(NOW + 180_000)?.windows?.map(({ meterId }) => meterId),
      ['a'],
    );
    assert.equal(stage.process([reading('a', START + STEP)], NOW)?.refused?.[0]?.reason, 'late');
    const given = stage.process([reading('c', START)], NOW);
    assert.deepEqual(
      given?.windows?.map(({ meterId, samples }) => [meterId, samples]),
      [['b', 2]],
    );
    assert.equal(given?.refused?.[0]?.reason, 'meters-evicted');
    assert.equal(stage.meterCount, 2);
  });

  it('takes samples from columns as it takes readings, and a kept meter again that was forgotten', () => {
    const stage = new WindowStage({ maximumMeters: 1 });
    const meter = stage.meter('m');
    for (const { timeMs, activePowerW } of steady(START, 150)) {
      assert.ok(stage.addSample(meter, timeMs, activePowerW!, Number.NaN, Number.NaN, Number.NaN));
    }
    const [window] = stage.takeWindows();
    assert.deepEqual(window, run(steady(START, 150)).windows[0]);
    stage.meter('other');
    assert.equal(stage.takeWindows().length, 1);
    assert.ok(stage.addSample(meter, START + 2 * WINDOW, 5, Number.NaN, Number.NaN, Number.NaN));
    assert.equal(stage.meter('m'), meter);
  });

  it('rejects settings that do not fit together', () => {
    assert.throws(() => new WindowStage({ windowMinutes: 7 }), /windowMinutes: 7 does not divide a day/);
    assert.throws(() => new WindowStage({ sampleSeconds: 7 }), /sampleSeconds: 7/);
    assert.throws(() => new WindowStage({ latenessMinutes: 11 }), /latenessMinutes: 11/);
    const other = new WindowStage({ windowMinutes: 15 }).snapshot();
    assert.throws(() => new WindowStage().restore(other), /windows of 15 min/);
    assert.throws(() => new WindowStage().restore({}), /not a snapshot/);
  });

  const sample = fc.record({
    meter: fc.nat(2),
    atMs: fc.integer({ min: 0, max: 3 * WINDOW }),
    powerW: fc.oneof(fc.constantFrom(0, 0, 100, 100.0000001), fc.integer({ min: -50, max: 3000 })),
    voltageV: fc.constantFrom(undefined, 0, 230, 230.4),
    flag: fc.constantFrom(undefined, undefined, 'frozen', 'zero-after-restart', 'duplicate', 'counter-reset'),
    kind: fc.constantFrom('power', 'power', 'power', 'register'),
    delayMs: fc.integer({ min: 0, max: 120_000 }),
  });
  const shuffled = fc.tuple(
    fc.array(sample, { maxLength: 200 }),
    fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1 }),
    fc.nat(200),
  );
  const readingsOf = (samples: readonly (typeof sample extends fc.Arbitrary<infer T> ? T : never)[]) =>
    samples.map(({ meter, atMs, powerW, voltageV, flag, kind, delayMs }) => ({
      arrivalMs: atMs + delayMs,
      reading: reading(`m${meter}`, START + atMs, {
        activePowerW: kind === 'power' ? powerW : undefined,
        ...(kind === 'register' ? { importWh: 5000 + Math.round(atMs / 1000) + (powerW > 1000 ? -3000 : 0) } : {}),
        voltageV,
        flags: flag === undefined ? [] : [flag as 'frozen'],
        // Readings of one instant say the same of the place.
        city: `city ${atMs % 3}`,
      }),
    }));

  it('does not depend on order within the lateness, nor on batching, to the byte', () => {
    fc.assert(
      fc.property(shuffled, ([samples, batches]) => {
        const given = readingsOf(samples);
        const inOrder = run([...given].sort((a, b) => a.reading.timeMs - b.reading.timeMs).map((one) => one.reading));
        const delayed = run(
          [...given].sort((a, b) => a.arrivalMs - b.arrivalMs).map((one) => one.reading),
          batches,
        );
        assert.deepEqual(delayed.refused, []);
        assert.deepEqual(bytesOf(delayed.windows), bytesOf(inOrder.windows));
        assert.deepEqual(delayed.stage.totals, inOrder.stage.totals);
      }),
      { seed: 11, numRuns: 300 },
    );
  }).timeout(20_000);

  it('goes on after snapshot and restore as if nothing had been, also by way of JSON', () => {
    fc.assert(
      fc.property(shuffled, ([samples, batches, cut]) => {
        const given = readingsOf(samples)
          .sort((a, b) => a.arrivalMs - b.arrivalMs)
          .map((one) => one.reading);
        const whole = run(given, batches);
        const first = new WindowStage();
        const before = first.process(given.slice(0, cut), NOW)?.windows ?? [];
        const second = new WindowStage();
        second.restore(JSON.parse(JSON.stringify(first.snapshot())));
        assert.deepEqual(second.snapshot(), first.snapshot());
        const after = run(given.slice(cut), batches, second);
        const both = [...before, ...after.windows];
        both.sort((a, b) => (a.meterId < b.meterId ? -1 : a.meterId > b.meterId ? 1 : a.startMs - b.startMs));
        assert.deepEqual(bytesOf(both), bytesOf(whole.windows));
        assert.deepEqual(second.totals, whole.stage.totals);
      }),
      { seed: 12, numRuns: 300 },
    );
  }).timeout(20_000);

  it('holds what a plain grouping of the samples holds', () => {
    fc.assert(
      fc.property(shuffled, ([samples, batches]) => {
        const given = readingsOf(samples.map((one) => ({ ...one, kind: 'power', flag: undefined, voltageV: 230 })));
        const readings = [...given].sort((a, b) => a.arrivalMs - b.arrivalMs).map((one) => one.reading);
        const found = new Map<string, number>();
        for (const { meterId, timeMs, activePowerW } of [...readings].sort(
          (a, b) => a.timeMs - b.timeMs || b.activePowerW! - a.activePowerW!,
        )) {
          const key = `${meterId} ${Math.floor((timeMs - START) / STEP)}`;
          if (!found.has(key)) found.set(key, Math.fround(activePowerW!));
        }
        const { windows } = run(readings, batches);
        const held = windows.flatMap(({ meterId, startMs, powerW }) =>
          [...powerW].flatMap((value, i): [string, number][] =>
            Number.isNaN(value) ? [] : [[`${meterId} ${(startMs - START) / STEP + i}`, value]],
          ),
        );
        assert.deepEqual(new Map(held), new Map([...found].sort()));
      }),
      { seed: 13, numRuns: 200 },
    );
  }).timeout(20_000);
});

/** Windows as text that depends on every bit of the samples. */
function bytesOf(windows: readonly MeterWindow[]): string[] {
  const hex = (values: Float32Array) =>
    createHash('sha256')
      .update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength))
      .digest('hex');
  return windows.map((window) =>
    JSON.stringify({
      ...window,
      powerW: hex(window.powerW),
      voltageV: hex(window.voltageV),
      currentA: hex(window.currentA),
      powerFactor: hex(window.powerFactor),
    }),
  );
}
