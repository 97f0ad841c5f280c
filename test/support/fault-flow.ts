import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FaultClassification, Waveform } from '../../lib/messages';
import { FAULT_CLASSES } from '../../lib/waveform/fault-classes';
import { ROOT } from './gridloom-process';
import type { FlowNode } from './seed-user-folder';

const TAB = 'gl-fault-tab';
const KEEP_DRAWN =
  "const { channels, ...rest } = msg.payload; flow.set('drawn', { ...rest, channels: channels.length });";
const TELL_DRAWN = "msg.payload = flow.get('drawn') ?? {}; return msg;";
const AT = { z: TAB, x: 100, y: 1200 };

/** The flow Fault impact as shipped, with its samples in `folder`. */
export function faultFlow(folder: string): FlowNode[] {
  const flow: FlowNode[] = JSON.parse(readFileSync(join(ROOT, 'flows/fault-impact.json'), 'utf8'));
  const tab = flow.find(({ id }) => id === TAB)!;
  tab.env = [{ name: 'FAULT_SAMPLES', value: folder, type: 'str' }];
  return flow;
}

/**
 * The flow without broker, recorder and model: a waveform that is posted to `/feed` comes as a live one, and the class of a
 * waveform is the one whose label stands in `station`, or in the name of the sample. `/drawn` tells what the waveform
 * widget got last, without its samples.
 */
export function fedFaultFlow(folder: string): FlowNode[] {
  const removed = ['grid-waveform-simulator', 'mqtt in', 'mqtt out', 'grid-waveform-in'];
  const flow = faultFlow(folder).map((node) =>
    removed.includes(node.type)
      ? { ...node, type: 'junction', wires: [[]] }
      : node.type === 'grid-fault-classifier'
        ? { ...node, type: 'function', func: CLASSIFY, outputs: 1, wires: [node.wires![0]!] }
        : node,
  );
  flow.find(({ id }) => id === 'gl-fault-shown')!.wires![0]!.push('drawn-take');
  return [
    ...flow,
    { id: 'feed-in', type: 'http in', url: '/feed', method: 'post', ...AT, wires: [['feed-take', 'feed-done']] },
    { id: 'feed-done', type: 'http response', ...AT, wires: [] },
    { id: 'feed-take', type: 'function', func: 'return { payload: msg.payload };', ...AT, wires: [['gl-fault-keep']] },
    { id: 'drawn-take', type: 'function', func: KEEP_DRAWN, ...AT, wires: [[]] },
    { id: 'drawn-in', type: 'http in', url: '/drawn', method: 'get', ...AT, wires: [['drawn-tell']] },
    { id: 'drawn-tell', type: 'function', func: TELL_DRAWN, ...AT, wires: [['feed-done']] },
  ];
}

/** What the classifier would say of a waveform of a class. */
export function classificationOf(label: string, id = 'event'): FaultClassification {
  const known = FAULT_CLASSES.find((one) => one.label === label);
  const isExternal = label.includes('external');
  const isUnknown = label === 'unknown';
  return {
    id,
    label,
    kind: known?.isInternal
      ? 'internal-fault'
      : isExternal
        ? 'external-fault'
        : known
          ? 'transient'
          : (label as 'normal'),
    isFault: isUnknown ? null : known?.isInternal === true || isExternal,
    isInternalFault: isUnknown ? null : known?.isInternal === true,
    phases: [...(known?.phases ?? [])],
    unit: known?.unit ?? null,
    probability: isUnknown ? 0 : 0.973,
    top3: [
      { label: known?.label ?? FAULT_CLASSES[0]!.label, probability: 0.973 },
      { label: FAULT_CLASSES[37]!.label, probability: 0.02 },
      { label: FAULT_CLASSES[42]!.label, probability: 0.005 },
    ],
    unknown: isUnknown,
    unknownReason: isUnknown ? 'it is unlike the training data: 1.62 times the largest distance allowed' : null,
    inceptionMs: label === 'normal' ? null : 16.7,
    clearingMs: label === 'normal' ? null : 66.7,
    window: { fromMs: 8.4, toMs: 66.7, cycles: 3 },
    scale: { peak: 12.5, unit: 'A' },
    unlikeness: isUnknown ? 1.62 : 0.41,
    description: known?.description ?? (isUnknown ? 'Can’t be told' : 'No event: nothing changes beyond the noise'),
    causes: [...(known?.causes ?? [])],
    relay: {
      verdict: known?.isInternal ? 'operate' : 'restrain',
      because: 'operating current 9.1 A, 2nd harmonic 4 % of the 1st',
      secondHarmonicShare: 0.04,
      fifthHarmonicShare: 0.01,
      negativeSequenceShare: 0.3,
      zeroSequenceShare: 0.3,
      restraintRatio: null,
      phases: [],
    },
    agreement: isUnknown ? 'open' : 'agree',
    engine: 'stand-in',
  };
}

