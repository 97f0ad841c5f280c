const { closeSync, openSync, writeSync } = require('node:fs');

/**
 * Writes a line for each message to a file, at once, so that it outlives a killed process: the numbers of the readings'
 * households, or of other messages `state rowsRead rowsAccepted rowsQuarantined`. `busyMs` is how long it blocks.
 */
module.exports = (RED) => {
  RED.nodes.registerType('row-log', function (config) {
    RED.nodes.createNode(this, config);
    const file = openSync(config.file, 'a');
    this.on('input', ({ payload }, _send, done) => {
      const until = Date.now() + Number(config.busyMs);
      const line = Array.isArray(payload)
        ? payload.map(({ household, interval }) => `${household}@${interval.startMs / 3_600_000}`).join(' ')
        : `${payload.state} ${payload.rowsRead} ${payload.rowsAccepted} ${payload.rowsQuarantined}`;
      writeSync(file, `${line}\n`);
      while (Date.now() < until);
      done();
    });
    this.on('close', () => closeSync(file));
  });
};
