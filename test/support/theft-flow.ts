import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './gridloom-process';
import type { FlowNode } from './seed-user-folder';

/** What stands in the place of the meters and of what works on their readings. */
const REPLACED = [
  'grid-meter-simulator',
  'mqtt in',
  'grid-meter-reading',
  'grid-theft-detector',
  'grid-feeder-balance',
];
const TARGETS = { overview: 'gl-theft-overview', case: 'gl-theft-case', feeders: 'gl-theft-feeders-out' };

/** The flow Theft detection as shipped. */
export const theftFlow = (): FlowNode[] => JSON.parse(readFileSync(join(ROOT, 'flows/theft-detection.json'), 'utf8'));

/**
 * The flow without meters: what is posted to `/feed` as `{ to, payload }` goes to the page (`overview`, `feeders`) or
 * into grid case (`case`), which is as shipped.
 */
export function fedTheftFlow(): FlowNode[] {
  const flow = theftFlow().map((node) =>
    REPLACED.includes(node.type) ? { ...node, type: 'junction', wires: [[]] } : node,
  );
  const at = { z: 'gl-theft-tab', x: 100, y: 1000 };
  const names = Object.keys(TARGETS);
  const func = `const outputs = ${JSON.stringify(names)}.map((name) => name === msg.payload.to ? { payload: msg.payload.payload } : null); return outputs;`;
  return [
    ...flow,
    { id: 'feed-in', type: 'http in', url: '/feed', method: 'post', ...at, wires: [['feed-to', 'feed-done']] },
    { id: 'feed-done', type: 'http response', ...at, wires: [] },
    {
      id: 'feed-to',
      type: 'function',
      func,
      outputs: names.length,
      ...at,
      wires: Object.values(TARGETS).map((id) => [id]),
    },
  ];
}

/** The flow without its simulator; what its nodes send is published as JSON on `tap/…`. `detector`: other settings of it. */
export function tappedTheftFlow(detector: object): FlowNode[] {
  const flow = theftFlow().filter(({ type }) => type !== 'grid-meter-simulator');
  Object.assign(flow.find(({ type }) => type === 'grid-theft-detector')!, detector);
  const taps: [topic: string, type: string, output: number][] = [
    ['tap/overview', 'grid-theft-detector', 4],
    ['tap/feeders', 'grid-feeder-balance', 2],
    ['tap/list', 'grid-case', 2],
    ['tap/refused', 'grid-meter-reading', 1],
  ];
  for (const [topic, type, output] of taps) {
    const id = topic.replace('/', '-');
    const at = { z: 'gl-theft-tab', x: 100, y: 1000 };
    // Without what was refused: a packet can be too large for the broker once it is written as JSON.
    const func = 'for (const one of [msg.payload].flat()) delete one.original; return msg;';
    flow.find((node) => node.type === type)!.wires![output]!.push(`${id}-less`);
    flow.push({ id: `${id}-less`, type: 'function', func, outputs: 1, ...at, wires: [[id]] });
    flow.push({ id, type: 'mqtt out', topic, qos: '0', retain: '', broker: 'gl-broker', ...at, wires: [] });
  }
  return flow;
}
