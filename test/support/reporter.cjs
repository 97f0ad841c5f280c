const { appendFileSync } = require('node:fs');
const { reporters } = require('mocha');

/** Mocha's spec output, and the counts for the runner that adds the levels up. */
module.exports = class extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    runner.on('retry', (test, error) => console.log(`    once more: ${test.fullTitle()} (${error.message})`));
    runner.once('end', () => {
      const { passes = 0, failures = 0, pending = 0 } = this.stats;
      if (process.env.TEST_COUNTS) appendFileSync(process.env.TEST_COUNTS, `${passes} ${failures} ${pending}\n`);
    });
  }
};
