import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Value } from '@sinclair/typebox/value';
import { StressMeasurement } from '../../../lib/messages/stress-measurement';
import { LoadReplay, type LoadReplaySettings, type ReplayItem, replayLoad } from '../../../lib/stress';
import { sharedFile } from '../../support/shared-data';

const HOUR = 3_600_000;
const START = Date.UTC(2018, 0, 1);

/** Loads of hours from 2018 on; null: the row is not there, '': it has no load. */
function file(...loads: (number | string | null)[]): string[] {
  const rows = loads.flatMap((load, hour) =>
    load === null ? [] : [`${new Date(START + hour * HOUR).toISOString()},${load}`],
  );
  return ['time,load_mw', ...rows];
}
const measured = (items: ReplayItem[]) => items.flatMap((item) => ('measurement' in item ? [item.measurement] : []));
const refused = (items: ReplayItem[]) => items.flatMap((item) => ('refused' in item ? [item.refused] : []));
const play = (lines: string[], settings: Partial<LoadReplaySettings> = {}) => [...replayLoad(lines, settings)];
/** [hour, load, flags] */
const brief = (items: ReplayItem[]) =>
  measured(items).map(({ timeMs, loadMw, flags = [] }) => [(timeMs - START) / HOUR, loadMw, ...flags]);

