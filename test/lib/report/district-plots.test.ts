import assert from 'node:assert/strict';
import type { DistrictDayReport } from '../../../lib/report';
import { boxOf, districtBoxes, ratioBars } from '../../../lib/report/plots/district-plots';
import { sampleDay } from './sample';

type Series = { series: [{ data: unknown[] }]; title: { subtext: string } };

const dayOf = (district: string, date: string, violationRatio: number): DistrictDayReport => {
  const day = sampleDay('CityA', district, date, { households: 1 });
  return { ...day, risk: { ...day.risk, violationRatio } };
};

describe('plots of districts', () => {
  it('shows the mean of the ratios over the days, the highest first', () => {
    const days = [dayOf('1', '2026-01-01', 0.1), dayOf('2', '2026-01-01', 0.5), dayOf('1', '2026-01-02', 0.3)];
    const option = ratioBars('CityA', days).option as Series;
    assert.deepEqual(option.series[0].data, [50, 20]);
    assert.equal(option.title.subtext, 'mean of the days; 2 districts; 3 district-days, 2026-01-01 to 2026-01-02');
  });

  it('shows the 40 highest districts and says so', () => {
    const days = Array.from({ length: 60 }, (_, i) => dayOf(String(i), '2026-01-01', i / 100));
    const option = ratioBars('CityA', days).option as Series;
    assert.equal(option.series[0].data.length, 40);
    assert.equal(option.title.subtext, 'the highest 40 of 60 districts; 60 district-days, 2026-01-01');
  });

  it('makes one box of several days from the medians of their quartiles and the extremes of all', () => {
    const boxes: [number, number, number, number, number][] = [
      [0.5, 1, 1.5, 2, 2.5],
      [0.2, 1.2, 1.4, 2.2, 2.4],
      [0.6, 1.1, 1.9, 2.1, 9],
      [0.6, 1.3, 1.6, 2.6, 2.7],
    ];
    const days = boxes.map((quartilesKwh, i) => ({ ...sampleDay('CityA', '1', `2026-01-0${i + 1}`), quartilesKwh }));
    assert.deepEqual(boxOf(days.slice(0, 1)), boxes[0]);
    assert.deepEqual(boxOf(days.slice(0, 3)), [0.2, 1.1, 1.5, 2.1, 9]);
    assert.deepEqual(boxOf(days), [0.2, (1.1 + 1.2) / 2, (1.5 + 1.6) / 2, (2.1 + 2.2) / 2, 9]);
    const option = districtBoxes('CityA', days)!.option as Series;
    assert.match(
      option.title.subtext,
      /^box: median over the days of the daily quartiles; whiskers: lowest and highest/,
    );
  });
});
