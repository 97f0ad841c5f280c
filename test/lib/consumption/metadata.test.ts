import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseCityMetadata } from '../../../lib/consumption/metadata';

const document = {
  city: 'Madrid',
  date: '2026-05-04',
  districts: [
    { district_id: '101', threshold: 1.2 },
    { district_id: '102', threshold: 1.8 },
  ],
  critical_hours: ['18:00', '19:00'],
};

describe('city metadata', () => {
  it('reads the file format, as text or parsed, with a byte order mark too', () => {
    const expected = {
      metadata: {
        city: 'Madrid',
        date: '2026-05-04',
        districts: [
          { district: '101', thresholdKwh: 1.2 },
          { district: '102', thresholdKwh: 1.8 },
        ],
        criticalHours: ['18:00', '19:00'],
      },
      warnings: [],
    };
    assert.deepEqual(parseCityMetadata(document), expected);
    assert.deepEqual(parseCityMetadata(`\uFEFF${JSON.stringify(document)}`), expected);
  });

  it('takes the defaults of the format for what is missing, and says where', () => {
    const { metadata, warnings } = parseCityMetadata({ districts: [{}] });
    assert.deepEqual(metadata, {
      city: 'UnknownCity',
      date: 'UnknownDate',
      districts: [{ district: 'Unknown', thresholdKwh: 1.5 }],
      criticalHours: [],
    });
    assert.deepEqual(
      warnings.map((w) => w.place),
      ['/city', '/date', '/districts/0/district_id', '/districts/0/threshold', '/critical_hours'],
    );
  });

  for (const [what, change, place] of [
    ['a threshold of 0', { districts: [{ district_id: '1', threshold: 0 }] }, '/districts/0/threshold'],
    ['a threshold in words', { districts: [{ district_id: '1', threshold: 'high' }] }, '/districts/0/threshold'],
    ['a date that is none', { date: '2026-02-30' }, '/date'],
    ['a date with a time', { date: '2026-05-04T00:00' }, '/date'],
    ['districts that are no list', { districts: { 101: 1.5 } }, '/districts'],
    ['a district that is no object', { districts: [7] }, '/districts/0'],
    ['an hour that is none', { critical_hours: ['25:00'] }, '/critical_hours/0'],
    ['an hour that is not whole', { critical_hours: ['18:00', '18:30'] }, '/critical_hours/1'],
    ['a city without a name', { city: ' ' }, '/city'],
  ] as const) {
    it(`warns of ${what}`, () => {
      const { metadata, warnings } = parseCityMetadata({ ...document, ...change });
      assert.deepEqual(
        warnings.map((w) => w.place),
        [place],
      );
      assert.ok(warnings[0]!.message && warnings[0]!.remedy);
      assert.ok(metadata);
    });
  }

  it('accepts numbers as ids and thresholds as text', () => {
    const { metadata, warnings } = parseCityMetadata({
      ...document,
      districts: [{ district_id: 101, threshold: '1.2' }],
    });
    assert.deepEqual(metadata?.districts, [{ district: '101', thresholdKwh: 1.2 }]);
    assert.deepEqual(warnings, []);
  });

  it('has no metadata for what is no document', () => {
    for (const input of ['{"city": ', null, 7, [], undefined, 'null']) {
      const { metadata, warnings } = parseCityMetadata(input);
      assert.equal(metadata, undefined);
      assert.equal(warnings.length, 1);
    }
  });

  it('never throws', () => {
    const damaged = fc.record(
      { city: fc.anything(), date: fc.anything(), districts: fc.anything(), critical_hours: fc.anything() },
      { requiredKeys: [] },
    );
    const lists = fc.record({ districts: fc.array(fc.anything()), critical_hours: fc.array(fc.anything()) });
    fc.assert(
      fc.property(fc.oneof(fc.anything(), damaged, lists, fc.string()), (input) => {
        for (const district of parseCityMetadata(input).metadata?.districts ?? []) assert.ok(district.thresholdKwh > 0);
      }),
      { seed: 37, numRuns: 500 },
    );
  });
});
