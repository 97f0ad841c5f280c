import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { shippedModel } from '../lib/inference';
import { modelInput } from '../lib/waveform/model-input';
import { compareReading } from './faults/comtrade';
import { endToEnd } from './faults/end-to-end';
import { benchEvents } from './faults/events';
import { compareInference } from './faults/inference';
import { inferenceTable, journeyTable, readingTable } from './faults/report';
import { residentMb } from './faults/timing';
import { Peer } from './forest/peer';
import { pythonWith } from './python';

/**
 * Classification of fault waveforms: from the bytes of a file to the answer, and the model alone beside the same network
 * in PyTorch, one thread each, in turns; and the reading of COMTRADE beside the comtrade package of Python.
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
    console.log(`medians (least) of ${rounds} rounds, ms; bars: from file to answer the wall clock, else CPU time\n`);
    console.log(journeyTable(journeys).join('\n'));
    console.log(`\n${inferenceTable(times).join('\n')}`);
    if (differences.length > 0) console.log(`\nLargest difference from PyTorch's answers: ${differences.join(', ')}`);
    console.log(`\n${readingTable(readings).join('\n')}`);
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

main().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
