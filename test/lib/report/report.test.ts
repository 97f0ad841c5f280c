import assert from 'node:assert/strict';
import { Value } from '@sinclair/typebox/value';
import { CityReport, createReport, type DistrictDayReport, type ReportSettings } from '../../../lib/report';
import { sampleDay } from './sample';
import { textsOfXml } from './well-formed';

const HOSTILE = '</text><script>alert(1)</script>"\'&{b}{a|x}\u0000\u202e\ud800';

function filesOf(days: readonly DistrictDayReport[], settings: ReportSettings = { estimated: 'exclude' }) {
  const report = createReport(settings);
  for (const day of days) report.add(day);
  return [...report.files()];
}

function days(): DistrictDayReport[] {
  const made: DistrictDayReport[] = [];
  for (const city of ['CityA', 'CityB'])
    for (const district of ['101', '102', '103'])
      for (const [i, date] of ['2026-01-01', '2026-01-02'].entries())
        made.push(sampleDay(city, district, date, { score: [0, 0.2, 0.5, 0.9][(Number(district) + i) % 4]! }));
  return made;
}

describe('report', function () {
  // Each heatmap takes a tenth of a second.
  this.timeout(60_000);
  it('has the files of each city, each day and each kept district-day', () => {
    const paths = filesOf(days(), { estimated: 'exclude', maximumDetails: 1 }).map(({ path }) => path);
    const ofCity = (city: string) =>
      ['risk-levels', 'risk-shares', 'violation-ratio', 'histogram', 'box'].map((kind) => `plots/${city}_${kind}.svg`);
    const ofDay = (stem: string) => [`reports_json/${stem}_report.json`, `reports_json/${stem}_report_full.json`];
    assert.deepEqual(paths, [
      'summary_csv/CityA_summary.csv',
      'summary_csv/CityB_summary.csv',
      ...['CityA_2026-01-01', 'CityA_2026-01-02', 'CityB_2026-01-01', 'CityB_2026-01-02'].flatMap(ofDay),
      ...ofCity('CityA'),
      ...ofCity('CityB'),
      'plots/CityA_103_2026-01-01_hourly.svg',
      'plots/CityA_103_2026-01-01_heatmap.svg',
      'report.html',
    ]);
  });

  it('gives the same bytes again, in whatever order the days come', () => {
    const first = filesOf(days(), { estimated: 'count', maximumDetails: 3 });
    assert.deepEqual(filesOf(days(), { estimated: 'count', maximumDetails: 3 }), first);
    assert.deepEqual(filesOf(days().reverse(), { estimated: 'count', maximumDetails: 3 }), first);
  });

  it('keeps the details of the highest scores, of equal ones the earlier and then by name', () => {
    const day = (district: string, date: string, score: number) => sampleDay('CityA', district, date, { score });
    const all = [
      day('b', '2026-01-01', 0.5),
      day('a', '2026-01-02', 0.5),
      day('c', '2026-01-03', 0.9),
      day('a', '2026-01-01', 0.5),
      day('d', '2026-01-01', 0.4),
    ];
    const files = filesOf(all, { estimated: 'exclude', maximumDetails: 3 });
    const kept = files.map(({ path }) => path).filter((path) => path.endsWith('_hourly.svg'));
    assert.deepEqual(
      kept,
      ['c_2026-01-03', 'a_2026-01-01', 'b_2026-01-01'].map((stem) => `plots/CityA_${stem}_hourly.svg`),
    );
    const second = JSON.parse(files.find(({ path }) => path.endsWith('2026-01-01_report_full.json'))!.content);
    assert.deepEqual(
      second.districts.map((each: { hours?: unknown }) => each.hours !== undefined),
      [true, true, false],
    );
  });

  it('says so when a district-day comes twice', () => {
    const report = createReport({ estimated: 'exclude' });
    report.add(sampleDay('CityA', '101', '2026-01-01'));
    const again = () => report.add(sampleDay('CityA', '101', '2026-01-01'));
    assert.throws(again, /district 101 of CityA on 2026-01-01 is in the report already: add each district-day once/);
  });

  it('is a page without days', () => {
    const files = filesOf([]);
    assert.deepEqual(
      files.map(({ path }) => path),
      ['report.html'],
    );
    assert.match(files[0]!.content, /no district-days/);
  });

  it('draws days without hours, households or values as far as they go', () => {
    const empty = {
      ...sampleDay('CityA', '101', '2026-01-01'),
      hours: [],
      households: [],
      kwh: [],
      quartilesKwh: null,
    };
    const plots = filesOf([empty])
      .map(({ path }) => path)
      .filter((path) => path.startsWith('plots/'));
    assert.deepEqual(
      plots,
      ['risk-levels', 'risk-shares', 'violation-ratio'].map((kind) => `plots/CityA_${kind}.svg`),
    );
  });

  it('has full reports of their schema', () => {
    for (const { path, content } of filesOf(days(), { estimated: 'exclude', generatedMs: 1_790_000_000_000 })) {
      if (path.endsWith('_full.json')) assert.deepEqual([...Value.Errors(CityReport, JSON.parse(content))], []);
    }
  });

  it('keeps hostile names harmless in every file', () => {
    const hostile = sampleDay(HOSTILE, HOSTILE, HOSTILE, { score: 0.9 });
    hostile.households[0] = HOSTILE;
    hostile.hours[3]!.hour = HOSTILE;
    hostile.risk.because = HOSTILE;
    hostile.risk.peakHour = HOSTILE;
    const formula = sampleDay('=cmd|A1', '@x', '../2026', { score: 0.5 });
    const files = filesOf([hostile, formula]);
    assert.equal(files.length, 1 + 2 * 10);
    for (const { path, content } of files) {
      assert.match(path, /^(?:[a-z_]+\/)?[\p{L}\p{N}][\p{L}\p{N} ~_-]*\.(?:csv|json|svg|html)$/u);
      assert.ok(Buffer.byteLength(path.split('/').at(-1)!) <= 120);
      if (path.endsWith('.svg')) textsOfXml(content);
      if (path.endsWith('.json')) assert.ok([HOSTILE, '=cmd|A1'].includes(JSON.parse(content).city));
      if (!/\.(?:svg|html)$/.test(path)) continue;
      assert.doesNotMatch(content, /<script/, path);
      for (const unfit of ['\u0000', '\u202e', '\ud800']) assert.ok(!content.includes(unfit), path);
    }
    const csv = files.find(({ content }) => content.includes('cmd'))!.content;
    assert.match(csv, /\n'=cmd\|A1,'@x,\.\.\/2026,/);
  });
});

