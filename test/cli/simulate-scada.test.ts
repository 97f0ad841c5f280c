import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connectAsync } from 'mqtt';
import type { LineTelemetry, NodeTelemetry } from '../../lib/messages';
import { TestBroker, until } from '../simulator/broker';
import { runGridloom } from '../support/run-gridloom';
import { tempFolder } from '../support/temp-folder';

const run = (args: string, signal?: AbortSignal) =>
  runGridloom(['simulate-scada', ...args.split(' ').filter(Boolean)], { signal });
const START = '--start 2026-06-01T10:00:00Z';

describe('gridloom simulate-scada', function () {
  this.timeout(20_000);

  it('prints an array a step, the same for the same seed', async () => {
    const { code, out } = await run(`--json --steps 3 --speed 60 ${START} --seed 7`);
    assert.equal(code, 0);
    const steps = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as NodeTelemetry[]);
    assert.deepEqual(
      steps.map(([first]) => first!.timeMs - Date.UTC(2026, 5, 1, 10)),
      [240_000, 480_000, 720_000],
    );
    assert.equal((await run(`--json --steps 3 --speed 60 ${START} --seed 7`)).out, out);
    assert.notEqual((await run(`--json --steps 3 --speed 60 ${START} --seed 8`)).out, out);
  });

  it('takes a network of a file', async () => {
    const path = join(tempFolder(), 'net.json');
    writeFileSync(
      path,
      '{"nodes":[{"id":"A","isReference":true},{"id":"B","loadMw":5}],"lines":[{"id":"X","from":"A","to":"B","reactancePu":0.1}]}',
    );
    const { out } = await run(`--json --steps 1 --topology ${path} ${START}`);
    assert.deepEqual(
      (JSON.parse(out) as LineTelemetry[]).flatMap(({ lineId }) => lineId ?? []),
      ['X'],
    );
  });

  it('publishes to a broker, obeys commands, tells what it refuses, and ends when told to', async () => {
    const broker = await TestBroker.start();
    const client = await connectAsync(broker.url);
    try {
      const controller = new AbortController();
      const running = run(`--broker ${broker.url} --interval 0.1 --json`, controller.signal);
      const arrays = () =>
        broker.received
          .filter(({ topic }) => topic === 'grid_scada/telemetry')
          .map(({ payload }) => JSON.parse(payload.toString()) as LineTelemetry[]);
      await until('there is telemetry', () => arrays().length >= 2);
      await client.publishAsync('grid_scada/commands', '{"lineId":"L3","inService":false}');
      await client.publishAsync('grid_scada/commands', 'nonsense');
      await until(
        'L3 is open',
        () =>
          arrays()
            .at(-1)!
            .find(({ lineId }) => lineId === 'L3')!.inService === false,
      );
      controller.abort();
      const { code, out, err } = await running;
      assert.equal(code, 0);
      const { sent, acknowledged, commands, refused, failed } = JSON.parse(out);
      assert.deepEqual([acknowledged, commands, refused, failed], [sent, 2, 1, 0]);
      assert.match(err, /refused: payload is no command; send \{lineId/);
    } finally {
      await client.endAsync();
      await broker.vanish();
    }
  });

  it('wrong arguments: exit code 2 and what to write instead; no broker: exit code 1', async () => {
    for (const [args, message] of [
      ['', /give --broker URL to publish, or --json to print/],
      ['--broker localhost', /write it as mqtt:\/\/host:1883/],
      ['--broker mqtt://127.0.0.1:1 --speed 10', /give --start-days-ago too/],
      ['--json --speed 0', /--speed 0: /],
      ['--json --steps 0', /--steps 0: give a number, 1 or more/],
      ['--json --start soon', /write it as 2026-01-31T18:00:00Z/],
    ] as const) {
      const { code, err } = await run(args);
      assert.equal(code, 2, args);
      assert.match(err, message);
    }
    const { code, err } = await run('--broker mqtt://127.0.0.1:1');
    assert.equal(code, 1);
    assert.match(err, /can't be reached/);
    assert.match((await run('--json --steps 1 --time-zone Mars/Base')).err, /time zone "Mars\/Base" is not known/);
  });
});
