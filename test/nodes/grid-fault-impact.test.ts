import assert from 'node:assert/strict';
import helper from 'node-red-node-test-helper';
import type { FaultImpact, GridMapUpdate, Refusal } from '../../lib/messages';
import { until } from '../support/inbox';
import { NodeExample } from '../support/node-example';
import { useRuntime } from '../support/node-runtime';
import { tempFolder } from '../support/temp-folder';

const example = new NodeExample('grid-fault-impact');
const NODE = example.idOf('grid-fault-impact');
const userDir = tempFolder();

describe('grid fault impact', function () {
  this.timeout(20_000);
  useRuntime(userDir);

  async function impactAt(name: string): Promise<FaultImpact> {
    const impacts = example.next<FaultImpact[]>('impact');
    example.press(name);
    return (await impacts)[0]!;
  }

  it('does with its example what the comment there says', async () => {
    await example.loadEmpty();
    const cut = await impactAt('transformer fault');
    assert.deepEqual([cut.sender, cut.receiver, cut.pathState], ['prosumer-a', 'consumer-home', 'cut']);
    assert.deepEqual([cut.alternatives[0]!.from, cut.advice.action], ['prosumer-b', 'island']);
    assert.equal((await impactAt('inrush')).eventType, 'Transformer Inrush (Non-Fault)');
    assert.equal((await impactAt('unknown')).isFaultCondition, null);
    const battery = await impactAt('from the battery');
    assert.deepEqual([battery.sender, battery.receiver, battery.pathState], ['community-battery', 'ev-hub', 'flowing']);
    example.press('own network');
    const own = await impactAt('transformer fault');
    assert.deepEqual([own.path, own.pathState], [['prosumer-a', 'consumer-home'], 'flowing']);
    example.press('reset');
    assert.equal((await impactAt('transformer fault')).pathState, 'cut');
  });

  it('takes the network of the settings, as text or parsed, and by topic', async () => {
    const network = JSON.parse(injectedNetwork());
    await example.loadEmpty({ network: JSON.stringify(network) });
    assert.equal((await impactAt('transformer fault')).totals.agreedKwh, 3);
    network.transfers[0].energyKwh = 2;
    helper.getNode(NODE).receive({ topic: 'network', payload: { ...network, schema: undefined } });
    assert.equal((await impactAt('transformer fault')).totals.agreedKwh, 2);
  });

  it('refuses a network with a fault, and keeps the one it has', async () => {
    await example.loadEmpty();
    const refused = example.next<Refusal[]>('refused');
    helper.getNode(NODE).receive({ topic: 'network', payload: [1, 2] });
    const [refusal] = await refused;
    assert.deepEqual([refusal!.reason, refusal!.place, refusal!.original], ['bad-network', 'payload', [1, 2]]);
    assert.equal((await impactAt('transformer fault')).totals.agreedKwh, 31.5);
  });

  it('sends the network to the map by itself, then the event', async () => {
    await example.loadEmpty();
    const drawn = await example.next<GridMapUpdate>('map');
    assert.equal(drawn.topology!.nodes.length, 11);
    const event = example.next<GridMapUpdate>('map');
    example.press('transformer fault');
    assert.deepEqual((await event).paths![0]!.nodes, ['prosumer-a', 'microgrid-hub', 'lines-p2p', 'consumer-home']);
  });

  it('keeps a network that came by message over a restart', async () => {
    await example.loadEmpty();
    example.press('own network');
    await helper.getNode(NODE).close(false);
    await helper.unload();
    await example.load();
    assert.equal((await impactAt('transformer fault')).pathState, 'flowing');
  });

  it('shows what is cut', async () => {
    await example.loadEmpty();
    const { status } = helper.getNode(NODE);
    const shown = (text: string) => until(() => status.lastCall?.args[0].text === text, text);
    await shown('no event yet');
    example.press('transformer fault');
    await shown('5 cut, 0 at risk');
    assert.equal(status.lastCall.args[0].fill, 'red');
    example.press('inrush');
    await shown('0 cut, 5 at risk');
    assert.equal(status.lastCall.args[0].fill, 'green');
    example.press('unknown');
    await shown('unknown event');
  });

  it('says what is wrong with the network of the settings', async () => {
    await example.load({ network: '{"peers":[]}' });
    const { error } = helper.getNode(NODE);
    assert.match(String(error.lastCall.args[0]), /topology is not what it has there.*; send topology, peers/);
  });
});

function injectedNetwork(): string {
  const flow = require('../../examples/grid-fault-impact.json') as { name?: string; payload?: string }[];
  return flow.find(({ name }) => name === 'own network')!.payload!;
}
