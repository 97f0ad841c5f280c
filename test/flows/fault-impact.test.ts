import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import type { FaultClassification, FaultImpact, Refusal, Waveform, WaveformFrame } from '../../lib/messages';
import { type SimulatedEvent, simulateEvent } from '../../simulator/waveform';
import { eventFiles, waveformFrames } from '../../simulator/waveform/publish';
import { type Broker, startBroker } from '../../start/broker';
import { tappedFaultFlow } from '../support/fault-flow';
import { deploy, getFlows } from '../support/gridloom-process';
import { hostileMessages, overMqtt } from '../support/hostile-messages';
import { Inbox, until } from '../support/inbox';
import { type NodeRedWithFlow, startNodeRedWithFlow } from '../support/node-red-with-flow';
import { tempFolder } from '../support/temp-folder';
import { testPort } from '../support/test-port';

const POWER = 'internal_power_transformer_internal_faults_Class1';
const HOSTILE = 400;
const PEERS = { sender: 'prosumer-a', receiver: 'consumer-home' };

type Answer = { status: number; type: string | null; body: Record<string, unknown> & Partial<Refusal> };

describe('the flow Fault impact as shipped, with a recorder of your own', function () {
  this.timeout(120_000);
  let broker: Broker;
  let nodeRed: NodeRedWithFlow;
  let inbox: Inbox;
  let fault: SimulatedEvent;

  const classified = () => inbox.elements<FaultClassification>('tap/classified');
  const impacts = () => inbox.elements<FaultImpact>('tap/impact');
  const waveforms = () => inbox.elements<Waveform>('tap/waveforms');
  const publish = (topic: string, payload: string | Buffer) => inbox.client.publishAsync(topic, payload, { qos: 1 });

  async function ask(path: string, body?: unknown, options: RequestInit = {}): Promise<Answer> {
    const post = { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) };
    const answer = await fetch(`${nodeRed.url}${path}`, { ...(body === undefined ? {} : post), ...options });
    const type = answer.headers.get('content-type');
    assert.equal(answer.headers.get('x-content-type-options'), 'nosniff', path);
    return { status: answer.status, type, body: (await answer.json()) as Answer['body'] };
  }
  const classify = (body: unknown) => ask('api/v1/faults/classify', body);
  const predict = (sample: unknown, more: object = {}) =>
    ask('predict', { sample_filename: sample, sender_peer: 'prosumer-a', receiver_peer: 'consumer-home', ...more });

  /** An answer that is no result: JSON that says what and what to do. */
  function refused({ status, type, body }: Answer, expected: number, about: string): void {
    assert.equal(status, expected, `${about}: ${JSON.stringify(body)}`);
    assert.match(type ?? '', /^application\/json/, about);
    assert.ok(typeof body.error === 'string' && body.error.length > 5 && body.remedy!.length > 5, about);
  }

  function recorded(event: SimulatedEvent): Waveform {
    const channels = event.operate.map((samples, i) => ({
      name: `I${'ABC'[i]}`,
      phase: 'ABC'[i] as 'A',
      quantity: 'current' as const,
      unit: 'A',
      role: 'operate' as const,
      samples: Array.from(samples),
    }));
    return { id: 'sent', sampleRateHz: event.sampleRateHz, nominalFrequencyHz: 60, channels };
  }

  before(async () => {
    fault = simulateEvent({
      label: POWER,
      phase: 0,
      windingShare: 0.5,
      turnsShare: 0.5,
      faultResistanceOhm: 0.5,
      side: 'primary',
      inception: 3,
      shift: 'forward',
      tap: 1,
      nominalFrequencyHz: 60,
      seed: 6,
    });
    const outside = tempFolder();
    const folder = join(outside, 'samples');
    mkdirSync(join(folder, 'mine'), { recursive: true });
    const files = [
      ...eventFiles(fault, 'npy', `${POWER}-01`, 0),
      ...eventFiles(fault, 'text', 'mine/fault', 0),
      ...eventFiles(fault, 'comtrade', 'mine/record', 0),
      { path: 'broken.npy', content: 'no numbers' },
      { path: 'short.txt', content: '0,1,2,3\n0.0001,1,2,3\n' },
      { path: '../secret.txt', content: 'secret' },
    ];
    for (const { path, content } of files) writeFileSync(join(folder, path), content);
    symlinkSync(join(outside, 'secret.txt'), join(folder, 'link.txt'));
    broker = await startBroker({ host: '127.0.0.1', port: await testPort() });
    process.env.GRIDLOOM_BROKER_URL = broker.url;
    nodeRed = await startNodeRedWithFlow(tappedFaultFlow(folder, { timeoutSeconds: 15, maxMegabytes: 1 }));
    delete process.env.GRIDLOOM_BROKER_URL;
    inbox = await Inbox.open(broker.url, ['tap/#']);
    // The flow subscribes once its connection stands, which the first refusal shows.
    const knock = setInterval(() => publish('waveform/s/knock', 'knock'), 300);
    await until(() => inbox.all('tap/refused').length > 0, 'the flow to subscribe', 30_000).finally(() =>
      clearInterval(knock),
    );
  });
  after(async () => {
    await inbox?.client.endAsync();
    await nodeRed?.stop();
    await broker?.close();
  });

  const frames = (id: string): WaveformFrame[] =>
    waveformFrames(fault, { id, station: 's', recorder: 'r', startMs: Date.UTC(2026, 2, 2) }, 12);
  const send = async (all: readonly WaveformFrame[]) => {
    for (const frame of all) await publish('waveform/s/r', JSON.stringify(frame));
  };

  it('classifies a live event of which frames come twice and out of order, and says what it does to transfers', async () => {
    const all = frames('live');
    const [first, second, third, ...rest] = all as [WaveformFrame, WaveformFrame, WaveformFrame];
    await send([second, first, first, ...rest, third, second]);
    await until(() => impacts().length > 0, 'the impact of the event', 30_000);
    const [one] = classified();
    assert.equal(one!.id, 'live');
    assert.equal(waveforms().find(({ id }) => id === 'live')!.gaps?.length ?? 0, 0);
    assert.ok(Math.abs(one!.inceptionMs! - fault.inceptionMs) < 3, `inception at ${one!.inceptionMs} ms`);
    assert.equal(impacts()[0]!.waveformId, 'live');
    assert.equal(impacts()[0]!.sender, PEERS.sender);
    console.log(`      ${one!.label} ${one!.probability}, relay ${one!.relay?.verdict}, ${one!.engine}`);
  });

  it('names the frames that were lost, and does not wait for them for ever', async () => {
    await send(frames('lossy').filter(({ frame }) => frame !== 11));
    await until(() => classified().some(({ id }) => id === 'lossy'), 'the event with a gap', 30_000);
    const { gaps } = waveforms().find(({ id }) => id === 'lossy')!;
    assert.equal(gaps!.length, 1);
    assert.match(gaps![0]!.reason, /frame/);
  });

  it('lists the samples, and nothing but event files', async () => {
    const { status, body } = await ask('api/v1/faults/samples');
    assert.equal(status, 200);
    assert.deepEqual(
      (body.samples as { name: string; trueLabel: string | null }[]).map(({ name, trueLabel }) => [name, trueLabel]),
      [
        ['broken.npy', null],
        [`${POWER}-01.npy`, POWER],
        ['mine/fault.txt', null],
        ['mine/record.cfg', null],
        ['short.txt', null],
      ],
    );
    const schema = await ask('api/v1/faults/classify');
    assert.ok('request' in schema.body && 'answer' in schema.body);
  });

  it('answers /predict with the fields of the original', async () => {
    const { status, body } = await predict(`${POWER}-01.npy`);
    assert.equal(status, 200, JSON.stringify(body));
    const fields = ['selected_sample', 'sender_peer', 'receiver_peer', 'predicted_label', 'confidence', 'true_label'];
    const more = ['description', 'causes', 'p2p_impact_details', 'waveform_data'];
    assert.deepEqual(Object.keys(body).sort(), [...fields, ...more].sort());
    assert.equal(body.selected_sample, `${POWER}-01.npy`);
    assert.equal(body.true_label, POWER);
    assert.equal(body.sender_peer, 'prosumer-a');
    assert.match(body.confidence as string, /^\d{1,3}\.\d\d%$/);
    assert.deepEqual(Object.keys(body.p2p_impact_details as object).sort(), [
      'event_type',
      'highlight_keys',
      'is_fault_condition',
      'p2p_disruption_message',
    ]);
    assert.deepEqual(
      (body.waveform_data as number[][]).map((samples) => samples.map(Math.fround)),
      fault.operate.map((samples) => Array.from(samples)),
    );
    assert.equal((await predict('mine/fault.txt')).body.true_label, 'unknown');
  });

  it('gives the same answer for a sample in every format, and for samples that are sent', async () => {
    const answers = [];
    for (const sample of [`${POWER}-01.npy`, 'mine/fault.txt', 'mine/record.cfg']) {
      answers.push(await classify({ sample, ...PEERS }));
    }
    answers.push(await classify({ waveform: recorded(fault), ...PEERS }));
    const labels = answers.map(({ status, body }) => {
      assert.equal(status, 200, JSON.stringify(body));
      const { classification, impact } = body as { classification: FaultClassification; impact: FaultImpact };
      assert.equal(impact.waveformId, classification.id);
      assert.equal(impact.receiver, PEERS.receiver);
      return classification.label;
    });
    assert.deepEqual([...new Set(labels)], [labels[0]]);
  });

  it('answers requests at the same time each with its own result', async () => {
    const senders = ['prosumer-a', 'prosumer-b', 'community-battery', 'micro-industry'];
    const asked = Array.from({ length: 20 }, (_, i) => ({
      sample: 'mine/fault.txt',
      sender: senders[i % 4],
      receiver: 'ev-hub',
    }));
    const answers = await Promise.all(asked.map(classify));
    assert.deepEqual(
      answers.map(({ body }) => (body.impact as FaultImpact).sender),
      asked.map(({ sender }) => sender),
    );
  });

  it('refuses with the code that is right, as JSON', async () => {
    const wave = recorded(fault);
    const [channel] = wave.channels;
    refused(await ask('predict', '{"sample_filename": '), 400, 'not JSON');
    refused(await ask('predict', '<b>no</b>', { headers: { 'content-type': 'text/html' } }), 400, 'HTML');
    refused(
      await ask('predict', 'a=b', { headers: { 'content-type': 'application/x-www-form-urlencoded' } }),
      400,
      'a form',
    );
    refused(await ask('predict', {}), 400, 'no field');
    refused(await predict('a.npy', { receiver_peer: undefined }), 400, 'a field missing');
    refused(await predict(['a.npy']), 400, 'wrong shape');
    refused(await predict(`${POWER}-01.npy`, { sender_peer: 'nobody' }), 400, 'an unknown peer');
    refused(await classify({ sample: 'mine/fault.txt', receiver: '<script>' }), 400, 'another one');
    refused(await classify({ sample: 'mine/fault.txt', more: 1 }), 400, 'one property too many');
    refused(await classify({ waveform: { ...wave, sampleRateHz: -1 } }), 400, 'a negative rate');
    refused(await classify('[]'), 400, 'an array');
    refused(await classify('null'), 400, 'null');
    refused(await predict('absent.npy'), 404, 'no such sample');
    refused(await classify({ sample: 'broken.npy' }), 422, 'a broken file');
    refused(await classify({ sample: 'short.txt' }), 422, 'two samples');
    refused(
      await classify({ waveform: { ...wave, channels: [{ ...channel, samples: [1, 2, 3] }] } }),
      422,
      'one phase',
    );
    refused(
      await classify({ waveform: { ...wave, channels: [...wave.channels.slice(1), { ...channel, samples: [1] }] } }),
      422,
      'uneven',
    );
    refused(await predict('x'.repeat(1_100_000)), 413, 'a large body');
  });

  it('reaches nothing outside the folder of samples', async () => {
    const up = [
      '../secret.txt',
      '..\\secret.txt',
      '/etc/passwd',
      'mine/../../secret.txt',
      'link.txt',
      'secret.txt\0.npy',
    ];
    for (const sample of [...up, '%2e%2e/secret.txt', 'C:\\secret.txt', './short.txt', 'mine//fault.txt']) {
      refused(await predict(sample), 404, sample);
      refused(await classify({ sample }), 404, sample);
    }
  });

  it('reflects no HTML, ends an endless body, and stays alive under hostile requests', async () => {
    const evil = await predict('<img src=x onerror=alert(1)>.txt');
    refused(evil, 404, 'HTML');
    // A chunked body says nothing of its length.
    const answer = await new Promise<string>((resolve, reject) => {
      const { port } = new URL(nodeRed.url);
      const socket = connect(Number(port), '127.0.0.1');
      socket.on('error', reject);
      socket.on('data', (data) => {
        resolve(data.toString());
        socket.destroy();
      });
      socket.write('POST /predict HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n');
      const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
      for (let i = 0; i < 20; i++) socket.write(chunk);
    });
    assert.match(answer, /^HTTP\/1\.1 413 /);
    const bodies = [
      '[[[['.repeat(50_000),
      '{"__proto__": {"sample": "x"}}',
      '{"waveform": 1e999}',
      '"\\ud800"',
      '\0',
      '{"sample": "short.txt", "sender": {}}',
    ];
    for (const body of bodies) {
      for (const path of ['predict', 'api/v1/faults/classify']) refused(await ask(path, body), 400, body.slice(0, 40));
    }
    assert.ok(nodeRed.isAlive());
  });

  it(`takes ${HOSTILE} hostile messages over MQTT without harm`, async () => {
    const before = classified().length;
    let sent = 0;
    for (const message of hostileMessages(20_261_121)) {
      const packet = overMqtt(message);
      if (!packet || packet.topic.split('/').length > 60) continue;
      await publish(`waveform/s/${packet.topic.replace(/^\/+/, '')}`, packet.payload);
      if (++sent === HOSTILE) break;
    }
    const [frame] = frames('evil') as [WaveformFrame];
    const bad = [
      { ...frame, frame: 7, frames: 3 },
      { ...frame, totalSamples: 9_999_999, offset: 9_999_990 },
      { ...frame, sampleRateHz: -5 },
      { ...frame, channels: [] },
      { ...frame, id: '../../etc/passwd', frames: 1, totalSamples: 2 },
      { path: '../secret.txt' },
      '../secret.txt',
      { schema: 'gridloom-peers/1', peers: [] },
    ];
    for (const one of bad) await publish('waveform/s/r', JSON.stringify(one));
    await send(frames('after'));
    await until(() => classified().some(({ id }) => id === 'after'), 'the event after them', 30_000);
    assert.ok(classified().length - before < 20, 'hardly any of them is an event');
    assert.ok(nodeRed.isAlive());
    assert.doesNotMatch(nodeRed.output(), /uncaught|unhandled/i);
  });

  it('answers 500 when the model is missing, and 503 when too many ask', async () => {
    const { flows } = await getFlows(nodeRed.url);
    const change = (type: string, settings: object) => Object.assign(flows.find((one) => one.type === type)!, settings);
    change('grid-fault-classifier', { modelFile: join(nodeRed.userDir, 'absent.onnx') });
    change('grid-fault-request', { maxPending: 1 });
    await deploy(nodeRed.url, flows, 'nodes');
    const answers = () => fetch(`${nodeRed.url}api/v1/faults/samples`).then(({ ok }) => ok);
    for (const untilMs = Date.now() + 10_000; !(await answers()) && Date.now() < untilMs; );
    refused(await classify({ sample: 'mine/fault.txt' }), 500, 'no model');
    const at = await Promise.all(Array.from({ length: 8 }, () => classify({ sample: 'mine/fault.txt' })));
    const codes = at.map(({ status }) => status);
    assert.ok(codes.every((code) => code === 500 || code === 503) && codes.includes(500), `${codes}`);
    assert.ok(nodeRed.isAlive());
  });
});
