import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { shippedModel } from '../lib/inference';
import { modelInput } from '../lib/waveform/model-input';
import { compareReading } from './faults/comtrade';
import { endToEnd } from './faults/end-to-end';
import { benchEvents } from './faults/events';
import { BATCHES, compareInference } from './faults/inference';
import { digits, inMs, median, residentMb } from './faults/timing';
import { Peer } from './forest/peer';
import { pythonWith } from './python';

const MOST_MS = 1;

/**
 * Classification of fault waveforms: from the bytes of a file to the answer, and the model alone beside the same network
 * in PyTorch, one thread each, in turns; and the reading of COMTRADE beside the comtrade package of Python. Wall-clock
 * times.
 *
 *   npm run bench:faults -- [--rounds 7] [--no-python]
 *
 * Python is the one that GRIDLOOM_PYTHON names; without it, python3 makes an environment on the first run.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { rounds: { type: 'string', default: '7' }, 'no-python': { type: 'boolean', default: false } },
  });
  const rounds = Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1)
    throw new Error(`--rounds ${values.rounds}: give a whole number above 0`);
  const load = loadavg()[0]!;
  const model = shippedModel('fault-classifier');
  const peer = values['no-python'] ? null : pythonPeer();
  const folder = mkdtempSync(join(tmpdir(), 'gridloom-faults-'));
  try {
    const events = benchEvents();
    const [before, journeys] = [residentMb(), await endToEnd(model, events, rounds)];
    const after = residentMb();
    const inputs = events.map(({ operate, sampleRateHz, scenario, inceptionMs }) =>
      modelInput({ samples: operate, sampleRateHz, frequencyHz: scenario.nominalFrequencyHz }, inceptionMs),
    );
    const { times, differences, pythonMb } = await compareInference(model, inputs, peer, folder, rounds);
    const readings = await compareReading(events, peer, folder, rounds);
    console.log(`${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}, load before ${load.toFixed(2)}`);
    console.log(
      `medians (least) of ${rounds} rounds, ms\n\n| from the bytes of the file to the answer | a waveform | |`,
    );
    console.log('| --- | ---: | --- |');
    for (const { name, ms } of journeys) console.log(`| ${name} | ${inMs(ms)} | ${verdict(median(ms) <= MOST_MS)} |`);
    const eager = times.get('PyTorch eager');
    console.log('\n| the model alone | batch | a call | PyTorch / it | |\n| --- | ---: | ---: | ---: | --- |');
    for (const [name, own] of times) {
      for (const batch of BATCHES) {
        const ms = own.get(batch)!;
        const ratio = eager && own !== eager ? median(eager.get(batch)!) / median(ms) : Number.NaN;
        const isBar = name === 'onnxruntime-node' && batch === 1 && !Number.isNaN(ratio);
        const cells = [name, String(batch), inMs(ms), Number.isNaN(ratio) ? '' : digits(ratio)];
        console.log(`| ${cells.join(' | ')} | ${isBar ? verdict(ratio >= 1) : ''} |`);
      }
    }
    if (differences.length > 0) console.log(`\nLargest difference from PyTorch's answers: ${differences.join(', ')}`);
    console.log(
      '\n| COMTRADE from disk | MB | ours | comtrade of Python | ratio |\n| --- | ---: | ---: | ---: | ---: |',
    );
    for (const { name, megabytes, ours, theirs } of readings) {
      const others = peer ? [inMs(theirs), digits(median(theirs) / median(ours))] : ['', ''];
      console.log(`| ${[name, digits(megabytes), inMs(ours), ...others].join(' | ')} |`);
    }
    const memory = `${before.toFixed(0)} MB before the models, ${after.toFixed(0)} MB after all waveforms`;
    console.log(`\nMemory of the process: ${memory}${pythonMb ? `; Python at most ${pythonMb.toFixed(0)} MB` : ''}`);
  } finally {
    peer?.end();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Python with PyTorch; null, said so, where that can't be had. */
function pythonPeer(): Peer | null {
  try {
    const python = pythonWith(resolve(__dirname, 'faults/requirements.txt'), 'faults');
    return new Peer(python, resolve(__dirname, 'faults/peer.py'));
  } catch (error) {
    console.log(`Left out: Python, because ${(error as Error).message}\n`);
    return null;
  }
}

const verdict = (isMet: boolean) => (isMet ? 'met' : 'not met');

main().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
