import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import {
  type FileNotice,
  type ImportOutput,
  type ImportProgress,
  QuarantineFolder,
  type Reject,
  type RejectedRow,
  rejectedRow,
} from '../../lib/ingest';
import type { MeterReading, Refusal } from '../../lib/messages';
import type { NodeMessage, NodeStatus, Send } from '../shell/node-red';

/** So many messages may be under way when the flow acknowledges them. */
const MAX_IN_FLIGHT = 4;
const PROGRESS_MS = 1000;

interface MessageSettings {
  batchRows: number;
  flowControl: 'automatic' | 'acknowledge';
  flushAtEnd: boolean;
  quarantineFolder: string;
}

/** An import as the messages of the node, in parts that belong together, with its progress and status. */
export class ImportMessages implements ImportOutput {
  private id = '';
  private index = 0;
  private acknowledged = 0;
  private wake: (() => void) | undefined;
  private progress: ImportProgress | undefined;
  private startMs = 0;
  private sentMs = 0;
  private rejects: RejectedRow[] = [];
  private rejectFile = '';
  private quarantine: QuarantineFolder | undefined;
  private last: NodeStatus = { fill: 'grey', shape: 'ring', text: 'ready' };

  constructor(
    private readonly settings: MessageSettings,
    private readonly send: Send,
  ) {}

  async begin(progress: ImportProgress): Promise<void> {
    this.id = randomUUID();
    this.index = 0;
    this.acknowledged = 0;
    this.progress = progress;
    this.startMs = Date.now();
    this.sentMs = 0;
    const { quarantineFolder } = this.settings;
    if (quarantineFolder === '') return;
    // Each import has its own folder: what an earlier one left may still be under repair.
    const time = new Date(this.startMs).toISOString().replaceAll(':', '-');
    this.quarantine = new QuarantineFolder(join(quarantineFolder, time));
    await this.quarantine.begin();
  }

  /** Ends the import: the last message has `complete`, the number of parts and, if wanted, `flush`. */
  async end(state: 'done' | 'stopped' | 'failed', error?: string): Promise<void> {
    this.passRejects();
    await this.quarantine?.end();
    this.quarantine = undefined;
    const parts = { id: this.id, type: 'array', index: this.index, count: this.index + 1 };
    const isDone = state === 'done';
    const flush = isDone && this.settings.flushAtEnd ? { flush: true } : {};
    this.send({ payload: [], topic: 'import', parts, complete: isDone, ...flush });
    this.sendProgress(state, error);
    const { rows } = this.progress!;
    const text = isDone ? `${short(rows.accepted)} in, ${short(rows.quarantined)} out` : state;
    this.last = { fill: isDone ? 'green' : state === 'failed' ? 'red' : 'grey', shape: 'dot', text };
    this.progress = undefined;
  }

  readings(readings: MeterReading[], file: string): void {
    const { batchRows } = this.settings;
    for (let at = 0; at < readings.length; at += batchRows) {
      const parts = { id: this.id, type: 'array', index: this.index++ };
      this.send({ payload: readings.slice(at, at + batchRows), topic: file, filename: file, parts });
    }
  }

  rejected(reject: Reject, file: string, lineEnd: Uint8Array): void {
    if (file !== this.rejectFile || this.rejects.length >= this.settings.batchRows) this.passRejects();
    this.rejectFile = file;
    this.rejects.push(rejectedRow(file, reject));
    this.quarantine?.add(file, reject, lineEnd);
  }

  metadata(text: string, file: string): void {
    this.send([null, null, { payload: { metadata: text }, topic: file, filename: file }]);
  }

  notice({ file, reason, message, remedy }: FileNotice): void {
    const refusal: Refusal = { reason, message: `${file}: ${message}`, place: file, remedy, original: null };
    this.send([null, { payload: [refusal], topic: file, filename: file }]);
  }

  async fileRead(file: string, header: Uint8Array): Promise<void> {
    this.passRejects();
    await this.quarantine?.endFile(file, header);
  }

  /** Lets the flow work: messages that were sent are delivered before the next piece is read. */
  async ready(): Promise<void> {
    this.passRejects();
    await setImmediate();
    if (this.settings.flowControl === 'automatic') return;
    while (this.index - this.acknowledged >= MAX_IN_FLIGHT) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
  }

  /** True when the message is one of this import that has come back. */
  acknowledge({ parts }: NodeMessage): boolean {
    const id = (parts as { id?: unknown } | undefined)?.id;
    if (this.settings.flowControl !== 'acknowledge' || id === undefined || id !== this.id) return false;
    this.acknowledged++;
    this.wake?.();
    return true;
  }

  /** Stops waiting for messages to come back. */
  release(): void {
    this.acknowledged = this.index;
    this.wake?.();
  }

  tick(nowMs: number): void {
    if (this.progress && nowMs - this.sentMs >= PROGRESS_MS) this.sendProgress('reading');
  }

  status(): NodeStatus {
    if (!this.progress) return this.last;
    const { bytes, bytesDone, rows } = this.progress;
    const seconds = (Date.now() - this.startMs) / 1000;
    const text = `${percent(bytesDone, bytes).toFixed(0)} % ${short(rows.read / Math.max(seconds, 0.1))}/s`;
    return { fill: 'blue', shape: 'dot', text };
  }

  private passRejects(): void {
    if (this.rejects.length === 0) return;
    this.send([null, { payload: this.rejects, topic: this.rejectFile, filename: this.rejectFile }]);
    this.rejects = [];
  }

  private sendProgress(state: string, error?: string): void {
    this.sentMs = Date.now();
    const { file, files, filesDone, bytes, bytesDone, rows } = this.progress!;
    const seconds = Math.max(0.001, (this.sentMs - this.startMs) / 1000);
    const remaining = bytesDone > 0 ? ((bytes - bytesDone) / bytesDone) * seconds : null;
    const payload = {
      state,
      file,
      files,
      filesDone,
      percent: Math.round(percent(bytesDone, bytes) * 10) / 10,
      rowsRead: rows.read,
      rowsAccepted: rows.accepted,
      rowsQuarantined: rows.quarantined,
      rowsPerSecond: Math.round(rows.read / seconds),
      remainingSeconds: remaining === null ? null : Math.round(remaining),
      ...(error === undefined ? {} : { error }),
    };
    this.send([null, null, null, { payload, topic: 'progress' }]);
  }
}

const percent = (done: number, all: number) => (all === 0 ? 100 : Math.min(100, (100 * done) / all));

/** 1234 as `1.2 k`: the status has room for 20 characters. */
function short(count: number): string {
  if (count < 1000) return String(Math.round(count));
  return count < 1e6 ? `${(count / 1000).toFixed(count < 1e4 ? 1 : 0)} k` : `${(count / 1e6).toFixed(1)} M`;
}
