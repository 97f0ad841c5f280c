import assert from 'node:assert/strict';
import { Value } from '@sinclair/typebox/value';
import fc from 'fast-check';
import { DUVAL_ZONES, duvalZone, type GasShares, gasShares, zonesAt } from '../../../lib/assets/duval-triangle';
import { completeGasLimits, gasFinding } from '../../../lib/assets/gas-finding';
import { GasFinding } from '../../../lib/messages';

const share = fc.double({ min: 0, max: 1, noNaN: true });
const mix = fc.tuple(share, share).map(([a, b]): GasShares => {
  const [low, high] = [Math.min(a, b), Math.max(a, b)];
  return [100 * low, 100 * (high - low), 100 * (1 - high)];
});
const sample = (methanePpm: number, acetylenePpm: number, ethylenePpm: number, hydrogenPpm?: number) => {
  return { transformerId: 'T1', timeMs: 5, methanePpm, acetylenePpm, ethylenePpm, ...(hydrogenPpm && { hydrogenPpm }) };
};

describe('Duval triangle 1', () => {
  it('is tiled by its zones: their areas add up to that of the triangle', () => {
    const areas = DUVAL_ZONES.map(([, corners]) => {
      const twice = corners.map(([, x2, y2], i) => {
        const [, x1, y1] = corners.at(i - 1)!;
        return x1 * y2 - x2 * y1;
      });
      return Math.abs(twice.reduce((sum, part) => sum + part, 0)) / 2;
    });
    assert.equal(
      areas.reduce((sum, area) => sum + area, 0),
      5000,
    );
    for (const [zone, corners] of DUVAL_ZONES) {
      for (const corner of corners) assert.equal(corner[0] + corner[1] + corner[2], 100, zone);
    }
  });

  it('leaves no mix without a zone, so that with these areas no two zones overlap', () => {
    fc.assert(
      fc.property(mix, (shares) => assert.equal(duvalZone(shares), zonesAt(shares)[0] ?? 'none')),
      { seed: 8, numRuns: 3000 },
    );
  });

  it('knows each zone by the borders that the method is written with', () => {
    // The rules of Duval as a list: shares of CH4, C2H2, C2H4.
    const rule = ([ch4, c2h2, c2h4]: GasShares) => {
      if (ch4 > 98) return 'PD';
      if (c2h2 < 4 && c2h4 < 20) return 'T1';
      if (c2h2 < 4 && c2h4 < 50) return 'T2';
      if (c2h2 < 15 && c2h4 > 50) return 'T3';
      if (c2h2 > 13 && c2h4 < 23) return 'D1';
      if ((c2h2 > 13 && c2h4 > 23 && c2h4 < 40) || (c2h2 > 29 && c2h4 > 23)) return 'D2';
      return 'DT';
    };
    fc.assert(
      fc.property(mix, (shares) => {
        if (zonesAt(shares).length === 1) assert.equal(duvalZone(shares), rule(shares));
      }),
      { seed: 9, numRuns: 3000 },
    );
  });

  it('takes the graver fault on a border', () => {
    assert.equal(duvalZone([64, 13, 23]), 'D2');
    assert.equal(duvalZone([50, 0, 50]), 'T3');
    assert.equal(duvalZone([98, 2, 0]), 'T1');
    assert.equal(duvalZone([100, 0, 0]), 'PD');
  });

  it('refuses what are no shares', () => {
    assert.throws(() => duvalZone([50, 50, 50]), /100 together/);
    assert.throws(() => duvalZone([Number.NaN, 50, 50]), /100 together/);
    assert.throws(() => duvalZone([-10, 60, 50]), /not negative/);
    assert.equal(gasShares(0, 0, 0), undefined);
    assert.deepEqual(gasShares(1, 1, 2), [25, 25, 50]);
  });
});

describe('gas finding', () => {
  const limits = completeGasLimits();

  it('gives the worst condition and the reasons in words', () => {
    // 200 + 20 + 180 = 400: 50, 5 and 45 %. More acetylene than 4 % and less ethylene than 50 %: DT.
    const finding = gasFinding(sample(200, 20, 180, 100), limits);
    assert.equal(finding.condition, 3);
    assert.equal(finding.zone, 'DT');
    assert.equal(finding.isFault, true);
    assert.deepEqual(finding.because, [
      'acetylene 20 µl/l above 9 µl/l: condition 3',
      'ethylene 180 µl/l above 100 µl/l: condition 3',
      'methane 200 µl/l above 120 µl/l: condition 2',
      '50 % methane, 5 % acetylene, 45 % ethylene: zone DT, a mix of thermal and electrical faults',
    ]);
  });

  it('does not call a fault what little gas mixes to', () => {
    const finding = gasFinding(sample(1, 1, 1), limits);
    assert.equal(finding.condition, 1);
    assert.equal(finding.isFault, false);
    assert.equal(finding.because[0], 'no gas above its limit');
    const none = gasFinding({ ...sample(0, 0, 0), carbonMonoxidePpm: 2000 }, limits);
    assert.deepEqual([none.condition, none.zone, none.isFault], [4, null, false]);
  });

  it('is never milder with more of a gas', () => {
    const ppm = fc.double({ min: 0, max: 3000, noNaN: true });
    fc.assert(
      fc.property(ppm, ppm, ppm, ppm, (a, b, c, more) => {
        const before = gasFinding(sample(a, b, c), limits);
        assert.ok(Value.Check(GasFinding, before));
        assert.ok(gasFinding(sample(a, b + more, c), limits).condition >= before.condition);
      }),
      { seed: 8 },
    );
  });

  it('wants limits that rise', () => {
    assert.throws(() => completeGasLimits({ methanePpm: [5, 5, 6] }), /methanePpm: give three that rise/);
    assert.equal(gasFinding(sample(6, 0, 0), completeGasLimits({ methanePpm: [5, 10, 20] })).condition, 2);
  });
});
