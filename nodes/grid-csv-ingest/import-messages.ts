import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setImmediate, setTimeout } from 'node:timers/promises';
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
/** A flow that does not acknowledge has taken what was sent this long ago. */
const SETTLE_MS = 100;

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
  /** Readings that wait until the flow takes them. */
  private outbox: NodeMessage[] = [];
  /** Set when nothing is waited for any more: the import is to stop, or the node to close. */
  private released: 'no' | 'stopping' | 'closing' = 'no';
  private wake: (() => void) | undefined;
  private progress: ImportProgress | undefined;
  private startMs = 0;
  private sentMs = 0;
  private rejects: RejectedRow[] = [];
  private rejectFile = '';
  private quarantine: QuarantineFolder | undefined;
  private last: NodeStatus = { fill: 'grey', shape: 'ring', text: 'ready' };

  constructor(
    private readonly nodeId: string,
    private readonly settings: MessageSettings,
    private readonly send: Send,
    readonly noted: () => Promise<void>,
  ) {}

  async begin(progress: ImportProgress): Promise<void> {
    this.id = `${this.nodeId}.${randomUUID()}`;
    this.index = 0;
    this.acknowledged = 0;
    this.outbox = [];
    if (this.released === 'stopping') this.released = 'no';
    this.progress = progress;
    this.startMs = Date.now();
    this.sentMs = 0;
    const { quarantineFolder } = this.settings;
    if (quarantineFolder === '') return;
    // Each import has its own folder: what an earlier one left may still be under repair.
    const time = new Date(this.startMs).toISOString().replaceAll(':', '-');
    const quarantine = new QuarantineFolder(join(quarantineFolder, time));
    await quarantine.begin();
    this.quarantine = quarantine;
  }

  /** Ends the import: the last message has the number of parts and, when it is done, `complete` and `flush`. */
  async end(state: 'done' | 'stopped' | 'failed', error?: string): Promise<void> {
    const { quarantine } = this;
    this.quarantine = undefined;
    this.passRejects();
    await quarantine?.end();
    const isDone = state === 'done';
    const count = this.index + 1;
    const parts = { id: this.id, type: 'array', index: this.index, count };
    const flush = isDone && this.settings.flushAtEnd ? { flush: true } : {};
    await this.deliver({ payload: [], topic: 'import', parts, ...(isDone ? { complete: true } : {}), ...flush });
    this.sendProgress(state, error);
    const { rows } = this.progress!;
    const text = isDone ? `${short(rows.accepted)} in, ${short(rows.quarantined)} out` : state;
    this.last = { fill: isDone ? 'green' : state === 'failed' ? 'red' : 'grey', shape: 'dot', text };
    this.progress = undefined;
  }

  readings(readings: MeterReading[], file: string): void {
    const { batchRows } = this.settings;
    for (let at = 0; at < readings.length; at += batchRows) {
      const parts = { id: this.id, type: 'array', index: this.index + this.outbox.length };
      this.outbox.push({ payload: readings.slice(at, at + batchRows), topic: file, filename: file, parts });
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
  async ready(file: string, header: Uint8Array): Promise<void> {
    this.passRejects();
    await this.quarantine?.pass(file, header);
    for (const message of this.outbox.splice(0)) await this.deliver(message);
    await setImmediate();
    // The nodes after this one are closed at the same time: what has just been sent may have reached none of them.
    if (this.released === 'closing') throw new Error('the node is closed');
  }

  /** Waits until the flow has taken all that was sent. */
  async settled(): Promise<void> {
    if (this.settings.flowControl === 'automatic') await setTimeout(SETTLE_MS);
    else await this.acknowledgedTo(0);
  }

  get isUnderWay(): boolean {
    return this.settings.flowControl === 'acknowledge' && this.acknowledged < this.index;
  }

  /** True when the message is one of this node that has come back: it asks for nothing. */
  acknowledge({ parts }: NodeMessage): boolean {
    const id = (parts as { id?: unknown } | undefined)?.id;
    if (typeof id !== 'string' || !id.startsWith(`${this.nodeId}.`)) return false;
    if (id === this.id && this.acknowledged < this.index) {
      this.acknowledged++;
      this.wake?.();
    }
    return true;
  }

  /** Stops waiting for messages to come back. */
  release(why: 'stopping' | 'closing'): void {
    this.released = why;
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

  private async deliver(message: NodeMessage): Promise<void> {
    if (this.settings.flowControl === 'acknowledge') await this.acknowledgedTo(MAX_IN_FLIGHT - 1);
    this.index++;
    this.send(message);
  }

  /** Waits until no more messages than this are under way. */
  private async acknowledgedTo(underWay: number): Promise<void> {
    while (this.released === 'no' && this.index - this.acknowledged > underWay) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
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