describe('load replay', () => {
  it('reads a file as it is', () => {
    const items = play(file(100, 110, 120));
    assert.deepEqual(brief(items), [
      [0, 100],
      [1, 110],
      [2, 120],
    ]);
    for (const measurement of measured(items)) assert.deepEqual([...Value.Errors(StressMeasurement, measurement)], []);
  });

  it('bridges short gaps, of rows and of loads, by hand', () => {
    const loads = [100, 110, null, '', 116, 118];
    assert.deepEqual(brief(play(file(...loads))), [
      [0, 100],
      [1, 110],
      [2, 112, 'bridged'],
      [3, 114, 'bridged'],
      [4, 116],
      [5, 118],
    ]);
    assert.deepEqual(brief(play(file(...loads), { gaps: 'leave' })), [
      [0, 100],
      [1, 110],
      [4, 116],
      [5, 118],
    ]);
  });

  it('reports longer gaps, and what has no good load on both sides', () => {
    const long = [100, 110, ...Array(4).fill(null), 116, 118, ...Array(4).fill(''), 120, ''];
    const items = play(file(...long), { maximumBridgeSteps: 3 });
    assert.deepEqual(brief(items), [
      [0, 100],
      [1, 110],
      [6, 116],
      [7, 118],
      [12, 120],
    ]);
    assert.deepEqual(
      refused(items).map(({ reason }) => reason),
      ['gap', 'not-bridged', 'not-bridged'],
    );
    assert.match(
      refused(items)[0]!.message,
      /between 2018-01-01T01:00:00.000Z and 2018-01-01T06:00:00.000Z: 4 are missing/,
    );
  });

  it('bridges, flags or drops spikes and zeros', () => {
    const loads = [100, 102, 104, 300, 108, 110, 0, -5, 116, 118];
    assert.deepEqual(brief(play(file(...loads))), [
      [0, 100],
      [1, 102],
      [2, 104],
      [3, 106, 'bridged', 'spike'],
      [4, 108],
      [5, 110],
      [6, 112, 'bridged', 'zero'],
      [7, 114, 'bridged', 'zero'],
      [8, 116],
      [9, 118],
    ]);
    const flagged = brief(play(file(...loads), { glitches: 'flag' }));
    assert.deepEqual(
      [flagged[3], flagged[6], flagged[7]],
      [
        [3, 300, 'spike'],
        [6, 0, 'zero'],
        [7, -5, 'zero'],
      ],
    );
    const dropped = brief(play(file(...loads), { glitches: 'drop' }));
    assert.deepEqual(
      dropped.map(([hour]) => hour),
      [0, 1, 2, 4, 5, 8, 9],
    );
    const two = brief(play(file(100, 102, 104, 10, 12, 108, 110)));
    assert.deepEqual(
      two.slice(3, 5).map(([, , ...flags]) => flags),
      [
        ['bridged', 'spike'],
        ['bridged', 'spike'],
      ],
    );
  });

  it('leaves a steep morning and a level that changes for good as they are', () => {
    const items = play(file(100, 100, 100, 100, 124, 150, 180, 180, 180));
    assert.ok(measured(items).every(({ flags }) => flags === undefined));
  });

  it('takes the first of two rows of one time, unless it is empty, and refuses rows that go back', () => {
    const [header, ...rows] = file(100, 110, '', 120, 130) as [string, ...string[]];
    const lines = [
      header,
      rows[0]!,
      rows[1]!,
      rows[1]!,
      `${rows[1]!}9`,
      rows[2]!,
      `${rows[2]!}115`,
      rows[3]!,
      rows[0]!,
      rows[4]!,
    ];
    const items = play(lines);
    assert.deepEqual(brief(items), [
      [0, 100],
      [1, 110],
      [2, 115],
      [3, 120],
      [4, 130],
    ]);
    const reasons = refused(items).map(({ reason, place }) => [reason, place]);
    assert.deepEqual(reasons, [
      ['duplicate', 'line 4'],
      ['conflicting-duplicate', 'line 5'],
      ['out-of-order', 'line 9'],
    ]);
  });

  it('knows clock changes of times without an offset', () => {
    const wall = (...times: string[]) => ['Zeit;Last (MW)', ...times.map((time, i) => `${time};${100 + i},5`)];
    const settings = { timeZone: 'Europe/Berlin' };
    const autumn = play(wall('28.10.2018 01:00', '28.10.2018 02:00', '28.10.2018 02:00', '28.10.2018 03:00'), settings);
    assert.deepEqual(
      measured(autumn).map(({ timeMs, loadMw, flags = [] }) => [new Date(timeMs).getUTCHours(), loadMw, ...flags]),
      [
        [23, 100.5],
        [0, 101.5, 'repeated-hour'],
        [1, 102.5, 'repeated-hour'],
        [2, 103.5],
      ],
    );
    const spring = play(wall('25.03.2018 00:00', '25.03.2018 01:00', '25.03.2018 02:00', '25.03.2018 03:00'), settings);
    assert.deepEqual(
      refused(spring).map(({ reason }) => reason),
      ['no-such-time'],
    );
    assert.deepEqual(
      measured(spring).map(({ loadMw }) => loadMw),
      [100.5, 101.5, 103.5],
    );
  });

  it('guesses columns, unit and step, and says so', () => {
    const layoutOf = (lines: string[], settings: Partial<LoadReplaySettings> = {}) => {
      const replay = new LoadReplay(settings);
      for (const line of lines) replay.push(line);
      replay.end();
      return replay.layout!;
    };
    const wide = [
      'id;utc_time;local;price;DE_load_forecast;DE_load_actual',
      '1;2018-01-01T00:00Z;2018-01-01 01:00;30;41000;40000',
      '2;2018-01-01T00:15Z;2018-01-01 01:15;31;41500;40500',
    ];
    const { time, load, unit, stepMs, delimiter, because } = layoutOf(wide);
    assert.deepEqual(
      [time.name, load.name, unit, stepMs, delimiter],
      ['utc_time', 'DE_load_actual', 'MW', 900_000, ';'],
    );
    assert.equal(because.length, 4);
    const chosen = layoutOf(wide, { loadColumn: 'de_load_forecast', timeColumn: 'local', unit: 'kW', stepMinutes: 30 });
    assert.deepEqual([chosen.time.name, chosen.load.index, chosen.unit, chosen.stepMs], ['local', 4, 'kW', 1_800_000]);
    assert.deepEqual(chosen.because, []);
    const bare = layoutOf(['2018-01-01,"45.5"', '2018-01-02,"46.5"']);
    assert.deepEqual([bare.hasHeader, bare.load.name, bare.unit, bare.stepMs], [false, 'column 2', 'GW', 24 * HOUR]);
    assert.equal(layoutOf(['t,load_kw', '2018-01-01,5']).unit, 'kW');
    assert.throws(() => layoutOf(wide, { loadColumn: 'x' }), /no column "x": set loadColumn to one of id, utc_time/);
    assert.throws(() => layoutOf(['a,b', 'c,d']), /set timeColumn/);
    assert.throws(() => layoutOf(['a,b', '2018-01-01,d']), /set loadColumn/);
    assert.throws(() => layoutOf([]), /no rows/);
  });

  it('converts units and refuses what is no row', () => {
    const items = play([
      '\uFEFFtime,load_gw',
      '2018-01-01T00:00Z,50',
      'x,1',
      '2018-01-01T01:00Z,many',
      '',
      '2018-01-01T02:00Z,52',
      '2018-02-30,5',
      '2018-01-01T03:00Z',
      ...Array.from({ length: 20 }, (_, i) => `2018-01-02T${String(i).padStart(2, '0')}:00Z,50`),
    ]);
    assert.deepEqual(brief(items).slice(0, 3), [
      [0, 50_000],
      [1, 51_000, 'bridged'],
      [2, 52_000],
    ]);
    assert.deepEqual(
      refused(items)
        .slice(0, 3)
        .map(({ reason, place }) => [reason, place]),
      [
        ['bad-time', 'line 3'],
        ['bad-load', 'line 4'],
        ['bad-time', 'line 7'],
      ],
    );
  });

  describe('public data', () => {
    const cases = [
      {
        name: 'load/at_2016_2018_hourly.csv',
        rows: 26_304,
        column: 'load_mw',
        firstMs: Date.UTC(2016, 0, 1),
        first: 5977,
      },
      {
        name: 'load/de_2018_jan_sep_hourly.csv',
        rows: 6551,
        column: 'DE_load_actual_entsoe_transparency',
        firstMs: Date.UTC(2017, 11, 31, 23),
        first: 41_556,
      },
    ];
    for (const { name, rows, column, firstMs, first } of cases) {
      it(`replays every hour of ${name} unchanged, identically each time`, function () {
        this.timeout(10_000);
        const path = sharedFile(name);
        if (!path) return this.skip();
        const lines = readFileSync(path, 'utf8').split('\n');
        const replay = new LoadReplay();
        const items = [...lines.flatMap((line) => replay.push(line)), ...replay.end()];
        const all = measured(items);
        assert.deepEqual([replay.layout!.load.name, replay.layout!.unit, replay.layout!.stepMs], [column, 'MW', HOUR]);
        assert.deepEqual([all.length, refused(items).length], [rows, 0]);
        assert.deepEqual(all[0], { timeMs: firstMs, loadMw: first });
        assert.ok(all.every(({ timeMs, flags }, i) => flags === undefined && timeMs === firstMs + i * HOUR));
        assert.equal(JSON.stringify(play(lines)), JSON.stringify(items));
      });
    }
  });
});
