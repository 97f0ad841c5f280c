import assert from 'node:assert/strict';
import fc from 'fast-check';
import { RiskWindow, replayLoad, StressDetector, StressPropagator, stressModel } from '../../../lib/stress';
import { lattice, mixedWeight } from './networks';

const FIELDS = [
  'timeMs',
  'timestamp',
  'loadMw',
  'load',
  'nodeId',
  'node_id',
  'stress',
  'stress_level',
  'voltagePu',
  'cause',
  'sourceId',
];
const value = fc.oneof(fc.anything(), fc.constantFrom('N1', 0, 0.5, 1e12, '2018-01-01', '__proto__', ''), fc.string());
const message = fc.oneof(fc.anything(), fc.dictionary(fc.constantFrom(...FIELDS), value));

describe('stress of what is hostile', () => {
  it('is refused with a reason and a remedy, and never throws', () => {
    const model = lattice(3, 3, mixedWeight);
    const operators = [
      new StressDetector(),
      new StressPropagator(model, stressModel(model, 'linear', { defaultWeight: 0.9 })),
      new RiskWindow({ windows: 'sliding', maximumRecords: 50, maximumNodes: 3 }),
      new RiskWindow({ windows: 'last', maximumNodes: 3 }),
    ];
    fc.assert(
      fc.property(fc.array(message, { maxLength: 5 }), (batch) => {
        for (const operator of operators) {
          for (const { reason, remedy } of operator.process(batch, 2e12)?.refused ?? []) assert.ok(reason && remedy);
        }
      }),
      { seed: 41, numRuns: 250 },
    );
  });

  it('is refused line by line in a load file, and time never goes back', () => {
    const line = fc.oneof(
      fc.string(),
      fc.tuple(fc.nat(40), fc.constantFrom('5', '7000', '', '-1', 'x', '"', 'NaN')).map(([hour, load]) => {
        return `${new Date(hour * 3_600_000).toISOString()},${load}`;
      }),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 40 }), (lines) => {
        let lastMs = -1;
        for (const item of replayLoad(['time,load', '1969-12-31,7000', ...lines], {
          timeColumn: 'time',
          loadColumn: 'load',
        })) {
          if (!('measurement' in item)) continue;
          const { timeMs, loadMw, flags } = item.measurement;
          assert.ok(timeMs > lastMs || lastMs === -1);
          assert.ok(Number.isFinite(loadMw!) && (loadMw! > 0 || flags));
          lastMs = timeMs;
        }
      }),
      { seed: 43, numRuns: 150 },
    );
  });
});
