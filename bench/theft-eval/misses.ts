import { attackedShare, DAY_MS, HOUR_MS, type MeterRun } from './meter-run';
import { countAlarms } from './metrics';
import { delayOf, honestScores, type Rule } from './summary';

/** Attacks that were missed, day by day, and false events with what happened in the home: where to look. */
export function misses(runs: readonly MeterRun[], rule: Rule): string[] {
  const missed = runs.filter((run) => run.attack && delayOf(run, rule) === undefined);
  const lines = [`${missed.length} missed attacks of ${runs.filter(({ attack }) => attack).length}`];
  const byKind = [...missed].sort((a, b) => keyOf(a).localeCompare(keyOf(b)));
  for (const run of byKind) {
    const { kind, severity, startMs, stolenWh } = run.attack!;
    const stolen = stolenWh.reduce((sum, energy) => sum + energy, 0) / 1000;
    lines.push(`${kind} ${severity} meter ${run.meterId} from ${iso(startMs)}, ${stolen.toFixed(1)} kWh stolen`);
    for (const day of run.days.filter((day) => attackedShare(day, run.attack!) > 0)) lines.push(dayLine(day));
  }
  const honest = runs.filter(({ attack }) => !attack);
  lines.push('', 'false events on honest meters');
  if (rule === 'as shipped') {
    for (const run of honest) {
      for (const { startMs, endMs, knownMs, score, because } of run.alarms) {
        const hours = `${iso(startMs)} to ${iso(endMs)}, known ${iso(knownMs)}`;
        lines.push(`meter ${run.meterId} ${hours}: ${score.toFixed(2)} ${because}${lifeAt(run, startMs, endMs)}`);
      }
    }
    return lines;
  }
  lines.push(`${countAlarms(honestScores(runs), rule.threshold)} at scores of ${rule.threshold.toFixed(2)} or more`);
  for (const run of honest) {
    for (const day of run.days.filter(({ score }) => score >= rule.threshold)) {
      lines.push(`meter ${run.meterId}${dayLine(day)}${lifeAt(run, day.startMs, day.startMs + DAY_MS)}`);
    }
  }
  return lines;
}

/** Days with the highest scores of honest meters: what a lower limit would raise next. */
export function highestHonestDays(runs: readonly MeterRun[], count: number): string[] {
  const days = runs.flatMap((run) => (run.attack ? [] : run.days.map((day) => ({ run, day }))));
  return days
    .sort((a, b) => b.day.score - a.day.score)
    .slice(0, count)
    .map(({ run, day }) => `meter ${run.meterId}${dayLine(day)}${lifeAt(run, day.startMs, day.startMs + DAY_MS)}`);
}

function lifeAt({ lifeEvents }: MeterRun, startMs: number, endMs: number): string {
  const here = lifeEvents.filter((event) => event.startMs < endMs && event.endMs > startMs);
  return here.length > 0 ? ` [${here.map(({ kind, startMs }) => `${kind} since ${iso(startMs)}`).join(', ')}]` : '';
}

const keyOf = ({ attack, meterId }: MeterRun) => `${attack!.kind} ${attack!.severity} ${meterId}`;
const iso = (timeMs: number) => new Date(Math.round(timeMs / HOUR_MS) * HOUR_MS).toISOString().slice(0, 13);
const dayLine = ({ startMs, score, because }: { startMs: number; score: number; because: string }) =>
  `  ${iso(startMs).slice(0, 10)} ${score.toFixed(2)} ${because}`;
