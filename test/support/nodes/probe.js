const { readFileSync } = require('node:fs');
const { performance } = require('node:perf_hooks');
const { deserialize, setFlagsFromString } = require('node:v8');
const { runInNewContext } = require('node:vm');

/** Messages sent before the others get their turn: Node-RED hands each on in an immediate of its own. */
const CHUNK = 64;
/** Readings of each meter in a round that is measured: long enough for garbage collection to even out. */
const STEPS = 5;
const MAX_MESSAGES = 1_000_000;
const ROLES = { readings: 1, refused: 2 };
const SETTLE_MS = 10_000;

setFlagsFromString('--expose-gc');
const gc = runInNewContext('gc');

const turn = () => new Promise((resolve) => setImmediate(resolve));

/**
 * A source and sinks around the nodes under test, told what to do over the admin API. What came out where is kept here,
 * beyond a redeploy: the sinks that each `sequence` number (or Node-RED's own id, for what came over MQTT) has reached.
 */
module.exports = (RED) => {
  /** By sequence number; flat, so that a long run costs no more a message than a short one. */
  const reached = new Uint8Array(MAX_MESSAGES);
  const reachedOverMqtt = new Map();
  let seen = 0;
  const caught = [];
  const elements = {};
  const reasons = {};
  let source;
  let sent = 0;

  RED.nodes.registerType('probe-source', function (config) {
    RED.nodes.createNode(this, config);
    source = this;
  });

  RED.nodes.registerType('probe-sink', function (config) {
    RED.nodes.createNode(this, config);
    this.on('input', (msg, _send, done) => {
      if (config.role === 'caught') caught.push(String(msg.error?.message).slice(0, 300));
      else {
        mark(msg, ROLES[config.role]);
        elements[config.role] = (elements[config.role] ?? 0) + msg.payload.length;
        if (config.role === 'refused')
          for (const { reason } of msg.payload) reasons[reason] = (reasons[reason] ?? 0) + 1;
      }
      done();
    });
  });

  function mark({ sequence, _msgid }, role) {
    const before = (sequence === undefined ? reachedOverMqtt.get(_msgid) : reached[sequence]) ?? 0;
    if (before === 0) seen++;
    if (sequence === undefined) reachedOverMqtt.set(_msgid, before | role);
    else reached[sequence] = before | role;
  }

  /** Sends them all, waits until each has come out somewhere; gives the seconds it took. */
  async function play(messages) {
    const began = performance.now();
    const wanted = seen + messages.length;
    for (let i = 0; i < messages.length; i++) {
      source.send({ ...messages[i], sequence: sent++ });
      if (i % CHUNK === CHUNK - 1) await turn();
    }
    const deadline = performance.now() + SETTLE_MS;
    while (seen < wanted && performance.now() < deadline) await turn();
    return (performance.now() - began) / 1000;
  }

  const answer = (path, act) =>
    RED.httpAdmin.get(path, (request, response) =>
      Promise.resolve()
        .then(() => act(request.query))
        .then(
          (result) => response.json(result),
          (error) => response.status(500).send(error.stack),
        ),
    );

  answer('/probe/play', async ({ file }) => ({ seconds: await play(deserialize(readFileSync(file))) }));

  /** Valid readings per second, round by round; `from` moves their time on, so that none is a duplicate. */
  answer('/probe/measure', async ({ file, rounds, from }) => {
    const messages = deserialize(readFileSync(file));
    const perSecond = [];
    for (let round = 0; round < Number(rounds); round++) {
      const step = (Number(from) + round) * STEPS;
      const later = Array.from({ length: STEPS }, (_, i) =>
        messages.map(({ topic, payload }) => {
          return { topic, payload: { ...payload, timeMs: payload.timeMs + (step + i) * 1000 } };
        }),
      ).flat();
      perSecond.push(later.length / (await play(later)));
    }
    return { perSecond };
  });

  answer('/probe/report', () => {
    const missing = [];
    for (let i = 0; i < sent && missing.length < 20; i++) if (reached[i] === 0) missing.push(i);
    const bySource = reached.subarray(0, sent);
    const count = (role) => bySource.reduce((sum, roles) => sum + Number((roles & role) > 0), 0);
    return {
      sent,
      missing,
      seen,
      withReadings: count(ROLES.readings),
      withRefusals: count(ROLES.refused),
      elements,
      reasons,
      caught,
      prototypeKeys: Object.keys(Object.prototype).length + Number({}.polluted !== undefined),
    };
  });

  answer('/probe/heap', () => {
    gc();
    gc();
    const { heapUsed, external, rss } = process.memoryUsage();
    return { usedMb: (heapUsed + external) / 1e6, rssMb: rss / 1e6 };
  });
};
