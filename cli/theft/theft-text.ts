import { aligned, onOneLine } from '../text-table';
import type { TheftResult } from './theft-analysis';

const MOST_EVENTS = 20;

/** The result for people. */
export function theftText(result: TheftResult): string {
  const { meters, rows, readings, withoutPower, late, refused, windowCounts: windows, events, cases } = result;
  const lines = [
    `${meters} meters, ${rows} rows: ${readings} readings, ${withoutPower} without power, ${refused.total} refused, ${late} late`,
    `${windows.total} windows: ${windows.scored} scored, ${windows.warmingUp} warming up, ${windows.incomplete} with too few samples, ${windows.glitch} with a glitch of the device`,
    `${windows.anomalous} unusual windows, ${windows.withCues} with cues`,
  ];
  for (const { file, line, message } of refused.rows.slice(0, 5))
    lines.push(`  ${onOneLine(`${file}:${line} ${message}`)}`);
  const theftLike = events.filter((event) => event.theftLike).sort((a, b) => b.score - a.score);
  lines.push('', `${theftLike.length} theft-like events, ${events.length - theftLike.length} runs of unusual windows`);
  if (theftLike.length > 0) {
    const table = theftLike
      .slice(0, MOST_EVENTS)
      .map((event) => [
        onOneLine(event.meterId),
        minute(event.startMs),
        minute(event.endMs),
        event.score.toFixed(1),
        (event.lostWh / 1000).toFixed(2),
        onOneLine(event.because),
      ]);
    lines.push(...aligned([['meter', 'from (UTC)', 'to', 'score', 'lost kWh', 'because'], ...table]));
    if (theftLike.length > MOST_EVENTS) lines.push(`  … and ${theftLike.length - MOST_EVENTS} more: --json lists all`);
  }
  if (cases.length > 0) {
    const table = cases.map((one) => [
      String(one.rank),
      onOneLine(one.meterId),
      one.finding,
      `${(100 * one.likelihood).toFixed(0)} %`,
      one.lostKwh.toFixed(2),
    ]);
    lines.push('', 'Cases', ...aligned([['rank', 'meter', 'finding', 'likelihood', 'lost kWh'], ...table]));
  }
  return lines.join('\n');
}

const minute = (timeMs: number) => new Date(timeMs).toISOString().slice(0, 16).replace('T', ' ');
