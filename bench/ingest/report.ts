import type { Arm } from './arms';
import type { Truth } from './generate';
import type { Run } from './measure';

/** All runs of one arm over the same data. */
export interface Measured {
  arm: Arm;
  truth: Truth;
  runs: Run[];
  /** What it got wrong, empty when all counts are as expected. */
  wrong: string;
}

interface Result {
  rowsAccepted: number;
  rowsQuarantined: number;
  violations?: number;
  districts?: { violations: number }[];
}

/** Compares the counts that an arm printed with what the generator knows; damage that the arm can't see is left out. */
export function wrongCounts(stdout: string, truth: Truth, arm: Arm): string {
  const result = JSON.parse(stdout) as Result;
  const { damaged, unseen } = damageFor(arm, truth);
  const violations = result.violations ?? result.districts?.reduce((sum, district) => sum + district.violations, 0);
  return [
    ['accepted', result.rowsAccepted, truth.rows - damaged + unseen],
    ['quarantined', result.rowsQuarantined, damaged - unseen],
    ['violations', violations, truth.violations],
  ]
    .filter(([, got, expected]) => got !== expected)
    .map(([name, got, expected]) => `${name} ${got}, not ${expected}`)
    .join('; ');
}

function damageFor({ blindTo }: Arm, { damaged }: Truth) {
  const sum = (counts: number[]) => counts.reduce((total, count) => total + count, 0);
  return { damaged: sum(Object.values(damaged)), unseen: sum(blindTo.map((kind) => damaged[kind])) };
}

export function printTable(all: readonly Measured[]): void {
  console.log(
    '| rows | arm | seconds (min–max) | rows/s | peak MB | time / ours | peak / ours | damaged rows found | counts |',
  );
  console.log('| ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |');
  for (const measured of all) {
    const { arm, truth, wrong } = measured;
    const seconds = measured.runs.map((run) => run.seconds);
    const ours = all.find((other) => other.truth === truth && other.arm.name === 'ours');
    const ratio = (of: (measured: Measured) => number) => (ours ? (of(measured) / of(ours)).toFixed(2) : '–');
    const { damaged, unseen } = damageFor(arm, truth);
    const cells = [
      thousands(truth.rows),
      arm.name,
      `${medianSeconds(measured).toFixed(2)} (${Math.min(...seconds).toFixed(2)}–${Math.max(...seconds).toFixed(2)})`,
      thousands(truth.rows / medianSeconds(measured)),
      thousands(peakMb(measured)),
      ratio(medianSeconds),
      ratio(peakMb),
      // With wrong counts, the last cell says how many.
      wrong ? '' : `${thousands(damaged - unseen)} of ${thousands(damaged)}`,
      wrong || (unseen ? 'right but for what it can’t see' : 'right'),
    ];
    console.log(`| ${cells.join(' | ')} |`);
  }
  for (const arm of new Set(all.map(({ arm }) => arm))) if (arm.note) console.log(`\n${arm.name}: ${arm.note}.`);
}

/** Peak memory from the fewest to the most rows. */
export function printGrowth(all: readonly Measured[]): void {
  console.log('\n| arm | growth of peak memory |\n| --- | --- |');
  for (const arm of new Set(all.map(({ arm }) => arm))) {
    const sizes = all.filter((measured) => measured.arm === arm).sort((a, b) => a.truth.rows - b.truth.rows);
    const [least, most] = [sizes[0]!, sizes.at(-1)!];
    const rows = `${(most.truth.rows / least.truth.rows).toFixed(1)} times the rows`;
    const growth = (peakMb(most) / peakMb(least)).toFixed(2);
    console.log(
      `| ${arm.name} | ${thousands(peakMb(least))} → ${thousands(peakMb(most))} MB: ${growth} times, for ${rows} |`,
    );
  }
}

const peakMb = ({ runs }: Measured) => Math.max(...runs.map((run) => run.peakMb));
const medianSeconds = ({ runs }: Measured) => {
  const seconds = runs.map((run) => run.seconds).sort((a, b) => a - b);
  return (seconds[Math.floor(seconds.length / 2)]! + seconds[Math.ceil(seconds.length / 2 - 1)]!) / 2;
};
const thousands = (value: number) => Math.round(value).toLocaleString('en-US');
