const { writeFileSync } = require('node:fs');
const { reporters } = require('mocha');

/** Mocha's spec output, and counts and failures for the runner that adds the levels up. */
module.exports = class extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const failed = [];
    runner.on('fail', (test, error) => failed.push(`${test.fullTitle()} (${String(error.message).split('\n')[0]})`));
    runner.on('retry', (test, error) => console.log(`    once more: ${test.fullTitle()} (${error.message})`));
    runner.once('end', () => {
      const { passes: passed = 0, pending: skipped = 0 } = this.stats;
      if (process.env.TEST_COUNTS) writeFileSync(process.env.TEST_COUNTS, JSON.stringify({ passed, failed, skipped }));
    });
  }
};
