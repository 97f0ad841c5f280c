import assert from 'node:assert/strict';
import { runGridloom } from '../support/run-gridloom';

/** Runs `gridloom read` on lines; gives the objects it wrote and its summary. */
async function read(lines: string[], ...args: string[]) {
  const { code, out, err } = await runGridloom(['read', '--json', ...args], { stdin: lines.join('\n') });
  const written = out
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  return { code, out: written, err };
}

const TASMOTA =
  '{"topic":"tele/kitchen/SENSOR","payload":{"Time":"2026-06-01T14:00:00","ENERGY":{"Total":12.5,"Power":460}}}';

describe('gridloom read', () => {
  it('writes one line for every reading and every refusal, and counts them', async () => {
    const { code, out, err } = await read(
      [TASMOTA, 'no JSON', '{"topic":"x","payload":"Online"}'],
      '-z',
      'Europe/Berlin',
    );
    assert.equal(code, 0);
    // 14:00 in Berlin in summer is 12:00 UTC.
    assert.deepEqual([out[0].meterId, out[0].timeMs, out[0].importWh], ['kitchen', Date.UTC(2026, 5, 1, 12), 12_500]);
    assert.ok(out[1].reason && out[1].remedy && out[2].reason && out[2].remedy);
    const { lines, readings, refused } = JSON.parse(err);
    assert.deepEqual({ lines, readings, refused }, { lines: 3, readings: 1, refused: 2 });
  });

  it('refuses local time without a zone, and says what to set', async () => {
    const { out } = await read([TASMOTA]);
    assert.equal(out[0].reason, 'time-zone-needed');
  });

  it('takes bytes as Base64 and where meters are from the topic', async () => {
    const payloadBase64 = Buffer.from('{"meterId":"H1","timeMs":1780315200000,"activePowerW":5}').toString('base64');
    const line = JSON.stringify({ topic: 'gridloom/Valdora/101/H1/reading', payloadBase64 });
    const { out } = await read([line], '--topics', 'gridloom/{city}/{district}/#');
    assert.deepEqual([out[0].city, out[0].district, out[0].activePowerW], ['Valdora', '101', 5]);
  });

  it('answers wrong arguments with exit code 2 and the way out', async () => {
    for (const args of [['-z', 'Mars/Olympus'], ['--dialect', 'klingon'], ['--duplicates', 'maybe'], ['--what']]) {
      const { code, err } = await read([], ...args);
      assert.equal(code, 2, args.join(' '));
      assert.match(err, /gridloom read --help/);
    }
  });
});
