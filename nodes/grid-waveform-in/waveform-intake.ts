import type { Static } from '@sinclair/typebox';
import type { AsyncOperator, Emission, Refusal, Waveform } from '../../lib/messages';
import {
  type FileBytes,
  type ReadOptions,
  readWaveforms,
  WaveformFileError,
  waveformsOfJson,
} from '../../lib/waveform/formats';
import { FrameAssembler, type FramePorts } from '../../lib/waveform/frames';
import type { NodeMessage } from '../shell/node-red';
import type { definition } from './schema';
import { readBelow } from './waveform-files';
import { jobOf, type WaveformJob } from './waveform-job';

export type IntakeSettings = Static<typeof definition.settings>;

/** Files, JSON and frames of messages into waveforms. */
export class WaveformIntake implements AsyncOperator<NodeMessage, FramePorts> {
  private readonly frames: FrameAssembler;
  private readonly maxBytes: number;
  /** What went out since the start. */
  readonly counts = { waveforms: 0, refused: 0 };

  constructor(private readonly settings: IntakeSettings) {
    const { waitMs, maxEvents } = settings;
    this.maxBytes = settings.maxMegabytes * 1024 * 1024;
    this.frames = new FrameAssembler({ waitMs, maxEvents });
  }

  get openEvents(): number {
    return this.frames.openEvents;
  }

  async process(batch: readonly NodeMessage[], nowMs: number): Promise<Emission<FramePorts>> {
    const waveforms: Waveform[] = [];
    const refused: Refusal[] = [];
    for (const message of batch) {
      try {
        const job = jobOf(message);
        if (job.kind === 'frames') {
          const emission = this.frames.process(job.frames, nowMs);
          waveforms.push(...(emission.waveforms ?? []));
          refused.push(...(emission.refused ?? []));
        } else waveforms.push(...(await this.read(job)));
      } catch (error) {
        refused.push(refusalOf(error as Error, message));
      }
    }
    return this.counted({ waveforms, refused });
  }

  async tick(nowMs: number): Promise<Emission<FramePorts>> {
    return this.counted(this.frames.tick(nowMs));
  }

  async flush(nowMs: number): Promise<Emission<FramePorts>> {
    return this.counted(this.frames.flush(nowMs));
  }

  async reset(): Promise<void> {
    this.frames.reset();
  }

  async snapshot(): Promise<unknown> {
    return this.frames.snapshot();
  }

  restore(state: unknown): void {
    this.frames.restore(state);
  }

  private async read(job: Exclude<WaveformJob, { kind: 'frames' }>): Promise<Waveform[]> {
    const options = readOptions(this.settings);
    if (job.kind === 'json') return waveformsOfJson(job.value, job.name, options);
    const files: FileBytes[] =
      job.kind === 'files' ? job.files : await readBelow(this.settings.folder, job.path, this.maxBytes);
    return readWaveforms(files, options);
  }

  private counted(emission: Emission<FramePorts>): Emission<FramePorts> {
    this.counts.waveforms += emission.waveforms?.length ?? 0;
    this.counts.refused += emission.refused?.length ?? 0;
    return emission;
  }
}

/** Zero stands for "as the file says". */
export function readOptions(settings: IntakeSettings): ReadOptions {
  const { channels, nominalFrequencyHz, sampleRateHz, side, unit, maxMegabytes } = settings;
  return {
    channels,
    side,
    unit,
    ...(nominalFrequencyHz > 0 ? { nominalFrequencyHz } : {}),
    ...(sampleRateHz > 0 ? { sampleRateHz } : {}),
    limits: { maxBytes: maxMegabytes * 1024 * 1024 },
  };
}

/** A file is not sent on with its refusal: its name and size tell which it was. */
function refusalOf(error: Error, { payload, filename }: NodeMessage): Refusal {
  const original = payload instanceof Uint8Array ? { filename, bytes: payload.length } : payload;
  if (error instanceof WaveformFileError) {
    const { file, place, problem, remedy } = error;
    const where = place === '' ? file : `${file}, ${place}`;
    return { reason: 'unreadable', message: `${where}: ${problem}`, place: where, remedy, original };
  }
  const [, message, remedy] = /^(.*): ([^:]*)$/s.exec(error.message) ?? [];
  return {
    reason: 'not-a-waveform',
    message: message ?? error.message,
    remedy: remedy ?? 'see the help of the node',
    original,
  };
}
