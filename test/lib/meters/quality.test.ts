import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Flag, MeterReading } from '../../../lib/messages';
import { QualityJudge, type QualitySettings, RING_LENGTH } from '../../../lib/meters';

const T0 = Date.UTC(2026, 2, 1);
const SETTINGS: QualitySettings = {
  maxMeters: 100,
  allowedLatenessMs: 60_000,
  clockToleranceMs: 60_000,
  nominalVoltageV: 230,
  frozenAfter: 12,
};

function reading(values: Partial<MeterReading>): MeterReading {
  return { meterId: 'm', timeMs: T0, quality: 'good', flags: [], dialect: 'test', ...values };
}

/** Flags of readings that arrive as they are measured, 10 s apart unless they say otherwise. */
function flagsOf(values: readonly Partial<MeterReading>[], settings: Partial<QualitySettings> = {}): Flag[][] {
  const judge = new QualityJudge({ ...SETTINGS, ...settings });
  return values.map((value, i) => {
    const one = reading({ timeMs: T0 + i * 10_000, ...value });
    judge.judge(one, T0 + i * 10_000);
    return one.flags;
  });
}

const none = (flags: Flag[][]) => assert.deepEqual(flags.flat(), []);
const last = (flags: Flag[][]) => flags[flags.length - 1];

describe('meters: order and duplicates', () => {
  const at = (timeMs: number, activePowerW: number) => ({ timeMs: T0 + timeMs, activePowerW });

  it('flags a duplicate, also when it comes late, and nothing else about it', () => {
    const flags = flagsOf([at(0, 1), at(0, 1), at(10_000, 2), at(120_000, 3), at(10_000, 2)]);
    assert.deepEqual(flags, [[], ['duplicate'], [], [], ['duplicate']]);
  });

  it('does not call other values of the same instant a duplicate', () => {
    none(flagsOf([at(0, 1), at(0, 2), { timeMs: T0, voltageV: 230 }]));
  });

  it('tells late from out of order', () => {
    const flags = flagsOf([at(100_000, 1), at(40_000, 2), at(39_999, 3), at(100_001, 4)]);
    assert.deepEqual(flags, [[], ['out-of-order'], ['late'], []]);
  });

  it('does not let late readings move registers, runs or the newest time', () => {
    const flags = flagsOf([
      { timeMs: T0 + 50_000, importWh: 500 },
      { timeMs: T0 + 10_000, importWh: 400 },
      { timeMs: T0 + 60_000, importWh: 501 },
      { timeMs: T0 + 20_000, importWh: 410 },
      { timeMs: T0 + 70_000, importWh: 502 },
    ]);
    assert.deepEqual(flags, [[], ['out-of-order'], [], ['out-of-order'], []]);
  });

  it('finds each duplicate under any permutation within the lateness and the ring', () => {
    const instants = fc.uniqueArray(fc.nat(50), { minLength: 1, maxLength: RING_LENGTH });
    fc.assert(
      fc.property(
        instants.chain((list) => fc.shuffledSubarray([...list, ...list], { minLength: 1 })),
        (order) => {
          const judge = new QualityJudge(SETTINGS);
          const seen = new Set<number>();
          for (const second of order) {
            const one = reading({ timeMs: T0 + second * 1000, activePowerW: second, voltageV: 230 });
            assert.equal(judge.judge(one, T0 + 60_000), seen.has(second));
            assert.equal(one.flags.includes('duplicate'), seen.has(second));
            assert.ok(!one.flags.includes('late'));
            seen.add(second);
          }
        },
      ),
      { seed: 7, numRuns: 300 },
    );
  });
});

