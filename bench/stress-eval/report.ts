import type { NetworkModel } from '../../lib/network/network-model';
import { STRESS_MODELS } from '../../lib/stress';
import { type Estimate, estimateOf } from './interval';
import { nameOf, REACHES, type Reach } from './prediction';
import { type Arm, type Scores, TOP } from './study';

type Column = { head: string; values(name: string): number[] };

/** All tables as Markdown; equal arms give equal text. */
export function report(network: NetworkModel, arms: readonly Arm[], main: number): string {
  const mains = arms.filter(({ limits }) => limits.multiple === main);
  const { leastMw } = arms[0]!.limits;
  return [
    `${network.name}: ${network.nodes.length} nodes, ${arms[0]!.trips.length} single-line outages; limits a multiple of the flow at load 1.0, at least ${leastMw} MW. Means over outages ± half of the 95 % interval.`,
    `### What the outages do\n\n${whatHappens(arms)}`,
    `### All outages, limits ${main} ×\n\n${table(mains.flatMap((arm) => columns(arm, 'rise')))}`,
    `### Electrical against the others, limits ${main} ×\n\nMean difference, outage by outage; positive: electrical is better.\n\n${differences(mains)}`,
    `### Only outages with a cascade, limits ${main} ×\n\n${table(mains.flatMap((arm) => columns(arm, 'rise', (index) => arm.hasCascade[index]!)))}`,
    ...[...new Set(arms.map(({ limits }) => limits.multiple))]
      .filter((multiple) => multiple !== main)
      .map((multiple) => {
        const others = arms.filter(({ limits }) => limits.multiple === multiple);
        return `### All outages, limits ${multiple} ×\n\n${table(others.flatMap((arm) => columns(arm, 'rise')))}`;
      }),
    `### Critical by worst loading instead of its rise, limits ${main} ×\n\n${table(mains.flatMap((arm) => columns(arm, 'level')))}`,
  ].join('\n\n');
}

function columns(arm: Arm, reading: 'rise' | 'level', pick: (index: number) => boolean = () => true): Column[] {
  const of = (measure: keyof Scores) => (name: string) =>
    arm[reading].get(name)![measure].filter((_, index) => pick(index));
  return [
    { head: `τ, load ${arm.load.toFixed(1)}`, values: of('tau') },
    { head: `P@${TOP}, load ${arm.load.toFixed(1)}`, values: of('precision') },
  ];
}

function table(list: readonly Column[]): string {
  const rows = ROWS.map((name) => [name, ...list.map(({ values }) => shown(estimateOf(values(name))))]);
  return markdown(['ranked by', ...list.map(({ head }) => head)], rows);
}

const reaches = Object.keys(REACHES) as Reach[];
const ROWS = [
  'random order',
  'hop distance',
  ...reaches.flatMap((reach) => STRESS_MODELS.map((model) => nameOf(model, reach))),
  'outage factors',
];

function differences(mains: readonly Arm[]): string {
  const list = mains.flatMap((arm) => columns(arm, 'rise'));
  const rows = reaches.flatMap((reach) => {
    const electrical = nameOf('electrical', reach);
    const others = STRESS_MODELS.filter((model) => model !== 'electrical').map((model) => nameOf(model, reach));
    return ['hop distance', ...others].map((other) => {
      const cells = list.map(({ values }) => {
        const base = values(other);
        return signed(estimateOf(values(electrical).map((value, index) => value - base[index]!)));
      });
      return [`${electrical} − ${other}`, ...cells];
    });
  });
  return markdown(['', ...list.map(({ head }) => head)], rows);
}

function whatHappens(arms: readonly Arm[]): string {
  const rows = arms.map(({ load, limits, hasCascade, trips, lostShare }) => [
    load.toFixed(1),
    `${limits.multiple} ×`,
    String(hasCascade.filter(Boolean).length),
    String(Math.max(...trips)),
    (trips.reduce((sum, count) => sum + count, 0) / trips.length).toFixed(1),
    `${(100 * Math.max(...lostShare)).toFixed(1)} %`,
  ]);
  return markdown(['load', 'limits', 'outages with a cascade', 'most trips', 'trips, mean', 'most load lost'], rows);
}

const shown = ({ mean, halfWidth }: Estimate) => `${mean.toFixed(3)} ± ${halfWidth.toFixed(3)}`;
const signed = (estimate: Estimate) =>
  `${estimate.mean < 0 ? '−' : '+'}${shown({ ...estimate, mean: Math.abs(estimate.mean) })}`;

const markdown = (head: readonly string[], rows: readonly (readonly string[])[]) =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
