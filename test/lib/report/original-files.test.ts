import assert from 'node:assert/strict';
import { createReport, type DistrictDayReport } from '../../../lib/report';

/**
 * Two households in three hours against a threshold of 1 kWh, and another district whose hours are all below it.
 * 101: 0.5 1.5 2.0 / 0.5 1.5 1.0: 3 of 6 above, peak 19:00 (critical, 3.0; the equal 20:00 comes later), mean 7/6, score 0.6 · 0.5 + 0.4 = 0.7.
 * 102: 1 of 16 above: ratio 0.0625, peak not critical, score 0. 103: 5 of 16 above: 0.3125, score 0.1875 → 0.19.
 */
function day(district: string, date: string, risk: Partial<DistrictDayReport['risk']>): DistrictDayReport {
  return {
    risk: {
      city: 'CityA',
      district,
      date,
      final: true,
      households: 2,
      rows: 6,
      estimatedRows: 0,
      averageKwh: 7 / 6,
      minimumKwh: 0.5,
      maximumKwh: 2,
      thresholdKwh: 1,
      violations: 3,
      violationRatio: 0.5,
      peakHour: '19:00',
      peakHourRisk: 1,
      criticalHours: ['19:00'],
      score: 0.7,
      level: 'HIGH',
      because: '3 of 6',
      ...risk,
    },
    quality: { good: 6, estimated: 0, suspect: 0, missing: 0 },
    quartilesKwh: [0.5, 0.625, 1.25, 1.5, 2],
    hours: [
      { hour: '18:00', sumKwh: 1 },
      { hour: '19:00', sumKwh: 3 },
      { hour: '20:00', sumKwh: 3 },
    ],
    households: ['H001', 'H002'],
    kwh: [
      [0.5, 1.5, 2],
      [0.5, 1.5, 1],
    ],
  };
}

const CALM = { peakHour: '02:00', peakHourRisk: 0 as const, rows: 16, averageKwh: 0.75 };
const DAYS = [
  day('101', '2026-01-02', {}),
  day('103', '2026-01-01', { ...CALM, violations: 5, violationRatio: 0.3125, score: 0.19, level: 'LOW' }),
  day('101', '2026-01-01', { score: 1, violations: 6, violationRatio: 1 }),
  day('102', '2026-01-01', { ...CALM, violations: 1, violationRatio: 0.0625, score: 0, level: 'NO RISK' }),
  day('103', '2026-01-02', { ...CALM, violations: 2, violationRatio: 1 / 3, score: 0.6, level: 'MEDIUM' }),
];

describe('the files of the original analyzer', () => {
  const report = createReport({ estimated: 'exclude' });
  for (const each of DAYS) report.add(each);
  const files = new Map([...report.files()].map(({ path, content }) => [path, content]));

  it('has the summary as pandas writes it', () => {
    assert.equal(
      files.get('summary_csv/CityA_summary.csv'),
      `city,district_id,date,avg_consumption,min_consumption,max_consumption,peak_hour,violations,violation_ratio,risk_score,risk_level
CityA,101,2026-01-01,1.1666666666666667,0.5,2.0,19:00,6,1.0,1.0,HIGH
CityA,102,2026-01-01,0.75,0.5,2.0,02:00,1,0.0625,0.0,NO RISK
CityA,103,2026-01-01,0.75,0.5,2.0,02:00,5,0.3125,0.19,LOW
CityA,101,2026-01-02,1.1666666666666667,0.5,2.0,19:00,3,0.5,0.7,HIGH
CityA,103,2026-01-02,0.75,0.5,2.0,02:00,2,0.3333333333333333,0.6,MEDIUM
`,
    );
  });

  it('has the report of each day as json.dump writes it', () => {
    assert.equal(
      files.get('reports_json/CityA_2026-01-01_report.json'),
      `{
    "city": "CityA",
    "date": "2026-01-01",
    "summary": {
        "total_districts": 3,
        "high_risk_districts": 1,
        "medium_risk_districts": 0,
        "low_risk_districts": 1
    },
    "critical_alerts": [
        {
            "district_id": "101",
            "Avg % of violations per day": "100.0%",
            "risk_score": 1.0,
            "risk_level": "HIGH"
        },
        {
            "district_id": "103",
            "Avg % of violations per day": "31.2%",
            "risk_score": 0.19,
            "risk_level": "LOW"
        }
    ]
}`,
    );
    assert.match(files.get('reports_json/CityA_2026-01-02_report.json')!, /"33\.3%"/);
  });

  it('has our report beside it', () => {
    const full = JSON.parse(files.get('reports_json/CityA_2026-01-01_report_full.json')!);
    assert.deepEqual(full.summary, { districts: 3, high: 1, medium: 0, low: 1, noRisk: 1 });
    assert.equal(full.estimatedReadings, 'exclude');
    assert.deepEqual(full.districts[1], {
      risk: DAYS[3]!.risk,
      quality: DAYS[3]!.quality,
      quartilesKwh: DAYS[3]!.quartilesKwh,
      hours: DAYS[3]!.hours,
    });
  });
});
