import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { NodeRedProcess } from '../start/node-red-process';
import { freePort } from '../start/port';

/**
 * What the nodes cost in a real Node-RED process, without MQTT: readings of 20,000 meters through grid meter reading
 * and grid threshold risk, beside the same chain of two pass-through nodes, in turns in the same run.
 *
 *   npm run bench:stream
 */
const ROOT = resolve(__dirname, '..');

const FLOW = [
  { id: 'tab', type: 'tab', label: 'bench' },
  { id: 'source', type: 'bench-source', z: 'tab', wires: [['pass1'], ['reading']] },
  { id: 'pass1', type: 'bench-pass', z: 'tab', wires: [['pass2']] },
  { id: 'pass2', type: 'bench-pass', z: 'tab', wires: [[]] },
  {
    id: 'reading',
    type: 'grid-meter-reading',
    z: 'tab',
    version: 1,
    maxMeters: 20000,

    wires: [['risk'], []],
  },
  { id: 'risk', type: 'grid-threshold-risk', z: 'tab', version: 1, maximumMeters: 20000, wires: [[], [], [], []] },
];

interface Round {
  pass: number;
  grid: number;
}

async function main(): Promise<void> {
  const userDir = mkdtempSync(join(tmpdir(), 'gridloom-bench-'));
  mkdirSync(join(userDir, 'node_modules/@gridloom'), { recursive: true });
  symlinkSync(ROOT, join(userDir, 'node_modules/@gridloom/node-red-grid'), 'junction');
  writeFileSync(join(userDir, 'flows.json'), JSON.stringify(FLOW));
  writeFileSync(
    join(userDir, 'settings.js'),
    `module.exports = ${JSON.stringify({ uiHost: '127.0.0.1', flowFile: 'flows.json', nodesDir: join(ROOT, 'bench/nodes') })};`,
  );
  const result = await new Promise<{ results: Record<string, Round[]>; rssMb: number }>((done, fail) => {
    let text = '';
    freePort(21880, '127.0.0.1')
      .then((port) => {
        const nodeRed = new NodeRedProcess(ROOT, userDir, '127.0.0.1', port, process.env, (chunk) => {
          text += chunk;
          const line = /^BENCH (.*)$/m.exec(text);
          if (!line) return;
          nodeRed.onExit = () => undefined;
          nodeRed.stop().then(() => done(JSON.parse(line[1]!)));
        });
        nodeRed.onExit = (code) => fail(new Error(`Node-RED ended with ${code}:\n${text.slice(-2000)}`));
        return nodeRed.start();
      })
      .catch(fail);
  });
  rmSync(userDir, { recursive: true });
  print(result.results, result.rssMb);
}

function print(results: Record<string, Round[]>, rssMb: number): void {
  console.log(`${cpus()[0]?.model}, Node ${process.version}, medians of ${Object.values(results)[0]?.length} rounds\n`);
  console.log('| payload | pass-through, readings/s | reading → risk, readings/s | ratio (min–max) |');
  console.log('| --- | ---: | ---: | ---: |');
  for (const [kind, rounds] of Object.entries(results)) {
    const ratios = rounds.map(({ pass, grid }) => grid / pass);
    const range = `${percent(Math.min(...ratios))}–${percent(Math.max(...ratios))}`;
    console.log(
      `| ${kind} | ${thousands(median(rounds.map((r) => r.pass)))} | ${thousands(median(rounds.map((r) => r.grid)))} ` +
        `| ${percent(median(ratios))} (${range}) |`,
    );
  }
  console.log(`\nmemory of the process at the end: ${rssMb.toFixed(0)} MB`);
}

const median = (values: number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
const percent = (ratio: number) => `${(100 * ratio).toFixed(0)} %`;
const thousands = (value: number) => Math.round(value).toLocaleString('en-US');

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
