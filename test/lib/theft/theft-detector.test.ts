import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { Emission, MeterReading, TheftFeedback } from '../../../lib/messages';
import { TheftDetector, type TheftDetectorPorts, type TheftSettings } from '../../../lib/theft';
import type { Autoencoder } from '../../../lib/theft/autoencoder';
import { MODEL_WINDOW } from '../../../lib/theft/model-input';
import { home, type Lie, numbers, START_MS } from './home';

const DAY = 1440;
const NOW_MS = START_MS + 30 * DAY * 60_000;
const SETTINGS = { timeZone: 'UTC', sampleSeconds: 60, warmUpDays: 5 };
type Out = Required<{ [Port in keyof TheftDetectorPorts]: TheftDetectorPorts[Port][] }>;

const empty = (): Out => ({ events: [], days: [], windows: [], refused: [] });

function put(out: Out, emission: Emission<TheftDetectorPorts> | undefined): void {
  for (const port of ['events', 'days', 'windows', 'refused'] as const)
    out[port].push(...((emission?.[port] ?? []) as never[]));
}

const digest = (value: unknown) => createHash('sha256').update(JSON.stringify(value)).digest('hex');

async function run(
  readings: readonly (MeterReading | TheftFeedback)[],
  settings: Partial<TheftSettings> = {},
  batch = 500,
  autoencoder?: Autoencoder,
): Promise<Out> {
  const detector = new TheftDetector({ ...SETTINGS, ...settings }, autoencoder);
  const out = empty();
  for (let i = 0; i < readings.length; i += batch) {
    put(out, await detector.process(readings.slice(i, i + batch), NOW_MS));
  }
  put(out, await detector.flush());
  return out;
}

const since =
  (day: number, lie: Lie): Lie =>
  (truth, random) =>
    truth.minute < day * DAY ? {} : lie(truth, random);
const theftOf = (out: Out) => out.events.filter(({ theftLike }) => theftLike);

