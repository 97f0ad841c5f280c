import assert from 'node:assert/strict';
import { labels, prometheusText } from '../../../lib/operations-api/prometheus';

describe('text for Prometheus', () => {
  it('escapes labels and help as the format asks, and leaves out what has no value', () => {
    const samples = [
      [labels({ name: 'a "b" \\ c\nd' }), 1],
      [labels({ name: 'e' }), null],
    ] as const;
    const text = prometheusText([
      { name: 'x', help: 'one \\ two\nthree', type: 'gauge', samples },
      { name: 'y', help: 'none', type: 'counter', samples: [['', null]] },
    ]);
    assert.equal(text, '# HELP x one \\\\ two\\nthree\n# TYPE x gauge\nx{name="a \\"b\\" \\\\ c\\nd"} 1\n');
  });
});
