import type { Waveform, WaveformFrame, WaveformGap } from '../../messages';

interface Part {
  frame: number;
  offset: number;
  samples: Float64Array[];
}

/** An event of which frames are still to come. */
export class OpenEvent {
  private readonly head: Omit<WaveformFrame, 'frame' | 'offset'>;
  /** By number, which is also the order of their samples. */
  private readonly parts: Part[] = [];
  /** Samples × channels that have come. */
  values = 0;

  constructor(
    first: WaveformFrame,
    public newestMs: number,
  ) {
    const { frame: _, offset: __, ...head } = first;
    this.head = { ...head, channels: head.channels.map((channel) => ({ ...channel, samples: [] })) };
  }

  get isComplete(): boolean {
    return this.parts.length === this.head.frames;
  }

  /** Takes a frame that is right by itself: `added`, `twice`, or what it contradicts. */
  add(frame: WaveformFrame): 'added' | 'twice' | { place: string; message: string } {
    const head = this.differenceOfHead(frame);
    if (head) return head;
    const at = this.positionOf(frame.frame);
    const same = this.parts[at];
    if (same?.frame === frame.frame) {
      if (isSame(same, frame)) return 'twice';
      return { place: '/channels', message: 'it came before with other samples' };
    }
    const length = frame.channels[0]!.samples.length;
    const before = this.parts[at - 1];
    const after = this.parts[at];
    const beforeEnds = before ? before.offset + before.samples[0]!.length : 0;
    if (frame.offset < beforeEnds || (after && frame.offset + length > after.offset)) {
      const other = frame.offset < beforeEnds ? before! : after!;
      return { place: '/offset', message: `its samples and those of frame ${other.frame} overlap or are out of order` };
    }
    const samples = frame.channels.map((channel) => Float64Array.from(channel.samples));
    this.parts.splice(at, 0, { frame: frame.frame, offset: frame.offset, samples });
    this.values += length * samples.length;
    return 'added';
  }

  /** What has come, zero where nothing has; `gaps` names the frames that are lost. */
  toWaveform(notes: readonly string[]): Waveform {
    const { id, station, startMs, sampleRateHz, nominalFrequencyHz, triggerOffsetMs, totalSamples } = this.head;
    const channels = this.head.channels.map((channel, i) => {
      const samples = new Float64Array(totalSamples);
      for (const part of this.parts) samples.set(part.samples[i]!, part.offset);
      return { ...channel, samples };
    });
    const gaps = this.gaps();
    return {
      id,
      ...(station === undefined ? {} : { station }),
      ...(startMs === undefined ? {} : { startMs }),
      sampleRateHz,
      nominalFrequencyHz,
      channels,
      ...(triggerOffsetMs === undefined ? {} : { markers: [{ offsetMs: triggerOffsetMs, kind: 'trigger' as const }] }),
      ...(gaps.length === 0 ? {} : { gaps }),
      ...(notes.length === 0 ? {} : { notes: [...notes] }),
    };
  }

  /** The frames as they came, in order. */
  toFrames(): WaveformFrame[] {
    return this.parts.map(({ frame, offset, samples }) => ({
      ...this.head,
      frame,
      offset,
      channels: this.head.channels.map((channel, i) => ({ ...channel, samples: [...samples[i]!] })),
    }));
  }

  private differenceOfHead(frame: WaveformFrame): { place: string; message: string } | undefined {
    const fields = [
      'frames',
      'totalSamples',
      'startMs',
      'sampleRateHz',
      'nominalFrequencyHz',
      'triggerOffsetMs',
    ] as const;
    const field = fields.find((name) => frame[name] !== this.head[name]);
    if (field) {
      const message = `${field} is ${frame[field]}, and ${this.head[field]} in the frames before`;
      return { place: `/${field}`, message };
    }
    const describe = ({ channels }: Pick<WaveformFrame, 'channels'>) =>
      channels.map(({ name, phase, quantity, unit, role }) => [name, phase, quantity, unit, role].join(' ')).join(', ');
    const [now, before] = [describe(frame), describe(this.head)];
    if (now === before) return undefined;
    return { place: '/channels', message: `its channels are ${now}, and ${before} in the frames before` };
  }

  /** Where a frame of this number stands or belongs. */
  private positionOf(frame: number): number {
    let [from, to] = [0, this.parts.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (this.parts[middle]!.frame < frame) from = middle + 1;
      else to = middle;
    }
    return from;
  }

  private gaps(): WaveformGap[] {
    const gaps: WaveformGap[] = [];
    const { frames, totalSamples, sampleRateHz } = this.head;
    let [nextFrame, nextSample] = [0, 0];
    for (const { frame, offset, samples } of [...this.parts, { frame: frames, offset: totalSamples, samples: [[]] }]) {
      if (offset > nextSample) {
        const fromMs = (nextSample * 1000) / sampleRateHz;
        const toMs = (offset * 1000) / sampleRateHz;
        gaps.push({ fromMs, toMs, reason: lost(nextFrame, frame - 1, nextSample, offset - 1) });
      }
      nextFrame = frame + 1;
      nextSample = offset + samples[0]!.length;
    }
    return gaps;
  }
}

function lost(from: number, to: number, firstSample: number, lastSample: number): string {
  if (to < from) return `no frame has the samples ${firstSample} to ${lastSample}`;
  return from === to ? `frame ${from} never came` : `frames ${from} to ${to} never came`;
}

function isSame(part: Part, { offset, channels }: WaveformFrame): boolean {
  return (
    part.offset === offset &&
    channels.every(
      ({ samples }, i) =>
        samples.length === part.samples[i]!.length && samples.every((value, k) => value === part.samples[i]![k]),
    )
  );
}
