const { readFileSync } = require('node:fs');
const { performance } = require('node:perf_hooks');
const { deserialize, setFlagsFromString } = require('node:v8');
const { runInNewContext } = require('node:vm');

/** Messages sent before the others get their turn: Node-RED hands each on in an immediate of its own. */
const CHUNK = 64;
/** Readings of each meter in a round that is measured: long enough for garbage collection to even out. */
const STEPS = 5;
const SETTLE_MS = 10_000;

setFlagsFromString('--expose-gc');
const gc = runInNewContext('gc');

const turn = () => new Promise((resolve) => setImmediate(resolve));

/**
 * A source and sinks around the nodes under test, told what to do over the admin API. What came out where is kept here,
 * beyond a redeploy: `sequence` number (or Node-RED's own id, for what came over MQTT) → roles of the sinks it reached.
 */
module.exports = (RED) => {
  const seen = new Map();
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
        const key = msg.sequence ?? msg._msgid;
        seen.set(key, (seen.get(key) ?? '') + (config.role === 'refused' ? 'x' : 'r'));
        elements[config.role] = (elements[config.role] ?? 0) + msg.payload.length;
        if (config.role === 'refused')
          for (const { reason } of msg.payload) reasons[reason] = (reasons[reason] ?? 0) + 1;
      }
      done();
    });
  });

  /** Sends them all, waits until each has come out somewhere; gives the seconds it took. */
  async function play(messages) {
    const began = performance.now();
    const wanted = seen.size + messages.length;
    for (let i = 0; i < messages.length; i++) {
      source.send({ ...messages[i], sequence: sent++ });
      if (i % CHUNK === CHUNK - 1) await turn();
    }
    const deadline = performance.now() + SETTLE_MS;
    while (seen.size < wanted && performance.now() < deadline) await turn();
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
    for (let i = 0; i < sent && missing.length < 20; i++) if (!seen.has(i)) missing.push(i);
    const count = (role) => [...seen.values()].filter((roles) => roles.includes(role)).length;
    return {
      sent,
      missing,
      seen: seen.size,
      withReadings: count('r'),
      withRefusals: count('x'),
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
