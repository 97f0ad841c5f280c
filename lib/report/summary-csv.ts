import { csvText } from '../storage/csv-text';
import type { DayRow } from './city-record';
import { pythonFloat } from './python-text';

const COLUMNS =
  'city,district_id,date,avg_consumption,min_consumption,max_consumption,peak_hour,violations,violation_ratio,risk_score,risk_level';

/** `{City}_summary.csv` as the original analyzer writes it with pandas, a row for each district-day. */
export function summaryCsv(rows: readonly DayRow[]): string {
  const lines = rows.map(({ risk }) =>
    [
      csvText(risk.city),
      csvText(risk.district),
      csvText(risk.date),
      pythonFloat(risk.averageKwh),
      pythonFloat(risk.minimumKwh),
      pythonFloat(risk.maximumKwh),
      csvText(risk.peakHour),
      String(risk.violations),
      pythonFloat(risk.violationRatio),
      pythonFloat(risk.score),
      risk.level,
    ].join(','),
  );
  return `${[COLUMNS, ...lines].join('\n')}\n`;
}
