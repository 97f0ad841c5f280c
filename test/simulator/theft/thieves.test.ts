import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { createSimulation, type SimulatorInput, type Truth } from '../../../simulator';
import type { AttackTruth } from '../../../simulator/theft';

const START_MS = Date.UTC(2026, 0, 14, 17);
const OWN = { dialects: { gridloom: 1 } } as const;

interface Reading {
  meterId: string;
  timeMs: number;
  activePowerW: number;
  voltageV: number;
  currentA: number;
  powerFactor: number;
  importWh: number;
}

function run(input: SimulatorInput, steps: number) {
  const truth: Truth[] = [];
  const simulation = createSimulation({ ...OWN, ...input, startMs: START_MS, onTruth: (record) => truth.push(record) });
  const readings = Array.from({ length: steps }, () => simulation.step())
    .flat()
    .flatMap(({ payload }) => [JSON.parse(payload.toString()) as Reading | Reading[]].flat());
  return { readings, truth: truth as AttackTruth[] };
}

describe('theft in messages', function () {
  this.timeout(20_000);

  it('a share of the households, told once each as it begins; all other messages stay as they are', () => {
    const before = run({ meters: 200 }, 40);
    const theft = { share: 0.2, kinds: ['h1' as const], severities: [0.5], afterMinutes: 1 };
    const { readings, truth } = run({ meters: 200, theft }, 40);
    assert.equal(before.truth.length, 0);
    assert.ok(truth.length > 20 && truth.length < 60, `${truth.length}`);
    const starts = new Map(truth.map(({ meterId, startMs }) => [meterId, startMs]));
    assert.equal(starts.size, truth.length);
    let changed = 0;
    for (const [at, reading] of readings.entries()) {
      const honest = before.readings[at]!;
      const startMs = starts.get(reading.meterId);
      if (startMs === undefined || reading.timeMs < startMs || honest.activePowerW <= 0) {
        if (startMs === undefined) assert.deepEqual(reading, honest);
        assert.equal(reading.activePowerW, honest.activePowerW);
      } else {
        changed += 1;
        assert.ok(Math.abs(reading.activePowerW - honest.activePowerW / 2) <= 0.0500001);
        assert.ok(reading.importWh < honest.importWh);
        assert.equal(reading.voltageV, honest.voltageV);
      }
    }
    assert.ok(changed > 300);
    for (const { kind, severity, startMs } of truth) {
      assert.deepEqual([kind, severity], ['h1', 0.5]);
      assert.ok(startMs >= START_MS + 60_000 && startMs <= START_MS + 120_000);
    }
    assert.ok(new Set(starts.values()).size > 0.9 * starts.size, 'not all at once');
  });

  it('registers never go back and are the integral of the power that is sent, behind concentrators too', () => {
    const theft = { share: 1, severities: [0.4], afterMinutes: 2 };
    const { readings, truth } = run({ meters: 120, connections: 'concentrator', theft, life: { vacation: 2 } }, 120);
    const frozen = new Set(truth.filter(({ kind }) => kind === 'freeze').map(({ meterId }) => meterId));
    const sums = new Map<string, { last: number; first: number; wh: number }>();
    for (const { meterId, importWh, activePowerW } of readings) {
      const sum = sums.get(meterId);
      if (!sum) {
        sums.set(meterId, { first: importWh, last: importWh, wh: 0 });
        continue;
      }
      assert.ok(importWh >= sum.last, meterId);
      sum.last = importWh;
      sum.wh += (Math.max(0, activePowerW) * 5) / 3600;
    }
    for (const [meterId, { first, last, wh }] of sums) {
      if (frozen.has(meterId) || meterId.startsWith('feeder')) continue;
      assert.ok(Math.abs(last - first - wh) < 0.01, `${meterId} ${last - first} ${wh}`);
    }
  });
});
