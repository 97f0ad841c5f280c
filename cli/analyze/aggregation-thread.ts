import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import type { HourRows, LocalDay } from '../../lib/stream';
import { startWorker } from '../../lib/threads/start-worker';
import type { AggregationMessage, AggregationSettings } from './aggregation';

/** So many district-days may wait for the other thread. */
const MAX_WAITING = 8;

/**
 * Adds up and writes aggregates in a thread of its own, while the next files are read: a third of the work of an
 * analysis. What fails there is thrown by the next call here.
 */
export class AggregationThread {
  private worker: Worker | undefined;
  private waiting = 0;
  private failure: Error | undefined;
  private wake: (() => void) | undefined;

  constructor(private readonly settings: AggregationSettings) {}

  async begin(): Promise<void> {
    this.worker = startWorker(join(__dirname, 'aggregation-worker'), this.settings);
    this.worker.on('message', () => {
      this.waiting--;
      this.wake?.();
    });
    this.worker.on('error', (error) => {
      this.failure = error;
      this.wake?.();
    });
  }

  takeDay(city: string, district: string, day: LocalDay, rows: HourRows): void {
    const { count, households } = rows;
    const columns = {
      household: rows.household.slice(0, count),
      hour: rows.hour.slice(0, count),
      kwh: rows.kwh.slice(0, count),
      isEstimated: rows.isEstimated.slice(0, count),
    };
    const buffers = Object.values(columns).map((column) => column.buffer);
    this.post({ day: { city, district, day, rows: { count, households, ...columns } } }, buffers);
  }

  closeBefore(date: string): void {
    this.post({ closeBefore: date });
  }

  /** Waits until the other thread has kept up. @throws Error of the other thread */
  ready(): Promise<void> {
    return this.waitFor(MAX_WAITING);
  }

  /** Completes the files. @throws Error of the other thread */
  async end(): Promise<void> {
    this.post({ end: 'complete' });
    await this.waitFor(0);
  }

  /** Leaves no file behind that is not complete. */
  async abandon(): Promise<void> {
    if (!this.worker || this.failure) return;
    this.post({ end: 'abandon' });
    await this.waitFor(0).catch(() => undefined);
  }

  private post(message: AggregationMessage, transfer: ArrayBuffer[] = []): void {
    this.waiting++;
    this.worker!.postMessage(message, transfer);
  }

  private async waitFor(most: number): Promise<void> {
    while (!this.failure && this.waiting > most) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
    if (this.failure) throw this.failure;
  }
}
