import assert from 'node:assert/strict';
import type { GridAlert, MeterReading, Refusal } from '../../lib/messages';
import { DIALECT_NAMES, type DialectName } from '../../lib/meters';
import type { MonitorSummary } from '../../lib/monitor';
import { SAMPLE_TIME_MS, SAMPLES } from '../lib/meters/samples';
import { type GridloomProcess, ROOT, startGridloom } from '../support/gridloom-process';
import { Inbox, until } from '../support/inbox';
import { LiveFlow } from '../support/seed-user-folder';
import { tempFolder } from '../support/temp-folder';

/** Active power of each dialect's sample in watts, import positive. */
const POWER_W: Record<DialectName, number> = {
  gridloom: 451,
  tasmota: 451,
  'tasmota-sml': -230,
  shelly: 120.1,
  zigbee2mqtt: 87,
  glow: 623,
  senml: 290,
  dsmr: -1250,
  sparkplug: 451.5,
  homeassistant: 1250,
};
const STEP_MS = 5_000;
const METER = 'H100';

describe('the live flow as shipped, with meters of your own', function () {
  this.timeout(60_000);
  let system: GridloomProcess;
  let inbox: Inbox;
  /** Event time of the alarm's story; long enough ago that none of it is ahead of the clock. */
  let timeMs = Date.now() - 600_000;

  before(async () => {
    const userDir = tempFolder();
    const flow = new LiveFlow(ROOT);
    flow.tap('grid-meter-reading', 0, 'tap/readings');
    flow.tap('grid-meter-reading', 1, 'tap/refused');
    flow.tap('grid-reading-monitor', 0, 'tap/summary');
    flow.feed('tap/commands', 'grid-threshold-risk');
    flow.seed(userDir);
    system = await startGridloom(userDir);
    inbox = await Inbox.open(system.broker, ['tap/#', 'gridloom-alerts']);
    // Subscriptions of the flow are made once its broker connection stands, which the first summary shows.
    await until(() => inbox.last('tap/summary'), 'the first summary');
  });

  after(async () => {
    await inbox?.client.endAsync();
    await system?.interrupt();
  });

  it('takes one message of each dialect and reads the right power from it', async () => {
    for (const name of DIALECT_NAMES) {
      const { topic, payload } = SAMPLES[name];
      const bytes = Buffer.isBuffer(payload) || typeof payload === 'string' ? payload : JSON.stringify(payload);
      await inbox.client.publishAsync(topicOf(topic!), bytes, { qos: 1 });
    }
    const newest = (name: DialectName) =>
      inbox
        .elements<MeterReading>('tap/readings')
        .filter(({ dialect, activePowerW }) => dialect === name && activePowerW !== undefined)
        .at(-1);
    await until(() => DIALECT_NAMES.every(newest), 'a reading with power of each dialect');
    for (const name of DIALECT_NAMES) {
      const reading = newest(name)!;
      assert.equal(reading.activePowerW, POWER_W[name], name);
      assert.equal(reading.timeMs, SAMPLE_TIME_MS, name);
      assert.equal(reading.city, 'madrid', name);
      assert.equal(reading.district, '101', name);
    }
    const readings = inbox.elements('tap/readings').length;
    await until(() => summary().readings === readings, `${readings} readings in the summary`);
    assert.equal(summary().meters, new Set(inbox.elements<MeterReading>('tap/readings').map((r) => r.meterId)).size);
  });

  it('refuses a Tasmota whose clock was never set, and says why', async () => {
    const payload = { Time: '1970-01-01T00:00:12', ENERGY: { Power: 100, Total: 1.5, Voltage: 230 } };
    await inbox.client.publishAsync('gridloom/madrid/101/tele/new-plug/SENSOR', JSON.stringify(payload), { qos: 1 });
    const refusal = () => inbox.elements<Refusal>('tap/refused').find(({ reason }) => reason === 'clock-not-set');
    await until(refusal, 'the refusal');
    // Midnight in Berlin is an hour before midnight UTC.
    assert.match(refusal()!.message, /1969-12-31T23:00:12/);
    assert.ok(refusal()!.remedy.length > 10);
    await until(() => summary().refused['clock-not-set'] === 1, 'the refusal in the summary');
  });

  it('raises one alert for a household above its threshold, not one a reading', async () => {
    for (let i = 0; i <= 12; i++) await publish(2.25, i);
    await seen(13);
    const [alert, ...more] = alerts();
    assert.deepEqual(more, []);
    assert.equal(alert!.state, 'raised');
    assert.equal(alert!.alarmId, `threshold/meter/${METER}`);
    assert.equal(alert!.value.toFixed(3), '2.250');
    assert.equal(alert!.threshold, 1.5);
    assert.equal(alert!.unit, 'kW');
    assert.equal(alert!.timeMs, timeMs - 13 * STEP_MS + 15_000, '15 s above the threshold raise it');
    assert.match(alert!.because, /2\.25 kW is 50 % above 1\.5 kW/);
  });

  it('acknowledges by message, once', async () => {
    const command = JSON.stringify({ acknowledge: `threshold/meter/${METER}`, by: 'Ada' });
    await inbox.client.publishAsync('tap/commands', command, { qos: 1 });
    await until(() => alerts().length === 2, 'the acknowledged alert');
    assert.equal(alerts()[1]!.state, 'acknowledged');
    assert.equal(alerts()[1]!.acknowledgedBy, 'Ada');
    await inbox.client.publishAsync('tap/commands', command, { qos: 1 });
    await until(() => summary().refused['already-acknowledged'] === 1, 'the second one refused');
    assert.equal(alerts().length, 2);
  });

  it('clears it after 60 s below the threshold', async () => {
    for (let i = 0; i <= 14; i++) await publish(0.5, i);
    await seen(28);
    assert.deepEqual(
      alerts().map(({ state }) => state),
      ['raised', 'acknowledged', 'cleared'],
    );
    const cleared = alerts()[2]!;
    assert.equal(cleared.clearedMs, timeMs - 15 * STEP_MS + 60_000);
    assert.equal(cleared.value.toFixed(3), '0.500');
    assert.doesNotMatch(system.output(), /uncaught|unhandled|\[error\]/i);
  });

  /** A household of its own, so that no alarm of its district or city is meant. */
  async function publish(kw: number, step: number): Promise<void> {
    // A milliwatt up and down: a value that stands still would be flagged as frozen.
    const activePowerW = kw * 1000 + (step % 2 === 0 ? 0 : 0.001);
    const payload = { meterId: METER, timeMs, activePowerW, household: METER };
    await inbox.client.publishAsync(`gridloom/madrid/102/${METER}`, JSON.stringify(payload), { qos: 1 });
    timeMs += STEP_MS;
  }

  async function seen(count: number): Promise<void> {
    const own = () => inbox.elements<MeterReading>('tap/readings').filter(({ meterId }) => meterId === METER).length;
    await until(() => own() === count, `${count} readings of ${METER}`);
    // Alerts follow their reading at once; a further summary passes the broker after them.
    const summaries = inbox.all('tap/summary').length;
    await until(() => inbox.all('tap/summary').length > summaries, 'the next summary');
  }

  const summary = () => inbox.last<MonitorSummary>('tap/summary')!;
  const alerts = () => inbox.elements<GridAlert>('gridloom-alerts').filter(({ subject }) => subject === METER);
});

/** Where the flow subscribes: topics of devices go below city and district. */
function topicOf(topic: string): string {
  return /^(gridloom|spBv1\.0)\//.test(topic) ? topic : `gridloom/madrid/101/${topic}`;
}