/** Every label's classification, for the function node that stands in for the classifier. */
const ALL = Object.fromEntries(
  [...FAULT_CLASSES.map(({ label }) => label), 'normal', 'unknown'].map((label) => [label, classificationOf(label)]),
);
const CLASSIFY = `
const all = ${JSON.stringify(ALL)};
msg.payload = msg.payload.map(({ id, station, label }) => {
  const name = station ?? label ?? id;
  const known = Object.keys(all).sort((a, b) => b.length - a.length).find((one) => name.includes(one));
  return { ...all[known ?? 'unknown'], id };
});
return msg;`;

/** A fault of phase A: 60 Hz at 10 kHz, 726 samples as in the public set. */
export function faultSamples(): [number[], number[], number[]] {
  const wave = (amplitude: (t: number) => number, shift: number) =>
    Array.from({ length: 726 }, (_, i) => {
      const t = i / 10_000;
      return Number((amplitude(t) * Math.sin(2 * Math.PI * 60 * t + shift)).toFixed(4));
    });
  const during = (t: number) => t >= 0.0167 && t < 0.0667;
  return [
    wave((t) => (during(t) ? 12.5 : 0.2), 0),
    wave((t) => (during(t) ? 1.1 : 0.2), -2.09),
    wave((t) => (during(t) ? 0.9 : 0.2), 2.09),
  ];
}

/** The samples as a text file of the public set: `time,Ia,Ib,Ic`. */
export function faultText(): string {
  const [a, b, c] = faultSamples();
  return a.map((value, i) => `${(i / 10_000).toFixed(4)},${value},${b[i]},${c[i]}\n`).join('');
}

export function faultWaveform(id: string, station: string): Waveform {
  const channels = faultSamples().map((samples, i) => ({
    name: `I${'ABC'[i]}`,
    phase: 'ABC'[i] as 'A',
    quantity: 'current' as const,
    unit: 'A',
    role: 'operate' as const,
    samples,
  }));
  return { id, station, startMs: Date.UTC(2026, 2, 2), sampleRateHz: 10_000, nominalFrequencyHz: 60, channels };
}

/** The flow without its simulator; what its nodes send is published as JSON on `tap/…`. `request`: other settings of grid fault request. */
export function tappedFaultFlow(folder: string, request: object): FlowNode[] {
  const isSimulated = ({ type }: FlowNode) => type === 'grid-waveform-simulator' || type === 'mqtt out';
  const flow = faultFlow(folder).filter((node) => !isSimulated(node) && node.id !== 'gl-fault-once');
  const node = (type: string) => flow.find((one) => one.type === type)!;
  Object.assign(node('grid-fault-request'), request);
  Object.assign(node('grid-waveform-in'), { waitMs: 1500 });
  const taps: [topic: string, type: string, output: number][] = [
    ['tap/waveforms', 'grid-waveform-in', 0],
    ['tap/refused', 'grid-waveform-in', 1],
    ['tap/classified', 'grid-fault-classifier', 0],
    ['tap/impact', 'grid-fault-impact', 0],
  ];
  for (const [topic, type, output] of taps) {
    const id = topic.replace('/', '-');
    // Without samples and what was refused: a packet can be too large for the broker once it is written as JSON.
    const func = `return { payload: msg.payload.map(({ original, channels, ...rest }) => rest) };`;
    node(type).wires![output]!.push(`${id}-less`);
    flow.push({ id: `${id}-less`, type: 'function', func, outputs: 1, ...AT, wires: [[id]] });
    flow.push({ id, type: 'mqtt out', topic, qos: '0', retain: '', broker: 'gl-broker', ...AT, wires: [] });
  }
  return flow;
}
