const { performance } = require('node:perf_hooks');

const METERS = 20_000;
const BATCH = 50;
const ROUNDS = 6;
const READINGS_A_RUN = { single: 200_000, batch: 2_000_000 };
/** Readings made beforehand, so that their making is not measured; few, as in life, so that they are still young garbage. */
const SLICE_READINGS = 2_000;
/** Messages sent before the others get their turn: Node-RED hands each on in an immediate of its own. */
const CHUNK = 64;
const INTERVAL_MS = 5_000;

/**
 * Sends readings of 20,000 meters as fast as the chain behind it takes them: output 1 is the chain of pass-through
 * nodes, output 2 the nodes under test. The two take turns, round by round; the result is printed as one line.
 */
module.exports = (RED) => {
  RED.nodes.registerType('bench-source', function (config) {
    RED.nodes.createNode(this, config);
    const ids = Array.from({ length: METERS }, (_, i) => `meter-${String(i).padStart(5, '0')}`);
    let sequence = 0;

    /** A new, plausible reading: time advances, P = V·I·PF, the register grows. */
    function reading() {
      const meter = sequence % METERS;
      const step = Math.floor(sequence / METERS);
      sequence++;
      const currentA = 1 + ((meter * 7 + step) % 90) / 10;
      return {
        meterId: ids[meter],
        timeMs: 1_767_225_600_000 + step * INTERVAL_MS,
        activePowerW: 230 * currentA * 0.95,
        voltageV: 230,
        currentA,
        powerFactor: 0.95,
        importWh: meter * 1000 + step * 1.5,
        city: 'Northport',
        district: `${100 + (meter % 20)}`,
        household: ids[meter],
      };
    }

    const payloads = {
      'single, object': () => reading(),
      'single, bytes': () => Buffer.from(JSON.stringify(reading())),
      'batch of 50, objects': () => Array.from({ length: BATCH }, reading),
      'batch of 50, bytes': () => Buffer.from(JSON.stringify(Array.from({ length: BATCH }, reading))),
    };

    /** Seconds to send the payloads down one output and have them all processed. The payloads are made beforehand. */
    async function run(output, messages) {
      const began = performance.now();
      for (let i = 0; i < messages.length; i++) {
        this.send(output === 0 ? messages[i] : [null, messages[i]]);
        if (i % CHUNK === CHUNK - 1) await new Promise((resolve) => setImmediate(resolve));
      }
      for (let hop = 0; hop < 8; hop++) await new Promise((resolve) => setImmediate(resolve));
      return (performance.now() - began) / 1000;
    }

    RED.events.once('flows:started', async () => {
      const results = {};
      for (const [kind, payload] of Object.entries(payloads)) {
        const perMessage = kind.startsWith('batch') ? BATCH : 1;
        const total = perMessage === 1 ? READINGS_A_RUN.single : READINGS_A_RUN.batch;
        const slice = SLICE_READINGS / perMessage;
        results[kind] = [];
        for (let round = 0; round < ROUNDS; round++) {
          const seconds = [0, 0];
          for (let sent = 0; sent < total; sent += slice * perMessage) {
            for (const output of round % 2 ? [1, 0] : [0, 1]) {
              const messages = Array.from({ length: slice }, () => ({ topic: 'gridloom/bench', payload: payload() }));
              seconds[output] += await run.call(this, output, messages);
            }
          }
          // The first round warms the compiler up.
          if (round > 0) results[kind].push({ pass: total / seconds[0], grid: total / seconds[1] });
        }
      }
      const rssMb = process.memoryUsage().rss / 1e6;
      console.log(`BENCH ${JSON.stringify({ results, rssMb })}`);
    });
  });
};
