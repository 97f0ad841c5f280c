import { completeTheftSettings } from '../../lib/theft';
import { ATTACK_KINDS } from '../../simulator/theft';
import { OURS } from './arms';
import type { Job, JobResult } from './job';
import type { MeterRun } from './meter-run';
import { highestHonestDays, misses } from './misses';
import type { Size } from './plan';
import { ablationTable, armsTable, kindsTable, livesTable, thousands } from './report';
import { type ArmSummary, type NamedRule, type Rule, summarise } from './summary';

/** Markdown, all figures, and where to look. */
export function writeUp(results: readonly JobResult[], size: Size, seed: number, left: readonly string[]) {
  const { rounds } = size;
  const of = (...kinds: Job['kind'][]) => results.filter(({ job }) => kinds.includes(job.kind));
  const fleets = of('attacked', 'honest');
  const ours = byArm(fleets)[OURS]!;
  const [overall] = summariesOf({ [OURS]: ours }, seed, rounds);
  const shared = summariesOf(byArm(fleets.filter(({ job }) => job.index < size.sharedFleets)), seed, rounds);
  const { operating } = overall!;
  const shipped = operating.at(-1)!;
  const rulesBy = new Map([...shared, overall!].map((summary) => [summary.arm, summary.operating]));
  const house = byArm(of('household'));
  const real = summariesOf(house, seed, rounds, rulesBy);
  const samples = results.reduce((sum, result) => sum + result.samples, 0);
  const sharedMeters = size.sharedFleets * size.meters;
  const text = [
    '# How well theft is detected',
    '',
    ...introduction(size, seed, samples),
    ...left,
    section('Simulated fleets', armsTable([overall!])),
    // Between the rate of the bar and what ships, the rate of 10 says nothing more by kind.
    ...[operating[0]!, shipped].map(({ name, rule }) =>
      section(`${name}: by kind and severity`, kindsTable(ours, rule, seed, rounds)),
    ),
    section('False events by what happens in honest homes', livesTable(ours, operating)),
    section('The same in eventful homes', [
      ...EVENTFUL,
      '',
      ...livesTable(byArm(of('eventful'))[OURS] ?? [], operating),
    ]),
    section('All arms', [
      `On the ${sharedMeters} attacked homes and the ${sharedMeters} honest ones that all arms judge:`,
      '',
      ...armsTable(shared),
    ]),
    ...ablation(byArm(of('ablation')), seed, rounds),
    ...(real.length > 0 ? [section('One real house', [...REAL_HOUSE, '', ...armsTable(real)])] : []),
    ...(real.length > 0
      ? [section('The house, as shipped', kindsTable(house[OURS]!, 'as shipped', seed, rounds))]
      : []),
    '',
  ];
  return {
    text: text.flat().join('\n'),
    figures: { seed, size, overall, arms: shared, real },
    misses: whereToLook(ours, shipped.rule, house[OURS]),
  };
}

const section = (title: string, lines: readonly string[]) => ['', `## ${title}`, '', ...lines];

function introduction(size: Size, seed: number, samples: number): string[] {
  const attacked = size.attackedFleets * size.meters;
  const honest = size.honestFleets * size.meters;
  const { warmUpDays, eventScore } = completeTheftSettings();
  return [
    `Test seed ${seed}: fleets of seeds that neither training nor tuning has seen (those used 1000 to 1199).`,
    `${attacked} homes that are attacked in ${ATTACK_KINDS.length} parallel lives, by one kind of attack each, at a severity of 0.2, 0.4, ` +
      '0.6 or 0.8 in turns, for seven days from a drawn instant of the 15th day; their unattacked life and ' +
      `${honest} more homes for ${size.honestDays} days are the honest part. ${thousands(samples)} samples were streamed.`,
    `*As shipped*: the settings of the product, ${warmUpDays} days of warm-up and events from a score of ${eventScore} on.`,
    'A false event is an alarm on an honest meter; days in a row are one. A day counts as attacked from half a day on. ' +
      'Brackets: 95 %, bootstrap over meters, for false events exact Poisson. Delays count from the start of the attack, ' +
      '“never” where more attacks than that were missed, and with the energy recovered they are of the kinds of the bar: ' +
      'all but h5 and h6, which steal nothing. Recovered: mean share of what is stolen in the seven days that comes after ' +
      'the detection. An event that was open before the attack is no detection of it. Meters are judged by themselves: ' +
      'balances of feeders are left out.',
  ];
}

function ablation(byArm: Record<string, MeterRun[]>, seed: number, rounds: number): string[] {
  const arms = Object.entries(byArm).map(([name, runs]) => ({ name, runs, rule: 'as shipped' as const }));
  if (arms.length === 0) return [];
  return section('Which attacks rely on which cues', [...ABLATION, '', ...ablationTable(arms, seed, rounds)]);
}

const ABLATION = [
  'Attacks detected as shipped, but without the autoencoder, with one family of cues switched off at a time. Nothing is',
  'fitted to attacks: the limits of the detector come from the honest past of each meter, the models were trained on',
  'honest windows. So every kind of attack is left out of what is learned by construction, and this shows instead what',
  'each kind is found by.',
];

const EVENTFUL = [
  'Homes in which each kind of event happens three to 100 times as often as in reality, so that each is told apart;',
  'they are in no other table. A day counts as one of an event from its start to a day after its end, or for 14 days',
  'after a change for good:',
];

const REAL_HOUSE = [
  'Attacks injected into the minute series of one house (UCI, 19 days): **one** house, a week of warm-up,',
  'attacks for seven days from drawn instants in days 9 to 11. Its honest part is the untouched series. The thresholds are',
  'those of the simulated fleets. One meter has no interval; the AP is high because few days are honest.',
];

function byArm(results: readonly JobResult[]): Record<string, MeterRun[]> {
  const all: Record<string, MeterRun[]> = {};
  for (const { runs } of results) {
    for (const [arm, own] of Object.entries(runs)) all[arm] = [...(all[arm] ?? []), ...own];
  }
  return all;
}

function summariesOf(
  byArm: Record<string, MeterRun[]>,
  seed: number,
  rounds: number,
  rulesBy?: Map<string, readonly NamedRule[]>,
): ArmSummary[] {
  // An arm without a verdict is one whose model was not there.
  const spoken = Object.entries(byArm).filter(([, runs]) => runs.some(({ days }) => days.length > 0));
  return spoken.map(([arm, runs]) => summarise(arm, runs, seed, rounds, rulesBy?.get(arm)));
}

function whereToLook(simulated: MeterRun[], rule: Rule, real: MeterRun[] | undefined): string {
  const lines = [
    ...misses(simulated, rule),
    '',
    'highest honest days',
    ...highestHonestDays(simulated, 40),
    ...(real ? ['', 'the real house', ...misses(real, rule), ...highestHonestDays(real, 12)] : []),
  ];
  return `${lines.join('\n')}\n`;
}
