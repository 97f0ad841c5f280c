import assert from 'node:assert/strict';
import { MeterDirectory, TopicTemplates } from '../../../lib/meters';
import { isTopic, Topics } from '../../../lib/meters/topics';
import { one } from './helpers';
import { SAMPLE_TIME_MS } from './samples';

describe('meters: location', () => {
  it('matches like MQTT filters, the first template wins', () => {
    const templates = new TopicTemplates([
      'gridloom/{city}/{district}/#',
      'spBv1.0/{city}/+/{district}/{meterId}',
      'a/{household}',
      '#',
    ]);
    assert.deepEqual(templates.place('gridloom/madrid/101/tele/x/SENSOR'), { city: 'madrid', district: '101' });
    assert.deepEqual(templates.place('gridloom/madrid/101'), { city: 'madrid', district: '101' });
    const sparkplug = { city: 'g', district: 'e', meterId: 'd' };
    assert.deepEqual(templates.place('spBv1.0/g/DDATA/e/d'), sparkplug);
    assert.deepEqual(templates.place('spBv1.0/g/DDATA/e'), {});
    assert.deepEqual(templates.place('a/h'), { household: 'h' });
    assert.deepEqual(templates.place('a/h/more'), {});
    assert.equal(new TopicTemplates(['a/+']).place('b/c'), undefined);
    assert.equal(new TopicTemplates(['a/{city}']).place('a/'), undefined);
  });

  it('gives the same answer for topics that are remembered and forgotten', () => {
    const topics = new Topics(new TopicTemplates(['x/{meterId}']), 1);
    for (let round = 0; round < 3; round++) {
      for (let i = 0; i < 1500; i++) {
        const topic = topics.get(`x/${i}`);
        assert.deepEqual([topic.text, topic.place?.meterId, topic.levels], [`x/${i}`, String(i), ['x', String(i)]]);
      }
    }
    for (const wrong of [undefined, 5, '', 'a\nb', 'x'.repeat(1025)]) assert.equal(isTopic(wrong), false);
  });

  it('names what is wrong with a template or an entry', () => {
    assert.throws(() => new TopicTemplates(['a/#/b']), /topic template "a\/#\/b": "#" stands only at the end/);
    assert.throws(() => new TopicTemplates(['a/{street}']), /\{street\} is not one of meterId, city/);
    assert.throws(() => new TopicTemplates(['a/x{city}']), /neither a word nor one field/);
    assert.throws(() => new MeterDirectory({ H1: { city: '' } }), /city of "H1" is ""/);
    assert.throws(() => new MeterDirectory({ H1: 'Madrid' }), /"H1" needs an object/);
    assert.throws(() => new MeterDirectory([]), /an object by meter id is needed/);
  });

  it('lets the payload win over the directory and the directory over the topic', () => {
    const directory = { H1: { city: 'dir', district: 'dir', feeder: 'F2' } };
    const payload = { meterId: 'H1', timeMs: SAMPLE_TIME_MS, activePowerW: 1, city: 'payload' };
    const { city, district, household, feeder } = one(
      { topic: 't/a/b/c', payload },
      {
        directory,
        topicTemplates: ['t/{city}/{district}/{household}'],
      },
    );
    assert.deepEqual([city, district, household, feeder], ['payload', 'dir', 'c', 'F2']);
  });

  it('does not find inherited names in the directory', () => {
    const payload = { meterId: 'constructor', timeMs: SAMPLE_TIME_MS, activePowerW: 1 };
    assert.equal(one({ payload }, { directory: {} }).city, undefined);
    assert.equal(one({ payload }, { directory: { H1: { city: 'x' } } }).city, undefined);
  });
});
