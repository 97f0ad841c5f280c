import { readFileSync } from 'node:fs';
import { type FaultScenario, simulateEvent } from '../../simulator/waveform';
import { writeChunk } from './record-cache';

/** Runs in a process of its own: scenarios as JSON on standard input, records to the file that is named. */
const scenarios = JSON.parse(readFileSync(0, 'utf8')) as FaultScenario[];
writeChunk(process.argv[2]!, scenarios.map(simulateEvent));
process.stdout.write(String(process.cpuUsage().user / 1e6));
