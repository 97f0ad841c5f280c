import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import helper from 'node-red-node-test-helper';
import type { TheftCaseList } from '../../lib/cases';
import type { Refusal, TheftCase, TheftFeedback } from '../../lib/messages';
import { NodeExample } from '../support/node-example';
import { useRuntime } from '../support/node-runtime';
import { tempFolder } from '../support/temp-folder';

const example = new NodeExample('grid-case');
const NODE = example.idOf('grid-case');
const userDir = tempFolder();

describe('grid case', function () {
  this.timeout(20_000);
  useRuntime(userDir);

  /** The next case that goes out when a button of the example is pressed. */
  async function caseAt(name: string): Promise<TheftCase> {
    const cases = example.next<TheftCase[]>('cases');
    example.press(name);
    return (await cases)[0]!;
  }

  it('does with its example what the comment there says', async () => {
    await example.loadEmpty();
    const opened = await caseAt('suspicion');
    assert.deepEqual([opened.state, opened.likelihood, opened.lostKwh, opened.lostMoney], ['open', 0.8014, 6, 1.8]);
    const likelier = await caseAt('balance');
    assert.deepEqual([likelier.likelihood, likelier.finding], [0.9871, 'bypass']);
    const feedback = example.next<TheftFeedback[]>('feedback');
    const dismissed = await caseAt('dismiss');
    assert.deepEqual([dismissed.state, dismissed.history.at(-1)!.note], ['dismissed', 'away on holiday']);
    const [told] = await feedback;
    assert.deepEqual([told!.verdict, told!.cues], ['dismissed', ['feeder-gap', 'base-load-drop']]);
    const refused = example.next<Refusal[]>('refused');
    example.press('confirm');
    assert.equal((await refused)[0]!.reason, 'already-decided');
    assert.equal((await caseAt('reopen')).state, 'open');
    assert.equal((await caseAt('confirm')).state, 'confirmed');
  });

  it('sends the list as one object, on command and by itself after a change', async () => {
    await example.loadEmpty();
    const asked = example.next<TheftCaseList>('list');
    example.press('list');
    assert.equal((await asked).open, 0);
    const byItself = example.next<TheftCaseList>('list');
    example.press('suspicion');
    const { open, openMoney, currency, cases } = await byItself;
    assert.deepEqual([open, openMoney, currency, cases.length], [1, 1.8, 'EUR', 1]);
  });

  it('has its cases and what was learned again after a restart', async () => {
    await example.loadEmpty();
    await caseAt('suspicion');
    example.press('dismiss');
    await helper.getNode(NODE).close(false);
    await helper.unload();
    assert.ok(existsSync(join(userDir, 'gridloom/state', `${NODE}.json`)), readdirSync(userDir).join());

    await example.load();
    const list = example.next<TheftCaseList>('list');
    example.press('list');
    const { dismissed, precision, cues, cases } = await list;
    assert.deepEqual([dismissed, precision, cues[0]!.dismissed], [1, 0, 1]);
    assert.equal(cases[0]!.history.at(-1)!.note, 'away on holiday');
    const reopened = await caseAt('reopen');
    assert.deepEqual([reopened.state, reopened.likelihood], ['open', 0.8014]);
  });

  it('shows how many cases are open', async () => {
    await example.loadEmpty();
    assert.deepEqual(await example.shown('0 open'), { fill: 'grey', shape: 'ring', text: '0 open' });
    example.press('suspicion');
    assert.deepEqual(await example.shown('1 open'), { fill: 'yellow', shape: 'dot', text: '1 open' });
  });

  it('says which setting is wrong', async () => {
    await example.load({ timeZone: 'Europe/Nowhere' });
    const { error } = helper.getNode(NODE);
    assert.match(String(error.lastCall.args[0]), /Europe\/Nowhere/);
  });
});
