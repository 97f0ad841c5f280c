import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { connectAsync } from 'mqtt';
import { deploy, getFlows, startGridloom } from '../support/gridloom-process';
import { tempFolder } from '../support/temp-folder';
import { testPort } from '../support/test-port';

describe('npm start', function () {
  this.timeout(60_000);

  it('prints three addresses that answer, keeps edits over a restart, and stops cleanly on Ctrl-C', async () => {
    const userDir = tempFolder();
    const first = await startGridloom(userDir);
    assert.equal((await fetch(first.editor)).status, 200);
    assert.equal((await fetch(first.dashboard)).status, 200);
    // The editor's parsers have read the body before, as they do on the same root.
    const headers = { 'content-type': 'application/json' };
    const asked = { method: 'POST', headers, body: '{"sample": "none of them"}' };
    const answer = await fetch(new URL('/api/v1/faults/classify', first.editor), asked);
    assert.equal(answer.status, 404);
    assert.match(((await answer.json()) as { error: string }).error, /no sample "none of them"/);
    const client = await connectAsync(first.broker);
    await client.endAsync();

    const { flows } = await getFlows(first.editor);
    assert.ok(flows.some(({ type }) => type === 'grid-meter-reading'));
    const edited = flows.map((node) => (node.id === 'gl-live-tab' ? { ...node, label: 'My meters' } : node));
    const without = edited.filter(({ id }) => id !== 'gl-live-sim');
    await deploy(first.editor, without);
    assert.equal(await first.interrupt(), 0);
    await assert.rejects(fetch(first.editor), 'nothing is left running');

    const second = await startGridloom(userDir);
    const kept = (await getFlows(second.editor)).flows;
    assert.equal(kept.find(({ id }) => id === 'gl-live-tab')?.label, 'My meters');
    assert.ok(!kept.some(({ id }) => id === 'gl-live-sim'), 'a node that was deleted does not come back');
    assert.equal(await second.interrupt(), 0);
  });

  it('takes another port when one is in use, and says so', async () => {
    const port = await testPort();
    const occupant = createServer().listen(port, '127.0.0.1');
    const system = await startGridloom(tempFolder(), { GRIDLOOM_PORT: String(port) });
    assert.match(system.output(), new RegExp(`port ${port} is in use: the editor takes ${port + 1}`));
    assert.equal((await fetch(system.editor)).status, 200);
    await system.interrupt();
    occupant.close();
  });

  it('does not listen beyond loopback without credentials', async () => {
    await assert.rejects(
      startGridloom(tempFolder(), { GRIDLOOM_HOST: '0.0.0.0' }),
      /without credentials: set GRIDLOOM_USERNAME/,
    );
  });

  it('asks for the credentials that are set, on the broker and in the editor, and its own flow has them', async () => {
    const credentials = { GRIDLOOM_USERNAME: 'ops', GRIDLOOM_PASSWORD: 'a long one' };
    const system = await startGridloom(tempFolder(), credentials);
    assert.equal((await fetch(`${system.editor}flows`)).status, 401);
    assert.equal((await fetch(system.dashboard)).status, 401);
    // The socket of the page, asked for as a browser does that has no password.
    const socket = `${system.dashboard}/socket.io/?EIO=4&transport=polling`;
    const { sid } = JSON.parse((await (await fetch(socket)).text()).slice(1)) as { sid: string };
    await fetch(`${socket}&sid=${sid}`, { method: 'POST', body: '40' });
    assert.match(await (await fetch(`${socket}&sid=${sid}`)).text(), /^44.*not authorised/);
    await assert.rejects(connectAsync(system.broker, { reconnectPeriod: 0 }), /Not authorized|Bad user/i);
    const client = await connectAsync(system.broker, { username: 'ops', password: 'a long one' });
    await client.subscribeAsync('gridloom/#');
    await new Promise((resolve) => client.once('message', resolve));
    await client.endAsync();
    assert.equal(await system.interrupt(), 0);
  });
});