describe('plots', function () {
  this.timeout(60_000);
  const files = filesOf(days().slice(0, 3)).filter(({ path }) => path.endsWith('.svg'));

  it('are well-formed and self-contained', () => {
    for (const { path, content } of files) {
      textsOfXml(content);
      assert.doesNotMatch(content.replaceAll(/xmlns(?::xlink)?="[^"]*"/g, ''), /https?:|<image|<style|ecmeta/, path);
    }
  });

  it('name what they show, with units', () => {
    const texts = (kind: string) =>
      textsOfXml(files.find(({ path }) => path.includes(kind))!.content).map((text) => text.trim());
    assert.ok(texts('box').includes('Energy of a measured household-hour (kWh)'));
    assert.ok(texts('histogram').includes('Energy of a household-hour (kWh)'));
    assert.ok(texts('hourly').includes('Energy of the district in the hour (kWh)'));
    assert.ok(texts('hourly').some((text) => /^peak \d\d:00: [\d.]+ kWh$/.test(text)));
    assert.ok(texts('heatmap').includes('Household'));
    for (const level of ['NO RISK', 'LOW', 'MEDIUM', 'HIGH']) assert.ok(texts('risk-levels').includes(level));
  });

  it('have ids of their own within the page', () => {
    const page = filesOf(days()).at(-1)!.content;
    const ids = [...page.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    assert.ok(ids.length > 10);
    assert.equal(new Set(ids).size, ids.length);
    for (const [, id] of page.matchAll(/url\(#([^)]*)\)/g)) assert.ok(ids.includes(id));
  });
});

describe('report page', () => {
  const counts = { read: 1_234_567, accepted: 1_234_000, quarantined: 567 };
  const page = filesOf(days(), { estimated: 'count', counts, generatedMs: 0 }).at(-1)!.content;

  it('needs nothing but itself', () => {
    assert.match(page, /content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"/);
    assert.doesNotMatch(
      page.replaceAll(/xmlns(?::xlink)?="[^"]*"/g, ''),
      /https?:|<script|<link|<img|\bon\w+=| href=|url\((?!#)/,
    );
  });

  it('shows the figures, and how the score is made', () => {
    assert.match(page, /<dd>1,234,567<\/dd><dt>rows read<\/dt>/);
    assert.match(page, /<dd>6<\/dd><dt>districts<\/dt>/);
    assert.match(page, /made 1970-01-01T00:00:00.000Z/);
    assert.match(page, /counts like a measured one/);
    assert.match(page, /CityA, CityB/);
  });

  it('says when the table is cut', () => {
    const many = Array.from({ length: 501 }, (_, i) => ({
      ...sampleDay('CityA', `D${i}`, '2026-01-01', { households: 1 }),
      kwh: [],
    }));
    const cut = filesOf(many, { estimated: 'exclude', maximumDetails: 0 }).at(-1)!.content;
    assert.match(cut, /The first 500 of 501;/);
    assert.equal(cut.match(/<td class="because">/g)!.length, 500);
  });
});
