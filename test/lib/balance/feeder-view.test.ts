import assert from 'node:assert/strict';
import { Value } from '@sinclair/typebox/value';
import { FeederOverview } from '../../../lib/balance/feeder-overview';
import { FeederView } from '../../../lib/balance/feeder-view';
import type { FeederBalance } from '../../../lib/messages';
import { feederBalance } from '../../support/theft-messages';

const DAY_MS = 86_400_000;
const day = (number: number, more: Partial<FeederBalance> = {}) => feederBalance({ startMs: number * DAY_MS, ...more });
const window = (startMs: number, more: Partial<FeederBalance> = {}) =>
  feederBalance({ period: 'window', lengthMs: 900_000, startMs, ...more });

describe('overview of feeders', () => {
  it('shows the last day of each feeder, largest gap first, and how its gap went', () => {
    const view = new FeederView();
    view.add([day(1, { feeder: 'F1', gapShare: 0.01 }), day(2, { feeder: 'F1', gapShare: 0.02, gapWh: 50 })]);
    view.add([
      day(2, { feeder: 'F2', gapWh: 900, isAbove: true }),
      day(3, { feeder: 'F1', state: 'incomplete', gapWh: 70 }),
    ]);
    const overview = view.next()!;
    assert.deepEqual([...Value.Errors(FeederOverview, overview)], []);
    assert.deepEqual(
      overview.feeders.map(({ latest }) => [latest.feeder, latest.startMs / DAY_MS, latest.gapWh]),
      [
        ['F2', 2, 900],
        ['F1', 3, 70],
      ],
    );
    assert.deepEqual(
      overview.feeders[1]!.trend.map(({ gapShare }) => gapShare),
      [0.01, 0.02, null],
    );
    assert.deepEqual([overview.feederCount, overview.above], [2, 1]);
    assert.equal(view.next(), undefined, 'nothing has changed');
  });

  it('shows a window only until a day has ended, and nothing that comes late', () => {
    const view = new FeederView();
    const latest = () => view.next()!.feeders[0]!.latest;
    view.add([window(2 * DAY_MS + 900_000), window(2 * DAY_MS)]);
    assert.equal(latest().startMs, 2 * DAY_MS + 900_000);
    view.add([day(2)]);
    assert.equal(latest().period, 'day');
    view.add([window(3 * DAY_MS), day(1)]);
    const { period, startMs } = latest();
    assert.deepEqual([period, startMs], ['day', 2 * DAY_MS]);
    view.add([day(2, { gapWh: 5 })]);
    assert.equal(latest().gapWh, 5, 'a corrected day takes the place of the first');
  });

  it('tells feeders of one name in two districts apart', () => {
    const view = new FeederView();
    view.add([day(1, { district: '1' }), day(1, { district: '2' })]);
    assert.equal(view.next()!.feederCount, 2);
  });

  it('is bounded in days, feeders and names, and goes on after a restart', () => {
    const view = new FeederView();
    const names = Array.from({ length: 50 }, (_, i) => `H${i}`);
    for (let number = 0; number < 40; number++) view.add([day(number, { missingMeters: names, cluster: names })]);
    for (let number = 0; number < 999; number++) view.add([day(1, { feeder: `F${number}`, gapWh: 0 })]);
    const restored = new FeederView();
    restored.restore(JSON.parse(JSON.stringify(view.snapshot())));
    const overview = view.next()!;
    assert.deepEqual(restored.next(), overview);
    const [first] = overview.feeders;
    assert.deepEqual([overview.feeders.length, overview.feederCount], [100, 1000]);
    assert.deepEqual([first!.trend.length, first!.trend[0]!.startMs / DAY_MS], [30, 10]);
    assert.deepEqual([first!.latest.missingMeters.length, first!.latest.cluster.length], [20, 20]);
    view.add([day(1, { feeder: 'one more' })]);
    assert.equal(view.next()!.feederCount, 1000);
  });
});
