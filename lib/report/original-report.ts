import { type DayRow, levelCounts } from './city-record';
import { PythonFloat, pythonJson, pythonPercent } from './python-text';

/** `{City}_{date}_report.json` as the original analyzer writes it; the rows are those of one city and date. */
export function originalReport(city: string, date: string, rows: readonly DayRow[]): string {
  const counts = levelCounts(rows);
  return pythonJson({
    city,
    date,
    summary: {
      total_districts: rows.length,
      high_risk_districts: counts.HIGH,
      medium_risk_districts: counts.MEDIUM,
      low_risk_districts: counts.LOW,
    },
    critical_alerts: rows
      .filter(({ risk }) => risk.score > 0)
      .map(({ risk }) => ({
        district_id: risk.district,
        'Avg % of violations per day': pythonPercent(risk.violationRatio),
        risk_score: new PythonFloat(risk.score),
        risk_level: risk.level,
      })),
  });
}