describe('meters: registers', () => {
  it('flags a reset, and the readings after it are good again', () => {
    const flags = flagsOf([{ importWh: 50_000 }, { importWh: 50_001 }, { importWh: 3 }, { importWh: 4 }]);
    assert.deepEqual(flags, [[], [], ['counter-reset'], []]);
    assert.deepEqual(last(flagsOf([{ exportWh: 5000 }, { exportWh: 4990 }])), ['counter-reset']);
  });

  it('flags a rollover where power and time agree, a reset where they do not', () => {
    for (const limit of [1e5, 1e6, 1e8, 1e9, 2 ** 32]) {
      const near = { importWh: limit - 2, activePowerW: 1000 };
      assert.deepEqual(last(flagsOf([near, { importWh: 1, activePowerW: 1000 }])), ['rollover'], String(limit));
      assert.deepEqual(last(flagsOf([near, { importWh: 900, activePowerW: 1000 }])), ['counter-reset']);
    }
    const far = { importWh: 99_900_000, activePowerW: 1000 };
    assert.deepEqual(last(flagsOf([far, { importWh: 5, activePowerW: 1000 }])), ['counter-reset']);
    assert.deepEqual(last(flagsOf([{ importWh: 99_999_998 }, { importWh: 3 }])), ['rollover']);
  });

  it('flags the zeros of a restart and not the return, and a register that goes on from zero as reset', () => {
    const zeros = flagsOf([{ importWh: 700 }, { importWh: 0 }, { importWh: 0 }, { importWh: 700.5 }]);
    assert.deepEqual(zeros, [[], ['zero-after-restart'], ['zero-after-restart'], []]);
    const reset = flagsOf([{ importWh: 700 }, { importWh: 0 }, { importWh: 2 }, { importWh: 3 }]);
    assert.deepEqual(reset, [[], ['zero-after-restart'], ['counter-reset'], []]);
  });

  it('takes a zero that lasts, or that comes with a reset of the other register, for a reset', () => {
    const lasting = flagsOf([
      { importWh: 700 },
      ...Array.from({ length: 33 }, () => ({ importWh: 0 })),
      { importWh: 2 },
    ]);
    assert.deepEqual(lasting.filter((f) => f[0] === 'zero-after-restart').length, 30);
    assert.deepEqual(lasting[31], ['counter-reset']);
    none(lasting.slice(32));
    const feedIn = flagsOf([
      { importWh: 700, exportWh: 900 },
      { importWh: 0, exportWh: 0 },
      { importWh: 0, exportWh: 5 },
      { importWh: 0, exportWh: 9 },
    ]);
    assert.deepEqual(feedIn, [[], ['zero-after-restart'], ['counter-reset'], []]);
  });

  it('takes a small step back of a device without clock for a late message, a large one for a reset', () => {
    const arrived = (importWh: number) => ({ importWh, activePowerW: 2000, flags: ['time-of-arrival'] as Flag[] });
    const flags = flagsOf([arrived(50_000), arrived(50_006), arrived(50_003), arrived(50_009), arrived(40)]);
    assert.deepEqual(
      flags.map((f) => f.slice(1)),
      [[], [], ['out-of-order'], [], ['counter-reset']],
    );
  });

  it('lets a register stand, start at zero, fall by rounding, and run backwards while power is exported', () => {
    none(flagsOf([{ importWh: 0 }, { importWh: 0 }, { importWh: 0.4 }, { importWh: 900 }, { importWh: 899.5 }]));
    const netting = [0, 1, 2].map((i) => ({ importWh: 10_000 - i * 13, activePowerW: -5000 }));
    none(flagsOf(netting));
    assert.deepEqual(
      last(
        flagsOf([
          { importWh: 10_000, activePowerW: -5000 },
          { importWh: 9000, activePowerW: -5000 },
        ]),
      ),
      ['counter-reset'],
    );
  });

  it('makes the quality suspect for resets and zeros, not for a rollover, and never changes values', () => {
    const judge = new QualityJudge(SETTINGS);
    const quality = (importWh: number, at: number) => {
      const one = reading({ timeMs: T0 + at, importWh });
      judge.judge(one, T0 + at);
      assert.equal(one.importWh, importWh);
      return one.quality;
    };
    assert.equal(quality(99_999_999, 0), 'good');
    assert.equal(quality(1, 1000), 'good');
    assert.equal(quality(500, 2000), 'good');
    assert.equal(quality(0, 3000), 'suspect');
    assert.equal(quality(4, 4000), 'suspect');
  });

  it('keeps the quality word of the sender', () => {
    const judge = new QualityJudge(SETTINGS);
    const one = reading({ voltageV: 150, quality: 'estimated' });
    judge.judge(one, T0);
    assert.deepEqual([one.quality, one.flags], ['estimated', ['voltage-out-of-band']]);
  });
});

