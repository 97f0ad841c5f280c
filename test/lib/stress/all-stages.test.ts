import assert from 'node:assert/strict';
import {
  originalEvent,
  originalStress,
  RiskWindow,
  replayLoad,
  StressDetector,
  StressPropagator,
  stressModel,
} from '../../../lib/stress';
import { lattice, mixedWeight } from './networks';

const HOURS = 120;
const lines = ['utc,load_mw'];
for (let hour = 0; hour < HOURS; hour++) {
  const load = Math.round(62_000 + 12_000 * Math.sin((hour * Math.PI) / 12) + 3000 * Math.cos(hour * 1.7));
  lines.push(`${new Date(Date.UTC(2018, 0, 1, hour)).toISOString()},${load}`);
}

/** Load to risk on the 20-node lattice; between the stages goes what a topic would carry, under our names or the original's. */
function replay(isOriginal: boolean): string {
  const model = lattice(5, 4, mixedWeight);
  const detector = new StressDetector({ seed: 5 });
  const propagator = new StressPropagator(model, stressModel(model, 'linear', { defaultWeight: 0.9 }));
  const window = new RiskWindow();
  const carried = (messages: unknown[]) => JSON.parse(JSON.stringify(messages));
  const results: unknown[] = [];
  for (const item of replayLoad(lines)) {
    if (!('measurement' in item)) continue;
    const events = detector.process([item.measurement])!.events!;
    const stress = propagator.process(carried(isOriginal ? events.map(originalEvent) : events), 2e12)!.stress!;
    const { risks, alerts } = window.process(carried(isOriginal ? stress.map(originalStress) : stress), 2e12) ?? {};
    results.push(risks ?? [], alerts ?? []);
  }
  return JSON.stringify([results, window.overview()]);
}

describe('all stages of grid stress', () => {
  it('give the same bytes in every replay, under either names', function () {
    this.timeout(10_000);
    const once = replay(false);
    assert.equal(replay(false), once);
    assert.equal(replay(true), once);
    assert.match(once, /"state":"raised"/);
    assert.match(once, /"state":"cleared"/);
  });
});
