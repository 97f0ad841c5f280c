import type { RiskLevel } from '../../messages';
import { type CityRecord, type DayRow, LEVELS, levelCounts } from '../city-record';
import type { QualityCounts } from '../district-day';
import { decimals, grouped, percent } from '../numbers';
import { htmlText } from '../plain-text';
import type { ReportSettings } from '../report';

const MAXIMUM_ROWS = 500;
const MAXIMUM_CITIES = 100;

/** The figures on top: districts, levels, and the rows of the files if they are known. */
export function figures(rows: readonly DayRow[], counts: ReportSettings['counts']): string {
  const districts = new Set(rows.map(({ risk }) => JSON.stringify([risk.city, risk.district]))).size;
  const levels = levelCounts(rows);
  const read: [string, number][] = counts
    ? [
        ['rows read', counts.read],
        ['rows accepted', counts.accepted],
        ['rows quarantined', counts.quarantined],
      ]
    : [];
  const items: [string, number, RiskLevel?][] = [
    ['districts', districts],
    ...[...LEVELS].reverse().map((level): [string, number, RiskLevel] => [`${level} days`, levels[level], level]),
    ...read,
  ];
  const shown = items.map(
    ([what, count, level]) =>
      `<div${level ? ` class="${levelClass(level)}"` : ''}><dd>${grouped(count)}</dd><dt>${what}</dt></div>`,
  );
  return `<dl class="figures">${shown.join('')}</dl>`;
}

/** The rows are sorted already; at most 500 are shown. */
export function dayTable(rows: readonly DayRow[]): string {
  const cut =
    rows.length > MAXIMUM_ROWS
      ? `<p class="note">The first ${MAXIMUM_ROWS} of ${grouped(rows.length)}; the files in summary_csv have all of them.</p>`
      : '';
  const body = rows.slice(0, MAXIMUM_ROWS).map(({ risk }) => {
    const texts = [risk.city, risk.district].map((text) => `<td>${htmlText(text, 60)}</td>`);
    texts.push(`<td class="date">${htmlText(risk.date, 20)}</td>`);
    const numbers = [
      risk.score.toFixed(2),
      percent(risk.violationRatio),
      htmlText(risk.peakHour, 20) + (risk.peakHourRisk ? ' <b title="critical hour">critical</b>' : ''),
      decimals(risk.averageKwh, 3),
      decimals(risk.maximumKwh, 3),
      decimals(risk.thresholdKwh, 3),
      percent(risk.rows === 0 ? 0 : risk.estimatedRows / risk.rows),
    ];
    const level = `<td><span class="level ${levelClass(risk.level)}">${risk.level}</span></td>`;
    const because = `<td class="because">${htmlText(risk.because)}</td>`;
    return `<tr>${texts.join('')}${level}${numbers.map((number) => `<td class="n">${number}</td>`).join('')}${because}</tr>`;
  });
  const head =
    '<tr><th>City</th><th>District</th><th>Date</th><th>Level</th><th class="n">Score</th><th class="n">Violations</th>' +
    '<th class="n">Peak hour</th><th class="n">Mean kWh</th><th class="n">Highest kWh</th><th class="n">Threshold kWh</th>' +
    '<th class="n">Estimated</th><th>Because</th></tr>';
  return `${cut}<div class="wide"><table><thead>${head}</thead><tbody>\n${body.join('\n')}\n</tbody></table></div>`;
}

/** Household-hours of each city by quality. */
export function qualityTable(records: readonly CityRecord[]): string {
  const kinds = ['good', 'estimated', 'suspect', 'missing'] as const;
  const body = records.slice(0, MAXIMUM_CITIES).map((record) => {
    const sum: QualityCounts = { good: 0, estimated: 0, suspect: 0, missing: 0 };
    for (const { quality } of record.sortedRows()) for (const kind of kinds) sum[kind] += quality[kind];
    const all = kinds.reduce((total, kind) => total + sum[kind], 0);
    const cells = kinds.map(
      (kind) => `<td class="n">${grouped(sum[kind])} <small>(${percent(all === 0 ? 0 : sum[kind] / all)})</small></td>`,
    );
    return `<tr><td>${htmlText(record.city, 60)}</td><td class="n">${grouped(all)}</td>${cells.join('')}</tr>`;
  });
  const left = records.length - body.length;
  const cut = left > 0 ? `<p class="note">${grouped(left)} more cities are left out.</p>` : '';
  const head = `<tr><th>City</th><th class="n">Household-hours</th>${kinds.map((kind) => `<th class="n">${kind}</th>`).join('')}</tr>`;
  return `<div class="wide"><table><thead>${head}</thead><tbody>\n${body.join('\n')}\n</tbody></table></div>${cut}`;
}

const levelClass = (level: RiskLevel) => level.toLowerCase().replace(' ', '-');
