import { mkdirSync } from 'node:fs';
import { simulatedSet } from './simulated-set';

const out = process.argv[2]!;
mkdirSync(out, { recursive: true });
simulatedSet((line) => process.stderr.write(`${line}\n`)).write(out);
