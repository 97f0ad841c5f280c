import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { importNetwork } from '../lib/network/importers';
import { report } from './stress-eval/report';
import { armOf } from './stress-eval/study';

const LOADS = [1, 1.3];

/**
 * Which stress model is right: how well each ranks the nodes that a DC cascade makes critical, for every single-line
 * outage of a MATPOWER case. Prints Markdown; equal options give equal text.
 *
 *   npm run eval:stress -- --case case118.m [--limits 1.5,1.4,2] [--least-mw 50]
 *
 * Limits of branches are these multiples of their flow at load 1.0, the first one is reported in full; ratings that the
 * case has are not used.
 */
function main(): void {
  const { values } = parseArgs({
    options: {
      case: { type: 'string' },
      limits: { type: 'string', default: '1.5,1.4,2' },
      'least-mw': { type: 'string', default: '50' },
    },
  });
  if (values.case === undefined) throw new Error('give a MATPOWER case: npm run eval:stress -- --case case118.m');
  const leastMw = Number(values['least-mw']);
  const multiples = values.limits.split(',').map(Number);
  for (const multiple of multiples)
    if (!(multiple > Math.max(...LOADS)))
      throw new Error(
        `--limits ${multiple}: give multiples above ${Math.max(...LOADS)}, or the base case is overloaded`,
      );
  const { network } = importNetwork([{ name: basename(values.case), bytes: readFileSync(values.case) }]);
  const arms = multiples.flatMap((multiple) => LOADS.map((load) => armOf(network, load, { multiple, leastMw })));
  process.stdout.write(`${report(network, arms, multiples[0]!)}\n`);
}

try {
  main();
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