describe('theft detector', function () {
  this.timeout(60_000);

  it('raises nothing in honest homes', async () => {
    for (let seed = 1; seed <= 8; seed++) {
      const out = await run(home(25, seed));
      assert.deepEqual(theftOf(out), [], `seed ${seed}`);
      assert.equal(out.days.filter(({ state }) => state === 'scored').length, 20);
    }
  });

  const ATTACKS: [name: string, cue: string, lie: Lie][] = [
    ['a fifth past the meter', 'voltage-response', ({ powerW }) => ({ activePowerW: 0.8 * powerW })],
    [
      'power below V·I·PF',
      'power-mismatch',
      ({ powerW, voltageV }) => ({ activePowerW: 0.8 * powerW, currentA: powerW / voltageV / 0.97 }),
    ],
    [
      'a random factor a sample',
      'sample-noise',
      ({ powerW }, random) => ({ activePowerW: (0.1 + 0.7 * random()) * powerW }),
    ],
    ['always the same', 'freeze', () => ({ activePowerW: 611 })],
    [
      'a shifted current',
      'power-factor',
      ({ powerW, voltageV }) => ({ activePowerW: 0.6 * powerW, powerFactor: 0.58, currentA: powerW / voltageV / 0.97 }),
    ],
    [
      'a lifted neutral',
      'voltage-out-of-band',
      ({ powerW, voltageV }) => ({ activePowerW: 0.7 * powerW, voltageV: 0.7 * voltageV }),
    ],
    [
      'nothing each evening',
      'near-zero',
      ({ minute }) => (minute % DAY > 1080 ? { activePowerW: 0, currentA: 0, powerFactor: 0 } : {}),
    ],
  ];
  for (const [name, cue, lie] of ATTACKS) {
    it(`finds ${name} by ${cue}`, async () => {
      for (const seed of [21, 22, 23]) {
        const events = theftOf(await run(home(14, seed, since(10, lie))));
        const last = events.at(-1);
        assert.ok(
          last?.cues.some(({ kind }) => kind === cue),
          `seed ${seed}: ${JSON.stringify(last?.cues)}`,
        );
        assert.ok(events[0]!.startMs >= START_MS + 9 * DAY * 60_000, new Date(events[0]!.startMs).toISOString());
        assert.equal(new Set(events.map(({ id }) => id)).size, 1, 'one thief is one event');
        assert.equal(last!.state, 'closed');
      }
    });
  }

  it('estimates what is missing', async () => {
    for (const seed of [31, 32, 33, 34]) {
      const readings = home(
        17,
        seed,
        since(10, ({ powerW }) => ({ activePowerW: 0.6 * powerW })),
      );
      const event = theftOf(await run(readings)).at(-1)!;
      // Four tenths are stolen; the voltage of a minute tells it to a few hundredths.
      assert.ok(Math.abs(event.lostShare - 0.4) < 0.06, `seed ${seed}: ${event.lostShare}`);
    }
  });

  it('takes a home that is switched off once for what it is, and one that goes dark again and again for theft', async () => {
    const dark = { activePowerW: 0, currentA: 0, powerFactor: 0 };
    // Switched off, the voltage no longer gives way to appliances.
    const off =
      (from: number, to: number): Lie =>
      (truth, random) =>
        truth.minute >= from && truth.minute < to ? { ...dark, voltageV: 234 + 0.6 * (random() - 0.5) } : {};
    assert.deepEqual(theftOf(await run(home(14, 41, off(8 * DAY + 600, 11 * DAY + 900)))), []);
  });

  it('does not count resets, restarts, rollovers and clock jumps', async () => {
    const lie: Lie = ({ minute }) =>
      minute > 8 * DAY && minute % 400 < 3 ? { activePowerW: 0, currentA: 0, flags: ['zero-after-restart'] } : {};
    const out = await run(home(12, 51, lie));
    assert.deepEqual(theftOf(out), []);
    assert.ok(out.windows.some(({ state }) => state === 'glitch'));
    assert.ok(out.windows.every(({ state, cues }) => state !== 'glitch' || cues.length === 0));
  });

  it('leaves windows with too few samples unjudged', async () => {
    const out = await run(home(9, 52, ({ minute }) => (minute % 10 < 6 && minute > 7 * DAY ? null : {})));
    const sparse = out.windows.filter(({ startMs }) => startMs > START_MS + 7 * DAY * 60_000);
    assert.ok(sparse.length > 250 && sparse.every(({ state }) => state === 'incomplete'));
    assert.deepEqual(theftOf(out), []);
    assert.equal(out.days.at(-1)!.state, 'incomplete');
  });

  it('gives the same bytes whatever the batches and, within the lateness, the order', async () => {
    const readings = [
      ...home(
        9,
        61,
        since(7, ({ powerW }) => ({ activePowerW: 0.5 * powerW })),
      ),
      ...home(9, 62),
    ];
    const byTime = readings.sort((a, b) => a.timeMs - b.timeMs || (a.meterId < b.meterId ? -1 : 1));
    const expected = await run(byTime);
    assert.ok(theftOf(expected).length > 0);
    const random = numbers(1);
    const shuffled = [...byTime];
    // Four readings are two minutes of both meters: the lateness.
    for (let i = 0; i + 3 < shuffled.length; i += 4) {
      const four = shuffled.slice(i, i + 4).map((reading) => ({ reading, at: random() }));
      four.sort((a, b) => a.at - b.at);
      for (const [k, { reading }] of four.entries()) shuffled[i + k] = reading;
    }
    // Meters are told apart: only the order between them may differ.
    const byMeter = (out: Out) => {
      const of = (id: string) => ({
        events: out.events.filter(({ meterId }) => meterId === id),
        days: out.days.filter(({ meterId }) => meterId === id),
        windows: out.windows.filter(({ meterId }) => meterId === id),
      });
      return digest([of('M61'), of('M62')]);
    };
    for (const batch of [1, 77, 100_000]) assert.equal(byMeter(await run(shuffled, {}, batch)), byMeter(expected));
  });

  it('continues from a snapshot exactly where it was', async () => {
    const readings = home(
      12,
      71,
      since(9, ({ powerW }) => ({ activePowerW: 0.5 * powerW })),
    );
    const expected = await run(readings);
    for (const cut of [100, 4_321, 9 * DAY + 333, 10 * DAY]) {
      const before = new TheftDetector(SETTINGS);
      const out = empty();
      put(out, await before.process(readings.slice(0, cut), NOW_MS));
      const saved = JSON.stringify(await before.snapshot());
      const after = new TheftDetector(SETTINGS);
      after.restore(JSON.parse(saved));
      assert.equal(digest(await after.snapshot()), digest(JSON.parse(saved)));
      put(out, await after.process(readings.slice(cut), NOW_MS));
      put(out, await after.flush());
      assert.equal(
        digest([out.days, out.windows, out.events]),
        digest([expected.days, expected.windows, expected.events]),
        `cut at ${cut}`,
      );
    }
  });

  it('takes no window twice when the parts of a snapshot were made while it went on', async () => {
    const readings = home(9, 75);
    const before = new TheftDetector(SETTINGS);
    const out = empty();
    put(out, await before.process(readings.slice(0, 8 * DAY), NOW_MS));
    const { head, meters } = await before.partedSnapshot();
    const saved = JSON.stringify(head);
    // Ten more windows are judged before the meter's turn comes.
    put(out, await before.process(readings.slice(8 * DAY, 8 * DAY + 100), NOW_MS));
    const after = new TheftDetector(SETTINGS);
    after.restoreParts(JSON.parse(saved), JSON.parse(JSON.stringify([...meters])));
    put(out, await after.process(readings.slice(8 * DAY), NOW_MS));
    put(out, await after.flush());
    const starts = out.windows.map(({ startMs }) => startMs);
    assert.equal(new Set(starts).size, starts.length);
    assert.equal(digest(out.windows), digest((await run(readings)).windows));
  });

  it('accuses nobody when the supply of a whole feeder changes, and still finds the thief in it afterwards', async () => {
    const feeder = (seed: number, lie: Lie) =>
      home(16, seed, lie).map((reading): MeterReading => ({ ...reading, feeder: 'F1' }));
    // From the eighth day on another transformer: the voltage gives way by half as much again.
    const switched: Lie = ({ powerW, voltageV }) => ({ voltageV: voltageV - (0.08 * powerW) / 230 });
    const thief: Lie = (truth, random) => ({
      ...switched(truth, random),
      ...(truth.minute >= 12 * DAY ? { activePowerW: 0.5 * truth.powerW } : {}),
    });
    const meters = [0, 1, 2, 3, 4, 5, 6].map((k) => feeder(200 + k, since(7, switched)));
    meters.push(feeder(207, since(7, thief)));
    const readings = meters.flat().sort((a, b) => a.timeMs - b.timeMs || (a.meterId < b.meterId ? -1 : 1));
    const out = await run(readings);
    assert.deepEqual([...new Set(theftOf(out).map(({ meterId }) => meterId))], ['M207']);
    assert.ok(theftOf(out)[0]!.startMs >= START_MS + 11 * DAY * 60_000);
    const changes = out.events.filter(({ id }) => id.endsWith('/supply'));
    assert.equal(new Set(changes.map(({ meterId }) => meterId)).size, 8);
    assert.match(changes[0]!.because, /many meters of the feeder/);
  });

  it('learns from people: what was dismissed does not come back the next day', async () => {
    const readings = home(
      16,
      81,
      since(9, ({ powerW }) => ({ activePowerW: 0.7 * powerW })),
    );
    const untold = theftOf(await run(readings));
    assert.ok(untold.at(-1)!.endMs > START_MS + 15 * DAY * 60_000);
    const dismissed: TheftFeedback = {
      type: 'theft-feedback',
      meterId: 'M81',
      verdict: 'dismissed',
      timeMs: START_MS,
      cues: untold.at(-1)!.cues.map(({ kind }) => kind),
    };
    const at = 12 * DAY;
    const told = theftOf(await run([...readings.slice(0, at), dismissed, ...readings.slice(at)]));
    assert.ok(told.at(-1)!.endMs < START_MS + 13 * DAY * 60_000, new Date(told.at(-1)!.endMs).toISOString());
    assert.equal(told.at(-1)!.state, 'closed');
  });

  it('asks the model in batches about complete windows, and goes on when it fails', async () => {
    const sizes: number[] = [];
    let fails = false;
    const model: Autoencoder = {
      errors: async (input, count) => {
        sizes.push(count);
        assert.equal(input.length, count * MODEL_WINDOW);
        if (fails) throw new Error('out of memory');
        return Float32Array.from({ length: count }, (_, i) => input[i * MODEL_WINDOW]! ** 2);
      },
    };
    const out = await run(home(12, 91), {}, 100_000, model);
    assert.ok(Math.max(...sizes) <= 64 && sizes.length > 5);
    assert.ok(out.windows.some(({ autoencoderScore }) => autoencoderScore !== null));
    fails = true;
    const without = await run(home(12, 91), {}, 100_000, model);
    assert.ok(without.windows.every(({ autoencoderScore }) => autoencoderScore === null));
    assert.ok(without.windows.some(({ hybridScore }) => hybridScore !== null));
  });

  it('holds calibrated scores: of honest windows as many lie above a limit as it says', async () => {
    let above = 0;
    let all = 0;
    for (let seed = 101; seed < 109; seed++) {
      for (const { forestScore } of (await run(home(25, seed))).windows) {
        if (forestScore === null) continue;
        all++;
        if (forestScore > 0.95) above++;
      }
    }
    const share = above / all;
    assert.ok(share > 0.03 && share < 0.08, `${share}`);
  });

  it('forgets on reset, refuses foreign snapshots and settings that can not be', async () => {
    const detector = new TheftDetector(SETTINGS);
    await detector.process(home(6, 111), NOW_MS);
    assert.equal(detector.counts.meters, 1);
    await detector.reset();
    assert.equal(detector.counts.meters, 0);
    assert.throws(() => detector.restore({ operator: 'other' }), /not a snapshot/);
    assert.throws(() => new TheftDetector({ timeZone: 'Mars/Olympus' }), /Mars\/Olympus/);
    assert.throws(() => new TheftDetector({ warmUpDays: 0 }), /warmUpDays/);
  });
});
