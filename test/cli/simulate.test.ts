import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { TestBroker } from '../simulator/broker';
import { runGridloom } from '../support/run-gridloom';

const gridloom = (args: string, signal?: AbortSignal) => runGridloom(args.split(' ').filter(Boolean), { signal });

const DRY = 'simulate --dry-run --meters 12 --duration 15 --start 2026-01-31T18:00:00Z';

describe('gridloom command', () => {
  it('helps: overview, version, subcommand from its table', async () => {
    assert.match((await gridloom('--help')).out, /Commands:\n {2}simulate +Publish/);
    assert.match((await gridloom('--version')).out, /^\d+\.\d+\.\d+\n$/);
    const help = await gridloom('simulate --help');
    assert.match(help.out, /Usage: gridloom simulate \[options\]/);
    assert.match(help.out, /--interval S +Seconds between .* \(default 5\)/);
    assert.equal(help.code, 0);
  });

  it('wrong arguments: exit code 2 and what to write instead', async () => {
    for (const [args, message] of [
      ['', /Usage/],
      ['simulat', /there is no command "simulat"/],
      ['simulate --metres 3', /Unknown option '--metres'/],
      ['simulate --meters none', /--meters none: give a number, 1 or more/],
      ['simulate --meters 1.5', /simulator setting meters: Expected integer, but it is 1.5/],
      ['simulate --dialects tasmotta=1', /"tasmotta" is not one of gridloom, tasmota/],
      ['simulate --faults late', /write late=0.1/],
      ['simulate --start tomorrow', /write it as 2026-01-31T18:00:00Z/],
      ['simulate --broker localhost', /write it as mqtt:\/\/host:1883/],
    ] as const) {
      const { code, out, err } = await gridloom(args);
      assert.equal(code, 2, args);
      assert.match(out + err, message);
    }
  });

  it('dry run: the same lines for the same seed, Sparkplug as base64', async () => {
    const args = `${DRY} --dialects gridloom=0.5,sparkplug=0.5`;
    const { code, out } = await gridloom(args);
    assert.equal(code, 0);
    assert.equal((await gridloom(args)).out, out);
    assert.notEqual((await gridloom(`${args} --seed 2`)).out, out);
    const lines = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    assert.ok(lines.every((line) => typeof line.topic === 'string' && line.receivedMs >= Date.UTC(2026, 0, 31, 18)));
    for (const line of lines) assert.equal('payloadBase64' in line, line.topic.startsWith('spBv1.0'));
    assert.equal(JSON.parse(lines.find((line) => line.payload)!.payload).timeMs, Date.UTC(2026, 0, 31, 18, 0, 5));
  });

  it('writes the truth, and a summary as JSON beside the lines', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'gridloom-'));
    try {
      const file = join(folder, 'truth.ndjson');
      const { out, err } = await gridloom(`${DRY} --faults lost=0.2,duplicate=0.2 --truth ${file} --json`);
      const truth = readFileSync(file, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
      assert.ok(truth.length > 5 && truth.every(({ kind }) => kind === 'lost' || kind === 'duplicate'));
      assert.equal(JSON.parse(err).sent, out.trim().split('\n').length);
      const missing = await gridloom(`${DRY} --truth ${folder}/none/truth`);
      assert.equal(missing.code, 1);
      assert.match(missing.err, /--truth .* can't be written/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('theft and honest events: in the lines and in the truth', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'gridloom-'));
    try {
      const file = join(folder, 'truth.ndjson');
      const args = `${DRY} --theft 0.5 --theft-kinds h1,pf-shift --theft-severities 0.3 --life vacation=2`;
      const { code, out } = await gridloom(`${args} --truth ${file}`);
      assert.equal(code, 0);
      assert.notEqual(out, (await gridloom(DRY)).out);
      const truth = readFileSync(file, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
      assert.ok(truth.length >= 3 && truth.length <= 9);
      for (const { kind, severity, startMs, endMs } of truth) {
        assert.ok(kind === 'h1' || kind === 'pf-shift');
        assert.deepEqual([severity, startMs, endMs], [0.3, Date.UTC(2026, 0, 31, 18), null]);
      }
      const past = await gridloom('simulate --dry-run --meters 1 --duration 5 --start-days-ago 2');
      assert.ok(Math.abs(JSON.parse(past.out.split('\n')[0]!).receivedMs - (Date.now() - 2 * 86_400_000)) < 60_000);
      for (const [wrong, message] of [
        ['--theft 2', /--theft 2: give a number, 0 to 1/],
        ['--theft-kinds h9', /simulator setting theft\/kinds\/0/],
        ['--life party=1', /"party" is not one of vacation, new-tenants/],
        ['--start-days-ago 1', /--start and --start-days-ago: give one of the two/],
      ] as const) {
        const refused = await gridloom(`${DRY} ${wrong}`);
        assert.equal(refused.code, 2, wrong);
        assert.match(refused.err, message);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('publishes to a broker, and ends at once when it is told to', async () => {
    const broker = await TestBroker.start();
    try {
      const args = `simulate --broker ${broker.url} --meters 5`;
      const { code, out } = await gridloom(`${args} --unpaced --duration 25 --json`);
      assert.equal(code, 0);
      const summary = JSON.parse(out);
      assert.equal(summary.acknowledged, summary.sent);
      assert.equal(broker.readings.length, summary.sent);
      const controller = new AbortController();
      setTimeout(() => controller.abort(), 200);
      const endless = await gridloom(`${args} --speed 50`, controller.signal);
      assert.equal(endless.code, 0);
      assert.match(endless.out, /\d+ sent in .* 0 missed, 0 failed/);
    } finally {
      await broker.vanish();
    }
  });

  it('a broker that is not there: exit code 1, its address and the remedy', async () => {
    const broker = await TestBroker.start();
    await broker.vanish();
    const { code, err } = await gridloom(`simulate --broker ${broker.url} --meters 5`);
    assert.equal(code, 1);
    assert.match(err, new RegExp(`broker ${broker.url} can't be reached \\(connect ECONNREFUSED`));
  });
});
