import type { LifeEvent, MeterRun } from './meter-run';
import { groupBy, type Interval } from './metrics';
import { type ArmSummary, type Detection, detection, falseAlarms, isInBar, type NamedRule, type Rule } from './summary';

/** The arms beside each other: ranking of meter-days, and what each detects at the rates of false events. */
export function armsTable(summaries: readonly ArmSummary[]): string[] {
  return table(
    [
      'arm',
      'AUC of meter-days',
      'AP',
      'decided by',
      'false events / 1,000 honest meter-days',
      'attacks detected',
      'of the bar’s kinds',
      'attacked meter-days',
      'delay h, median / p90',
      'energy recovered',
    ],
    summaries.flatMap((summary) =>
      summary.operating.map(({ name, falseAlarms, all, inBar }, i) => [
        i === 0 ? summary.arm : '',
        i === 0 ? plain(summary.auc, 3) : '',
        i === 0 ? plain(summary.averagePrecision, 3) : '',
        name,
        `${plain(falseAlarms.rate, 1)}: ${falseAlarms.events} in ${thousands(falseAlarms.days)}`,
        percent(all.attackShare),
        percent(inBar.attackShare),
        percent(all.dayShare),
        delays(inBar),
        percent(inBar.recovered),
      ]),
    ),
  );
}

/** One arm by kind and severity of attack: shares that were detected, and more over all severities. */
export function kindsTable(runs: readonly MeterRun[], rule: Rule, seed: number, rounds: number): string[] {
  const attacked = runs.filter(({ attack }) => attack);
  const severities = [...new Set(attacked.map(({ attack }) => attack!.severity))].sort((a, b) => a - b);
  const rows = [...groupBy(attacked, ({ attack }) => attack!.kind)].map(([kind, ofKind]) => {
    const all = detection(ofKind, rule, seed, rounds);
    const bySeverity = severities.map((severity) => {
      const group = ofKind.filter(({ attack }) => attack!.severity === severity);
      // They steal nothing, so that there is nothing to grade.
      if (!isInBar(kind) || group.length === 0) return '–';
      return percent(detection(group, rule, seed, rounds).attackShare);
    });
    const rest = [percent(all.attackShare), percent(all.dayShare), delays(all), percent(all.recovered)];
    return [kind, ...bySeverity, String(all.attacks), ...rest];
  });
  const last = ['attacks', 'detected', 'attacked meter-days', 'delay h, median / p90', 'recovered'];
  return table(['attack', ...severities.map((severity) => `detected at ${severity}`), ...last], rows);
}

/** False events by what happened in the home. */
export function livesTable(runs: readonly MeterRun[], rules: readonly NamedRule[]): string[] {
  const kinds = new Set(runs.filter(({ attack }) => !attack).flatMap((run) => run.lifeEvents.map(({ kind }) => kind)));
  const groups: [string, ((event: LifeEvent) => boolean) | undefined][] = [
    ['all honest meter-days', undefined],
    ['days of any life event', () => true],
    ...[...kinds]
      .sort()
      .map((kind): [string, (event: LifeEvent) => boolean] => [`· ${kind}`, (event) => event.kind === kind]),
  ];
  const head = ['honest meters', 'meter-days', ...rules.map(({ name }) => `false events, ${name} (in 1,000)`)];
  return table(
    head,
    groups.map(([name, within]) => {
      const counts = rules.map(({ rule }) => falseAlarms(runs, rule, within));
      const cells = counts.map(({ events, rate }) => `${events} (${plain(rate, 1)})`);
      return [name, thousands(counts[0]?.days ?? 0), ...cells];
    }),
  );
}

/** Detected shares of attack kinds by arm or setting: which kinds rely on what. */
export function ablationTable(
  arms: readonly { name: string; runs: readonly MeterRun[]; rule: Rule }[],
  seed: number,
  rounds: number,
): string[] {
  const kinds = [...new Set(arms.flatMap(({ runs }) => runs.flatMap(({ attack }) => (attack ? [attack.kind] : []))))];
  return table(
    ['', 'false events / 1,000', ...kinds],
    arms.map(({ name, runs, rule }) => [
      name,
      plain(falseAlarms(runs, rule).rate, 1),
      ...kinds.map((kind) => {
        const ofKind = runs.filter(({ attack }) => attack?.kind === kind);
        return `${(100 * detection(ofKind, rule, seed, rounds).attackShare.value).toFixed(0)} %`;
      }),
    ]),
  );
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, i) => (i === 0 ? '---' : '---:'))), ...rows.map(line)];
}

export const thousands = (value: number) => Math.round(value).toLocaleString('en-US');

/** With its interval, where there is one. */
function plain({ value, low, high }: Interval, digits: number): string {
  if (Number.isNaN(value)) return '–';
  if (low === high) return value.toFixed(digits);
  return `${value.toFixed(digits)} (${low.toFixed(digits)}–${high.toFixed(digits)})`;
}

function percent({ value, low, high }: Interval): string {
  const text = (share: number) => (100 * share).toFixed(0);
  if (Number.isNaN(value)) return '–';
  return low === high ? `${text(value)} %` : `${text(value)} % (${text(low)}–${text(high)})`;
}

/** “never” where more attacks than that were not detected. */
function delays({ medianHours, p90Hours }: Detection): string {
  const text = (hours: number) => (Number.isFinite(hours) ? hours.toFixed(0) : 'never');
  return `${text(medianHours)} / ${text(p90Hours)}`;
}
