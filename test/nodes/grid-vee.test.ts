import assert from 'node:assert/strict';
import helper from 'node-red-node-test-helper';
import type { MeterReading, Refusal } from '../../lib/messages';
import type { VeeSummary } from '../../lib/vee';
import { NodeExample } from '../support/node-example';
import { useRuntime } from '../support/node-runtime';

const example = new NodeExample('grid-vee');
const load = (settings?: object) => example.load(settings);
const VEE = example.idOf('grid-vee');

describe('grid vee', function () {
  this.timeout(20_000);
  useRuntime();

  it('estimates and judges the day of its example, as the comment there says', async () => {
    await load();
    const [readings, summary] = [example.next<MeterReading[]>('readings'), example.next<VeeSummary[]>('summary')];
    example.press();
    const decided = (await readings).map((r) => [r.interval!.energyWh, r.vee!.rule, r.vee!.rawWh]);
    assert.equal(decided.length, 24);
    assert.deepEqual(
      [3, 4, 8, 10, 13].map((hour) => decided[hour]),
      [
        [320, 'gap-interpolated', null],
        [335, 'gap-interpolated', null],
        [650, 'frozen', 650],
        [650, 'frozen', 650],
        [615, 'gap-interpolated', 9000],
      ],
    );
    const [day] = await summary;
    assert.deepEqual(day!.quality, { good: 18, estimated: 3, suspect: 3, missing: 0 });
    assert.deepEqual(day!.rules, { 'gap-interpolated': 3, spike: 1, frozen: 3 });
  });

  it('shows how many intervals are good, estimated and suspect', async () => {
    await load();
    const summary = example.next('summary');
    example.press();
    await summary;
    assert.deepEqual(await example.shown('18 / 3 / 3'), { fill: 'yellow', shape: 'dot', text: '18 / 3 / 3' });
  });

  it('takes its rules as lines, and refuses what comes for a day that is closed', async () => {
    await load({ rules: 'gap\nspike', estimatedRules: '' });
    const readings = example.next<MeterReading[]>('readings');
    example.press();
    const day = await readings;
    assert.deepEqual([day[8]!.quality, day[13]!.quality, day[13]!.interval!.energyWh], ['good', 'suspect', 9000]);
    const refused = example.next<Refusal[]>('refused');
    helper.getNode(VEE).receive({ payload: [day[3], null] });
    assert.deepEqual(
      (await refused).map(({ reason }) => reason),
      ['late', 'not-a-reading'],
    );
  });

  it('says which setting is wrong', async () => {
    await load({ intervalMinutes: 7 });
    const { error } = helper.getNode(VEE);
    assert.match(String(error.lastCall.args[0]), /intervalMinutes: 7 is none of 5, 10, 15, 30, 60/);
  });
});