describe('meters: frozen', () => {
  const repeat = (count: number, value: Partial<MeterReading>) => Array.from({ length: count }, () => ({ ...value }));

  it('flags a register that stands still while power flows, from the twelfth reading on', () => {
    const flags = flagsOf(repeat(14, { activePowerW: 2000, voltageV: 230, importWh: 5001 }));
    assert.deepEqual(
      flags.map((f) => f.length),
      [...Array(11).fill(0), 1, 1, 1],
    );
    assert.deepEqual(last(flags), ['frozen']);
  });

  it('waits for three steps of a coarse register', () => {
    none(flagsOf(repeat(60, { activePowerW: 2000, importWh: 5000 })));
    assert.deepEqual(last(flagsOf(repeat(560, { activePowerW: 2000, importWh: 5000 }))), ['frozen']);
  });

  it('flags still mains voltage after a minute where there is no register', () => {
    assert.deepEqual(last(flagsOf(repeat(12, { activePowerW: 87, voltageV: 230.4, currentA: 0.38 }))), ['frozen']);
  });

  it('does not misfire on constant loads', () => {
    // A router: whole watts, whole volts, no register.
    none(flagsOf(repeat(200, { activePowerW: 87, voltageV: 230, currentA: 0.38 })));
    // The same with a register of 1 Wh that advances every 41 s.
    none(
      flagsOf(
        Array.from({ length: 400 }, (_, i) => ({ activePowerW: 87, importWh: 10_001 + Math.floor((i * 870) / 3600) })),
      ),
    );
    // Nothing connected, and a load under the starting current of the meter.
    none(flagsOf(repeat(100, { activePowerW: 0, voltageV: 230.4, importWh: 77 })));
    none(flagsOf(repeat(100, { activePowerW: 4, voltageV: 230.4, importWh: 77 })));
    // Fast sampling: a dozen equal readings within twelve seconds.
    const fast = Array.from({ length: 12 }, (_, i) => ({ timeMs: T0 + i * 1000, activePowerW: 87, voltageV: 230.4 }));
    none(flagsOf(fast));
    // Export: the import register rightly stands still.
    const feed = Array.from({ length: 40 }, (_, i) => ({
      activePowerW: -900,
      importWh: 77,
      exportWh: 10 + Math.floor(i * 2.5),
    }));
    none(flagsOf(feed));
  });

  it('can be set and switched off', () => {
    const still = repeat(30, { activePowerW: 2000, importWh: 5001 });
    none(flagsOf(still, { frozenAfter: 0 }));
    assert.deepEqual(
      flagsOf(still, { frozenAfter: 20 }).findIndex((f) => f.length > 0),
      19,
    );
  });
});

describe('meters: clock', () => {
  /** Flags of readings given as [arrival s, measured s]. */
  const clock = (steps: readonly (readonly [number, number])[]) => {
    const judge = new QualityJudge({ ...SETTINGS, allowedLatenessMs: 1e9 });
    return steps.map(([arrival, measured], i) => {
      const one = reading({ timeMs: T0 + measured * 1000, activePowerW: i });
      judge.judge(one, T0 + arrival * 1000);
      return one.flags.filter((flag) => flag === 'clock-jump');
    });
  };
  const steady = [0, 10, 20, 30, 40, 50].map((s) => [s, s] as const);

  it('flags a jump forward at once, a jump backward on its second reading, each once', () => {
    const slow = steady.map(([a, m]) => [a + 300, m] as const);
    const forward = clock([...slow, [360, 200], [370, 210], [380, 220]]);
    assert.deepEqual(
      forward.map((f) => f.length),
      [0, 0, 0, 0, 0, 0, 1, 0, 0],
    );
    const backward = clock([...steady, [60, -3540], [70, -3530], [80, -3520]]);
    assert.deepEqual(
      backward.map((f) => f.length),
      [0, 0, 0, 0, 0, 0, 0, 1, 0],
    );
  });

  it('is calm about delays, a backlog, drift, bundles, and a clock that is always wrong', () => {
    none(clock([...steady, [200, 60], [200, 70], [210, 210], [220, 220]]));
    none(clock([...steady, [3660, 60], [3660.1, 70], [3660.2, 80], [3660.3, 3660], [3670, 3670]]));
    none(clock(Array.from({ length: 400 }, (_, i) => [i * 10, i * 10.05] as const)));
    none(clock(Array.from({ length: 50 }, (_, i) => [Math.floor(i / 10) * 100 + 100, i * 10] as const)));
    none(clock(steady.map(([a, m]) => [a, m - 86_400] as const)));
    none(
      clock([
        [0, 0],
        [10, -3600],
        [20, 20],
      ]),
    );
  });

  it('does not judge the time of arrival', () => {
    const judge = new QualityJudge(SETTINGS);
    for (let i = 0; i < 10; i++) {
      const one = reading({ timeMs: T0 + i * 1e7, activePowerW: i, flags: ['time-of-arrival'] });
      judge.judge(one, T0 + i * 1e7);
      assert.deepEqual(one.flags, ['time-of-arrival']);
    }
  });
});

