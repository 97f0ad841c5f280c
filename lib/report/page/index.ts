import { byScore, type CityRecord, type DayRow } from '../city-record';
import type { DistrictDayReport } from '../district-day';
import { counted } from '../numbers';
import { htmlText } from '../plain-text';
import { cityPlots, dayPlots, type Plot } from '../plots';
import type { ReportSettings } from '../report';
import { notes } from './notes';
import { STYLE } from './style';
import { dayTable, figures, qualityTable } from './tables';

/** Drawings of more cities and district-days would make the page too large to open; their files exist all the same. */
const MAXIMUM_CITIES = 12;
const MAXIMUM_DAYS = 6;

/** `report.html`: one page that needs nothing else, neither network nor scripts. */
export function reportPage(
  records: readonly CityRecord[],
  details: readonly DistrictDayReport[],
  settings: ReportSettings,
): string {
  const rows = records.flatMap((record) => record.sortedRows());
  const byRisk = [...rows].sort((a, b) => byScore(a.risk, b.risk));
  const cities = records.map(({ city }) => htmlText(city, 60));
  const cityNames =
    cities.length > 8 ? `${cities.slice(0, 8).join(', ')} and ${cities.length - 8} more` : cities.join(', ');
  const made = settings.generatedMs === undefined ? '' : ` · made ${new Date(settings.generatedMs).toISOString()}`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>City consumption: ${cityNames || 'no cities'}</title>
<style>${STYLE}</style>
</head>
<body>
<header>
<p class="kind">City consumption</p>
<h1>${cityNames || 'No cities'}</h1>
<p class="period">${period(rows)} · ${counted(rows.length, 'district-day')}${made}</p>
</header>
<main>
${figures(rows, settings.counts)}
<section><h2>District-days by score</h2>
${dayTable(byRisk)}
</section>
<section><h2>Quality of the readings</h2>
${qualityTable(records)}
</section>
${citySections(records)}
${daySection(details)}
${notes(settings.estimated)}
</main>
</body>
</html>
`;
}

/** The first and the last date of all cities. */
function period(rows: readonly DayRow[]): string {
  const dates = rows.map(({ risk }) => risk.date).sort();
  if (dates.length === 0) return 'no district-days';
  const [first, last] = [dates[0]!, dates.at(-1)!].map((date) => htmlText(date, 40));
  return first === last ? first! : `${first} to ${last}`;
}

function citySections(records: readonly CityRecord[]): string {
  const sections = records.slice(0, MAXIMUM_CITIES).map((record, i) => {
    const drawings = figuresOf(cityPlots(record), `c${i}`);
    return `<section><h2>${htmlText(record.city, 60)}</h2>\n<div class="plots">${drawings}</div></section>`;
  });
  const left = records.length - MAXIMUM_CITIES;
  if (left > 0)
    sections.push(
      `<p class="note">The drawings of ${counted(left, 'more city', 'more cities')} lie in the folder plots.</p>`,
    );
  return sections.join('\n');
}

function daySection(details: readonly DistrictDayReport[]): string {
  if (details.length === 0) return '';
  const shown = details.slice(0, MAXIMUM_DAYS);
  const drawings = shown.map((day, i) => figuresOf(dayPlots(day), `d${i}`)).join('\n');
  const left = details.length - shown.length;
  const more = left > 0 ? ` Those of the next ${left} lie in the folder plots.` : '';
  return `<section><h2>Hours of the district-days with the highest score</h2>
<p class="note">Drawings of the first ${shown.length} by score.${more}</p>
<div class="plots">${drawings}</div></section>`;
}

function figuresOf(plots: readonly Plot[], id: string): string {
  return plots.map(({ kind, svg }) => `<figure class="${kind}">${svg(`${id}-${kind}`)}</figure>`).join('\n');
}