describe('meters: electrical checks', () => {
  const flags = (values: Partial<MeterReading>, settings = {}) => flagsOf([values], settings)[0]!;

  it('flags power that contradicts voltage, current and power factor', () => {
    const odd: Partial<MeterReading>[] = [
      { activePowerW: 2000, voltageV: 230.1, currentA: 4.35, powerFactor: 1 },
      { activePowerW: 500, voltageV: 230.1, currentA: 4.35, powerFactor: 0.9 },
      { activePowerW: -2000, voltageV: 230.1, currentA: 4.35, powerFactor: -1 },
      { activePowerW: 1200, voltageV: 230.1, currentA: 4.35 },
      { phases: { a: { activePowerW: 100, voltageV: 230 }, b: { activePowerW: 900, voltageV: 230, currentA: 2.34 } } },
    ];
    for (const values of odd) assert.deepEqual(flags(values), ['implausible-power'], JSON.stringify(values));
  });

  it('allows rounding, small loads, and what can not be known', () => {
    const fine: Partial<MeterReading>[] = [
      { activePowerW: 22, voltageV: 246, currentA: 0.098, powerFactor: 0.9 },
      { activePowerW: 17, voltageV: 230, currentA: 0.156, powerFactor: 0.47 },
      { activePowerW: 4, voltageV: 230, currentA: 0.05, powerFactor: 0 },
      // Whole amperes of a DSMR meter: 0.48 A shows as 0, 1.4 A as 1.
      { activePowerW: 110, voltageV: 230, currentA: 0 },
      { activePowerW: 320, voltageV: 230, currentA: 1 },
      // Without a power factor power may be anything below V·I.
      { activePowerW: 100, voltageV: 230, currentA: 4.35 },
      { activePowerW: -240.1, voltageV: 231, currentA: 1.175, powerFactor: 0.88 },
      // Totals of a polyphase meter do not multiply; its phases do.
      {
        activePowerW: 500,
        voltageV: 230,
        currentA: 4.35,
        powerFactor: 1,
        phases: {
          a: { activePowerW: 500, voltageV: 230, currentA: 2.18 },
          b: { activePowerW: 0, voltageV: 230, currentA: 2.17 },
        },
      },
    ];
    for (const values of fine) assert.deepEqual(flags(values), [], JSON.stringify(values));
  });

  it('flags voltage outside ±10 % of nominal, by phases where there are some', () => {
    assert.deepEqual(flags({ voltageV: 206.9 }), ['voltage-out-of-band']);
    assert.deepEqual(flags({ voltageV: 253.1 }), ['voltage-out-of-band']);
    assert.deepEqual(flags({ voltageV: 0 }), ['voltage-out-of-band']);
    assert.deepEqual(flags({ voltageV: 207.1 }), []);
    assert.deepEqual(flags({ voltageV: 252.9 }), []);
    assert.deepEqual(flags({ voltageV: 120.7 }, { nominalVoltageV: 120 }), []);
    assert.deepEqual(flags({ voltageV: 120.7 }, { nominalVoltageV: 0 }), []);
    const phases = (a: number, b: number, c: number) => ({
      voltageV: 230,
      phases: { a: { voltageV: a }, b: { voltageV: b }, c: { voltageV: c } },
    });
    assert.deepEqual(flags(phases(230, 190, 270)), ['voltage-out-of-band']);
    assert.deepEqual(flags(phases(230, 0, 0)), []);
    assert.deepEqual(flags(phases(0, 0, 0)), ['voltage-out-of-band']);
  });
});
